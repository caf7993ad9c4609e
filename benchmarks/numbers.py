"""
How many altered numbers and names the checks find, and how many false alarms they raise.

``python -m benchmarks.numbers --pairs FOLDER --demetr FILE``

FOLDER has human translations: ``en-XX.tsv``, an English sentence and its translation a line, as in FLORES-200 and
NTREX. In each English sentence with a number in digits, one is replaced with another of as many digits. In each third
sentence with a name, the name is replaced with that of another sentence. A replacement is found if a fault covers it.
False alarms are given as the share of all unchanged pairs with a fault, and of those with a number on either side. FILE
is DEMETR (Karpinska et al. 2022); see `benchmarks.judgements`. Intervals are Wilson's 95 % intervals. The data are not
part of the project.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from align.fidelity import Check, Fault, SegmentPair
from align.fidelity.names import NameCheck
from align.fidelity.numbers import NumberCheck
from align.fidelity.quantities import find_quantities
from align.fidelity.statistics import wilson
from benchmarks.judgements import MinimalPair, read_minimal_pairs
from corpus import Span

_NUMBER = re.compile(r"(?<![\w.,])\d+(?!\w)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})*")
Replacement = tuple[SegmentPair, Span]
Replace = Callable[[SegmentPair, Sequence[SegmentPair], random.Random], Replacement | None]


def main() -> int:
    """Print the tables; return 2 if there are no data."""
    parser = argparse.ArgumentParser(description="Measure the checks of numbers and names.")
    parser.add_argument("--pairs", type=Path, help="folder of en-XX.tsv")
    parser.add_argument("--demetr", type=Path, help="file of JSON lines")
    parser.add_argument("--languages", default="", help="such as ru,de; all if not given")
    options = parser.parse_args()
    files = sorted(options.pairs.glob("en-*.tsv")) if options.pairs else []
    if not files and not options.demetr:
        print("no data: give --pairs or --demetr", file=sys.stderr)
        return 2
    names = NameCheck()
    wanted = set(filter(None, options.languages.split(",")))
    for path in files:
        language = path.stem.partition("-")[2]
        if not wanted or language in wanted:
            _report_pairs(language, _read(path, language), names)
    if options.demetr:
        _report_demetr(options.demetr, names)
    return 0


def _read(path: Path, language: str) -> list[SegmentPair]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [SegmentPair(other, english, language, "en") for english, other in rows]


def _report_pairs(language: str, pairs: Sequence[SegmentPair], names: NameCheck) -> None:
    numbers = NumberCheck()
    alarms = {number for number, pair in enumerate(pairs) if _faults_of(numbers, pair)}
    counted = {number for number, pair in enumerate(pairs) if _has_number(pair)}
    named = {fault.pair for fault in names.find(pairs)}
    print(f"{language}  number: found {_found(numbers, pairs, _other_number)}", end="")
    print(f"  alarms {_share(len(alarms), len(pairs))}, with numbers {_share(len(alarms & counted), len(counted))}")
    print(f"{language}  name:   found {_found(names, pairs, _other_name)}  alarms {_share(len(named), len(pairs))}")


def _faults_of(check: Check, pair: SegmentPair) -> list[Fault]:
    return list(check.find([pair]))


def _has_number(pair: SegmentPair) -> bool:
    sides = ((pair.source, pair.source_language), (pair.target, pair.target_language))
    return any(one.weight != "vague" for text, tag in sides for one in find_quantities(text, tag))


def _found(check: Check, pairs: Sequence[SegmentPair], other: Replace) -> str:
    chance = random.Random(1)
    made = {n: changed for n, pair in enumerate(pairs) if (changed := other(pair, pairs, chance))}
    if check.rule == "number":
        faults = {number: _faults_of(check, pair) for number, (pair, _) in made.items()}
    else:
        made = {number: made[number] for number in list(made)[::3]}
        faults = defaultdict(list)
        for fault in check.find([made[n][0] if n in made else pair for n, pair in enumerate(pairs)]):
            faults[fault.pair].append(fault)
    hits = sum(any(_covers(fault, span) for fault in faults.get(number, ())) for number, (_, span) in made.items())
    return _share(hits, len(made))


def _covers(fault: Fault, span: Span) -> bool:
    return any(one.start < span.end and span.start < one.end for one in fault.target)


def _other_number(pair: SegmentPair, _: Sequence[SegmentPair], chance: random.Random) -> Replacement | None:
    found = list(_NUMBER.finditer(pair.target))
    if not found:
        return None
    match = chance.choice(found)
    number = match.group()
    while number == match.group():
        number = str(chance.randrange(10 ** (len(number) - 1), 10 ** len(number)))
    return _replaced(pair, match, number)


def _other_name(pair: SegmentPair, pairs: Sequence[SegmentPair], chance: random.Random) -> Replacement | None:
    match = _NAME.search(pair.target)
    if not match:
        return None
    while True:
        other = _NAME.search(chance.choice(pairs).target)
        if other and not set(other.group().split()) & set(match.group().split()):
            return _replaced(pair, match, other.group())


def _replaced(pair: SegmentPair, match: re.Match[str], by: str) -> Replacement:
    target = f"{pair.target[: match.start()]}{by}{pair.target[match.end() :]}"
    return replace(pair, target=target), Span(match.start(), match.start() + len(by))


def _report_demetr(path: Path, names: NameCheck) -> None:
    items = read_minimal_pairs(path)
    languages = dict.fromkeys(item.clean.source_language for item in items)
    checks: tuple[tuple[Check, str], ...] = (
        (NumberCheck(), "numbers_replaced"),
        (names, "ne_replaced"),
        (names, "ne_removed"),
    )
    for check, kind in checks:
        chosen = [item for item in items if kind in item.fault]
        for language in languages:
            own = [item for item in chosen if item.clean.source_language == language]
            print(f"DEMETR {language} {kind}  {_demetr_shares(check, own)}")
        print(f"DEMETR all {kind}  {_demetr_shares(check, chosen)}")


def _demetr_shares(check: Check, items: Sequence[MinimalPair]) -> str:
    """Return the share of the pairs, each as a text of its own, in which a check finds a fault."""
    sides = {
        "broken": [item.broken for item in items],
        "clean": [item.clean for item in items],
        "reference": [item.human for item in items],
    }
    return "  ".join(
        f"{side} {_share(sum(bool(_faults_of(check, pair)) for pair in pairs), len(pairs))}"
        for side, pairs in sides.items()
    )


def _share(hits: int, total: int) -> str:
    if not total:
        return "-"
    share = wilson(hits, total)
    return f"{share.value:.3f} [{share.low:.3f}, {share.high:.3f}] of {total}"


if __name__ == "__main__":
    sys.exit(main())
