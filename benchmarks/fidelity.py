"""
How well the fidelity checks and estimates agree with people.

    python -m benchmarks.fidelity --data ../shared/fidelity --gold ../shared/gold

The data are judged translations and minimal pairs; see `benchmarks.judgements`. ``--gold`` adds the faults that the
checks find in human translations, most of which are false alarms or free translations. ``--fit`` fits the weights of
`align.fidelity.quality` and prints them with their accuracy on held-out data.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from align.encoders import load_encoder
from align.evaluation.metrics import read_beads
from align.fidelity.fault import SegmentPair
from align.fidelity.quality import SIGNALS, quality_and_omission
from benchmarks.judgements import Bench, Data, Judged, Numbers

_HUMAN = (
    ("ntrex_en_de/test", "en", "de"),
    ("ntrex_en_fr/test", "en", "fr"),
    ("bilinguator_en_ru/dev", "en", "ru"),
    ("bilinguator_en_fr/dev", "en", "fr"),
    ("bilinguator_en_zh/dev", "en", "zh"),
    ("mac_zh_en/dev", "zh", "en"),
)


def area(scores: Numbers, positive: NDArray[np.bool_]) -> float:
    """Return the area under the receiver operating characteristic."""
    from scipy.stats import rankdata

    count = int(positive.sum())
    ranks = rankdata(scores)[positive].sum()
    return float((ranks - count * (count + 1) / 2) / (count * (len(scores) - count)))


def spearman(first: Numbers, second: Numbers) -> float:
    """Return Spearman's rank correlation."""
    from scipy.stats import spearmanr

    return float(spearmanr(first, second)[0])


def ranked_right(clean: Numbers, broken: Numbers) -> Numbers:
    """Return 1 for each pair whose clean side is higher, 0.5 for ties, 0 otherwise."""
    difference = clean - broken
    return np.where(np.abs(difference) < 1e-9, 0.5, (difference > 0).astype(float))


def print_agreement(data: Data) -> None:
    """Print the agreement with each kind of judgement, with the length of the source as a baseline."""
    quality, omission = quality_and_omission(data.judged_reviews.signals)
    marked, major = data.omissions
    lengths, rated_lengths = (
        np.array([len(item.pair.source) for item in items], float) for items in (data.judged, data.rated)
    )
    judged = np.array([item.score for item in data.judged])
    rated = quality_and_omission(data.rated_reviews.signals)[0]
    apart = ranked_right(quality_and_omission(data.clean.signals)[0], quality_and_omission(data.broken.signals)[0])
    russian = data.languages == "ru"
    print(f"{'measure':52} estimate  source length")
    for measure, estimate, baseline in (
        ("omission, area, bio ru-en, any", area(omission, marked), area(lengths, marked)),
        ("omission, area, bio ru-en, major", area(omission, major), area(lengths, major)),
        ("quality, Spearman, MLQE ru-en dev", spearman(rated, data.scores), spearman(-rated_lengths, data.scores)),
        ("quality, Spearman, bio ru-en", spearman(quality, judged), spearman(-lengths, judged)),
        ("DEMETR ru, critical, ranked right", apart[data.critical & russian].mean(), 0.5),
        ("DEMETR all languages, critical, ranked right", apart[data.critical].mean(), 0.5),
    ):
        print(f"{measure:52} {estimate:8.3f}  {baseline:13.3f}")
    print()
    print(f"{'DEMETR category':34} ranked right: ru  all   found by a check: ru   all   (found in the clean text)")
    new = [bool(broken - clean) for clean, broken in zip(data.clean.rules, data.broken.rules, strict=True)]
    found, false = np.array(new), np.array([bool(rules) for rules in data.clean.rules])
    faults = np.array([item.fault for item in data.minimal])
    for fault in sorted(set(faults), key=lambda name: (name.partition("_")[0], name)):
        here = faults == fault
        ours = here & russian
        print(
            f"{fault:34}            {apart[ours].mean():5.2f} {apart[here].mean():5.2f}"
            f"                   {found[ours].mean():5.2f} {found[here].mean():5.2f}   {false[here].mean():.3f}"
        )
    print("\nshare of critical faults ranked right, by language")
    for language in sorted(set(data.languages)):
        print(f"{language}  {apart[data.critical & (data.languages == language)].mean():.3f}")
    print("\nfindings in bio ru-en           pairs  with an omission marked  an addition  a score below -5")
    for rule in sorted(set().union(*data.judged_reviews.rules)):
        items = [item for item, rules in zip(data.judged, data.judged_reviews.rules, strict=True) if rule in rules]
        _print_shares(rule, items)
    _print_shares("all pairs", data.judged)


def _print_shares(name: str, items: Sequence[Judged]) -> None:
    omitted, added, bad = (
        sum(map(holds, items)) / max(1, len(items))
        for holds in (lambda item: item.omission, lambda item: item.addition, lambda item: item.score <= -5)
    )
    print(f"{name:30} {len(items):6}  {omitted:24.2f} {added:12.2f} {bad:17.2f}")


def print_human(gold: Path, bench: Bench) -> None:
    """Print the share of pairs with a finding in human translations."""
    print("\nhuman translations: pairs with a finding, in percent, without unaligned sentences")
    for name, source, target in _HUMAN:
        counts: Counter[str] = Counter()
        total = 0
        for path in sorted((gold / name).glob("*.gold")):
            pairs = _gold_pairs(path, source, target)
            total += len(pairs)
            counts.update(rule for rule, _ in {(fault.rule, fault.pair) for fault in bench.faults(pairs)})
        if total:
            shares = "  ".join(f"{rule} {100 * count / total:.2f}" for rule, count in sorted(counts.items()))
            print(f"{name:24} {total:6} pairs  {shares}")


def _gold_pairs(path: Path, source: str, target: str) -> list[SegmentPair]:
    lines = [path.with_suffix(f".{code}").read_text(encoding="utf-8").splitlines() for code in (source, target)]
    texts = [
        tuple(" ".join(side[number] for number in sorted(run)) for side, run in zip(lines, bead, strict=True))
        for bead in read_beads(path)
    ]
    return [SegmentPair(first, second, source, target) for first, second in texts if first and second]


_OF_OMISSIONS = np.array(
    ["without" in name or name in {"jumps", "too short", "too long", "length"} for name in SIGNALS]
)
"""The signals used for omissions; with more, accuracy on held-out documents is lower."""


def print_fit(data: Data) -> None:
    """Fit the weights and print them with their accuracy on held-out data."""
    marked, major = data.omissions
    omission = data.judged_reviews.signals * _OF_OMISSIONS
    documents = np.array([item.document for item in data.judged])
    parts = np.array([sorted(set(documents)).index(document) % 10 for document in documents])
    held = np.zeros(len(marked))
    for part in range(10):
        weights, intercept = _fit_logistic(omission[parts != part], marked[parts != part])
        held[parts == part] = omission[parts == part] @ weights + intercept
    print(f"omission, by document in ten parts: any {area(held, marked):.3f}, major {area(held, major):.3f}")
    differences = (data.clean.signals - data.broken.signals)[data.critical]
    languages = data.languages[data.critical]
    rated, scores = data.rated_reviews.signals, data.scores
    others = np.arange(len(rated)) % 5
    held = np.zeros(len(rated))
    for part in range(5):
        held[others == part] = rated[others == part] @ _fit_ranking(
            differences, rated[others != part], scores[others != part]
        )
    print(f"quality, MLQE in five parts: Spearman {spearman(held, scores):.3f}")
    weights = _fit_ranking(differences[languages != "ru"], rated, scores)
    apart = ranked_right(differences[languages == "ru"] @ weights, np.zeros(int((languages == "ru").sum())))
    print(f"quality, DEMETR ru critical, fitted without Russian pairs: ranked right {apart.mean():.3f}")
    weights, intercept = _fit_logistic(omission, marked)
    print("_QUALITY =", np.round(_fit_ranking(differences, rated, scores), 3).tolist())
    print("_OMISSION =", np.round(weights, 3).tolist(), "_INTERCEPT =", round(intercept, 3))


_SMOOTH = 1e-3
_RATED = 3.0
"""Weight of the rated sentences relative to the minimal pairs."""


def _fit_ranking(differences: Numbers, rated: Numbers, scores: Numbers) -> Numbers:
    """
    Fit weights by logistic regression on which of two sentences is better (Bradley and Terry 1952).

    Args:
        differences: signals of the better sentence minus those of the worse, shape (pairs, signals).
        rated: signals of rated sentences, paired at distances of one to nine tenths of all ranks.
        scores: their ratings.
    """
    scale = np.concatenate((differences, rated - rated.mean(axis=0))).std(axis=0) + 1e-9
    order = np.argsort(scores)
    steps = [max(1, len(order) * tenth // 10) for tenth in range(1, 10)]
    drawn = np.concatenate([rated[order[step:]] - rated[order[:-step]] for step in steps])
    weights: Numbers = _descend([(differences / scale, 1.0), (drawn / scale, _RATED)]) / scale
    return weights


def _fit_logistic(signals: Numbers, marked: NDArray[np.bool_]) -> tuple[Numbers, float]:
    """Fit weights and intercept of a logistic regression."""
    scale, mean = signals.std(axis=0) + 1e-9, signals.mean(axis=0)
    rows = np.column_stack(((signals - mean) / scale, np.ones(len(signals)))) * np.where(marked, 1, -1)[:, None]
    weights = _descend([(rows, 1.0)])
    slopes: Numbers = weights[:-1] / scale
    return slopes, float(weights[-1] - slopes @ mean)


def _descend(sets: list[tuple[Numbers, float]]) -> Numbers:
    """Return the weights of a logistic regression that makes all rows positive; each set has a weight of its own."""
    from scipy.optimize import minimize

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        value, slope = _SMOOTH * weights @ weights, 2 * _SMOOTH * weights
        for rows, share in sets:
            margins = rows @ weights
            value += share * np.logaddexp(0, -margins).mean()
            slope = slope - share * (rows.T @ (1 / (1 + np.exp(margins)))) / len(rows)
        return float(value), slope

    found: Numbers = minimize(loss, np.zeros(sets[0][0].shape[1]), jac=True).x
    return found


def main(
    data: Annotated[Path, typer.Option(help="Folder of the judged translations.")] = Path("../shared/fidelity"),
    gold: Annotated[Path | None, typer.Option(help="Folder of gold alignments of human translations.")] = None,
    model: Annotated[str, typer.Option(help="The encoder, as for `align run`.")] = "embedded",
    fit: Annotated[bool, typer.Option("--fit", help="Fit the weights of the estimates and print them.")] = False,
) -> None:
    """Print how checks and estimates agree with human judgements."""
    if not data.is_dir():
        sys.exit(f"{data}: no such folder; give the judged translations with --data")
    bench = Bench(load_encoder(model))
    found = Data.read(data, bench)
    print_agreement(found)
    if fit:
        print_fit(found)
    if gold:
        print_human(gold, bench)


if __name__ == "__main__":
    typer.run(main)
