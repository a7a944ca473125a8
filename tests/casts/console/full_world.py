# SPDX-License-Identifier: Apache-2.0
"""Borealia's console in the states in which its pages are fullest: a request of every kind, answers of every
kind, calls of every kind, failed work, restricted requests, forms that were refused.

What a page says only then is walked nowhere else.
"""

import re

from casts.console.troubled import failed
from casts.console.world import bodies, requested
from rogatory.console.language.alert_names import CALLS
from rogatory.errors import Code, Refused
from rogatory.node.case_files.restricting import restrict
from rogatory.node.completeness import recovery_codes
from rogatory.node.drafts import draft_refusals
from rogatory.node.officers import alert_codes, duty_codes
from rogatory.node.officers.alerts import page
from rogatory.node.queue import job_codes
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.wire.words import P_, FilledText, OwnWords, Statement

OFFICES = (("contact-point", "contact-point"), ("central-authority", "central-authority"))

NOT_SENT = {"policy_notice", "drill", "call_back"}
"""Sent by a node itself, and in the world already."""

PROBLEM = Statement(draft_refusals.HEADS_MOVED.because())
FIELDS = {
    "state": "XA",
    "states": "XA, XT",
    "officer": "xa-0002",
    "moment": "2026-11-24T03:00:00Z",
    "since": "2026-11-24T03:00:00Z",
    "until": "2026-12-24T03:00:00Z",
    "digest": "ab" * 32,
    "other": "cd" * 32,
    "digests": "ab" * 32,
    "count": "17",
    "rest": "3",
    "level": "overdue",
    "who": "xb/contact-point",
    "way": FilledText(P_("ahead of")),
    "title": "Answer by an officer",
    "problem": PROBLEM,
    "reason": OwnWords("Es fehlt nichts mehr.", "de"),
    "codes": "signature-other-document",
    "job": f"deliver/{'ab' * 32}",
    "day": "2026-12-24",
    "proof": "ab" * 8,
    "name": "P2",
    "sender": "xa/contact-point",
    "authority": "xb/contact-point",
    "kind": "mla_stored_data",
    "seconds": 60,
    "limit": 3,
}
CODES = [
    code
    for module in (alert_codes, duty_codes, recovery_codes, job_codes)
    for code in vars(module).values()
    if isinstance(code, Code)
]


def requests_of_every_kind(world):
    """A thread of each kind that opens one and that Arcadia may send; their identifiers by kind."""
    found = {}
    for kind, body in bodies.one_of_each().items():
        if kind not in OPENING_KINDS or kind in NOT_SENT:
            continue
        for sender, addressee in OFFICES:
            try:
                sent = world.sent(f"xa/{sender}", f"xb/{addressee}", kind, body)
            except Refused:
                continue
            found[kind] = sent.thread
            break
    world.settle()
    return found


def answers_of_every_kind(world, threads):
    """To requests that were asked, what Borealia may answer: one message to each, or as many as fit."""
    for kind in ("acceptance", "refusal", "postponement", "consultation", "additional_information"):
        for thread in threads:
            try:
                world.sent(
                    "xb/central-authority",
                    "xa/central-authority",
                    kind,
                    bodies.one_of_each()[kind],
                    thread=thread,
                )
            except Refused:
                continue
            threads.remove(thread)
            break
    world.settle()


def calls_of_every_kind(world):
    """One call for each reason that the node has, and one for each code of an alert or a job."""
    node, now = world.node("XB"), world.clock.now()
    for name in CALLS:
        page(node, f"{name}/of-the-walk", PROBLEM, at=now, thread=None)
    for code in CODES:
        page(node, f"fault/{code.id}", code.because(FIELDS), at=now, thread=None)


def filled(world):
    """Fills a world, before `access_world.populated` sets a policy that refuses requests; returns addresses of
    its pages by their names.
    """
    failed(world)
    closed = requested(world).thread
    restrict(world.node("XB"), closed, ["xb-0002"], "xb-0002", "An officer is a suspect.")
    found = requests_of_every_kind(world)
    answers_of_every_kind(world, list(found.values()))
    calls_of_every_kind(world)
    threads = [f"/threads/{one}/" for one in found.values()]
    return {
        "desk": ["/"],
        "node": ["/node/"],
        "thread": threads,
        "matter": [f"{threads[0]}matter/"],
        "restricted": [f"/threads/{closed}/"],
        "write": [f"/write/{kind}/?page=all" for kind in sorted(OPENING_KINDS - NOT_SENT)],
        "write-in-thread": [
            f"/threads/{found['mla_stored_data']}/write/{kind}/?page=all"
            for kind in sorted(KINDS.keys() - OPENING_KINDS)
        ],
    }


_FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"')
_NOT_POSTED = ("logout", "/language", "session", "/restrict", "/seen", "/hand-over", "/duty/roster")
"""Forms that end the walk or the state that it walks over, and one that takes a file with names of its own."""


def forms_of(page):
    """Return the addresses of the forms of a page, to be sent empty: refusals are shown with their
    reasons.
    """
    return sorted({one for one in _FORM.findall(page) if not any(no in one for no in _NOT_POSTED)})
