"""
The inner loops of training, compiled by `align.engine.jit.compiled`.

All arrays are C-contiguous. Item ``i`` has the entries from ``pointers[i]`` to ``pointers[i + 1]``: numbers of rows of
a table, and their weights (compressed sparse rows).
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]
Pointers = NDArray[np.int64]


def sum_rows(table: Floats, rows: Rows, weights: Floats, pointers: Pointers, out: Floats) -> None:
    """Write each item's weighted sum of its rows of the table to its row of `out`."""
    for item in range(pointers.size - 1):
        for column in range(out.shape[1]):
            out[item, column] = 0
        for entry in range(pointers[item], pointers[item + 1]):
            row = rows[entry]
            weight = weights[entry]
            for column in range(out.shape[1]):
                out[item, column] += weight * table[row, column]


def add_to_rows(gradient: Floats, rows: Rows, weights: Floats, pointers: Pointers, out: Floats) -> None:
    """Add each item's gradient, weighted, to its rows of `out`: the transpose of `sum_rows`."""
    for item in range(pointers.size - 1):
        for entry in range(pointers[item], pointers[item + 1]):
            row = rows[entry]
            weight = weights[entry]
            for column in range(out.shape[1]):
                out[row, column] += weight * gradient[item, column]


def update_rows(
    table: Floats,
    momentum: Floats,
    squares: Floats,
    gradient: Floats,
    errors: Floats,
    rows: Rows,
    rate: float,
    step: int,
) -> None:
    """
    Take one step of lazy Adam on some rows, with one second moment per row (Kingma and Ba 2015).

    Args:
        table: all rows.
        momentum: their first moments.
        squares: their second moments, one number per row.
        gradient: the gradient of the rows that change.
        errors: the mean square of each row of `gradient`.
        rows: the numbers of the rows that change; the moments of other rows remain.
        rate: the learning rate.
        step: the number of the step, from 1.
    """
    first = np.float32(0.9)
    second = np.float32(0.999)
    first_share = np.float32(rate / (1 - 0.9**step))
    second_share = np.float32(1 / (1 - 0.999**step))
    for item in range(rows.size):
        row = rows[item]
        squares[row] = second * squares[row] + (np.float32(1) - second) * errors[item]
        scale = np.float32(first_share / (sqrt(squares[row] * second_share) + np.float32(1e-9)))
        for column in range(table.shape[1]):
            moment = first * momentum[row, column] + (np.float32(1) - first) * gradient[item, column]
            momentum[row, column] = moment
            table[row, column] -= scale * moment
