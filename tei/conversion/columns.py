"""The segments of a version, by the rows that they stand in, and the columns of regions of one language as one."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.language import primary_subtag
from corpus.messages import warn


@dataclass(slots=True)
class Column:
    """
    The segments of one version.

    Attributes:
        label: its language, or a name that starts with it.
        language: BCP 47 tag.
        rows: the row of each segment.
        texts: the segments.
    """

    label: str
    language: str
    rows: array[int] = field(default_factory=lambda: array("q"))
    texts: list[str] = field(default_factory=list)

    def ordered(self) -> Column:
        """Return the column with its segments in the order of the rows."""
        if all(before <= after for before, after in zip(self.rows, self.rows[1:], strict=False)):
            return self
        pairs = sorted(zip(self.rows, self.texts, strict=True), key=lambda pair: pair[0])
        return Column(self.label, self.language, array("q", (row for row, _ in pairs)), [text for _, text in pairs])


def join_regions(columns: Sequence[Column], where: str) -> list[Column]:
    """
    Return the columns, with those of one language and script that share no row as one.

    Memories that grew over years have units in ``en-GB`` and in ``en-US``. As two versions, those of the second would
    have no link with a pivot in the first. Columns with a common row stay apart: they are two versions.

    Args:
        columns: the columns.
        where: the file, for the message.

    Warns:
        TextWarning: columns were joined.
    """
    groups: list[tuple[list[Column], set[int]]] = []
    for column in columns:
        rows = set(column.rows)
        fitting = (group for group in groups if _kind(group[0][0]) == _kind(column) and group[1].isdisjoint(rows))
        members, taken = next(fitting, ([], set()))
        if not members:
            groups.append((members, taken))
        members.append(column)
        taken.update(rows)
    return [_joined(members, where) for members, _ in groups]


def _joined(members: Sequence[Column], where: str) -> Column:
    first = members[0]
    if len(members) == 1:
        return first
    language = _common_tag([column.language for column in members])
    label = language + first.label.removeprefix(first.language)
    warn(f"segments in {', '.join(column.label for column in members)} make one version, {label}", where=where)
    joined = Column(label, language)
    for column in members:
        joined.rows += column.rows
        joined.texts += column.texts
    return joined.ordered()


def _kind(column: Column) -> tuple[str, str, str]:
    """Return what regions have in common: the language, its script (traditional for ``zh-TW``), and the number."""
    from langcodes import Language

    script = Language.get(column.language).maximize().script or ""
    return primary_subtag(column.language), script, column.label.removeprefix(column.language)


def _common_tag(tags: Sequence[str]) -> str:
    """Return the subtags with which all of the tags start."""
    common = []
    for subtags in zip(*(tag.split("-") for tag in tags), strict=False):
        if len(set(subtags)) > 1:
            break
        common.append(subtags[0])
    return "-".join(common)


def links_without(pivot: Column, others: Sequence[Column]) -> int:
    """Return how many links the rows have in which there is no segment of the pivot."""
    linked = set(pivot.rows)
    counts = Counter(row for column in others for row in column.rows if row not in linked)
    return sum(count - 1 for count in counts.values())


def linked_rows(source: Column, target: Column) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield for each row with a segment how many segments of both columns precede it, and which of them it has."""
    left, right = 0, 0
    while left < len(source.rows) or right < len(target.rows):
        row = min(rows[place] for rows, place in ((source.rows, left), (target.rows, right)) if place < len(rows))
        here = left < len(source.rows) and source.rows[left] == row
        there = right < len(target.rows) and target.rows[right] == row
        yield left, right, here, there
        left, right = left + here, right + there
