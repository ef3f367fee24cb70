"""Imports point one way: each room may import those below it, and nothing else of the project."""

import ast

import pytest

from analysis.files import PACKAGE

ANYWHERE = {"files", "display"}
LAYERS = {
    0: {"files", "display", "measures", "cleaning", "patterns"},
    1: {"lexicons", "corpus", "readers"},
    2: {"tokens", "guesses"},
    3: {"comparison", "counts", "matches", "voice", "reuse"},
    4: {"frequency", "keyphrases", "keyness", "slogans", "concordance", "framing", "discovery"},
    5: {"adequacy", "artefacts", "evidence", "sensitivity", "layout", "claims", "sizes"},
    6: {"figures"},
    7: {"exports", "explore", "ingest", "verify", "sheets", "page", "pdf"},
    8: {"report"},
    9: {"__main__"},
}
ONLY = {  # rooms with fewer doors than their layer allows
    "measures": set(),
    "display": {"files"},
    "layout": {"files"},
    "figures": {"layout"},
    "claims": {"files", "display"},
    "verify": {"files", "claims"},
    "tokens": {"files"},
    "readers": {"files"},
    "guesses": {"files", "cleaning", "corpus"},
    "sizes": set(),
    "sheets": {"files", "display"},
    "page": {"files", "display"},
    "pdf": {"files"},
    "exports": {"files", "display", "figures", "sizes"},  # what every notebook imports stays light
}
LAYER = {name: layer for layer, names in LAYERS.items() for name in names}
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")


def imported(module):
    """Modules of the project that a module imports."""
    found = set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("analysis.")}
    return found & set(LAYER) | (found - set(LAYER) - {"__version__"})


def test_every_module_has_a_row():
    assert set(MODULES) == set(LAYER)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_layers_below_its_own(module):
    allowed = ANYWHERE | {name for name, layer in LAYER.items() if layer < LAYER[module]}
    assert imported(module) - {module} <= ONLY.get(module, allowed), f"{module} imports {imported(module)}"


def test_only_figures_and_their_layout_import_matplotlib():
    users = {module for module in MODULES if "matplotlib" in (PACKAGE / f"{module}.py").read_text(encoding="utf-8")}
    assert users - {"report"} == {"figures", "layout"}  # the report names its version


def test_only_display_escapes_text_for_html():
    users = {
        module for module in MODULES if "html import escape" in (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
    }
    assert users == {"display"}


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_has_a_docstring(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("module", MODULES)
def test_functions_stay_short_and_take_few_parameters(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = node.end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 25, f"{module}.{node.name}: {length} lines"
            assert len(node.args.args) <= 7, f"{module}.{node.name}: {len(node.args.args)} parameters"
