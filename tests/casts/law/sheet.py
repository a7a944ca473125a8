# SPDX-License-Identifier: Apache-2.0
"""A verification sheet as a ministry's lawyer fills it in: some of its lines, saved by a spreadsheet."""

import csv
import io

from rogatory.node.corrections.sheets import brought_sheets
from rogatory.node.corrections.verification import propose_sheet
from rogatory.node.provisions.law_data import corrected_law
from rogatory.treaty.verification.sheet import COLUMNS, csv_sheet, lines_to_read

LINES = ("limits/conference", "limits/protocol", "grounds/domestic_prohibition#mla_stored_data")
WORDING = "Заключительные положения: Конференция созывается;\nне позднее чем через год."
FILLED = {
    "verdict": "confirmed",
    "official_wording": WORDING,
    "reader": "А. Юрист",
    "read_on": "2026-11-20",
}


def rows_of(node):
    """The rows of the sheet of all that nobody has read, as a spreadsheet opens it."""
    text = csv_sheet(lines_to_read(corrected_law(node))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def filled(node, changes=None, *, separator=";", lines=LINES):
    """The sheet with some lines filled in; `changes` are other cells, by line."""
    rows = rows_of(node)
    for row in rows:
        if row["line"] in lines:
            row.update(FILLED)
        row.update((changes or {}).get(row["line"], {}))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + text.getvalue()).encode()


def brought(node, lawyer):
    """The name of a sheet that a lawyer has brought, one line of which differs from the text."""
    changes = {"limits/protocol": {"verdict": "differs", "remark": "The text says fifty."}}
    propose_sheet(node, filled(node, changes), lawyer)
    return brought_sheets(node)[0].batch
