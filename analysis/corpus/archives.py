"""Archives: the files in a zip archive, also in a broken one and in those that it holds, within limits of size."""

import io
import stat
import struct
import zipfile
import zlib
from contextlib import closing
from functools import partial
from pathlib import PurePosixPath
from types import SimpleNamespace

from analysis.corpus.encoding import names_in
from analysis.files import InputError, patterns

P = patterns("archives")

MOST_BYTES, SLACK, MOST_RATIO = 2_000_000_000, 10_000_000, 200  # limits for the unpacked archive
TOO_MUCH = f"unpacks to more than {MOST_RATIO} times its size or 2 GB"
LARGEST = 100_000_000  # most bytes in the file of an article
DEEPEST = 3  # archives within one another
LOCKED = "protected by a password", "open it, take the password away and save it again"
BROKEN = "broken or incomplete", "download it, or save it, again"
TORN = "a broken or incomplete zip archive", "download it or pack it again"
CUT = "the archive is cut off at its end; what stood behind its last whole member is lost", "download or pack it again"
HEADER = struct.Struct("<4x2xHH4xIII2H")  # of a member: what stands before its name
LITTER = {"thumbs.db", "desktop.ini", "__macosx"}  # made by file managers, as are names that begin with . or ~$

SAVED = "_files", "_dateien", "_fichiers", "_archivos", "_ficheiros"  # folders that browsers save beside a page


def is_hidden(name):
    """Whether a name, or that of a folder above it, is hidden, or belongs to a file manager or to a saved page."""
    parts = (part.lower() for part in PurePosixPath(name).parts if part != "..")
    return any(part.startswith((".", "~$")) or part in LITTER or part.endswith(SAVED) for part in parts)


def unpacked_limit(size):
    """How many bytes an archive of ``size`` bytes may unpack to."""
    return min(MOST_BYTES, SLACK + MOST_RATIO * size)


def unzipped(archive, info, most):
    """Bytes of a member of an archive, at most ``most``; zipfile does not unpack more than the header says."""
    if info.flag_bits & 1:
        raise InputError(*LOCKED)
    if info.file_size > most or most <= 0:
        raise InputError(TOO_MUCH, "move it away")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise InputError(*BROKEN) from None


def check_unpacked_size(data):
    """Refuse an Office file, which is a zip archive, if it unpacks to too many bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > unpacked_limit(len(data)):
            raise InputError(TOO_MUCH, "move it away")


def _torn(data):
    """What a zip archive without the directory at its end still holds: its members, by the headers before them."""
    found, mark = [], P.mark.search(data)
    while mark and not mark[1] and mark.start() + HEADER.size < len(data):
        found.append(_header(data, mark.start()))
        mark = P.mark.search(data, found[-1].header_offset + found[-1].compress_size)
    if not found:
        raise InputError(*TORN)
    return SimpleNamespace(infolist=lambda: found, read=partial(_whole, data), torn=True, close=lambda: None)


def _header(data, place):
    """What the header at a place says; where it does not say the size, the member ends before the next header."""
    flags, method, check, packed, size, named, extra = HEADER.unpack_from(data, place)
    start = place + HEADER.size + named
    info = zipfile.ZipInfo(data[place + HEADER.size : start].decode("utf-8" if flags & 0x800 else "cp437", "replace"))
    info.flag_bits, info.compress_type, info.CRC, info.file_size = flags, method, check, size
    info.extra, info.header_offset = data[start : start + extra], start + extra
    following = None if packed else P.mark.search(data, start + extra)
    info.compress_size = packed or (following.start() if following else len(data)) - start - extra
    return info


def _whole(data, info):
    """Bytes of a member; BadZipFile if their checksum, which may stand behind them, is another one."""
    content, rest = data[info.header_offset :][: info.compress_size], b""
    if info.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        content, rest = inflate.decompress(content, LARGEST), inflate.unused_data
    elif info.flag_bits & 8:
        content, rest = content[:-16], content[-16:]
    if zlib.crc32(content) != (info.CRC or int.from_bytes(rest.removeprefix(b"PK\x07\x08")[:4], "little")):
        raise zipfile.BadZipFile
    return content


def members(file):
    """The files in a zip archive, which is not unpacked to disk.

    Parameters
    ----------
    file : path or bytes
        Its size sets a limit for what all its members, and those of the archives in it, unpack to.

    Yields
    ------
    name, load
        ``load`` returns the bytes of the file; it raises InputError if they cannot be had. Files of an archive in it,
        unless it is hidden, have that archive's name before their own. "" stands for an archive that is cut off.
    """
    size = len(file) if isinstance(file, bytes) else file.stat().st_size
    yield from _members(file, (), [unpacked_limit(size)])


def _members(file, place, left):
    """The same for an archive at a place, the names of those around it; ``left`` is what all may still unpack to."""
    with closing(_opened(file)) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if files and all(info.flag_bits & 1 for info in files):
            raise InputError(LOCKED[0], "unpack it with the password, and give the folder")
        for info, name in zip(archive.infolist(), names_in(archive), strict=True):
            load, path = partial(_member, archive, info, left), "/".join([*place, name])
            if is_zip(name) and not is_hidden(name):
                yield from _inner((*place, name), load, left)
            elif not info.is_dir():
                yield path, load
        if hasattr(archive, "torn"):
            yield "/".join(place), partial(_fail, InputError(*CUT))


def is_zip(name):
    """Whether a name is that of a zip archive."""
    return name.lower().endswith(".zip")


def _opened(file):
    try:
        return zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except zipfile.BadZipFile:
        return _torn(file if isinstance(file, bytes) else file.read_bytes())


def _inner(place, load, left):
    """The files in an archive that is a member of another one; if it cannot be used, it is one file that fails."""
    try:
        if len(place) > DEEPEST:
            raise InputError(f"a zip archive within {DEEPEST} others", "unpack it, and give the folder")
        yield from _members(load(), place, left)
    except InputError as error:
        yield "/".join(place), partial(_fail, error)


def _fail(error):
    raise error


def _member(archive, info, left):
    """Bytes of a member."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise InputError("its path leaves the folder", "pack it again")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputError("a link", "pack the file itself")
    data = unzipped(archive, info, min(LARGEST, left[0]))
    left[0] -= len(data)
    return data
