"""The page in a real browser: every operation by keyboard, no fault of accessibility, and no text that runs."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from review_samples import Served, beads, document, sample, session, written

from corpus.model import Alignment, Block, Corpus, Document, Sentence, Span

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed"),
]
ROOT = Path(__file__).parents[3]
MODULES = Path(os.environ.get("TEIALIGN_NODE_MODULES", ROOT / ".venv" / "node_modules"))
AXE = MODULES / "axe-core" / "axe.min.js"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
HOSTILE = "<script>window.hacked = 1</script><img src=x onerror='window.hacked=1'> \u202eend"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*FLAGS, "--window-size=1400,900"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def hostile() -> Corpus:
    """A corpus in Hebrew and Chinese, one of whose sentences would run if it were not text."""
    texts = (HOSTILE, "שלום עולם.", "מה שלומך?")
    blocks = tuple(
        Block(f"he.b{n}", "p", text, (Sentence(f"he.s{n}", text, Span(0, len(text))),))
        for n, text in enumerate(texts, 1)
    )
    hebrew = Document("he", "he", "version", blocks)
    chinese = replace(document("zh", 3, "句子"), role="version")
    pivot = document("en", 3)
    links = beads("1-1", "1-1", "1-1")
    return Corpus("odd", pivot, (hebrew, chinese), (Alignment("en", "he", links), Alignment("en", "zh", links)))


class Page:
    """The page of a review in the browser."""

    def __init__(self, driver: Any, served: Served) -> None:
        self.driver = driver
        self.review = served.review
        driver.get("about:blank")
        driver.get_log("browser")
        driver.get(served.editor.address)
        self.until(lambda: self.all("body.ready .row.focused .actions"))

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def until(self, done: Callable[[], Any], seconds: float = 15.0) -> Any:
        from selenium.common.exceptions import StaleElementReferenceException

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if result := done():
                    return result
            except StaleElementReferenceException:
                pass
            time.sleep(0.02)
        raise AssertionError(f"not in {seconds} s; console: {self.driver.get_log('browser')}")

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        *held, key = keys
        actions = ActionChains(self.driver)
        for each in held:
            actions.key_down(each)
        actions.send_keys(key)
        for each in held:
            actions.key_up(each)
        actions.perform()

    def type(self, text: str) -> None:
        self.driver.switch_to.active_element.send_keys(text)

    def decided(self, name: str, *keys: str) -> None:
        """Press keys, and wait until a command is the last that was done and the page shows it."""
        before = self.review.revision
        self.press(*keys)
        self.until(lambda: self.review.revision > before)
        assert self.review.history.changes[self.review.history.done - 1].name == name
        self.settled()

    def settled(self) -> None:
        self.until(lambda: self.driver.execute_script("return document.body.dataset.busy !== 'true'"))


CONTROL, SHIFT, ALT, ENTER, ESCAPE = "\ue009", "\ue008", "\ue00a", "\ue007", "\ue00c"
UP, DOWN, LEFT, RIGHT, HOME = "\ue013", "\ue015", "\ue012", "\ue014", "\ue011"


@pytest.fixture
def encoding() -> Event:
    """Set when texts may be encoded: alternatives, which take long, are there from then on."""
    return Event()


@pytest.fixture
def page(chromium: Any, tmp_path: Path, encoding: Event) -> Iterator[Page]:
    with Served(session(written(tmp_path / "corpus", sample(3))), encoding) as served:
        try:
            yield Page(chromium, served)
        finally:
            encoding.set()
        told = [entry["message"] for entry in chromium.get_log("browser")]
        # What is refused is in the log of the browser, whatever the page does with it.
        assert [each for each in told if "status of 409" not in each and "status of 422" not in each] == []
        chromium.get("about:blank")


BY_KEY: list[tuple[int, list[tuple[str, ...]], str]] = [
    (0, [("m",)], "merge-next"),
    (1, [(SHIFT, "m")], "merge-previous"),
    (5, [("s",)], "split"),
    (5, [(RIGHT,), ("s",)], "split"),
    (7, [("x",)], "swap"),
    (7, [(CONTROL, UP)], "source-up"),
    (6, [(CONTROL, DOWN)], "source-down"),
    (7, [(RIGHT,), (ALT, UP)], "target-up"),
    (6, [(RIGHT,), (ALT, DOWN)], "target-down"),
    (0, [("u",)], "unlink"),
    (1, [(RIGHT,), (" ",), ("u",)], "unlink"),
    (0, [(" ",), (DOWN,), (LEFT,), (" ",), ("l",)], "link"),
    (0, [(ENTER,)], "confirm"),
    (3, [(SHIFT, ENTER)], "confirm-all"),
    (0, [("b",)], "bookmark"),
    (0, [("d",), ("two readings",), (ENTER,)], "doubt"),
    (0, [("e",), ("New ",), (ENTER,)], "correct-text"),
    (1, [("1",)], "choose"),
]


OPENS = {"d": "#note[open]", "e": "#edit[open]"}
"""The dialogs that keys open."""


def to_row(page: Page, row: int) -> None:
    page.press(HOME)
    page.until(lambda: page.all("#row-0.focused .actions"))
    if row:
        page.type(DOWN * row)
        page.until(lambda: page.all(f"#row-{row}.focused .actions"))


def test_every_operation_is_reached_by_keyboard_and_undone_by_it(page: Page, encoding: Event) -> None:
    first = page.review.draft
    for row, presses, name in BY_KEY:
        to_row(page, row)
        if name == "choose":
            encoding.set()
            page.until(lambda: page.all(".row.focused .choice"))
        before = page.review.history.done
        for keys in presses:
            # Commands are done one after the other, however quickly they are given; dialogs are waited for.
            page.press(*keys)
            if keys[0] in OPENS:
                page.until(lambda keys=keys: page.all(OPENS[keys[0]]))
        page.until(lambda before=before: page.review.history.done > before)
        assert page.review.history.changes[page.review.history.done - 1].name == name
        page.press("z")
        page.until(lambda before=before: page.review.history.done == before)
        page.press(ESCAPE)
    assert page.review.draft == first
    page.press(CONTROL, "y")
    page.until(lambda: page.review.history.done == 1)
    page.press(CONTROL, "s")
    page.until(lambda: page.review.is_saved)


def test_a_person_corrects_a_link_with_the_mouse_alone(page: Page) -> None:
    to_row(page, 5)
    page.all(".row.focused .cut-here")[0].click()
    page.until(lambda: page.review.history.done == 1)
    assert page.review.draft.pairs[0].beads[5].type == "1-1"
    page.settled()
    page.driver.find_element("id", "undo").click()
    page.until(lambda: page.review.history.done == 0)
    page.settled()
    page.until(lambda: page.all(".row.focused [data-command=confirm]"))[0].click()
    page.until(lambda: page.review.history.done == 1)
    assert page.review.draft.pairs[0].beads[5].status == "confirmed"


def test_the_least_certain_link_comes_first_and_expected_faults_fall(page: Page) -> None:
    before = float(page.driver.find_element("id", "wrong").text)
    page.press(ENTER)
    page.until(lambda: page.review.history.done == 1)
    page.settled()
    assert float(page.driver.find_element("id", "wrong").text) < before
    assert "1 of " in page.driver.find_element("id", "progress").text
    page.press("n")
    page.settled()
    assert page.review.history.done == 1
    page.press(CONTROL, "s")
    page.until(lambda: page.review.is_saved)
    page.press(ENTER)
    page.until(lambda: page.review.history.done == 2)


def test_keys_are_listed_changed_and_letters_switched_off(page: Page) -> None:
    page.press("?")
    page.until(lambda: page.all("#keys[open]"))
    confirm = next(each for each in page.all(".key") if "Confirm, and go on" in each.text)
    confirm.find_element("tag name", "button").click()
    page.press("\ue039")
    page.driver.find_element("id", "letters").click()
    page.driver.find_element("id", "end-keys").click()
    page.until(lambda: not page.all("#keys[open]"))
    page.press("m")
    page.press("\ue039")
    page.until(lambda: page.review.history.done == 1)
    assert page.review.history.changes[0].name == "confirm"
    page.driver.execute_script("localStorage.clear()")


def test_search_goes_through_what_it_finds(page: Page) -> None:
    page.press("/")
    page.type("sentence 1[34] of en")
    page.driver.find_element("id", "regex").click()
    page.driver.find_element("id", "pattern").send_keys(ENTER)
    page.until(lambda: "2 found" in page.driver.find_element("id", "found").text)
    page.settled()
    assert "Sentence 1" in page.driver.find_element("css selector", ".row.focused .source").text
    page.press(ESCAPE)
    page.until(lambda: not page.all("#search:not([hidden])"))


def test_only_the_rows_in_sight_are_there(chromium: Any, tmp_path: Path) -> None:
    with Served(session(written(tmp_path / "corpus", sample(200)))) as served:
        page = Page(chromium, served)
        assert int(page.driver.find_element("id", "grid").get_attribute("aria-rowcount")) == 1600
        for key in ("\ue010", HOME, "\ue010"):
            page.press(key)
            page.settled()
            assert len(page.all(".row")) < 60
        page.until(lambda: page.all("#row-1599.focused .actions"))
        assert page.driver.execute_script(
            "const box = document.querySelector('.focused').getBoundingClientRect();"
            "return box.top >= 0 && box.bottom <= innerHeight"
        )


def test_a_later_tab_is_told_and_loses_nothing(page: Page) -> None:
    to_row(page, 0)
    from align.review.commands import change_of

    values = {"command": "confirm", "version": "ru", "at": "en.s9"}
    page.review.do(change_of(page.review.draft, values, page.review.person, ()))
    page.press("m")
    page.until(lambda: "another tab" in page.driver.find_element("id", "toast").text.lower())
    page.settled()
    assert page.review.history.done == 1
    page.press("m")
    page.until(lambda: page.review.history.done == 2)


@pytest.fixture
def odd(chromium: Any, tmp_path: Path) -> Iterator[Page]:
    with Served(session(written(tmp_path / "corpus", hostile()))) as served:
        yield Page(chromium, served)
        chromium.get("about:blank")


def test_what_a_text_says_does_not_run_and_every_script_is_right(odd: Page) -> None:
    to_row(odd, 0)
    assert odd.driver.execute_script("return typeof window.hacked") == "undefined"
    assert "<script>window.hacked" in odd.driver.find_element("css selector", ".focused .target").text
    assert len(odd.all("script")) == 1
    cell = odd.driver.find_element("css selector", ".focused .target")
    assert (cell.get_attribute("lang"), cell.get_attribute("dir")) == ("he", "rtl")
    other = odd.driver.find_element("css selector", ".focused .other")
    assert (other.get_attribute("lang"), other.get_attribute("dir")) == ("zh", "ltr")
    assert odd.driver.get_log("browser") == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed")
@pytest.mark.parametrize(("width", "theme"), [(1400, "light"), (1400, "dark"), (390, "dark")])
def test_axe_finds_no_fault(odd: Page, theme: str, width: int) -> None:
    driver = odd.driver
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    )
    driver.execute_script(AXE.read_text("utf-8"))
    to_row(odd, 1)
    odd.until(lambda: odd.all(".choice, .waiting"))
    faults = axe(odd)
    for key, opened in (("?", "#keys[open]"), ("e", "#edit[open]"), ("d", "#note[open]")) if theme == "light" else ():
        odd.press(key)
        odd.until(lambda opened=opened: odd.all(opened))
        faults += axe(odd)
        odd.press(ESCAPE)
        odd.until(lambda opened=opened: not odd.all(opened))
        odd.settled()
    odd.press("/")
    odd.until(lambda: odd.all("#search:not([hidden])"))
    faults += axe(odd)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert faults == []


def axe(page: Page) -> list[str]:
    script = (
        "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']})"
        ".then(found => done(found.violations.map(each => [each.id, ...each.nodes.map(node => node.html)].join(' '))))"
    )
    return [str(fault)[:500] for fault in page.driver.execute_async_script(script)]
