# SPDX-License-Identifier: Apache-2.0
"""The sheet in which a lawyer reads the law's lines in the official text: as CSV, to be filled in.

A sheet has every line that is not *seen*, with empty cells for what the lawyer finds.
"""

import csv
import io
from collections.abc import Iterable

from rogatory.treaty.law import Law
from rogatory.treaty.verification.lines import SEEN, LawLine, text_lines
from rogatory.wire.spreadsheet_cells import inert

LARGEST_SHEET = 8 << 20
"""A thousand lines with a wording of some thousand characters each; more would only fill memory."""

MOST_LINES = 20_000
"""Lines of a sheet: many times those of the law, which 400 treaties could make."""

OF_THE_LAW = ("line", "version", "instrument", "article", "states", "certainty", "source")
TO_FILL_IN = ("verdict", "official_wording", "reader", "read_on", "remark")
COLUMNS = (*OF_THE_LAW, *TO_FILL_IN)

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know UTF-8; without it some take another encoding, and lose other scripts."""


def lines_to_read(law: Law, instrument: str | None = None) -> tuple[LawLine, ...]:
    """Return the lines that nobody has seen in the text, of every instrument or of one."""
    return tuple(
        line
        for line in text_lines(law)
        if line.certainty != SEEN and instrument in {None, line.instrument}
    )


def cells_of(line: LawLine) -> dict[str, str]:
    """Return what a sheet says of a line."""
    return {
        "line": line.id,
        "version": line.version,
        "instrument": line.instrument,
        "article": line.article,
        "states": line.states,
        "certainty": line.certainty,
        "source": line.source,
    }


def csv_sheet(lines: Iterable[LawLine]) -> bytes:
    """Return the sheet as a table in which no cell is computed where it is opened."""
    text = io.StringIO(BYTE_ORDER_MARK, newline="")
    text.seek(len(BYTE_ORDER_MARK))
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: inert(cell) for name, cell in cells_of(line).items()})
    return text.getvalue().encode()
