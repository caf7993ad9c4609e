"""
The pictures of a report as SVG paths: heat strip, forest plot and dot plot.

Only the geometry is computed here, in user units; the template draws it. All shapes of one colour are one path, which
keeps the page fast for long texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite, log10

from align.fidelity.report import VersionReport
from align.fidelity.statistics import Estimate
from corpus.messages import counted

WIDTH = 1000
"""Width of the heat strip and of the scale of the forest plot, in user units."""

SIDE = 400
"""Width and height of a dot plot."""

STRIP = 24
"""Height of a version in the heat strip."""

SHADES = 6
"""Number of shades of similarity in the heat strip, from free to literal."""

_SIMILARITY = (0.2, 0.9)
_MAX_CELLS = 1000
_ORDER = ("minor", "major", "critical")


@dataclass(frozen=True, slots=True)
class Shape:
    """
    Shapes of one colour.

    Attributes:
        name: the style sheet class of the shapes.
        path: SVG path data.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A picture of a version.

    Attributes:
        label: id of the version.
        summary: the picture in words.
        shapes: what is drawn, one shape for each colour.
    """

    label: str
    summary: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """
    A figure in a forest plot.

    Attributes:
        label: the version or versions.
        text: the figure and its interval, as text.
        at: position of the figure, in user units.
        low: position of the lower end of its interval.
        high: position of the upper end.
        series: index of the version, from 0, which determines the colour.
    """

    label: str
    text: str
    at: float
    low: float
    high: float
    series: int


@dataclass(frozen=True, slots=True)
class Forest:
    """
    Figures with their intervals, one below the other on one scale.

    Attributes:
        points: the figures.
        ticks: positions on the scale with their labels.
        zero: position of zero.
    """

    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]
    zero: float


def heat_strip(version: VersionReport, count: int) -> Picture:
    """
    Return the line of a version in the heat strip: the source from beginning to end, left to right.

    The shapes are cells by similarity, or ``none`` for unaligned source sentences; below them are ticks for the most
    severe findings.

    Args:
        version: the version.
        count: number of source sentences. Beyond 1,000 a cell stands for several sentences, and is black if one of them
            is unaligned.
    """
    cells = min(count, _MAX_CELLS)
    similarities: list[list[float]] = [[] for _ in range(cells)]
    missing, worst = set(), dict[int, int]()
    for bead, closeness in zip(version.beads, version.closeness, strict=True):
        for sentence in bead.source:
            cell = sentence * cells // count
            if not bead.target:
                missing.add(cell)
            elif closeness.cosine is not None:
                similarities[cell].append(closeness.cosine)
    places = _places(version)
    for finding in version.findings:
        cell = min(places[finding.fault.pair] * cells // max(count, 1), cells - 1)
        worst[cell] = max(worst.get(cell, 0), _ORDER.index(finding.fault.severity))
    shades = ["none" if cell in missing else _shade(values) for cell, values in enumerate(similarities)]
    names = ("none", *(f"shade{shade}" for shade in range(SHADES)), "unknown")
    width = WIDTH / max(cells, 1)
    shapes = [Shape(name, _runs([shade == name for shade in shades], width)) for name in names]
    shapes += [
        Shape(severity, "".join(_tick(cell * width, width) for cell, found in sorted(worst.items()) if found == rank))
        for rank, severity in enumerate(_ORDER)
    ]
    omitted, _ = _unaligned(version)
    findings = counted(len(version.findings), "finding")
    summary = f"{version.document.id}: {omitted} of {counted(count, 'source sentence')} unaligned, {findings}"
    return Picture(version.document.id, summary, tuple(shape for shape in shapes if shape.path))


def forest(figures: Iterable[tuple[str, Estimate, int]]) -> Forest:
    """
    Return a forest plot.

    Args:
        figures: label, figure and index of the version, from 0, of each line.
    """
    rows = list(figures)
    ends = [end for _, figure, _ in rows for end in (figure.value, figure.low, figure.high) if isfinite(end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    step = _step(high - low)
    first, last = int(low // step), int(-(-high // step)) if high > low else 1
    scale = WIDTH / ((last - first) * step)

    def place(value: float) -> float:
        return round((min(max(value, first * step), last * step) - first * step) * scale, 1)

    points = []
    for label, figure, series in rows:
        text = signed(f"{figure.value:.1f} ({figure.low:.1f} to {figure.high:.1f})")
        points.append(Point(label, text, place(figure.value), place(figure.low), place(figure.high), series))
    marks = (number * step for number in range(first, last + 1))
    return Forest(tuple(points), tuple((place(mark), signed(f"{mark:g}")) for mark in marks), place(0.0))


def dot_plot(version: VersionReport, count: int) -> Picture:
    """
    Return the dot plot of a version: its beads, the source from left to right and the version from top to bottom.

    The shapes are ``sure`` and ``doubtful`` beads, and ``omitted`` and ``added`` sentences: a horizontal step is an
    omitted passage, a vertical step an added one.

    Args:
        version: the version.
        count: number of source sentences.
    """
    others = len(version.document.sentences)
    across, down = SIDE / max(count, 1), SIDE / max(others, 1)
    paths: dict[str, list[str]] = {"sure": [], "doubtful": [], "omitted": [], "added": []}
    x = y = 0
    for bead in version.beads:
        x = bead.source.start if bead.source else x
        y = bead.target.start if bead.target else y
        linked = "sure" if bead.confidence >= 0.9 else "doubtful"
        name = "omitted" if not bead.target else "added" if not bead.source else linked
        paths[name].append(_box(x * across, y * down, len(bead.source) * across, len(bead.target) * down))
        x, y = x + len(bead.source), y + len(bead.target)
    omitted, added = _unaligned(version)
    links = counted(len(version.beads), "link")
    summary = f"{version.document.id}: {links}, omitted: {omitted}, added: {added}"
    shapes = tuple(Shape(name, "".join(path)) for name, path in paths.items() if path)
    return Picture(version.document.id, summary, shapes)


def signed(figures: str) -> str:
    """Return figures with minus signs instead of hyphens, as in print."""
    return figures.replace("-", "\N{MINUS SIGN}")


def _unaligned(version: VersionReport) -> tuple[int, int]:
    """Return the numbers of unaligned sentences of the source and of the version."""
    omitted = sum(len(bead.source) for bead in version.beads if not bead.target)
    return omitted, sum(len(bead.target) for bead in version.beads if not bead.source)


def _places(version: VersionReport) -> list[int]:
    """Return the first source sentence of each bead; for a bead without one, the sentence before it."""
    places, last = [], 0
    for bead in version.beads:
        places.append(bead.source.start if bead.source else max(last - 1, 0))
        last = bead.source.stop if bead.source else last
    return places


def _shade(values: Sequence[float]) -> str:
    if not values:
        return "unknown"
    low, high = _SIMILARITY
    share = (sum(values) / len(values) - low) / (high - low)
    return f"shade{min(max(int(share * SHADES), 0), SHADES - 1)}"


def _runs(cells: Sequence[bool], width: float) -> str:
    """Return one box for each run of cells."""
    edges = [place for place, (before, cell) in enumerate(pairwise([False, *cells, False])) if before != cell]
    return "".join(
        f"M{start * width:.1f} 0H{end * width:.1f}V{STRIP}H{start * width:.1f}z"
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    )


def _tick(at: float, width: float) -> str:
    # At least 2 units wide, which can still be seen.
    return f"M{at:.1f} {STRIP + 2}h{max(width, 2.0):.1f}v6h-{max(width, 2.0):.1f}z"


def _box(x: float, y: float, wide: float, high: float) -> str:
    wide, high = max(wide, 2.0), max(high, 2.0)
    return f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z"


def _step(extent: float) -> float:
    """Return a round distance between ticks that gives three to eight of them."""
    if not extent > 0:
        return 1.0
    power = 10.0 ** floor(log10(extent))
    return next(power * part for part in (0.2, 0.25, 0.5, 1.0, 2.0) if extent / (power * part) <= 8)
