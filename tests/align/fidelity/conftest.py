"""
A short text and its translation, and what reads it.

The test modules of this folder share `page_samples`, which pytest does not put on the path.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from align.encoders import load_static
from align.fidelity.fault import Check, Fault, SegmentPair
from align.fidelity.matches import WordMatcher

sys.path.insert(0, str(Path(__file__).parent))

TEXT = (
    ("The old house stood at the end of the village.", "Das alte Haus stand am Ende des Dorfes."),
    ("My brother bought a new car last summer.", "Mein Bruder kaufte letzten Sommer ein neues Auto."),
    ("The children played in the garden all afternoon.", "Die Kinder spielten den ganzen Nachmittag im Garten."),
    ("She wrote a long letter to her mother.", "Sie schrieb ihrer Mutter einen langen Brief."),
    ("The train leaves the station every morning.", "Der Zug verlässt jeden Morgen den Bahnhof."),
    ("We drank coffee and talked about the weather.", "Wir tranken Kaffee und sprachen über das Wetter."),
    ("The doctor gave him a strong medicine.", "Der Arzt gab ihm ein starkes Medikament."),
    ("In winter the river freezes for three months.", "Im Winter friert der Fluss für drei Monate zu."),
    ("The king lived in a castle on the mountain.", "Der König lebte in einem Schloss auf dem Berg."),
    ("Her friends waited in front of the theatre.", "Ihre Freunde warteten vor dem Theater."),
)


@pytest.fixture(scope="session")
def matcher() -> WordMatcher:
    return WordMatcher(load_static("embedded"))


@pytest.fixture(scope="session")
def pairs() -> tuple[SegmentPair, ...]:
    return tuple(SegmentPair(*sides, "en", "de") for sides in TEXT)


@pytest.fixture
def faults_in() -> Callable[..., list[Fault]]:
    """Return what a check finds in the text above with more pairs after it; pairs are numbered from these."""

    def find(check: Check, *more: tuple[str, str], languages: tuple[str, str] = ("en", "de")) -> list[Fault]:
        text = TEXT if languages == ("en", "de") else ()
        pairs = [SegmentPair(*sides, *languages) for sides in (*text, *more)]
        return [
            Fault(
                fault.rule,
                fault.severity,
                fault.pair - len(text),
                fault.source,
                fault.target,
                fault.evidence,
                fault.confidence,
            )
            for fault in check.find(pairs)
        ]

    return find
