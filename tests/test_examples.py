"""Examples in docstrings run; every question of the front door has one."""

import doctest
import importlib

import pytest

from analysis import Comparison, Corpus, Result, open_corpus
from analysis.files import PACKAGE

NAMES = sorted(path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".") for path in PACKAGE.rglob("*.py"))
MODULES = [f"analysis.{name}".removesuffix(".__init__") for name in NAMES if name != "__main__"]


@pytest.fixture(scope="module")
def front_door():
    """What a docstring of the front door takes as given: the five articles, and their two sides by publisher."""
    corpus = open_corpus()
    return {"corpus": corpus, "sides": corpus.compare()}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name, front_door):
    module = importlib.import_module(name)
    globs = vars(module) | (front_door if name.startswith("analysis.workbook") else {})
    failed, _ = doctest.testmod(module, extraglobs={k: v for k, v in globs.items() if k in front_door}, verbose=False)
    assert failed == 0


@pytest.mark.parametrize("kind", [Corpus, Comparison, Result])
def test_every_question_has_an_example(kind):
    public = [name for name in dir(kind) if name[0] != "_" and callable(getattr(kind, name))]
    documented = {name for name in public if ">>>" in (getattr(kind, name).__doc__ or "")}
    assert kind is Result or set(public) == documented
    assert ">>>" in kind.__doc__ or kind is not Result
