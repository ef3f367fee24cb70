"""Opening: a corpus folder is read and encoded once; later calls load the stored articles, tokens and matches."""

import hashlib
import os
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from analysis.corpus.manifest import manifest_path
from analysis.corpus.outlets import table_path
from analysis.corpus.read import ORIGINALS, Articles, problem_table, read_corpus
from analysis.files import InputError, InputErrors, bundled, lexicon_path, real, sha256
from analysis.text.codes import FILE as CODES
from analysis.text.duplicates import near_duplicates
from analysis.text.lexicons import read_lexicons
from analysis.text.store import Store
from analysis.text.tokens import Tokens
from analysis.text.voice import Voices, label, voices
from analysis.workbook.scale import current, found_in, mapped, part_size, parts_of, summed

MANY = 1_000  # articles from which a progress bar is shown


class Encoded(NamedTuple):
    """What is found in the articles of a corpus: tokens, their voices, matches, and pairs of near-duplicates."""

    tokens: Tokens
    voices: Voices
    slogans: pd.DataFrame
    frames: pd.DataFrame
    names: pd.DataFrame
    pairs: pd.DataFrame

    def where(self, docs):
        """The same of the articles that a bool array [shape=(n_docs,)] keeps."""
        tokens, kept = self.tokens.where(docs), np.asarray(docs)[self.tokens.doc]
        voiced = self.voices._replace(label=self.voices.label[kept], speaker=self.voices.speaker[kept])
        ids = set(tokens.docs["doc_id"])
        matches = [part[part["doc_id"].isin(ids)].reset_index(drop=True) for part in self[2:5]]
        pairs = self.pairs[self.pairs[["doc_id", "other"]].isin(ids).all(axis=1)].reset_index(drop=True)
        return Encoded(tokens, voiced, *matches, pairs)


def opened(folder, errors="raise"):
    """Read a corpus folder and encode its articles, or load what an earlier call stored.

    Returns
    -------
    articles : Articles
    lexicons : Lexicons
    encoded : Encoded
    inputs : dict of str to str
        SHA-256 of every file read, by name: see `corpus_hash`.
    """
    if errors not in ("raise", "skip"):
        raise InputError(f"errors={errors!r}: unknown", "choose 'raise' or 'skip'")
    folder = real(folder)
    lexicons = read_lexicons(folder)
    store = Store(_key(folder, errors))
    if (content := store.load()) is not None:
        return _restored(content, lexicons)
    articles, encoded = _encoded(read_corpus(folder, errors, mapped), lexicons, errors)
    inputs = _inputs(folder, articles.docs)
    store.save(_content(articles, encoded, inputs))
    return articles, lexicons, encoded, inputs


def corpus_hash(inputs):
    """One short name for the files of a corpus: 16 digits of the SHA-256 over their names and SHA-256.

    Parameters
    ----------
    inputs : dict of str to str
        SHA-256 by name of the table, the articles and the word lists in use; a bundled list and a copy of it in the
        corpus folder count as the same.
    """
    lines = sorted(f"{digest}  {name.removeprefix('bundled/')}\n" for name, digest in inputs.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def _encoded(articles, lexicons, errors):
    """The articles that can be encoded, and what is found in them; by the current Dask client's workers, if any."""
    track = partial(tqdm, desc="Encoding articles", leave=False, disable=len(articles.docs) < MANY)
    parts = parts_of(*articles[:2], part_size(len(articles.docs)))
    options = {} if current() else {"track": track}
    found, problems = summed(found_in, parts, lexicons=lexicons, **options)
    if problems and errors == "raise":
        raise InputErrors("the corpus", problems)
    tokens = found.tokens
    zones = articles.zones[articles.zones["doc_id"].isin(tokens.docs["doc_id"])].reset_index(drop=True)
    unused = pd.concat([articles.problems, problem_table(problems)], ignore_index=True)
    voiced = voices(tokens, found.reporting, found.roles)
    slogans, frames = (label(tokens, part, voiced) for part in (found.slogans, found.frames))
    encoded = Encoded(tokens, voiced, slogans, frames, found.names, near_duplicates(tokens))
    return Articles(tokens.docs, zones, unused), encoded


def _key(folder, errors):
    """Everything that reading and encoding depend on: the files of the folder and the word lists in use."""
    lists = [lexicon_path(folder, path.name) for path in sorted(bundled("seeds", "lexicons").iterdir())]
    names = [path for path in folder.rglob("*") if path.suffix.lower() in (".txt", ".csv", ".xlsx") and path.is_file()]
    paths = sorted(path for path in names if path.relative_to(folder).parts[0] not in (ORIGINALS, CODES))
    digests = [f"{path.relative_to(folder).as_posix()} {sha256(path)}" for path in paths]
    return "\n".join([errors, *digests, *map(sha256, lists)])


def _inputs(folder, docs):
    files = {name: folder / name for name in [manifest_path(folder).name, *docs["file"]] if name}
    files |= {path.name: path} if (path := table_path(folder)) else {}
    for name in sorted(path.name for path in bundled("seeds", "lexicons").iterdir()):
        path = lexicon_path(folder, name)
        files[f"lexicons/{name}" if path == folder / "lexicons" / name else f"bundled/lexicons/{name}"] = path
    return {name: sha256(path) for name, path in sorted(files.items())}


def _content(articles, encoded, inputs):
    """What a store keeps, by name."""
    tokens, voiced = encoded[:2]
    arrays = {name: getattr(tokens, name) for name in ("ids", "spans", "zone", "offsets", "sentences", "paragraphs")}
    arrays |= {"voice": voiced.label, "speaker": voiced.speaker}
    tables = {"docs": articles.docs, "removed": articles.zones, "problems": articles.problems, "types": tokens.types}
    tables |= {name: getattr(encoded, name) for name in Encoded._fields[2:]}
    facts = {"speakers": voiced.speakers, "roles": voiced.roles, "spellings": tokens.spellings, "inputs": inputs}
    return arrays | tables | facts


def _restored(content, lexicons):
    arrays = {name: content[name] for name in ("ids", "spans", "zone", "offsets", "sentences", "paragraphs")}
    tokens = Tokens(**arrays, types=content["types"], docs=content["docs"], spellings=content["spellings"])
    voiced = Voices(content["voice"], content["speaker"], content["speakers"], content["roles"])
    articles = Articles(content["docs"], content["removed"], content["problems"])
    encoded = Encoded(tokens, voiced, *(content[name] for name in Encoded._fields[2:]))
    return articles, lexicons, encoded, content["inputs"]


def folder_of(path):
    """A corpus folder as given; the bundled articles where none is."""
    if path is not None and not isinstance(path, str | os.PathLike):
        raise InputError(f"folder {path!r}: no path", "give the path of a corpus folder")
    return Path(path).expanduser() if path else bundled("seeds")
