# SPDX-License-Identifier: Apache-2.0
"""Rows on the provisions that messages, their places, crossings and clocks rest on."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.treaty.rows import ID, nested, rows_by_name
from rogatory.treaty.tables.grounds import Citation, read_citation
from rogatory.wire.fields import Fields


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """The provision of an instrument, of the Convention where it names none, for what cites its id:
    `always` for every kind of request, or that of each kind in `kinds`, which goes before.
    """

    instrument: str | None
    id: str
    always: Citation | None
    kinds: Mapping[str, Citation]


def read_provision(row: Fields) -> CitedProvision:
    return CitedProvision(
        instrument=row.optional("instrument", ID, None),
        id=row.read("id", ID),
        always=row.optional("always", nested(read_citation), None),
        kinds=row.optional("kinds", rows_by_name(read_citation), {}),
    )
