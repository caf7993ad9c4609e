"""All checks, and their faults in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence

from align.encoders import Encoder
from align.fidelity.copies import CopyCheck
from align.fidelity.fault import Check, Fault, Pair
from align.fidelity.gaps import GapCheck
from align.fidelity.languages import LanguageCheck
from align.fidelity.missing import WordCheck
from align.fidelity.names import NameCheck
from align.fidelity.negation import NegationCheck
from align.fidelity.numbers import NumberCheck
from align.fidelity.reading import Reader
from align.fidelity.repetition import RepetitionCheck


def all_checks(reader: Reader) -> tuple[Check, ...]:
    """
    Return the checks, those first whose faults matter most.

    Args:
        reader: reads the text for those that look at its words.
    """
    return (
        GapCheck(reader, "omission"),
        GapCheck(reader, "addition"),
        NumberCheck(),
        NameCheck(),
        NegationCheck(reader),
        LanguageCheck(reader),
        CopyCheck(reader),
        RepetitionCheck(reader),
        WordCheck(reader, "source"),
        WordCheck(reader, "target"),
    )


def find_faults(pairs: Sequence[Pair], encoder: Encoder) -> tuple[Fault, ...]:
    """
    Return the faults that all checks find in a text and its translation, in the order of the pairs.

    Args:
        pairs: the text from its beginning to its end.
        encoder: the encoder that aligned it.

    Raises:
        ModelError: the embedded model is damaged.
    """
    found = [fault for check in all_checks(Reader(encoder)) for fault in check.find(pairs)]
    return tuple(sorted(found, key=lambda fault: fault.pair))
