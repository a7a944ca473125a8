# SPDX-License-Identifier: Apache-2.0
"""The record that somebody read a line of the law in the official text: a part of a correction.

The wording itself is in the sheet, which the node keeps as an object: the law would grow by every text that was
read.
"""

from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import DAY, DIGEST, TEXT, choice
from rogatory.wire.fields import Fields

CONFIRMED, DIFFERS = "confirmed", "differs"

VERDICTS = (CONFIRMED, DIFFERS)


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line, what it said when it was read (`version`), and what the reader found.

    `reader` and `read_on` are what the sheet says; that two officers answer for it is in the
    correction's proposal and review. `wording` is the digest of the official wording, `sheet` that of
    the sheet in which it was written down.
    """

    line: str
    version: str
    verdict: str
    reader: str
    read_on: date
    wording: str
    sheet: str


def read_reading(row: Fields) -> LineReading:
    return LineReading(
        line=row.read("line", TEXT),
        version=row.read("version", TEXT),
        verdict=row.read("verdict", choice(VERDICTS)),
        reader=row.read("reader", TEXT),
        read_on=row.read("read_on", DAY),
        wording=row.read("wording", DIGEST),
        sheet=row.read("sheet", DIGEST),
    )
