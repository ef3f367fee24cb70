"""The rule of sentences in a plain loop, chunk by chunk, with which the encoding of all chunks at once is compared."""

import regex

from analysis.text.sentences import BOUNDARY, NEVER, OPENING

CHUNK = regex.compile(r"[^\s\x1c-\x1f]+")  # what str.split leaves


def begins(rule, text):
    """Characters at which the sentences of a text begin; the first is 0."""
    found, ended, may_list, start = [0], NEVER, True, None
    for piece in CHUNK.finditer(text):
        chunk, at = rule.chunk(piece[0]), piece.start()
        if chunk.begins == OPENING:  # the sentence begins with these marks, if one begins
            start, may_list = at if start is None else start, may_list or chunk.may_list
            continue
        if ended + chunk.begins >= BOUNDARY:
            found.append(at if start is None else start)
        found += [at + place for place in chunk.inside]
        ended = NEVER if chunk.is_number and may_list else chunk.ends
        may_list, start = chunk.may_list, None
    return found
