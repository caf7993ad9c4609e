"""Numbers, dates, times, units and money in a text, by value."""

from align.fidelity.quantities.comparison import Difference, compare_quantities
from align.fidelity.quantities.quantity import Kind, MeasurementUnit, Quantity, Weight
from align.fidelity.quantities.reader import find_quantities, reads_words

__all__ = [
    "Difference",
    "Kind",
    "MeasurementUnit",
    "Quantity",
    "Weight",
    "compare_quantities",
    "find_quantities",
    "reads_words",
]
