"""
How fast the page of a report is made and opens: ``python -m benchmarks.page``.

The corpus is synthetic, as in `benchmarks.exports`. Chromium and its driver must be installed. The page counts as open
when its script has run. Times are wall-clock times, since the browser has several processes.
"""

from __future__ import annotations

import argparse
import shutil
import time
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

from align.encoders import load_encoder
from align.fidelity.assessment import assess
from align.fidelity.page import render_page
from benchmarks.exports import made_up
from corpus import TextWarning

OPENED = (
    "const {loadEventEnd, startTime} = performance.getEntriesByType('navigation')[0]; return loadEventEnd - startTime"
)


def main() -> int:
    """Print the seconds of each stage."""
    parser = argparse.ArgumentParser(description="Measure the page.")
    parser.add_argument("--sentences", type=int, default=5000, help="sentences of the source")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", TextWarning)
    corpus, encoder = made_up(arguments.sentences), load_encoder()
    start = time.perf_counter()
    report = assess(corpus, encoder)
    assessed = time.perf_counter()
    page = render_page(report)
    made = time.perf_counter()
    findings = sum(len(version.findings) for version in report.versions)
    print(f"{arguments.sentences} sentences in {len(report.versions) + 1} versions, {findings} findings")
    print(f"assessed in {assessed - start:.1f} s, page of {len(page) / 1e6:.1f} MB in {made - assessed:.1f} s")
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(page, "utf-8")
        print(f"open in {opened(path):.2f} s")
    return 0


def opened(path: Path) -> float:
    """Return the seconds in which a page opens, the minimum of three runs."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        taken = []
        for _ in range(3):
            browser.get(path.as_uri())
            taken.append(float(browser.execute_script(OPENED)) / 1000)
        return min(taken)
    finally:
        browser.quit()


if __name__ == "__main__":
    raise SystemExit(main())
