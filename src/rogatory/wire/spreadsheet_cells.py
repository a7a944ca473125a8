# SPDX-License-Identifier: Apache-2.0
"""Cells of a table that a spreadsheet opens: a text of others must not be computed there.

Which separator a spreadsheet takes depends on its language. One that separates at semicolons or tabs
finds cells within ours, and one that ignores the quotes of a cell with lines finds rows: what begins there
must not be computed either.
"""

import re

_SIGNS = "=+@\uff1d\uff0b\uff0d\uff20-"
"""Signs with which a formula begins, and their full width, which some spreadsheets take for them."""

_FORMULA = (*_SIGNS, "\t", "\r")
"""With what a spreadsheet begins to compute."""

_WITHIN = re.compile(rf'([;\t\r\n][\s"]*)(?=[{_SIGNS}])')
"""The end of what another separator makes a cell, before what would begin as a formula."""


def begins_formula(cell: str) -> bool:
    """Return whether a spreadsheet would compute the cell."""
    return cell.startswith(_FORMULA)


def inert(cell: str) -> str:
    """Return the cell as a spreadsheet shows it and computes nothing, at whatever it separates."""
    within = _WITHIN.sub(r"\1'", cell)
    return f"'{within}" if begins_formula(within) else within
