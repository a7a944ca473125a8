# SPDX-License-Identifier: Apache-2.0
"""Which form a request asks for (art. 40(15)(d), carried out under art. 40(17)).

A request asks for a form by an attachment named `certificate-form.json`, or by naming a shipped
one in the procedure to be followed: *certificate form forensic-image*.

Both are set by SPECIFICATION 19.2. The first is a field, and what a request should use. The second are words that the
requesting officer typed into `procedure`, in the form that is fixed there: it is read from the signed message each time,
nothing is stored from it, and no text that this program wrote is recognised. Requests that were sent with it stay readable.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.node.certificate import refusals
from rogatory.node.certificate.form import SHIPPED, CertificateForm, parse_form, shipped_form
from rogatory.requests.envelope import parse_message
from rogatory.wire.words import P_, FilledText

ATTACHED = "certificate-form.json"

# The form of words of SPECIFICATION 19.2 that an officer types
_NAMED = re.compile(r"\bcertificate form:? +([a-z0-9]+(?:-[a-z0-9]+)*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Demand:
    """The form that a request asks for: the digest of an attached form, or a shipped one by its id."""

    digest: str | None = None
    named: str | None = None


def demanded(message: bytes | None) -> Demand | None:
    """Return what the request in a package asks for; None where it asks for no form, or there is
    none.
    """
    if message is None:
        return None
    envelope = parse_message(message)
    for one in envelope.attachments:
        if one.name == ATTACHED:
            return Demand(digest=one.sha256)
    procedure = envelope.body.get("procedure")
    match = _NAMED.search(procedure) if isinstance(procedure, str) else None
    return Demand(named=match[1].lower()) if match and match[1].lower() in SHIPPED else None


def requested_form(message: bytes | None, attachments: Mapping[str, bytes]) -> CertificateForm:
    """Return the form that the request asks for; `attachments` are those at hand, by digest."""
    demand = demanded(message)
    if demand is None:
        raise Refused(refusals.NO_FORM_REQUESTED.because(shipped=", ".join(SHIPPED)))
    if demand.named is not None:
        return shipped_form(demand.named)
    assert demand.digest is not None
    if demand.digest not in attachments:
        problem = FilledText(
            P_("it is attached as {limit} (SHA-256 {digest}), which is not at hand"),
            limit=ATTACHED,
            digest=demand.digest,
        )
        raise Refused(refusals.OTHER_FORM.because(problem=problem))
    return parse_form(attachments[demand.digest], ATTACHED)


def refuse_other_form(form: CertificateForm, message: bytes | None) -> None:
    """Refuse a form where the request asks for another one."""
    demand = demanded(message)
    if demand is None:
        return
    if demand.digest is not None and demand.digest != form.digest:
        problem = FilledText(
            P_("the one attached has the digest {digest}, this one {here}"),
            digest=demand.digest,
            here=form.digest,
        )
        raise Refused(refusals.OTHER_FORM.because(problem=problem))
    if demand.named is not None and demand.named != form.id:
        raise Refused(
            refusals.OTHER_FORM.because(
                problem=FilledText(P_("it names {named}"), named=demand.named)
            )
        )
