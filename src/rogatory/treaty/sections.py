# SPDX-License-Identifier: Apache-2.0
"""The sections of the law: how a row of each is read, and the key by which it is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rogatory.treaty.tables.articles import read_article, read_chapter
from rogatory.treaty.tables.composition import read_agreement, read_composition
from rogatory.treaty.tables.grounds import read_duty, read_ground
from rogatory.treaty.tables.instruments import read_instrument
from rogatory.treaty.tables.kinds import read_kind
from rogatory.treaty.tables.limits import read_limit, read_requirement
from rogatory.treaty.tables.offences import read_offence, read_threshold
from rogatory.treaty.tables.parties import (
    read_entry_rule,
    read_head,
    read_party,
    read_state,
    read_total,
)
from rogatory.treaty.tables.powers import read_category, read_order
from rogatory.treaty.tables.precedence import read_precedence
from rogatory.treaty.tables.provisions import read_provision
from rogatory.treaty.tables.questions import read_question
from rogatory.treaty.tables.reservations import (
    read_declaration,
    read_designation,
    read_reservation,
)
from rogatory.treaty.tables.terms import read_term
from rogatory.treaty.tables.treaties import read_loaded_treaty
from rogatory.wire.fields import Fields


@dataclass(frozen=True, slots=True)
class LawSection:
    """A section's reader of a row, and the fields that together are a row's key."""

    read: Callable[[Fields], Any]
    key_fields: tuple[str, ...]

    def key(self, value: object) -> str:
        """Return the key of a row within its section, such as `XA/ets-185`; a row that names no
        instrument is of the Convention.
        """
        parts = [getattr(value, name) for name in self.key_fields]
        return "/".join([str(part) for part in parts if part is not None])


SECTIONS: Mapping[str, LawSection] = {
    "articles": LawSection(read_article, ("number",)),
    "chapters": LawSection(read_chapter, ("number",)),
    "offences": LawSection(read_offence, ("article",)),
    "thresholds": LawSection(read_threshold, ("id",)),
    "kinds": LawSection(read_kind, ("instrument", "kind")),
    "instruments": LawSection(read_instrument, ("id",)),
    "entry_rules": LawSection(read_entry_rule, ("instrument",)),
    "states": LawSection(read_state, ("code",)),
    "parties": LawSection(read_party, ("state", "instrument")),
    "totals": LawSection(read_total, ("instrument", "what", "reported")),
    "reservations": LawSection(read_reservation, ("id",)),
    "declarations": LawSection(read_declaration, ("id",)),
    "designations": LawSection(read_designation, ("id",)),
    "grounds": LawSection(read_ground, ("instrument", "id")),
    "postponements": LawSection(read_ground, ("instrument", "id")),
    "conditions": LawSection(read_ground, ("instrument", "id")),
    "never": LawSection(read_ground, ("instrument", "id")),
    "duties": LawSection(read_duty, ("instrument", "id")),
    "questions": LawSection(read_question, ("id",)),
    "limits": LawSection(read_limit, ("instrument", "id")),
    "terms": LawSection(read_term, ("instrument", "kind", "id")),
    "provisions": LawSection(read_provision, ("instrument", "id")),
    "required": LawSection(read_requirement, ("instrument", "kind", "key")),
    "composition": LawSection(read_composition, ("instrument", "id")),
    "agreements": LawSection(read_agreement, ("id",)),
    "categories": LawSection(read_category, ("id",)),
    "orders": LawSection(read_order, ("id",)),
    "precedence": LawSection(read_precedence, ("matter",)),
    "treaties": LawSection(read_loaded_treaty, ("id",)),
}
"""All that are lists of rows; the names are the fields of the law."""

TREATIES = "treaties"
"""The section of the treaties that a ministry loaded from files."""

LATER_SECTIONS = frozenset({TREATIES, "agreements"})
"""Sections that a document of the law names only where they have rows: older documents lack them."""

OF_A_TREATY = (
    "instruments", "kinds", "grounds", "postponements", "conditions", "never", "duties", "limits",
    "terms", "required", "provisions", "questions", "composition",
)  # fmt: skip
"""The sections that a treaty's file may have."""

OF_A_REGIME = (
    "kinds", "grounds", "postponements", "conditions", "never", "duties", "limits", "terms",
    "required", "provisions",
)  # fmt: skip
"""The sections of which the lines of each instrument are an object of their own; the other ones of
`OF_A_TREATY` are asked of every request."""

REGISTER = "register"

CORRECTABLE: Mapping[str, LawSection] = {**SECTIONS, REGISTER: LawSection(read_head, ("name",))}
"""The sections that a correction may concern: any section, and the register's head, which is one
row."""
