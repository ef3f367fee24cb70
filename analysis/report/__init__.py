"""Report: notebooks become a report, with its claims checked."""
