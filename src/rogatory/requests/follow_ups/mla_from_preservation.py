# SPDX-License-Identifier: Apache-2.0
"""From a preservation: a draft of the request for assistance that keeps its data alive."""

from collections.abc import Mapping

from rogatory.requests.envelope import Envelope
from rogatory.wire.canonical import Json

_TAKEN_OVER = (
    "authority",
    "case_number",
    "offence",
    "facts",
    "data",
    "data_offence_link",
    "confidentiality",
    "classification",
    "legal_basis",
    "reciprocity",
    "urgency",
)


def draft_mla_stored_data(
    preservation: Envelope,
    confirmation: Envelope | None = None,
    basis: Envelope | None = None,
) -> dict[str, Json]:
    """Return the body of a request for stored data, as far as the preservation contains it.

    What article 40(15) requires and a preservation does not contain (subject, conducting authority,
    assistance, purpose) and the power of article 44(1) are left out for an officer to fill:
    `contents.check` reports them. The instrument is taken over; its articles are others for
    assistance, so they stay empty. `basis` is the message that states it, where it was changed.
    """
    body = {key: preservation.body[key] for key in _TAKEN_OVER if key in preservation.body}
    stated = (basis or preservation).body.get("legal_basis")
    if basis is not None and basis.sender.state == preservation.sender.state:
        body |= {key: basis.body[key] for key in ("reciprocity",) if key in basis.body}
    if isinstance(stated, Mapping):
        body["legal_basis"] = {"instrument": stated["instrument"], "articles": []}
    return {**body, "preservation_ref": _reference(preservation, confirmation)}


def _reference(preservation: Envelope, confirmation: Envelope | None) -> dict[str, Json]:
    reference: dict[str, Json] = {
        "thread": preservation.thread,
        "message": preservation.digest,
    }
    if confirmation is not None:
        reference["hold_end"] = confirmation.body["hold_end"]
    return reference
