# SPDX-License-Identifier: Apache-2.0
"""Rows on kinds of request: article, offences reached, how far the duty goes, who deals with it."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, FLAG, ID, TEXT, TEXTS, Certainty, choice
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

OPENING_KINDS = (
    "preservation",
    "location_inquiry",
    "mla_stored_data",
    "mla_realtime_traffic",
    "mla_interception",
    "mla_general",
    "asset_tracing",
    "asset_freezing",
    "asset_confiscation",
    "property_return",
    "extradition",
    "emergency_data",
    "technical_advice",
    "legal_information",
    "evidence_collection",
    "locate_suspect",
    "information_offered",
    "spontaneous_information",
    "law_enforcement_cooperation",
    "joint_investigation",
    "oral_request",
    "policy_notice",
    "drill",
)
"""Kinds that open a thread, by the names of the requests package, which a test compares."""

DECIDED_KINDS = (
    *OPENING_KINDS,
    "preserved_traffic_disclosure",
    "preservation_extension",
    "use_consent_request",
    "onward_transfer_request",
)
"""Kinds that a requested State decides on, so that the law may have grounds or questions for
them."""

CHANNELS = (
    "asset-recovery-office-in-urgency", "central-authority", "competent-authority", "competent-authority-in-urgency",
    "contact-point",
    "diplomatic", "interpol", "interpol-in-urgency", "police",
)  # fmt: skip
OFFENCES = ("convention", "convention-or-serious", "any")
EFFORTS = ("duty", "endeavour", "discretion")
DUAL_CRIMINALITY = ("may-refuse", "not-required", "under-reservation", "no-question")


@dataclass(frozen=True, slots=True)
class KindLaw:
    """The law of an instrument on a kind as a whole, of the Convention where it names none.

    `offences` it reaches; `effort`: a duty, an endeavour, or at discretion; `dual_criminality`:
    whether it may be asked for; `channels`: through whom. With `is_open` its grounds are no closed
    list: another may be given, with the provision or the policy on which it rests.
    """

    instrument: str | None
    kind: str
    article: str
    offences: str
    effort: str
    dual_criminality: str
    channels: tuple[str, ...]
    is_open: bool
    note: str | None
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]


def read_kind(row: Fields) -> KindLaw:
    return KindLaw(
        instrument=row.optional("instrument", ID, None),
        kind=row.read("kind", choice(DECIDED_KINDS)),
        article=row.read("article", TEXT),
        offences=row.read("offences", choice(OFFENCES)),
        effort=row.read("effort", choice(EFFORTS)),
        dual_criminality=row.read("dual_criminality", choice(DUAL_CRIMINALITY)),
        channels=row.optional("channels", TEXTS, ()),
        is_open=row.optional("is_open", FLAG, absent=False),
        note=row.optional("note", TEXT, None),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )
