# SPDX-License-Identifier: Apache-2.0
"""The case that the demo plays: a false web shop, its mail with a provider in Borealia.

Bodies of the messages, as officers would write them. Moments are relative to the day on which
the exercise is played, so that its clocks run.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rogatory.wire.moments import format_moment

CASE_NUMBER = "AR-2026-0417"
PROVIDER = "Northern Post"
RELAY = "Blue Water Relay"

OFFENCE = {
    "title": "Fraud by deception through an information and communications technology system",
    "provision": "Criminal Code of Arcadia, section 263a",
    "convention_article": 13,
    "maximum_years": 5,
}
FACTS = (
    "Between July and October 2026 at least 41 buyers in Arcadia paid for goods offered by the web "
    "shop harbour-lights.example and received nothing. They were contacted from the mail account "
    "care@harbour-lights.example, which is kept by Northern Post in Borealia."
)


def _data(now: datetime, category: str, description: str) -> dict[str, Any]:
    return {
        "description": description,
        "category": category,
        "service": PROVIDER,
        "identifiers": [
            {"type": "email", "value": "care@harbour-lights.example"},
            {
                "type": "ip",
                "value": "198.51.100.23",
                "port": 51544,
                "at": format_moment(now - timedelta(days=22)),
            },
        ],
        "period": {
            "from": format_moment(now - timedelta(days=140)),
            "until": format_moment(now - timedelta(days=20)),
        },
    }


RECIPROCITY = "In a comparable case it would execute such a request of the other State."
"""The promise of a request under comity."""


def preservation(now: datetime, instrument: str) -> dict[str, Any]:
    return {
        **({"reciprocity": RECIPROCITY} if instrument == "comity" else {}),
        "authority": {
            "name": "24/7 contact point of Arcadia",
            "contact": "the call-back channel on the card of Arcadia",
        },
        "case_number": CASE_NUMBER,
        "offence": OFFENCE,
        "facts": FACTS,
        "data": [
            _data(now, "traffic", "Log-in records and message headers of the account"),
            _data(now, "content", "Messages and files kept in the account"),
        ],
        "data_offence_link": "The account was used to deceive the buyers and to collect payments.",
        "custodian": {"known": True, "name": PROVIDER},
        "necessity": "The provider deletes log-in records after thirty days.",
        "mla_intent": True,
        "confidentiality": {"secret": True, "do_not_notify_user": True},
        "legal_basis": {"instrument": instrument, "articles": ["42"]},
        "urgency": {
            "level": "urgent",
            "reason": "The oldest records are due for deletion this week.",
        },
        "wants_traffic_disclosure": True,
    }


def acknowledgement(now: datetime, officer: str) -> dict[str, Any]:
    return {"by_officer": officer, "at": format_moment(now)}


def preservation_confirmed(now: datetime, custodian: str) -> dict[str, Any]:
    return {
        "hold_start": format_moment(now),
        "hold_end": format_moment(now + timedelta(days=60)),
        "custodian": {"known": True, "name": custodian},
    }


def preserved_traffic_disclosure(now: datetime, preservation_digest: str) -> dict[str, Any]:
    return {
        "preservation": preservation_digest,
        "provider": {"name": RELAY},
        "provider_state": "XT",
        "path": [
            {
                "source": "198.51.100.23",
                "destination": "203.0.113.40",
                "at": format_moment(now - timedelta(days=22)),
            },
            {
                "source": "203.0.113.40",
                "destination": "192.0.2.77",
                "at": format_moment(now - timedelta(days=22)),
            },
        ],
    }


def completed_assistance(draft: Mapping[str, Any], instrument: str) -> dict[str, Any]:
    """Return the additions that article 40(15) requires and the preservation could not contain."""
    return {
        **draft,
        "authority": {"name": "Central authority of Arcadia"},
        "matter": {"subject": "Fraud through a false web shop", "nature": "investigation"},
        "conducting_authority": {
            "name": "Public Prosecutor of Arcadia, cybercrime division",
            "functions": "Leads the investigation and brings the charge",
        },
        "assistance": "Seizure and disclosure of the data described, with what was preserved.",
        "purpose": "Evidence in the investigation named, and in the proceedings that follow.",
        "power": ["seize_secure", "disclose"],
        "legal_basis": {"instrument": instrument, "articles": ["44", "40"]},
    }


def acceptance(now: datetime) -> dict[str, Any]:
    return {
        "authority": {"name": "Central authority of Borealia"},
        "domestic_authorisation": {
            "authority": "District Court of Borealia",
            "reference": "B 12/2026",
            "date": now.date().isoformat(),
        },
    }


AUTHORISATION = "District Court of Borealia, B 12/2026"

PURPOSE = "The investigation named in the request, and the proceedings that follow"

CONDITIONS = {
    "purpose": PURPOSE,
    "proceedings": CASE_NUMBER,
    "onward_transfer": "with_authorisation",
    "police_information_only": False,
    "sensitive_material": False,
}


def delivery(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**facts, "conditions": CONDITIONS}


def delivery_confirmed(now: datetime, seal: str) -> dict[str, Any]:
    return {"seal": seal, "verified": True, "verified_at": format_moment(now), "opened": True}
