# SPDX-License-Identifier: Apache-2.0
"""Threads that can come about: found by saying whatever may come next, breadth first."""

import json
from collections import deque
from datetime import UTC, datetime, timedelta
from functools import cache

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.kinds.families import INFORMATION, RETURNS
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.basis import answerable, open_proposals
from rogatory.requests.thread.kind_places import PLACES
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

STOPS = 7
"""The pick at which a warning is answered with the decision to stop."""

SHOWN = (
    "preservation",
    "mla_stored_data",
    "emergency_data",
    "joint_investigation",
    "asset_freezing",
    "asset_confiscation",
    "property_return",
    "extradition",
    "oral_request",
    "spontaneous_information",
    "information_offered",
    "drill",
)
"""Openings whose threads show between them every pair that can cross."""

UNBLOCKED = ("emergency_data", "asset_freezing", "asset_confiscation")

PARTLY = ({"outstanding": "The coins, of which the exchange has none."}, {})
"""The rest of the body of a report of a part, and of one of all."""

LONGEST = 4


def body_for(kind, standing, pick):
    """A body whose references are, as far as there are any, those that the kind asks for."""
    opening = standing.opening.digest if standing.opening else sha256(b"none")
    unconfirmed = [one.seal for one in standing.deliveries if one.confirmed_by is None]
    later = format_moment(datetime(2027, 2, 1, tzinfo=UTC) + timedelta(days=pick))
    # Where the request was postponed and never accepted, what is given names its authorisation.
    is_needed = standing.postponed is not None and standing.accepted is None
    authorised = {"domestic_authorisation": bodies.AUTHORISATION} if is_needed else {}

    def one_of(questions):
        waiting = [one.message.digest for one in questions if one.is_open] or [opening]
        return waiting[pick % len(waiting)]

    def one_named(digests):
        return (digests or (opening,))[pick % max(1, len(digests))]

    def in_force():
        return [one.message for one in standing.measures if one.ended_by is None]

    def sets_conditions():
        return standing.request_kind in (UNBLOCKED if pick > 1 else (*UNBLOCKED, *RETURNS))

    def one_in_force():
        return one_named(in_force())

    def heard_on():
        """The measure on which the requesting State replied, with that hearing; else one in force."""
        held = [
            (one.message.body["executed"], one.message.digest)
            for one in sorted(standing.hearings, key=lambda each: each.is_open)
            if one.message.body["executed"] in in_force()
        ]
        return held[0] if held else (one_in_force(), None)

    made = {
        "preserved_traffic_disclosure": lambda: bodies.preserved_traffic_disclosure(opening),
        "basis_proposed": lambda: bodies.basis_proposed(
            standing.basis.digest if standing.basis else opening
        ),
        "basis_answered": lambda: bodies.basis_answered(
            one_of(standing.proposals), "declined" if pick % 2 else "accepted"
        ),
        "offer_answered": lambda: bodies.offer_answered(
            one_of(standing.offers), "declined" if pick % 2 else "accepted"
        ),
        "path_withheld": lambda: bodies.path_withheld(opening),
        "confiscation_executed": lambda: bodies.confiscation_executed(
            *in_force()[: 1 + pick % 2], complete=bool(pick % 2), **PARTLY[pick % 2]
        ),
        "return_decided": lambda: bodies.return_decided(
            complete=bool(pick % 2), **PARTLY[pick % 2]
        ),
        "extradition_decided": lambda: bodies.extradition_decided(
            *(() if pick > 1 else bodies.TERMS)
        ),
        "lifting_hearing": lambda: bodies.lifting_hearing(one_in_force(), day="2026-12-01"),
        "lifting_hearing_answer": lambda: bodies.lifting_hearing_answer(one_of(standing.hearings)),
        "measure_lifted": lambda: bodies.measure_lifted(*heard_on()),
        "status_enquiry": lambda: bodies.status_enquiry(opening),
        "no_longer_required": lambda: bodies.no_longer_required(opening),
        "confidentiality_failure": lambda: bodies.confidentiality_failure(opening),
        "additional_information_supplied": lambda: bodies.additional_information_supplied(
            one_named(standing.questions)
        ),
        "status_answer": lambda: bodies.status_answer(one_named(standing.enquiries)),
        "delivery": lambda: bodies.delivery(sha256(f"seal {pick}".encode()), **authorised),
        "partial_delivery": lambda: bodies.partial_delivery(
            sha256(f"seal {pick}".encode()), **authorised
        ),
        "delivery_confirmed": lambda: bodies.delivery_confirmed(
            unconfirmed[pick % len(unconfirmed)] if unconfirmed else bodies.SEAL
        ),
        "preservation_confirmed": lambda: bodies.preservation_confirmed(end=later),
        "preservation_extension": lambda: bodies.preservation_extension(
            standing.hold.message if standing.hold else opening, later
        ),
        "extension_declined": lambda: bodies.extension_declined(one_of(standing.extensions)),
        "preservation_warning_answer": lambda: bodies.preservation_warning_answer(
            one_of(standing.warnings), "stop" if pick == STOPS else "go_on"
        ),
        # Conditions where nothing else waits for an answer to them, or another acceptance has none.
        "acceptance": lambda: bodies.acceptance(*(bodies.TERMS if sets_conditions() else ())),
        "conditions_answered": lambda: bodies.conditions_answered(
            one_of(standing.conditions) if standing.conditions else opening
        ),
        "consultation_answer": lambda: bodies.consultation_answer(one_of(standing.consultations)),
        "call_back": lambda: bodies.call_back(opening),
        "call_back_answer": lambda: bodies.call_back_answer(opening, one_of(standing.call_backs)),
        "drill_acknowledgement": lambda: bodies.drill_acknowledgement(opening),
        "use_consent": lambda: bodies.use_consent(
            one_of(standing.consents), "declined" if pick % 2 else "granted"
        ),
        "onward_transfer_authorisation": lambda: bodies.onward_transfer_authorisation(
            one_of(standing.transfers)
        ),
        "answer": lambda: bodies.answer(complete=bool(pick % 2), **authorised),
        "unknown_kind": lambda: {"pick": pick},
    }
    return made[kind]() if kind in made else bodies.one_of_each()[kind]


def sides_of(kind, opening):
    """The side that sends the kind in a thread of this opening: requesting or requested."""
    when_informing = {"receiving": "requested", "providing": "requesting"}
    when_requesting = {"receiving": "requesting", "providing": "requested"}
    return (when_informing if opening in INFORMATION else when_requesting).get(
        kind.direction, kind.direction
    )


NEVER_CROSS = {
    ("basis_proposed", "basis_answered"),
    ("basis_answered", "basis_proposed"),
    ("basis_answered", "basis_answered"),
}
"""Pairs of which one is never legal where the other is: one proposal waits at a time, and of two that
crossed the requesting State's is answered first."""


def pairs_that_can_cross():
    """Every pair of kinds that have a place in one thread at one status, one from each side."""
    found = set()
    for opening in OPENING_KINDS:
        here = [kind for kind in KINDS.values() if opening in kind.follows]
        for one in here:
            for other in here:
                if "repair" in {one.name, other.name}:
                    continue
                sides = (sides_of(one, opening), sides_of(other, opening))
                meet = PLACES[one.name].statuses & PLACES[other.name].statuses
                apart = sides[0] in {"requesting", "either"} and sides[1] in {"requested", "either"}
                if apart and meet:
                    found.add((one.name, other.name))
    return sorted(found - NEVER_CROSS)


_PLAYED = {}
"""Plays by their scripts, which nobody changes: most scripts begin as one that was played before."""


def played(script):
    """Play a script; the messages with which an earlier one began are not written again."""
    key = tuple((state, kind, json.dumps(body, sort_keys=True)) for state, kind, body in script)
    known = next((size for size in range(len(key), 0, -1) if key[:size] in _PLAYED), 0)
    play = _PLAYED[key[:known]].copy() if known else Play()
    for size, (state, kind, body) in enumerate(script[known:], known + 1):
        play.send(state, kind, body)
        _PLAYED[key[:size]] = play.copy()
    return play


@cache
def ways_to_cross():
    """By pair: the shortest script after which either State may send its part of the pair."""
    found = {}
    for script, standing, offered in explored():
        for one in offered["XA"]:
            for other in offered["XB"]:
                known = found.get((one, other))
                if known is None or len(script) < len(known[0]):
                    found[one, other] = (script, standing)
    return found


@cache
def explored():
    """Scripts of threads that differ in what may come next, with their standing and what may."""
    return [one for opening in SHOWN for one in _explored(opening)]


def _explored(opening):
    waiting, seen = deque([(("XA", opening, bodies.one_of_each()[opening]),)]), set()
    while waiting:
        script = waiting.popleft()
        thread = played(script).fold()
        standing = thread.standing
        if _looks(standing) in seen:
            continue
        seen.add(_looks(standing))
        offered = {
            state: [one.kind for one in may_come_next(thread, state) if not one.in_new_thread]
            for state in ("XA", "XB")
        }
        yield script, standing, offered
        if len(script) < LONGEST:
            for state, kinds in offered.items():
                for kind in kinds:
                    waiting.append((*script, (state, kind, body_for(kind, standing, len(script)))))


def _looks(standing):
    """Return what decides which kinds may come next."""
    with_status = (
        "hearings",
        "consultations",
        "warnings",
        "call_backs",
        "extensions",
        "consents",
        "transfers",
    )
    facts = (
        "hold",
        "accepted",
        "questions",
        "enquiries",
        "deliveries",
        "answers",
        "disclosures",
        "measures",
        "reports",
    )
    return (
        standing.status,
        *(bool(getattr(standing, name)) for name in facts),
        *(any(one.is_open for one in getattr(standing, name)) for name in with_status),
        standing.unanswered_conditions is not None,
        any(one.is_open for one in standing.conditions),
        any(not one.confirmed_by for one in standing.deliveries),
        standing.withheld is None,
        any(one.ended_by is None for one in standing.measures),
        standing.reported_whole is None,
        any(not one.is_open for one in standing.hearings),
        any(one.is_open for one in standing.offers),
        *(bool(answerable(standing, state)) for state in ("XA", "XB")),
        bool(open_proposals(standing)),
    )
