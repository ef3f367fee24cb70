"""Readings: what an author wrote about one corpus, shown only while corpus and comparison are the ones it is about."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from analysis.files import InputError, read_text
from analysis.show import html
from analysis.workbook.cells import FILE, as_exported, filled


@dataclass(frozen=True)
class Readings:
    """The readings of a corpus folder, from its ``readings.toml``.

    Attributes
    ----------
    corpus : str
        The corpus hash that they were written about.
    compared : str
        The comparison, as "side_by_publisher: state v foreign".
    texts : dict of str to str
        A paragraph by name.
    story : dict
        The first page of a report: title, lead, findings, limits; empty where the author wrote none.
    """

    corpus: str = ""
    compared: str = ""
    texts: dict | None = None
    story: dict | None = None

    @classmethod
    def read(cls, folder):
        """The readings of a folder; none where it has no such file."""
        path = Path(folder, FILE)
        if not path.is_file():
            return cls()
        try:
            found = tomllib.loads(read_text(path, "save it as UTF-8 text, or remove it"))
            told = _checked(found.get("story", {}))
            return cls(str(found["corpus"]), str(found["compared"]), dict(found["text"]), told)
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            remedy = "write corpus, compared and a table [text] with a name for each paragraph, or remove the file"
            raise InputError(f"cannot be read ({error})", remedy, file=FILE) from None

    def about(self, corpus, compared=None):
        """Whether they were written about the corpus of this hash, and about this comparison where one is given."""
        return bool(self.texts) and self.corpus == corpus and compared in (None, self.compared)

    def of(self, name, results, corpus, compared=None):
        """A reading with the numbers of these results; nothing if it is about another corpus or comparison."""
        if not self.about(corpus, compared):
            return html.Shown("", "")
        if name not in self.texts:
            raise InputError(f"reading {name!r}: not in {FILE}", f"the names there are {', '.join(sorted(self.texts))}")
        parts, tables = self.texts[name].split("\n\n"), as_exported(results)
        return html.paragraphs("\n\n".join(filled(part, tables) for part in parts))


def _checked(story):
    """A story with its parts of the right kind; KeyError or TypeError where one is missing or of another kind."""
    parts = [*story.get("lead", []), *story.get("limits", [])]
    for finding in story.get("findings", []):
        parts += [finding["title"], *(finding.get(name, "") for name in ("text", "note", "figure"))]
        parts += [text for doc_id, quote in finding.get("quotes", []) for text in (doc_id, quote)]
    if story and not all(isinstance(part, str) for part in [story["title"], *parts]):
        raise TypeError("in [story], every part but quotes and table is text")
    return story
