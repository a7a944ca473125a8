# SPDX-License-Identifier: Apache-2.0
"""Putting a treaty's lines into the law.

The newest edition that was accepted counts whole: corrections of lines of an earlier one end with it.
"""

from collections.abc import Iterator
from typing import Any

from rogatory.errors import Phrase
from rogatory.treaty.bilateral.treaty_file import FindTreaty, TreatyFile
from rogatory.treaty.sections import OF_A_TREATY, SECTIONS, TREATIES
from rogatory.treaty.tables.treaties import LoadedTreaty
from rogatory.wire.words import P_, FilledText

MOST_TREATIES = 400
"""A State has at most one such treaty with each other State; more would only fill memory."""

type RowsByKey = dict[str, dict[str, Any]]
"""Rows by section and key."""


def put_treaty(
    tables: RowsByKey, old: LoadedTreaty | None, new: LoadedTreaty | None, find: FindTreaty
) -> Iterator[Phrase]:
    """Put the lines of `new` into the law's tables in the place of those of `old`, or yield why not."""
    treaty = None if new is None else find(new.document)
    against = [] if new is None else list(_against(tables, old, new, treaty))
    if against:
        yield from against
        return
    for gone in {one.id for one in (old, new) if one is not None}:
        for name in OF_A_TREATY:
            kept = {k: row for k, row in tables[name].items() if owner(name, row) != gone}
            tables[name].clear()
            tables[name].update(kept)
    for name, rows in treaty.rows.items() if treaty else ():
        tables[name].update((SECTIONS[name].key(row), row) for row in rows)


def _against(
    tables: RowsByKey, old: LoadedTreaty | None, new: LoadedTreaty, treaty: TreatyFile | None
) -> Iterator[Phrase]:
    if treaty is None:
        yield FilledText(P_("the document {document} is not here"), document=new.document)
    elif treaty.loaded != new:
        yield P_("its id, edition and States are not those of its document")
    yield from edition_problems(old, new)
    if old is None and new.id in tables["instruments"]:
        yield FilledText(P_("the law has an instrument {name} already"), name=new.id)
    for row in treaty.rows["questions"] if treaty else ():
        if is_taken(tables["questions"].get(row.id), row):
            yield FilledText(P_("the law has a question {name} already"), name=row.id)
    if old is None and len(tables[TREATIES]) >= MOST_TREATIES:
        yield FilledText(P_("there are {limit} treaties already"), limit=MOST_TREATIES)


def is_taken(known: Any, row: Any) -> bool:
    """Decide whether the id of a treaty's row, which has no instrument in it, is that of another row."""
    return known is not None and known.instrument != row.instrument


def edition_problems(old: LoadedTreaty | None, new: LoadedTreaty) -> Iterator[Phrase]:
    """Yield why a treaty is no later edition of the one of the same id."""
    if old is None:
        return
    if new.edition <= old.edition:
        yield FilledText(P_("its edition is not later than {edition}"), edition=old.edition)
    if new.between != old.between:
        yield FilledText(
            P_("another treaty of this id is between {names}"), names=", ".join(sorted(old.between))
        )


def owner(section: str, row: Any) -> str | None:
    """Return the instrument of a row; None where it is the Convention's."""
    found: str | None = row.id if section == "instruments" else row.instrument
    return found
