# SPDX-License-Identifier: Apache-2.0
"""Cells of a table that a spreadsheet opens: a text of others must not be computed there."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With what a spreadsheet begins to compute."""


def begins_formula(cell: str) -> bool:
    """Return whether a spreadsheet would compute the cell."""
    return cell.startswith(_FORMULA)


def inert(cell: str) -> str:
    """Return the cell as a spreadsheet shows it and computes nothing."""
    return f"'{cell}" if begins_formula(cell) else cell
