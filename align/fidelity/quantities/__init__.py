"""Numbers, dates, times, units and money in a text, by value."""

from align.fidelity.quantities.comparison import Difference, compare_quantities
from align.fidelity.quantities.quantity import Kind, Quantity
from align.fidelity.quantities.reader import find_quantities, reads_words

__all__ = ["Difference", "Kind", "Quantity", "compare_quantities", "find_quantities", "reads_words"]
