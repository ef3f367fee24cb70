"""Asking: what a person types behind a method's name is compared with its signature before anything is counted."""

import inspect
import re
from difflib import get_close_matches
from functools import wraps
from numbers import Integral
from types import FunctionType

from analysis.files import InputError

COUNTED = {"n": "rows", "window": "words", "least": "occurrences"}  # parameters that are whole numbers of at least 1
PARTS = ("table", "corpus")  # of an object, which may have what the object itself lacks
ALIKE = {"lines": "kwic concordance search quote grep", "speakers": "quotes quotations", "relations": "copies reprints"}
ALIKE |= {"table": "df head dataframe to_csv to_excel", "articles": "df head texts", "plot": "show figure chart"}
TABLES = ("corpus.articles", "articles", "table")  # of an object, the first that it has: what has columns and rows


class Unknown(InputError, AttributeError):
    """A name that an object does not have."""


def front_door(thing):
    """A function, or a class with all its public methods, that refuses wrong parameters in one sentence.

    A method is changed in the class that defines it. Signatures, docstrings and completion stay as they are.

    Examples
    --------
    >>> @front_door
    ... def lines(term, order="article"):
    ...     return term
    >>> lines("China", sort="date")
    Traceback (most recent call last):
    analysis.files.InputError: lines: no parameter 'sort'; its parameters are term, order
    """
    if inspect.isfunction(thing):
        return _checked(thing)
    for kind in thing.__mro__[:-1]:
        for name, method in list(vars(kind).items()):
            if name[0] != "_" and inspect.isfunction(method) and not hasattr(method, "__wrapped__"):
                setattr(kind, name, _checked(method))
    thing.__getattr__, thing.__getitem__ = _unknown, _no_table
    return thing


def _checked(function):
    """The same function, which first compares what it is given with its signature."""
    signature, check = inspect.signature(function), _check

    def answer(*given, **named):
        check(function, signature, given, named)
        return function(*given, **named)

    own = FunctionType(answer.__code__, function.__globals__, closure=answer.__closure__)  # doctest asks whose it is
    return wraps(function)(own)


def _check(function, signature, given, named):
    try:
        asked = signature.bind(*given, **named).arguments
    except TypeError:
        raise _refusal(function, signature.parameters, given, named) from None
    for name in COUNTED.keys() & asked.keys():
        if asked[name] is not signature.parameters[name].default:
            checked_n(asked[name], name, COUNTED[name])


def checked_n(n, name="n", unit="rows"):
    """A number of rows, or of something else; InputError for what is no whole number of at least 1."""
    if isinstance(n, bool) or not isinstance(n, Integral) or n < 1:
        raise InputError(f"{name}={n!r}: not a number of {unit}", "give a whole number of at least 1")
    return int(n)


def _refusal(function, parameters, given, named):
    """What is wrong with a call that does not fit these parameters, as InputError."""
    names = [one.name for one in parameters.values() if one.name != "self" and one.kind != one.VAR_KEYWORD]
    known, title = f"its parameters are {', '.join(names)}" if names else "it takes none", function.__name__
    free = [one for one in parameters.values() if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    if unknown := [name for name in named if name not in parameters]:
        near = get_close_matches(unknown[0].lower(), names, 1)
        return InputError(
            f"{title}: no parameter {unknown[0]!r}", "; ".join([*(f"nearest: {one}" for one in near), known])
        )
    if len(given) > len(free):
        first = given[len(free)]
        return InputError(f"{title}: {first!r} is one value too many", known)
    if twice := [one.name for one in free[: len(given)] if one.name in named]:
        return InputError(f"{title}: {twice[0]} is given twice", known)
    missing = next(one.name for one in free[len(given) :] if one.name not in named and one.default is one.empty)
    return InputError(f"{title}: {missing} is missing", _described(function, missing))


def _described(function, name):
    """What a parameter is, from the docstring: its description, else an example."""
    text = inspect.getdoc(function) or ""
    if found := re.search(rf"^{name} : ([^\n]+)\n +(.+?)(?:\.\s|\n\S|\n\n|\Z)", text, re.S | re.M):
        return f"give {name} ({found[1]}): {' '.join(found[2].split())}"
    example = re.search(rf"\b{function.__name__}\([^()\n]+\)", text)
    return f"write it as in {example[0]}" if example else ""


def _unknown(self, name):
    """The error of a name that an object lacks, with the nearest ones, or the part of it that has it."""
    kind = type(self)
    if name[0] == "_" or hasattr(kind, name):
        return object.__getattribute__(self, name)  # raises what it raised
    for part in PARTS:
        if hasattr(vars(self).get(part), name):
            raise Unknown(f"{kind.__name__} has no {name!r}", f"write .{part}.{name}")
    for method, names in ALIKE.items():
        if name.lower() in names.split() and hasattr(self, method):
            raise Unknown(f"{kind.__name__} has no {name!r}", f"write .{method}")
    for call, other in getattr(kind, "answers", {}).items():
        if hasattr(other, name):
            raise Unknown(f"{kind.__name__} has no {name!r}", f"write .{call}.{name}")
    near = get_close_matches(name.lower(), [one for one in dir(self) if one[0] != "_"], 3)
    found = f"nearest: {', '.join(near)}" if near else "press Tab behind the dot to see what it has"
    raise Unknown(f"{kind.__name__} has no {name!r}", found)


def _no_table(self, key):
    """The error of brackets behind an object that is no table itself, or of a loop over it."""
    table = next(name for name in TABLES if hasattr(type(self), part := name.partition(".")[0]) or part in vars(self))
    column = f"[{key!r}]" if isinstance(key, str | list) else ""
    raise InputError(f"{type(self).__name__} is no table itself: it has no [{key!r}]", f"write .{table}{column}")
