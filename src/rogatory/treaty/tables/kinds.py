# SPDX-License-Identifier: Apache-2.0
"""Rows on kinds of request: article, offences reached, how far the duty goes, who deals with it."""

from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row

OPENING_KINDS = (
    "preservation",
    "location_inquiry",
    "mla_stored_data",
    "mla_realtime_traffic",
    "mla_interception",
    "mla_general",
    "emergency_data",
    "technical_advice",
    "legal_information",
    "evidence_collection",
    "locate_suspect",
    "spontaneous_information",
    "law_enforcement_cooperation",
    "joint_investigation",
    "oral_request",
    "policy_notice",
    "drill",
)
"""What opens a thread, by the names of the requests room, which a test compares."""

DECIDED_KINDS = (
    *OPENING_KINDS,
    "preserved_traffic_disclosure",
    "preservation_extension",
    "use_consent_request",
    "onward_transfer_request",
)
"""What a requested State decides on, so that the law may have grounds or questions for it."""

OFFENCES = ("convention", "convention-or-serious", "any")
EFFORTS = ("duty", "endeavour", "discretion")
DUAL_CRIMINALITY = ("may-refuse", "not-required", "under-reservation", "no-question")


@dataclass(frozen=True, slots=True)
class KindLaw:
    """What the Convention says of a kind as a whole.

    `offences` it reaches; `effort`: a duty, an endeavour, or at discretion; `dual_criminality`:
    whether it may be asked for; `channels`: through whom.
    """

    kind: str
    article: str
    offences: str
    effort: str
    dual_criminality: str
    channels: tuple[str, ...]
    note: str | None
    certainty: Certainty
    source: str


def read_kind(row: Row) -> KindLaw:
    return KindLaw(
        kind=row.choice("kind", DECIDED_KINDS),
        article=row.text("article"),
        offences=row.choice("offences", OFFENCES),
        effort=row.choice("effort", EFFORTS),
        dual_criminality=row.choice("dual_criminality", DUAL_CRIMINALITY),
        channels=row.texts("channels"),
        note=row.text_or_none("note"),
        certainty=row.certainty(),
        source=row.text("source"),
    )
