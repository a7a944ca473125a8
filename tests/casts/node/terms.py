# SPDX-License-Identifier: Apache-2.0
"""Requests with terms of time, and a treaty of two States that sets some."""

from datetime import timedelta

from casts.law.cases import LAWYER, SECOND, XA, XB, a_correction, codes
from casts.node.world import bodies
from rogatory.node.corrections.correct_law import propose, review
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_sending
from rogatory.node.views.thread_view import thread as thread_view
from rogatory.wire.moments import format_moment

DAY = timedelta(days=1)
TREATY = {
    "id": "mlat-xa-xb",
    "name": "Treaty between Arcadia and Borealia on mutual legal assistance",
    "reference": "MLAT 1987",
    "membership": "pair",
    "between": ["XA", "XB"],
    "addressee": "state",
    "source": "invented",
    "certainty": "practice",
    "assistance_treaty": "yes",
    "serves": {
        "mla_stored_data": {
            "articles": ["9"],
            "covers": "any",
            "rank": 40,
            "limits": [],
            "needs": [],
            "certainty": "practice",
        }
    },
}
ITS_KIND = {
    "instrument": "mlat-xa-xb",
    "kind": "mla_stored_data",
    "article": "9(1)",
    "offences": "any",
    "effort": "duty",
    "dual_criminality": "no-question",
    "certainty": "seen",
    "source": "its full text",
}
ITS_TERM = {
    "instrument": "mlat-xa-xb",
    "kind": "mla_stored_data",
    "id": "execution",
    "days": 120,
    "bound": "most",
    "starts": ["received"],
    "article": "9(2)",
    "certainty": "seen",
    "source": "its full text",
}
UNDER_TREATY = {"instrument": "mlat-xa-xb", "articles": ["9"]}


def corrected(world, state, **rows):
    """Let a ministry enter rows: by section, each with a lawyer's proposal and another's review."""
    node, low = world.node(state), state.lower()
    for section, listed in rows.items():
        for number, row in enumerate(listed):
            name = f"{section.replace('_', '-')}-{number}"
            found = a_correction(name, section=section, row=row, reason="As it is in force.")
            record = propose(node, found, f"{low}{LAWYER[2:]}")
            review(node, record.id, f"{low}{SECOND[2:]}", accept=True, reason="Right.")


def budapest(world, *states):
    """Let these nodes know that ETS 185 binds both States."""
    rows = [
        {
            "state": state,
            "instrument": "ets-185",
            "in_force_from": "2010-01-01",
            "source": "note of the depositary",
            "certainty": "seen",
        }
        for state in ("XA", "XB")
    ]
    for state in states:
        corrected(world, state, parties=rows)


def treaty(world, *states):
    for state in states:
        corrected(world, state, instruments=[TREATY], kinds=[ITS_KIND], terms=[ITS_TERM])


def judged(world, body, kind="preservation", sender=XA, addressee=XB):
    return before_sending(world.node("XA"), world.drafted(sender, addressee, kind, body))


def about_terms(reasons):
    return [one for one in codes(reasons) if one.startswith(("law-term", "law-channel"))]


def remarks(world, state, thread):
    found = annotations(world.node(state), thread).values()
    return about_terms([one for notes in found for one in notes])


def sent(world, body, kind="preservation", sender=XA, addressee=XB):
    thread = world.sent(sender, addressee, kind, body).thread
    world.settle()
    return thread


def confirmed(world, thread, days, start=None):
    now = world.clock.now()
    body = bodies.preservation_confirmed(
        format_moment(start or now), format_moment(now + days * DAY)
    )
    world.sent(XB, XA, "preservation_confirmed", body, thread=thread)
    world.settle()
    return body


def clock(world, state, thread, name="term-hold"):
    found = thread_view(world.node(state), thread).clocks
    return next((one for one in found if one.name == name), None)
