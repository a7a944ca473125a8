# SPDX-License-Identifier: Apache-2.0
"""Which texts of a message a translation is to have, and in what capacity somebody translates."""

from collections.abc import Mapping

from rogatory.requests.contents.plain_words import BodyPart, body_parts
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_

VERBATIM = frozenset(
    {"articles", "case_number", "contact", "destination", "reference", "source", "value"}
)
"""Fields with names and numbers that a translation leaves as they are, by the last part of their
place that is no place in a list."""

CAPACITIES: Mapping[str, str] = {
    "sworn": N_("a sworn or court translator"),
    "official": N_("an official translation service"),
    "staff": N_("an officer of the authority"),
    "revised_machine": N_("a machine, revised by a person who has both languages"),
}
"""The capacities of a translator. No authority signs a machine translation that nobody revised."""


def is_translatable(part: BodyPart) -> bool:
    """Decide whether a part of a body is a person's own words."""
    names = [one for one in part.place.split("/")[1:] if not one.isdigit()]
    return part.sort == "text" and bool(names) and names[-1] not in VERBATIM


def translatable_texts(kind: str, body: Mapping[str, Json]) -> dict[str, str]:
    """Return by JSON Pointer, every text that a translation is to have, in the order of the body."""
    return {part.place: part.line.value for part in body_parts(kind, body) if is_translatable(part)}
