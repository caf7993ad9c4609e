"""
Pictures of a report as paths of SVG: heat strip, forest plot and dot plot.

Only the geometry is worked out here, in user units; the template draws it. Many small shapes of one colour are one
path, so that a novel opens as fast as a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from align.fidelity.report import VersionReport
from align.fidelity.statistics import Estimate

WIDTH = 1000
"""Width of the heat strip and of the forest plot's scale, in user units."""

SIDE = 400
"""Width and height of a dot plot."""

STRIP = 24
"""Height of a version in the heat strip."""

SHADES = 6
"""How many shades of likeness the heat strip has, from free to literal."""

_LIKENESS = (0.2, 0.9)
_MOST_CELLS = 1000
_ORDER = ("minor", "major", "critical")


@dataclass(frozen=True, slots=True)
class Shape:
    """
    Shapes of one colour.

    Attributes:
        name: what they show, the name of a class of the style sheet.
        path: SVG path data.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Strip:
    """
    A version's line of the heat strip, from left to right its source from beginning to end.

    Attributes:
        label: the version's id.
        summary: what is seen, in words.
        shapes: cells by likeness or, where sentences have no counterpart, ``none``; under them ticks for findings by
            the gravest severity.
    """

    label: str
    summary: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """
    A figure in a forest plot.

    Attributes:
        label: what it is of.
        text: the figure and its interval, as text.
        at: where the figure is, in user units.
        low: where its interval begins.
        high: where it ends.
        series: number of the version, from 0, for its colour.
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
    Figures with their intervals, below each other on one scale.

    Attributes:
        points: the figures.
        ticks: places on the scale with their figures.
        zero: where zero is.
    """

    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]
    zero: float


@dataclass(frozen=True, slots=True)
class DotPlot:
    """
    The beads of a version, the source from left to right and the version from top to bottom.

    A passage that was left out shows as a flat step, an added one as an upright one.

    Attributes:
        label: the version's id.
        summary: what is seen, in words.
        shapes: beads that are ``sure`` or ``doubtful``, ``omitted`` and ``added`` sentences.
    """

    label: str
    summary: str
    shapes: tuple[Shape, ...]


def heat_strip(version: VersionReport, count: int) -> Strip:
    """
    Return a version's line of the heat strip.

    Args:
        version: the version.
        count: sentences of the source. Beyond 1,000 a cell stands for several; it is black if one of them has no
            counterpart, so that none is lost to the eye.
    """
    cells = min(count, _MOST_CELLS)
    likeness: list[list[float]] = [[] for _ in range(cells)]
    missing, gravest = set(), dict[int, int]()
    for number, bead in enumerate(version.beads):
        cosine = version.closeness[number].cosine
        for sentence in bead.source:
            cell = sentence * cells // count
            if not bead.target:
                missing.add(cell)
            elif cosine is not None:
                likeness[cell].append(cosine)
    places = _places(version)
    for finding in version.findings:
        cell = min(places[finding.fault.pair] * cells // max(count, 1), cells - 1)
        gravest[cell] = max(gravest.get(cell, 0), _ORDER.index(finding.fault.severity))
    shades = ["none" if cell in missing else _shade(values) for cell, values in enumerate(likeness)]
    names = ("none", *(f"shade{shade}" for shade in range(SHADES)), "unknown")
    width = WIDTH / max(cells, 1)
    shapes = [Shape(name, _runs([shade == name for shade in shades], width)) for name in names]
    shapes += [
        Shape(severity, "".join(_tick(cell * width, width) for cell, worst in sorted(gravest.items()) if worst == rank))
        for rank, severity in enumerate(_ORDER)
    ]
    omitted, _ = _alone(version)
    summary = (
        f"{version.document.id}: {omitted} of {count} source sentences without counterpart,"
        f" {len(version.findings)} findings"
    )
    return Strip(version.document.id, summary, tuple(shape for shape in shapes if shape.path))


def forest(figures: Iterable[tuple[str, Estimate, int]]) -> Forest:
    """
    Return a forest plot.

    Args:
        figures: label, figure and number of the version, from 0, of each line.
    """
    rows = list(figures)
    ends = [end for _, figure, _ in rows for end in (figure.value, figure.low, figure.high) if isfinite(end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    step = _step(high - low)
    first, last = int(low // step), int(-(-high // step)) if high > low else 1
    scale = WIDTH / ((last - first) * step)

    def place(value: float) -> float:
        return round((min(max(value, first * step), last * step) - first * step) * scale, 1)

    points = tuple(
        Point(label, _figure(figure), place(figure.value), place(figure.low), place(figure.high), series)
        for label, figure, series in rows
    )
    marks = (number * step for number in range(first, last + 1))
    return Forest(points, tuple((place(mark), signed(f"{mark:g}")) for mark in marks), place(0.0))


def dot_plot(version: VersionReport, count: int) -> DotPlot:
    """
    Return the dot plot of a version.

    Args:
        version: the version.
        count: sentences of the source.
    """
    others = len(version.document.sentences)
    across, down = SIDE / max(count, 1), SIDE / max(others, 1)
    paths: dict[str, list[str]] = {"sure": [], "doubtful": [], "omitted": [], "added": []}
    x = y = 0
    for bead in version.beads:
        x = bead.source.start if bead.source else x
        y = bead.target.start if bead.target else y
        if not bead.target:
            name, wide, high = "omitted", len(bead.source) * across, 0.0
        elif not bead.source:
            name, wide, high = "added", 0.0, len(bead.target) * down
        else:
            name = "sure" if bead.confidence >= 0.9 else "doubtful"
            wide, high = len(bead.source) * across, len(bead.target) * down
        paths[name].append(_box(x * across, y * down, wide, high))
        x, y = x + len(bead.source), y + len(bead.target)
    omitted, added = _alone(version)
    summary = f"{version.document.id}: {len(version.beads)} links, omitted: {omitted}, added: {added}"
    return DotPlot(
        version.document.id, summary, tuple(Shape(name, "".join(path)) for name, path in paths.items() if path)
    )


def signed(figures: str) -> str:
    """Return figures with minus signs for hyphens, as print has them."""
    return figures.replace("-", "\N{MINUS SIGN}")


def _figure(estimate: Estimate) -> str:
    return signed(f"{estimate.value:.1f} ({estimate.low:.1f} to {estimate.high:.1f})")


def _alone(version: VersionReport) -> tuple[int, int]:
    """Return how many sentences of the source and of the version have no counterpart."""
    omitted = sum(len(bead.source) for bead in version.beads if not bead.target)
    return omitted, sum(len(bead.target) for bead in version.beads if not bead.source)


def _places(version: VersionReport) -> list[int]:
    """Return the first source sentence of each bead, or where one without any stands."""
    places, last = [], 0
    for bead in version.beads:
        places.append(bead.source.start if bead.source else max(last - 1, 0))
        last = bead.source.stop if bead.source else last
    return places


def _shade(values: Sequence[float]) -> str:
    if not values:
        return "unknown"
    low, high = _LIKENESS
    share = (sum(values) / len(values) - low) / (high - low)
    return f"shade{min(max(int(share * SHADES), 0), SHADES - 1)}"


def _runs(cells: Sequence[bool], width: float) -> str:
    """Return one box for each run of cells."""
    boxes, start = [], None
    for place, cell in enumerate([*cells, False]):
        if cell and start is None:
            start = place
        elif not cell and start is not None:
            boxes.append(f"M{start * width:.1f} 0H{place * width:.1f}V{STRIP}H{start * width:.1f}z")
            start = None
    return "".join(boxes)


def _tick(at: float, width: float) -> str:
    # Never so narrow that it cannot be seen.
    return f"M{at:.1f} {STRIP + 2}h{max(width, 2.0):.1f}v6h-{max(width, 2.0):.1f}z"


def _box(x: float, y: float, wide: float, high: float) -> str:
    wide, high = max(wide, 2.0), max(high, 2.0)
    return f"M{x:.1f} {y:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z"


def _step(extent: float) -> float:
    """Return a round distance of ticks, so that there are three to eight of them."""
    if not extent > 0:
        return 1.0
    power = 10.0 ** floor(log10(extent))
    return next(power * part for part in (0.2, 0.25, 0.5, 1.0, 2.0) if extent / (power * part) <= 8)
