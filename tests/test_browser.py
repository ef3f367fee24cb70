"""What a reader sees: the notebooks in a real JupyterLab, and the report, in a real browser.

Left out of a plain run (``-m browser`` asks for it), as it needs Chromium, the extra "browser" and axe-core:
``.ci/run`` gets all three. Variables: WORKBOOK_AXE is axe.min.js; WORKBOOK_SCREENSHOTS, where wanted, a folder for
pictures of what was seen; WORKBOOK_REPORT a report of the bundled articles, where one was made just before.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.files import bundled
from analysis.report import run as report
from analysis.show import exports

pytestmark = pytest.mark.browser

FLAGS = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update"
NOTEBOOKS = sorted(path.name for path in bundled("notebooks").glob("[0-9]*.ipynb"))
PATIENCE = 90  # seconds for any one thing to happen
OPEN = """async path => {
    const app = window.jupyterapp;
    await app.restored;
    window.panel = await app.commands.execute('docmanager:open', {path});
    await window.panel.context.ready;
    await window.panel.sessionContext.ready;
}"""
CONNECTED = "window.panel.sessionContext.session?.kernel?.connectionStatus === 'connected'"
RUN = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
RAN = """window.panel.content.widgets.filter(cell => cell.model.type === 'code').map(cell => ({
    count: cell.model.executionCount,
    errors: cell.model.outputs.toJSON().filter(output => output.output_type === 'error').map(output => output.evalue),
    pictures: [...cell.outputArea.node.querySelectorAll('img')].map(img => ({alt: img.alt, width: img.naturalWidth})),
}))"""
CLOSE = """async () => {
    await window.panel.sessionContext.shutdown();
    await window.panel.context.save();
    window.panel.close();
}"""
IN_VIEW = """mark => {
    const box = mark.closest('.article').getBoundingClientRect(), place = mark.getBoundingClientRect();
    return place.top >= box.top && place.bottom <= box.bottom;
}"""
VIOLATIONS = """async () => (await axe.run()).violations.map(one =>
    `${one.id} (${one.impact}): ${one.help}: ${one.nodes.length} x, first ${one.nodes[0].html.slice(0, 200)}`)"""


def fresh(folder):
    """An environment whose JupyterLab knows no settings but these: every cell drawn, no news fetched."""
    settings = {"notebook-extension/tracker": {"windowingMode": "none"}}
    settings["apputils-extension/notification"] = {"fetchNews": "false", "checkForUpdates": False}
    for name, content in settings.items():
        path = folder / "JUPYTERLAB_SETTINGS_DIR" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    names = [f"JUPYTER_{name}_DIR" for name in ("CONFIG", "DATA", "RUNTIME")]
    names += ["JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"]
    paths = [str(bundled("seeds").parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {name: str(folder / name) for name in names} | {"PYTHONPATH": os.pathsep.join(paths)}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab of our own over a copy of the notebooks; ended, with its kernels, when the tests are."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "seeds"):
        shutil.copytree(bundled(name), folder / "work" / name)
    scripts = folder / "work" / "tests"  # 06_methods runs them
    shutil.copytree(Path(__file__).parent, scripts, ignore=shutil.ignore_patterns("__pycache__", "test_*"))
    options = ["--no-browser", "--ip=127.0.0.1", "--ServerApp.port=0", "--IdentityProvider.token=reader"]
    options += [f"--ServerApp.root_dir={folder / 'work'}", "--LabApp.expose_app_in_browser=True"]
    options += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "jupyterlab", *options]
        server = subprocess.Popen(command, env=fresh(folder), stdout=log, stderr=log, cwd=folder)
        try:
            yield f"{address(server, folder)}lab?token=reader"
        finally:
            server.terminate()  # ends the kernels too
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def address(server, folder):
    """Where the server answers, once it says so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        for path in (folder / "JUPYTER_RUNTIME_DIR").glob(f"jpserver-{server.pid}.json"):
            if text := path.read_text(encoding="utf-8"):
                return json.loads(text)["url"]
        time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{(folder / 'log').read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("no Chromium on this machine; on Debian and Ubuntu: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.fail('no playwright; python -m pip install -e ".[browser]"')
    with sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=path, args=[f"--{flag}" for flag in FLAGS.split()])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def desk(browser, lab):
    """One page with JupyterLab open."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(lab)
    page.wait_for_function("window.jupyterapp")
    yield page
    page.close()


def seen(page, name):
    """Keep a picture of the page where that is asked for."""
    if folder := os.environ.get("WORKBOOK_SCREENSHOTS"):
        page.screenshot(path=Path(folder, f"{name}.png"))


def run(page, name):
    page.evaluate(OPEN, f"notebooks/{name}")
    page.wait_for_function(CONNECTED)
    page.evaluate(RUN)
    return page.evaluate(RAN)


def pictures(name):
    """How many pictures a notebook was committed with."""
    cells = json.loads((bundled("notebooks") / name).read_text(encoding="utf-8"))["cells"]
    return sum(json.dumps(cell.get("outputs", [])).count("<img ") for cell in cells)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_in_jupyterlab_and_every_figure_is_shown_with_alternative_text(desk, name):
    cells = run(desk, name)
    seen(desk, Path(name).stem)
    desk.evaluate(CLOSE)
    assert [cell["count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert [error for cell in cells for error in cell["errors"]] == []
    shown = [picture for cell in cells for picture in cell["pictures"]]
    assert len(shown) == pictures(name)
    assert all(picture["alt"].strip() and picture["width"] > 100 for picture in shown)


def test_a_reader_finds_lines_opens_one_in_its_article_and_reads_what_is_wrong_with_a_pattern(desk):
    run(desk, "00_explore.ipynb")
    box = desk.get_by_label("Word or pattern")
    box.fill("technolog*")
    box.press("Enter")
    desk.get_by_text(re.compile(r"^\d+ lines in 5 articles; shown: 1 to 12, \d+ more not shown\.")).wait_for()
    assert desk.locator(".explorer .kwic mark").first.inner_text().startswith("technolog")
    desk.get_by_role("button", name="Open").nth(7).click()
    mark = desk.locator(".explorer .article mark.here")
    mark.wait_for()
    assert mark.inner_text().startswith("technolog")
    desk.wait_for_function(IN_VIEW, arg=mark.element_handle())
    seen(desk, "explorer")
    code = desk.locator(".explorer .line input").nth(2)
    code.fill("hope")
    code.press("Enter")
    desk.get_by_label("Sort by").select_option("words to the right (1R 2R 3R)")
    desk.wait_for_function("document.querySelectorAll('.explorer .article').length === 0")
    desk.get_by_role("button", name="More lines").click()
    desk.get_by_text("shown: 13 to 24, ").wait_for()
    desk.get_by_text("Sorted by the first word to the right of the match").wait_for()
    desk.get_by_role("radio", name="Places in articles").or_(
        desk.get_by_role("button", name="Places in articles")
    ).click()
    desk.get_by_alt_text(re.compile("^“technolog\\*” occurs")).first.wait_for()  # a picture has its title
    desk.wait_for_function("document.querySelector('.explorer figure img').naturalWidth > 100")
    seen(desk, "explorer-sorted")
    desk.get_by_role("button", name="Save lines").click()
    desk.get_by_text(re.compile(r"^Saved: \d+ lines in lines-technolog\.csv\.$")).wait_for()
    box.fill("(a")
    box.press("Enter")
    desk.get_by_text("position 1: ( is never closed; add ).").wait_for()
    assert desk.locator(".explorer .kwic").count() == 0
    seen(desk, "explorer-problem")
    desk.evaluate(CLOSE)


@pytest.fixture
def messy(tmp_path):
    """A folder as people have it: texts and a web page among hidden, empty and locked files."""
    folder = tmp_path / "press cuttings"
    shutil.copytree(bundled("seeds"), folder, ignore=shutil.ignore_patterns("*.csv", "*.toml", "lexicons"))
    page = "<html><head><title>Beijing bets on chips</title></head><body><article><h1>Beijing bets on chips</h1>"
    page += "<p>China wants self-reliance in chips, a minister said on Monday.</p></article></body></html>"
    for name, text in {"page.html": page, "empty.txt": "", ".DS_Store": "x", "~$draft.docx": "x"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_reader_makes_a_corpus_decides_a_side_and_gets_a_report_without_a_terminal(desk, messy):
    run(desk, "00_start_here.ipynb")
    form = desk.locator(".start")
    form.get_by_role("button", name="Make corpus").click()
    form.get_by_text("no articles were chosen; give a folder or file").wait_for()
    path = form.get_by_label("Folder, file or zip")
    path.fill(str(messy))
    path.press("Enter")
    desk.wait_for_function("document.querySelector('.start input[placeholder=\"a new folder\"]').value !== ''")
    form.get_by_role("button", name="Make corpus").click()
    form.get_by_text(re.compile("^Made: .*press cuttings-corpus")).wait_for()
    seen(desk, "start-made")
    outlet = form.get_by_label("247 News Reel")
    assert outlet.input_value() == "unknown"
    assert form.get_by_text("247 News Reel: 1 article").count() == 2  # an open question of “Make corpus” and of “Check”
    outlet.select_option("foreign")
    form.get_by_text("Saved: 247 News Reel, foreign.").wait_for()
    form.get_by_role("button", name="Check").click()
    form.get_by_text("press cuttings-corpus: 6 articles, no problem found.").wait_for()
    assert form.get_by_text("247 News Reel: 1 article").count() == 1
    seen(desk, "start-checked")
    form.get_by_role("button", name="Make corpus").click()
    form.get_by_text("exists and is not empty; choose a new folder").wait_for()
    form.get_by_label("Target").select_option("state")
    form.get_by_label("Reference").select_option("foreign")
    form.get_by_role("button", name="Run").click()
    form.get_by_text(re.compile("Compared: 2 state v 1 foreign article")).wait_for(timeout=6 * PATIENCE * 1000)
    seen(desk, "start-done")
    form.get_by_role("link", name="report: report.html").click()
    report = desk.frame_locator("iframe").locator("h1")
    report.wait_for()
    assert "state and foreign" in report.inner_text()
    seen(desk, "start-report")
    desk.evaluate(CLOSE)


@pytest.fixture(scope="module")
def page_of_report(browser, tmp_path_factory):
    """The report of a real run, opened as a file by a browser without a network; what it asked for and said."""
    path = Path(os.environ.get("WORKBOOK_REPORT") or tmp_path_factory.mktemp("report") / "exports" / "report.html")
    if "WORKBOOK_REPORT" not in os.environ:
        report.run(bundled("seeds"), path.parent)
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page, asked, failed, said = context.new_page(), [], [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    yield SimpleNamespace(page=page, asked=asked, failed=failed, said=said)
    context.close()


@pytest.fixture(params=[1280, 360])
def read(request, page_of_report):
    """The report at the width of a desk and of a phone."""
    page_of_report.page.set_viewport_size({"width": request.param, "height": 800})
    seen(page_of_report.page, f"report-{request.param}")
    return page_of_report.page


def test_the_report_asks_for_nothing_but_itself_and_has_no_error(page_of_report):
    asked = [url for url in page_of_report.asked if not url.startswith("data:")]
    assert asked == [page_of_report.page.url]
    assert page_of_report.failed == []
    assert page_of_report.said == []


def test_every_picture_of_the_report_is_shown_with_alternative_text(page_of_report):
    images = "[...document.images].map(img => ({alt: img.alt, width: img.naturalWidth}))"
    shown = page_of_report.page.evaluate(images)
    assert len(shown) >= 10
    assert all(picture["alt"].strip() and picture["width"] > 100 for picture in shown)


def test_the_report_has_no_accessibility_violation(read):
    axe = Path(os.environ.get("WORKBOOK_AXE", ""))
    if not axe.is_file():
        pytest.fail("set WORKBOOK_AXE to axe.min.js: npm install --prefix FOLDER axe-core, then "
                    "FOLDER/node_modules/axe-core/axe.min.js")  # fmt: skip
    read.evaluate(axe.read_text(encoding="utf-8"))
    assert read.evaluate(VIOLATIONS) == []


def test_the_story_has_three_screens_and_letters_that_can_be_read(page_of_report):
    page = page_of_report.page
    for width, high in ((1280, 3), (390, 9), (700, 9)):
        page.set_viewport_size({"width": width, "height": 800})
        top = "document.querySelector('.chapters').getBoundingClientRect().top + scrollY"
        assert page.evaluate(top) <= high * 800
        shown = page.evaluate("[...document.querySelectorAll('.finding img')].map(i => i.width / i.naturalWidth)")
        assert min(shown) * exports.SMALL * 7.5 / 72 >= 11  # the smallest letters have 7.5 points
        boxes = "[...document.querySelectorAll('.finding .scroll')].every(box => box.scrollWidth <= box.clientWidth)"
        assert page.evaluate(boxes)


def test_the_report_never_scrolls_sideways(read):
    root = "document.documentElement"
    assert read.evaluate(f"{root}.scrollWidth") <= read.evaluate(f"{root}.clientWidth")
