"""
The page: one self-contained HTML file.

The template engine escapes every text of a corpus, and the content security policy of the page allows only its own
script. HTML in a text is shown as text.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from align.fidelity.page.pictures import SHADES, SIDE, dot_plot, forest, heat_strip, signed
from align.fidelity.page.rows import rows_of, rules_of
from align.fidelity.report import FidelityReport
from corpus.messages import counted

PAGE_MARK = b'<meta name="generator" content="teialign:'
"""What the head of every page contains."""


def render_page(report: FidelityReport) -> str:
    """
    Return the page of a report: pictures, figures, verdicts, and the texts side by side with the findings.

    The page needs no network and no mouse, can be printed, and shows everything without scripts as well.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("align.fidelity.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"signed": signed, "counted": counted}
    script, style = (
        files("align.fidelity.page").joinpath("templates", name).read_text("utf-8") for name in ("page.js", "page.css")
    )
    count = len(report.source.sentences)
    series = {version.document.id: number for number, version in enumerate(report.versions)}
    rates = [(version.document.id, version.weighted, series[version.document.id]) for version in report.versions]
    differences = [
        (" − ".join(each.versions), each.contrast.difference, series[each.versions[0]]) for each in report.comparisons
    ]
    return environment.get_template("page.html").render(
        report=report,
        rules=rules_of(report),
        rows=rows_of(report),
        strips=[heat_strip(version, count) for version in report.versions],
        plots=[dot_plot(version, count) for version in report.versions],
        rates=forest(rates),
        differences=forest(differences) if differences else None,
        count=count,
        sizes={"side": SIDE, "shades": SHADES},
        # Both files belong to this package and need no escaping.
        script=Markup(script),
        style=Markup(style),
        digest=b64encode(sha256(script.encode()).digest()).decode(),
    )
