"""Start: a form in JupyterLab that makes a corpus of articles, checks it and runs the workbook, without a terminal."""

import os
import re
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import quote

import ipywidgets as widgets
import pandas as pd

from analysis.corpus.dates import ORDERS
from analysis.corpus.formats import TABLES, read_csv, read_table, safe
from analysis.corpus.importing import import_corpus
from analysis.corpus.manifest import manifest_path, settle_dates
from analysis.corpus.outlets import COLUMNS, NO_OUTLET, UNKNOWN, key, outlet_table, read_outlets
from analysis.corpus.outlets import TABLE as OUTLETS
from analysis.corpus.questions import missing, question_lines, summary
from analysis.corpus.read import side_columns
from analysis.corpus.tables import Columns
from analysis.files import InputError, csv_text, write_atomic
from analysis.report import claims, execute
from analysis.report.check import checked, notices
from analysis.report.run import run
from analysis.show import html
from analysis.show.explore import button, flow, styled
from analysis.stats.sides import reading

MOST = 100  # outlets with a drop-down of their own
STEPS = ("1. Articles", "2. Sides of the outlets", "3. Comparison and results")
LABELS = {"--dates": "Order of dates", "--column": "Columns", "--one": "Files with one article", "--out": "Results in"}
LABELS |= {"--pattern": "File names contain", "--from": "Articles"}  # of the form, by the option of the command line
WIDTHS = {"side": "auto", "target": "auto", "reference": "auto", "files": "15rem", "dates": "24rem"}
HELD = "text title published publisher credited_source author url language".split()  # what a column can hold
FIRST = "Nothing is read or written before you press a button."
COMPARED = "Target is the side that you look at; reference is what it is compared with. “Automatic” chooses both."
UNNAMED = "no outlet is named: write it into the column publisher of articles.csv"
SIDES = "Each answer is saved in outlets.csv at once; it counts for all articles of the outlet. Then press Check."


def start():
    """A form that makes a corpus from a folder or files, checks it, and runs the notebooks on it.

    It does what the commands ``new``, ``check`` and ``run`` do, and shows a problem as a sentence. It reads and writes
    only when a button is pressed, so that the notebook can be executed as it is.

    Returns
    -------
    ipywidgets.VBox

    Examples
    --------
    >>> type(start()).__name__
    'VBox'
    """
    return Start().box


class Start:
    """The form and what its buttons do; everything is done by functions that know no widget."""

    def __init__(self):
        self.asked, self.folder, self.columns, self.sides = _asked(), None, widgets.VBox(), widgets.VBox()
        self.links, self.said = widgets.Output(), [widgets.HTML() for _ in STEPS]
        self.bars = [widgets.IntProgress(layout=widgets.Layout(display="none", width="34rem")) for _ in STEPS]
        acts = {"Make corpus": self.make, "Check": self.check, "Run": self.run}
        self.buttons = [button(name, self._pressed(n, act)) for n, (name, act) in enumerate(acts.items())]
        for name, react in {"path": self.look, "files": self.look, "own": self._list, "side": self._label}.items():
            self.asked[name].observe(lambda _, react=react: react(), "value")
        self.box = widgets.VBox([styled(), *self._steps()])
        self.box.add_class("start")
        self.said[0].value = html.sentence(FIRST).html
        self._enable()

    def _steps(self):
        """The widgets from top to bottom."""
        asked = self.asked
        more = widgets.Accordion([widgets.VBox([asked["pattern"], asked["one"]])], titles=["More about the files"])
        parts = [asked["path"], asked["files"], self.columns, asked["dates"], more, asked["corpus"]], [self.sides]
        choices = flow(*(asked[name] for name in ("side", "target", "reference")))
        parts += ([widgets.HTML(html.sentence(COMPARED).html), choices, asked["out"]],)
        for n, (title, own) in enumerate(zip(STEPS, parts, strict=True)):
            yield from (widgets.HTML(f"<h3>{title}</h3>"), *own, self.buttons[n], self.bars[n], self.said[n])
        yield self.links

    def _pressed(self, place, act):
        """What a button does: its outcome, or why there is none, is shown below it."""

        def pressed(_):
            self._enable(busy=True)
            with self._saying(place):
                self.said[place].value = act().html
            self.bars[place].layout.display = "none"
            self._enable()

        return pressed

    @contextmanager
    def _saying(self, place):
        """Show a problem as a sentence in its place; there is no one else who could."""
        try:
            yield
        except InputError as error:
            said = re.sub("|".join(LABELS), lambda option: f"“{LABELS[option[0]]}”", str(error))
            self.said[place].value = _lines(said.split("\n")).html
        except OSError as error:
            said = f"{error.filename}: cannot be read or written ({error.strerror})."
            self.said[place].value = html.sentence(said).html
        except KeyboardInterrupt:
            self.said[place].value = html.sentence("Interrupted: nothing was changed.").html
        except Exception as error:
            said = f"This is an error in the workbook, not in your articles ({type(error).__name__}: {error})."
            self.said[place].value = html.sentence(f"{said} Please report it.").html

    def _enable(self, busy=False):
        for place, one in enumerate(self.buttons):
            one.disabled = busy or (place > 0 and self.folder is None)

    def _step(self, place, total):
        """A function that shows how far something is: it takes a number, or the name of the next step."""
        bar = self.bars[place]
        bar.value, bar.max, bar.layout.display = 0, max(total, 1), ""

        def step(done):
            at = done if isinstance(done, int) else bar.value + 1
            if at % max(bar.max // 100, 1) == 0:
                bar.value = at
                doing = f"reading text {at:,}" if at is done else done
                self.said[place].value = html.sentence(f"Working: {doing} ({at:,} of {bar.max:,}).").html

        return step

    @contextmanager
    def _source(self):
        """The path that was typed; else the chosen file, or a folder with the chosen files, until the block ends."""
        typed, chosen = _path(self.asked["path"]), self.asked["files"].value
        if not (typed or chosen):
            raise InputError("no articles were chosen", "give a folder or file, or choose files from your computer")
        with TemporaryDirectory() as hidden:
            paths = [Path(hidden, PurePosixPath(file["name"].replace("\\", "/")).name) for file in chosen]
            for path, file in zip(paths, chosen, strict=True):
                path.write_bytes(file["content"])
            yield typed or (paths[0] if len(paths) == 1 else Path(hidden))

    def look(self):
        """Offer the columns of a table, a name for the corpus, and to open a folder that is a corpus already."""
        with self._saying(0), self._source() as source:
            self.said[0].value, typed = html.sentence(FIRST).html, _path(self.asked["path"])
            self.buttons[0].description = "Open corpus" if _is_corpus(source) else "Make corpus"
            name = f"{source.stem if typed or len(self.asked['files'].value) == 1 else 'my'}-corpus"
            self.asked["corpus"].value = str(source) if _is_corpus(source) else name
            self.columns.children = ()
            if source.suffix.lower() in TABLES and source.is_file():
                self.columns.children = list(_offered(source))

    def make(self):
        """Make a corpus of the articles, or open the one that was given."""
        with self._source() as source:
            if _is_corpus(source):
                self.folder = source
                return self.check()
            folder, files = _path(self.asked["corpus"]), sum(path.is_file() for path in source.rglob("*"))
            if not folder:
                raise InputError("the corpus has no name", "give the name of a new folder in “Corpus folder”")
            given = [(one.column, one.value) for one in self.columns.children if one.value not in ("", one.found)]
            options = {
                "dates": self.asked["dates"].value or None,
                "columns": [f"{name}={column}" for name, column in given],
            }
            options |= {"pattern": self.asked["pattern"].value.strip(), "one": _several(self.asked["one"].value)}
            made = import_corpus(folder, source, options, self._step(0, files))
        self.folder = folder
        self.said[1].value = self.check().html
        said = html.sentence(f"Made: {folder.resolve()}. {missing(made.articles)}")
        return said + html.folded(
            "What was inferred, from what, and what is open", html.plain("\n".join(summary(made)))
        )

    def check(self):
        """Read the corpus, and say what a person should know or decide; the problem, if it cannot be used."""
        n, old = settle_dates(self.folder, order) if (order := self.asked["dates"].value) else (0, None)
        docs, zones, _ = checked(self.folder)
        self.outlets, self.labels = _outlets(self.folder, docs), docs[side_columns(docs)].astype(str)
        chosen = self.asked["side"].value
        self.asked["side"].options = [(reading(column), column) for column in self.labels]
        self.asked["side"].value = chosen if chosen in self.labels else self.labels.columns[0]
        self.asked["out"].value = self.asked["out"].value or f"{self.folder.name}-results"
        self._list()
        self._label()
        said = [f"{n:,} dates were rewritten as 2023-06-09; the table as it was: {old}"] * bool(n)
        said += [f"{self.folder}: {len(docs):,} articles, no problem found."]
        said += [f"Notice: {line}." for line in notices(self.folder, docs, zones)]
        return _lines(said) + html.plain("\n".join(question_lines(docs) or ["No question is open."]))

    def run(self):
        """Run the notebooks, and link their report."""
        self.links.outputs, out = (), _path(self.asked["out"])
        if not out:
            raise InputError("the results have no folder", "give the name of a new one in “Results in”")
        parameters = {name: self.asked[name].value or None for name in ("side", "target", "reference")}
        manifest = run(self.folder, out, parameters, self._step(2, len(execute.sources()) + 2))
        notebooks = [f"notebooks/{path.name}" for path in sorted((out / "notebooks").glob("*.ipynb"))]
        files = {PurePosixPath(name).stem: _address(out / name) for name in ("report.html", "tables.xlsx", *notebooks)}
        self.links.append_display_data(html.files(files))
        said = [f"Done: {(out / 'report.html').resolve()}", f"Compared: {manifest['compared']}"]
        said += [claims.summary(manifest["claims"])] if "claims" in manifest else []
        return _lines([*said, "A link opens a file in a tab of JupyterLab. To search the articles, open 00_explore "
                       f"and write folder = {str(self.folder)!r} in its first cell."])  # fmt: skip

    def _list(self):
        """A drop-down for each outlet, those of unknown side first."""
        if self.folder is None:
            return
        first = self.outlets.sort_values("side", key=lambda side: side != UNKNOWN, kind="stable")
        sides = [UNKNOWN, "state", "foreign", *_several(self.asked["own"].value), *self.outlets["side"]]
        rows = [self._row(row, dict.fromkeys(filter(None, sides))) for row in first.head(MOST).to_dict("records")]
        more = (
            f" Of {len(first):,} outlets, {MOST} are shown; the others are in outlets.csv." if first[MOST:].size else ""
        )
        self.sides.children = [widgets.HTML(html.sentence(SIDES + more).html), self.asked["own"], *rows]

    def _row(self, row, sides):
        """An outlet with the drop-down of its side, which saves what is chosen."""
        value, width = row["side"] or UNKNOWN, {"description_width": "18rem"}
        chosen = widgets.Dropdown(description=row["name"], options=list(sides), value=value, style=width)
        chosen.layout.width = "30rem"
        chosen.observe(lambda change: self._save(row["name"], change["new"]), "value")
        about = [f"{name}: {row[name]}" for name in COLUMNS[1:4] if row[name] not in ("", UNKNOWN)]
        about = "; ".join([*about, *([UNNAMED] if row["name"] == NO_OUTLET else [])])
        return widgets.HBox([chosen, widgets.HTML(html.sentence(about).html)])

    def _save(self, name, side):
        """Write the side of an outlet into outlets.csv."""
        with self._saying(1):
            if (self.folder / "outlets.xlsx").exists():
                raise InputError("the sides are in outlets.xlsx", "change them there", file=str(self.folder))
            self.outlets.loc[self.outlets["name"] == name, ["side", "side_by_origin", "basis"]] = side, side, "answered"
            write_atomic(self.folder / OUTLETS, csv_text(self.outlets))
            self.said[1].value = html.sentence(f"Saved: {name}, {side}.").html
            self._label()

    def _label(self):
        """Offer the labels of the chosen side column, and those of the outlets."""
        side = self.asked["side"].value
        found = dict.fromkeys([*sorted(set(self.labels[side])), *self.outlets["side"]]) if side else ()
        for name in ("target", "reference"):
            control, chosen = self.asked[name], self.asked[name].value
            control.options = [("automatic", ""), *((label, label) for label in found)]
            control.value = chosen if chosen in found else ""


def _asked():
    """The widgets that ask, by name."""
    style, orders = {"description_width": "11rem"}, [(name.replace("-", " "), name) for name in ORDERS]
    text = {"path": "Folder, file or zip", "corpus": "Corpus folder", "own": "Labels of your own"}
    text |= {"pattern": "File names contain", "one": "Files with one article", "out": "Results in"}
    hints = {"path": "press/2024 or C:\\Users\\me\\press.xlsx", "corpus": "a new folder", "own": "tabloid; wire"}
    hints |= {"pattern": "{published}_{publisher}_{title}", "one": "long.docx; longer.txt", "out": "a new folder"}
    asked = {name: widgets.Text(description=words, placeholder=hints[name]) for name, words in text.items()}
    asked["files"] = widgets.FileUpload(description="or choose files", multiple=True)
    asked["dates"] = widgets.Dropdown(description="Order of dates", options=[("as the dates show", ""), *orders])
    asked |= {name: widgets.Dropdown(description=name.capitalize()) for name in ("side", "target", "reference")}
    for name, control in asked.items():
        control.continuous_update = False
        control.style, control.layout.width = ({} if name == "files" else style), WIDTHS.get(name, "34rem")
    return asked


def _offered(source):
    """A drop-down for each thing that a column of the table can hold, with the column that was recognised."""
    columns = Columns()
    header, lines = columns.body(safe(read_table, source.name, source.read_bytes())[0])
    found = dict(zip(columns.named(header, lines), header, strict=False))
    for name in HELD:
        options = [("none", ""), *((shown, shown) for shown in dict.fromkeys(filter(None, header)))]
        one = widgets.Dropdown(description=f"Column {name}", options=options, value=found.get(name, ""))
        one.style, one.column, one.found = {"description_width": "11rem"}, name, one.value
        yield one


def _outlets(folder, docs):
    """The table of the outlets: outlets.csv, whatever columns it has, and the outlets that it does not have yet."""
    found, path = outlet_table(docs, read_outlets(folder)).astype(str), folder / OUTLETS
    if not path.exists():
        return found
    (header, *lines), about = read_csv(path.read_bytes())
    if about["encoding"][1] not in ("valid UTF-8", "byte order mark"):
        raise InputError("not in UTF-8, so that no answer can be added", "save it as CSV UTF-8", file=OUTLETS)
    names = ["_".join(name.lower().split()) for name in header]
    table = pd.DataFrame([dict(zip(names, line, strict=False)) for line in lines], columns=names).fillna("")
    table = table.assign(side_by_origin=table["side"]) if "side_by_origin" not in table else table
    new = found[~found["name"].map(key).isin(table["name"].map(key))]
    return pd.concat([table, new], ignore_index=True).reindex(columns=[*dict.fromkeys([*COLUMNS, *names])]).fillna("")


def _is_corpus(folder):
    try:
        return folder.is_dir() and manifest_path(folder).is_file()
    except InputError:
        return False


def _path(control):
    """The path that a person typed or pasted, or None."""
    typed = control.value.strip().strip("\"'")
    return Path(typed).expanduser() if typed else None


def _several(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def _address(path):
    """The address of a file as a notebook beside this one would write it."""
    return quote(Path(os.path.relpath(path)).as_posix())


def _lines(lines):
    return html.paragraphs("\n\n".join(lines))
