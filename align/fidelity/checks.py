"""All checks, and their faults in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from align.encoders import Encoder
from align.fidelity.copies import CopyCheck
from align.fidelity.fault import Check, Fault, SegmentPair
from align.fidelity.gaps import ClauseCheck, UnalignedCheck
from align.fidelity.languages import LanguageCheck
from align.fidelity.matches import WordMatcher
from align.fidelity.missing import WordCheck
from align.fidelity.names import NameCheck
from align.fidelity.negation import NegationCheck
from align.fidelity.numbers import NumberCheck
from align.fidelity.repetition import RepetitionCheck

WHOLE_CHECKS: tuple[Check, ...] = (UnalignedCheck("omission"), UnalignedCheck("addition"))
"""The checks that do not look into a pair, and so judge pairs of any length."""


def inner_checks(matcher: WordMatcher) -> tuple[Check, ...]:
    """
    Return the checks that look into a pair, the most serious faults first.

    Args:
        matcher: matches the words of both sides for the checks that need them.
    """
    return (
        ClauseCheck(matcher, "omission"),
        ClauseCheck(matcher, "addition"),
        NumberCheck(),
        NameCheck(),
        NegationCheck(matcher),
        LanguageCheck(matcher),
        CopyCheck(matcher),
        RepetitionCheck(matcher),
        WordCheck(matcher, "source"),
        WordCheck(matcher, "target"),
    )


def find_faults(pairs: Sequence[SegmentPair], encoder: Encoder) -> tuple[Fault, ...]:
    """
    Return the faults in a text and its translation, in the order of the pairs.

    A long pair (`SegmentPair.is_long`) is not looked into.

    Args:
        pairs: the whole text in order.
        encoder: the encoder that aligned the text.

    Raises:
        ModelError: the embedded model is damaged.
    """
    short = tuple(replace(pair, source="", target="") if pair.is_long else pair for pair in pairs)
    found = [fault for check in WHOLE_CHECKS for fault in check.find(pairs)]
    found += [fault for check in inner_checks(WordMatcher(encoder)) for fault in check.find(short)]
    return tuple(sorted(found, key=lambda fault: fault.pair))
