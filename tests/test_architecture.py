"""The house: seven floors, imports that point down, functions that fit on a screen."""

import ast

import pytest

from analysis.files import PACKAGE

FLOORS = ["files", "asking", "corpus", "text", "stats", "show", "workbook", "report", "__main__"]
STRANGERS = {("show", "stats")}  # stands above it, and knows nothing of it
PUBLIC = {"_replace", "_fields", "_repr_mimebundle_"}  # of a NamedTuple, and what a notebook asks an object for
OF_LIBRARIES = {"report/word": {"_inline", "_tr"}}  # python-docx has no public name for these parts of a document
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
NAMES = [path.relative_to(PACKAGE).with_suffix("").as_posix() for path in MODULES]
SOURCES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in zip(NAMES, MODULES, strict=True)}


def floor(name):
    return name.split("/")[0]


def imports(name):
    """Floors and names that a module imports from the project."""
    for node in ast.walk(SOURCES[name]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
            parts = node.module.split(".")[1:]
            yield from (((parts or [alias.name])[0], alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[1], "") for alias in node.names if alias.name.startswith("analysis."))


def functions(name):
    return [node for node in ast.walk(SOURCES[name]) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("name", NAMES)
def test_a_module_imports_only_from_its_own_floor_and_those_below(name):
    own = FLOORS.index(floor(name))
    for other, imported in imports(name):
        assert FLOORS.index(other) <= own, f"{name} imports {other}, a floor above it"
        assert (floor(name), other) not in STRANGERS, f"{name} imports {other}"
        assert not imported.startswith("_") or imported.startswith("__"), f"{name} imports the private {imported}"


@pytest.mark.parametrize("name", NAMES)
def test_a_module_reaches_no_private_name_of_another_object(name):
    reached = [node for node in ast.walk(SOURCES[name]) if isinstance(node, ast.Attribute) and _is_private(node.attr)]
    others = {node.attr for node in reached if getattr(node.value, "id", "") not in ("self", "cls")}
    assert others <= PUBLIC | OF_LIBRARIES.get(name, set())


def test_only_figures_and_their_parts_import_matplotlib():
    users = {name for name in NAMES if any(path in ("matplotlib", "PIL") for path in _libraries(name))}
    assert {floor(name) for name in users} == {"show"}


def test_only_html_escapes_text():
    assert [name for name in NAMES if "html.escape" in _libraries(name, whole=True)] == ["show/html"]


@pytest.mark.parametrize("name", NAMES)
def test_everything_public_has_a_docstring(name):
    public = [node for node in SOURCES[name].body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public += [node for part in public if isinstance(part, ast.ClassDef) for node in part.body if _is_public(node)]
    assert [node.name for node in public if _is_public(node) and not ast.get_docstring(node)] == []


@pytest.mark.parametrize("name", NAMES)
def test_functions_are_short_and_take_few_parameters(name):
    most = 5 if name != "__main__" else 13  # there a parameter is an option of a command
    for node in functions(name):
        body = node.body[bool(ast.get_docstring(node)) :]
        length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
        assert length <= 20, f"{name}.{node.name}: {length} lines"
        names = [part.arg for part in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        assert len([part for part in names if part not in ("self", "cls")]) <= most, f"{name}.{node.name}: {names}"


def _is_private(name):
    return name.startswith("_") and not name.endswith("__")


def _is_public(node):
    return isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")


def _libraries(name, whole=False):
    """Libraries that a module imports, or, whole, what it imports from them."""
    for node in ast.walk(SOURCES[name]):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" if whole else node.module.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name if whole else alias.name.split(".")[0] for alias in node.names)
