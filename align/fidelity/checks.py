"""All checks, and their faults in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence

from align.encoders import Encoder
from align.fidelity.copies import CopyCheck
from align.fidelity.fault import Check, Fault, SegmentPair
from align.fidelity.gaps import GapCheck
from align.fidelity.languages import LanguageCheck
from align.fidelity.matches import WordMatcher
from align.fidelity.missing import WordCheck
from align.fidelity.names import NameCheck
from align.fidelity.negation import NegationCheck
from align.fidelity.numbers import NumberCheck
from align.fidelity.repetition import RepetitionCheck


def all_checks(matcher: WordMatcher) -> tuple[Check, ...]:
    """
    Return all checks, the most serious faults first.

    Args:
        matcher: matches the words of both sides for the checks that need them.
    """
    return (
        GapCheck(matcher, "omission"),
        GapCheck(matcher, "addition"),
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

    Args:
        pairs: the whole text in order.
        encoder: the encoder that aligned the text.

    Raises:
        ModelError: the embedded model is damaged.
    """
    found = [fault for check in all_checks(WordMatcher(encoder)) for fault in check.find(pairs)]
    return tuple(sorted(found, key=lambda fault: fault.pair))
