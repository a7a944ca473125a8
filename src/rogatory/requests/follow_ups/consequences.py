# SPDX-License-Identifier: Apache-2.0
"""From a thread to the request that it leads to: what both would say alike is taken over.

A location that was found leads to a preservation, an oral request to its written one, information that
came unasked to a request of one's own, an offer to the information, an emergency to the request that makes its data evidence.
"""

from collections.abc import Mapping

from rogatory.requests.contents.body import schema
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import INFORMATION, OFFER
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.wire.canonical import Json

_OF_ITS_OWN = frozenset({"purpose", "necessity", "question", "reason", "conditions"})
"""Fields that give the reason for a request, which the next one states anew."""

_OF_THE_SENDER = frozenset(
    {"authority", "case_number", "classification", "confidentiality", "reciprocity", "urgency"}
)


def draft_led_to(kind: str, opening: Envelope, state: str) -> dict[str, Json]:
    """Return the body of a request of `kind` by `state`, as far as the opening of another thread
    contains it.

    Where the other State wrote that opening, its authority, case number, marking, secrecy, statement of
    reciprocity and urgency are its own and are left out. The instrument is taken over by the State that named it; its articles are
    others for another kind, so they stay empty, and `contents.check` reports what is missing.
    """
    if kind not in OPENING_KINDS or opening.kind not in OPENING_KINDS:
        return {}
    here, there = _properties(kind), _properties(opening.kind)
    is_own = opening.sender.state == state
    left = _OF_ITS_OWN if is_own else _OF_ITS_OWN | _OF_THE_SENDER
    body = {
        key: opening.body[key]
        for key in here
        if key in opening.body and key not in left and here[key] == there.get(key)
    }
    basis = body.pop("legal_basis", None)
    if is_own and isinstance(basis, Mapping):
        same = basis.get("articles", []) if kind == opening.kind else []
        body["legal_basis"] = {"instrument": basis.get("instrument"), "articles": same}
    if is_own and kind in INFORMATION and opening.kind in OFFER:
        body |= _as_offered(opening)
    return body


def _as_offered(offer: Envelope) -> dict[str, Json]:
    """Return what information repeats of its offer: the offer meant, and its conditions."""
    named: dict[str, Json] = {"offer": {"thread": offer.thread, "message": offer.digest}}
    stated = offer.body.get("conditions")
    return named if stated is None else {**named, "conditions": stated}


def _properties(kind: str) -> Mapping[str, Json]:
    found: Mapping[str, Json] = schema(kind)["properties"]
    return found
