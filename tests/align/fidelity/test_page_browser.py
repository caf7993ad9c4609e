"""The page in a real browser: nothing of a text runs, and it works by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_samples import sample

from align.fidelity.page import render_page

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = [
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed"),
]
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,900",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in _FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Any:
    path = tmp_path / "page.html"
    path.write_text(render_page(sample()), "utf-8")
    browser.get(path.as_uri())
    return browser


def _all(page: Any, selector: str) -> list[Any]:
    return page.find_elements("css selector", selector)


def test_a_script_in_a_text_stays_text(page: Any) -> None:
    assert page.execute_script("return typeof window.hacked") == "undefined"
    assert "<script>window.hacked" in page.find_element("id", "ru.s3").text
    assert len(_all(page, "script")) == 1
    assert not page.get_log("browser")


def test_what_is_linked_lights_up_on_focus(page: Any) -> None:
    page.execute_script("document.getElementById('ru.s4').focus()")
    assert [each.get_attribute("id") for each in _all(page, ".lit")] == ["ru.s4", "ru.s5", "en.s4", "en-2.s4"]


def test_what_is_linked_lights_up_under_the_pointer(page: Any) -> None:
    from selenium.webdriver import ActionChains

    sentence = page.find_element("id", "en-2.s2")
    # In the middle of the window nothing stands over it; rows get their true height when they come into sight.
    page.execute_script("arguments[0].scrollIntoView({block: 'center'})", sentence)
    page.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    ActionChains(page).move_to_element(sentence).perform()
    assert {each.get_attribute("id") for each in _all(page, ".lit")} == {"ru.s2", "en-2.s2"}


def test_arrow_keys_go_through_the_texts(page: Any) -> None:
    page.execute_script("document.getElementById('ru.s1').focus()")
    visited = []
    for key in ("\ue015", "\ue014", "\ue014", "\ue013", "\ue012"):  # down, right, right, up, left
        page.switch_to.active_element.send_keys(key)
        visited.append(page.switch_to.active_element.get_attribute("id"))
    assert visited == ["ru.s2", "en.s2", "en-2.s2", "en-2.s1", "en.s1"]


def test_n_and_p_go_from_finding_to_finding(page: Any) -> None:
    page.execute_script("document.getElementById('ru.s1').focus()")
    rules = []
    for key in ("n", "n", "p"):
        page.switch_to.active_element.send_keys(key)
        rules.append(page.switch_to.active_element.get_attribute("data-rule"))
    assert rules == ["number", "omission", "number"]


def test_filters_hide_what_is_not_chosen(page: Any) -> None:
    _all(page, "input[value=number]")[0].click()
    assert [each.is_displayed() for each in _all(page, ".remarks li")] == [False, True]
    assert all("off" in each.get_attribute("class") for each in _all(page, "#ru\\.s2 mark"))
    _all(page, "input[name=found]")[0].click()
    assert [each.get_attribute("data-first") for each in _all(page, "article") if each.is_displayed()] == ["3"]
    assert "1 of 4 rows, 1 of 2 findings" in page.find_element("css selector", "[role=status]").text


def test_a_search_keeps_the_rows_that_hold_the_words(page: Any) -> None:
    page.find_element("name", "text").send_keys("четыре")
    assert [each.get_attribute("data-first") for each in _all(page, "article") if each.is_displayed()] == ["4"]


def test_the_heat_strip_leads_to_its_row(page: Any) -> None:
    from selenium.webdriver import ActionChains

    strip = _all(page, ".strips")[0]
    # The scale begins 190 units from the left, of 1200; the last cell ends at 1190.
    ActionChains(page).move_to_element_with_offset(
        strip, int(strip.size["width"] * (1100 / 1200 - 0.5)), 0
    ).click().perform()
    assert page.switch_to.active_element.get_attribute("id") == "ru.s4"


def test_a_picture_is_saved_as_svg_with_its_colours(page: Any) -> None:
    page.execute_script("URL.createObjectURL = (blob) => { window.saved = blob; return '#'; };")
    _all(page, ".save")[0].click()
    svg = page.execute_async_script("saved.text().then(arguments[0])")
    assert svg.startswith("<svg ")
    assert 'fill="rgb(0, 0, 0)"' in svg


def test_without_scripts_everything_is_there(page: Any) -> None:
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page.refresh()
    try:
        assert all(each.is_displayed() for each in _all(page, "article, .remarks li"))
        assert not page.find_element("css selector", ".filters").is_displayed()
    finally:
        page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
