# SPDX-License-Identifier: Apache-2.0
"""Drafts on the console, written and approved."""

import base64

from casts.console.world import bodies

WRITTEN = {
    "sender": "xb/contact-point",
    "addressee": "xa/contact-point",
    "language": "en",
    "body.authority.name": "24/7 contact point of Borealia",
    "body.case_number": "BO-2026-0001",
    "body.offence.title": "Online fraud",
    "body.offence.provision": "Criminal Code, section 12",
    "body.offence.convention_article": "null",
    "body.offence.maximum_years": "5",
    "body.facts": "Somebody was deceived.\r\nTwice.",
    "body.data.0.description": "Log-in records",
    "body.data.0.category": "traffic",
    "body.data.0.identifiers.0.type": "ip",
    "body.data.0.identifiers.0.value": "192.0.2.17",
    "body.data.0.identifiers.0.at": "2026-11-02T18:04",
    "body.data_offence_link": "The account was used.",
    "body.custodian.known": "no",
    "body.necessity": "Deletion is due.",
    "body.mla_intent": "yes",
    "body.confidentiality.secret": "yes",
    "body.confidentiality.do_not_notify_user": "no",
    "body.legal_basis.instrument": "un-cybercrime",
    "body.legal_basis.articles.0": "42",
    "body.urgency.level": "routine",
}


def drafts(world):
    return world.node("XB").store.drafts()


def sent_by_us(world, thread):
    transcript = world.node("XB").store.transcript(thread)
    return [one.kind for one in transcript if one.sender_state == "XB"]


def approval_of(world, draft, officer="xb-0002"):
    made = world.states["XB"].officers[officer].approve(officer, "approve", draft.content)
    return {
        name: base64.urlsafe_b64encode(getattr(made, name)).rstrip(b"=").decode()
        for name in ("credential", "authenticator_data", "client_data", "signature")
    }


def a_draft(world, thread):
    confirmed = bodies.preservation_confirmed()
    draft = world.drafted(
        "xb/contact-point", "xa/contact-point", "preservation_confirmed", confirmed, thread=thread
    )
    return world.answered(draft)
