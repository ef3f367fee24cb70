"""Asking: what does not fit a signature is said in one sentence; signature, docstring and completion stay."""

import inspect

import pytest
from matplotlib.figure import Figure

from analysis import Comparison, Corpus, InputError, Result, import_corpus, open_corpus
from analysis.asking import front_door


@pytest.fixture(scope="module")
def corpus():
    return open_corpus()


@front_door
class Counter:
    """An object with a table, a broken property and one question."""

    def __init__(self):
        self.table = [1]

    @property
    def broken(self):
        """Raises an error of its own."""
        return self.table.nothing

    def count(self, term, /, *, n=None, **labels):
        """The count of a term.

        Parameters
        ----------
        term : str
            A word or a
            phrase. Never a number.
        """
        return term, n, labels

    def close(self):
        """As in close(now)."""


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda one: one.count(), "count: term is missing; give term (str): A word or a phrase"),
        (lambda one: one.count("a", "b"), "count: 'b' is one value too many; its parameters are term, n"),
        (lambda one: one.count("a", n=0), "n=0: not a number of rows; give a whole number of at least 1"),
        (lambda one: one.count("a", n=2.0), "n=2.0: not a number of rows; give a whole number of at least 1"),
        (lambda one: one.count("a", n=True), "n=True: not a number of rows; give a whole number of at least 1"),
        (lambda one: one.close(now=1), "close: no parameter 'now'; it takes none"),
        (lambda one: one.cuont, "Counter has no 'cuont'; nearest: count"),
        (lambda one: one.append(2), "Counter has no 'append'; write .table.append"),
        (lambda one: one.xyz, "Counter has no 'xyz'; press Tab behind the dot to see what it has"),
        (lambda one: one["count"], "Counter is no table itself: it has no ['count']; write .table['count']"),
        (lambda one: list(one), "Counter is no table itself: it has no [0]; write .table"),
        (
            lambda _: open_corpus()["publisher"],
            "Corpus is no table itself: it has no ['publisher']; write .articles['pu",
        ),
        (
            lambda _: open_corpus().compare()["x"],
            "Comparison is no table itself: it has no ['x']; write .corpus.articles",
        ),
        (lambda _: open_corpus().kwic("China"), "Corpus has no 'kwic'; write .lines"),
        (lambda _: open_corpus().absent(), "Corpus has no 'absent'; write .compare().absent"),
        (lambda _: open_corpus().frequency().df, "Result has no 'df'; write .table"),
        (
            lambda _: open_corpus().frequency("China", by=["publisher", "month"]),
            "column ['publisher', 'month']: not in articles.csv; give the name of one",
        ),
        (
            lambda _: open_corpus().compare("state", "foreign"),
            "'state' is a side, not a column; write compare(target='st",
        ),
        (lambda _: open_corpus().aligned("xinhua-2023"), "aligned takes two articles, or none; name a second one of"),
        (
            lambda _: open_corpus().frequency().plot(Figure()),
            "ax=<Figure size 640x480 with 0 Axes>: not matplotlib Axes",
        ),
        (lambda _: import_corpus(), "import_corpus: target is missing"),
        (lambda _: open_corpus(eror="skip"), "open_corpus: no parameter 'eror'; nearest: errors; its parameters are"),
        (lambda _: open_corpus(None, folder="x"), "open_corpus: folder is given twice; its parameters are folder"),
    ],
)
def test_a_call_that_does_not_fit_is_refused_in_one_sentence(ask, said):
    with pytest.raises(InputError) as caught:
        ask(Counter())
    assert str(caught.value).startswith(said)
    assert caught.value._render_traceback_() == [f"InputError: {caught.value}"]


def test_a_call_that_fits_is_answered_as_before():
    assert Counter().count("a") == ("a", None, {})
    assert Counter().count("a", n=3, side="x") == ("a", 3, {"side": "x"})
    assert not hasattr(Counter(), "xyz") and getattr(Counter(), "_xyz", 0) == 0
    with pytest.raises(AttributeError, match="'list' object has no attribute 'nothing'"):
        Counter().broken  # noqa: B018  an error inside is no error of the asker


@pytest.mark.parametrize("kind", [Corpus, Comparison, Result])
def test_every_question_refuses_an_unknown_parameter_and_keeps_its_signature(kind):
    for name in (name for name in dir(kind) if name[0] != "_" and inspect.isfunction(getattr(kind, name))):
        method, parameters = getattr(kind, name), inspect.signature(getattr(kind, name)).parameters
        assert (method.__doc__, next(iter(parameters))) == (method.__wrapped__.__doc__, "self")
        if not any(one.kind == one.VAR_KEYWORD for one in parameters.values()):
            with pytest.raises(InputError, match=f"{name}: no parameter 'strange'"):
                method(None, strange=1)


def test_what_a_question_needs_is_said_with_its_description_or_an_example(corpus):
    with pytest.raises(InputError, match="reference is missing; give reference .path.: A CSV with the columns term"):
        corpus.keyness()
    with pytest.raises(InputError, match='lines: term is missing; write it as in lines."dual circulation".'):
        corpus.lines()
