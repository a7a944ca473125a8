# SPDX-License-Identifier: Apache-2.0
"""Borealia's officers who set policies, keep the register, transcribe, compare and dispatch."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casts.node.world import NOW, bodies
from rogatory.errors import Refused
from rogatory.node.drafts.draft import NewAttachment, NewMessage
from rogatory.node.peer_policy.set_policy import decide_policy, propose_policy
from rogatory.node.peers.counterparts import Counterpart, decide_counterpart, propose_counterpart
from rogatory.node.peers.policy import PolicyTerms, Stance
from rogatory.node.postal.compare_transcription import compare_transcription
from rogatory.node.postal.transcribe import Paper, transcribe
from rogatory.node.repositories.peers import Channel
from rogatory.wire.digests import sha256

XA, XB = "xa/contact-point", "xb/contact-point"
CENTRAL = "xb/central-authority"
XM = "xm/ministry-of-justice"
LAWYER, APPROVER, DUTY, SECOND = "xb-0010", "xb-0011", "xb-0001", "xb-0002"
SCAN = NewAttachment("note verbale.pdf", "application/pdf", b"%PDF- a scan of what Meridia wrote")

TABLES = (
    "drafts",
    "messages",
    "summaries",
    "events",
    "packages",
    "jobs",
    "pages",
    "proposals",
    "held_reviews",
    "letter_dispatches",
)


def everything(node):
    """All that an attack could have changed."""
    return {name: dict(getattr(node.store.tables, name)) for name in TABLES}


def terms(stance=Stance.SUSPENDED, **changes):
    found = {
        "state": "XA",
        "stance": stance,
        "kinds": (),
        "reason": "Its contact point answered three forged orders in a week.",
        "start": NOW,
        "channel": "Ministry of Foreign Affairs of Borealia, note verbale",
        **changes,
    }
    return PolicyTerms(**found)


def set_policy(node, found, *, authority=CENTRAL, reason="Agreed."):
    made = propose_policy(node, found, authority=authority, officer=LAWYER)
    return decide_policy(node, made.id, APPROVER, accept=True, reason=reason)


def meridia(**changes):
    found = {
        "state": "XM",
        "name": "Meridia",
        "authorities": {XM: "Ministry of Justice of Meridia", "xm/police": "Police of Meridia"},
        "channels": (Channel.DIPLOMATIC, Channel.POST),
        "languages": ("en", "fr"),
        "address": "1 Harbour Street, Port Meridia",
        "contacts": "Registry, +999 3 5550100, in office hours",
        "source": "Note verbale 12/2026 of its embassy",
        "verified": date(2026, 11, 2),
        **changes,
    }
    return Counterpart(**found)


def register(node, found=None):
    made = propose_counterpart(node, found or meridia(), authority=CENTRAL, officer=LAWYER)
    return decide_counterpart(
        node, made.proposal.id, APPROVER, accept=True, reason="Called back, it is so."
    )


def paper(at=NOW, **changes):
    found = {
        "written": datetime(2026, 11, 20, tzinfo=UTC),
        "arrived": at - timedelta(hours=2),
        "channel": Channel.DIPLOMATIC,
        "reference": "Note 77/2026",
        "original": SCAN,
        **changes,
    }
    return Paper(**found)


def entered(node, kind="preservation", body=None, *, at=None, **more):
    """A transcription that waits for the second officer."""
    found = more.pop("paper", None) or paper(at or node.clock.now())
    officer = more.pop("officer", LAWYER)
    acts = {name: more.pop(name) for name in ("corrects", "as_written") if name in more}
    # The scan is the same in all tests: they open other requests by it.
    acts["is_another"] = more.pop("is_another", True)
    fields = {"sender": XM, "addressee": CENTRAL, "language": "en", **more}
    content = bodies.preservation() if body is None else body
    return transcribe(node, found, NewMessage(kind=kind, body=content, **fields), officer, **acts)


def compared(node, proposal, *, officer=APPROVER, original=None, agrees=True):
    return compare_transcription(
        node,
        proposal.id,
        officer,
        original=original or sha256(SCAN.data),
        agrees=agrees,
        reason="Compared line by line with the original.",
    )


def transcribed(node, kind="preservation", body=None, **more):
    """Put a paper into its thread; return the message."""
    found = compared(node, entered(node, kind, body, **more))
    return next(
        one
        for one in reversed(node.store.transcript(found.subject))
        if one.peer == "XM" and one.delivery == "transcribed"
    )


def refused(call, *args, **options):
    """The codes for which a call is refused."""
    with pytest.raises(Refused) as caught:
        call(*args, **options)
    return set(caught.value.codes)
