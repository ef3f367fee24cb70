"""Discourse analysis of news articles: who says what, in which words, and in whose voice.

>>> from analysis import open_corpus
>>> corpus = open_corpus()  # the five bundled articles
>>> corpus.lines("core technologies").title
'8 lines with “core technologies” in 3 of 5 articles.'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.corpus.importing import import_corpus
    from analysis.files import InputError
    from analysis.report.start import start
    from analysis.workbook.comparison import Comparison
    from analysis.workbook.corpus import Corpus, open_corpus
    from analysis.workbook.result import Result

__all__ = ["Comparison", "Corpus", "InputError", "Result", "import_corpus", "open_corpus", "start"]
PLACES = {
    "Comparison": "workbook.comparison",
    "InputError": "files",
    "Result": "workbook.result",
    "import_corpus": "corpus.importing",
    "start": "report.start",
}


def __getattr__(name):
    """Import a name of the front door when it is first asked for: a command that needs none of them starts at once."""
    if name not in __all__:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"analysis.{PLACES.get(name, 'workbook.corpus')}"), name)


def __dir__():
    return __all__
