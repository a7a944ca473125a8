# SPDX-License-Identifier: Apache-2.0
"""Random threads of two States: messages that cross, fork, come twice, refer wrongly or are missing.

Each State writes on what reached it so far, mostly as section 9.6 says and sometimes otherwise. The
result is what a third reader holds: some messages are lost, some come twice, in any order.
"""

import hashlib
import json
from collections.abc import Iterable
from random import Random
from typing import Any

from fuzz.threads.bodies import Bodies
from fuzz.threads.model import Thread
from fuzz.threads.text import families, kinds, statuses

NETWORK = hashlib.sha256(b"1.root.json").hexdigest()
THREAD = "01a20b7e-f780-7000-8000-000000000000"
OTHER = {"XA": "XB", "XB": "XA"}
UNKNOWN_KINDS = ("status_poem", "weather_report")
LONGEST = 20
SELDOM = frozenset(
    {"status_enquiry", "no_longer_required", "refusal", "confidentiality_failure", "feedback"}
)
"""Kinds that end a thread, or nearly always fit."""
OFTEN = (
    *("preservation",) * 3,
    "mla_stored_data",
    "mla_interception",
    "mla_general",
    "asset_tracing",
    *("asset_freezing",) * 2,
    *("asset_confiscation",) * 2,
    "property_return",
    *("extradition",) * 2,
    "emergency_data",
    "joint_investigation",
    "oral_request",
    "spontaneous_information",
    "information_offered",
    "drill",
)
"""Openings whose threads allow between them every kind."""

type Json = dict[str, Any]


class Written:
    """A message as written, and what a later one may refer to."""

    def __init__(self, fields: Json) -> None:
        self.fields = fields
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.data = text.encode()
        self.digest = hashlib.sha256(self.data).hexdigest()
        self.kind: str = fields["kind"]
        self.state: str = fields["from"][:2].upper()
        self.sequence: int = fields["sequence"]


class Maker:
    """One thread in the making."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._known: dict[str, list[Written]] = {"XA": [], "XB": []}
        self._under_way: dict[str, list[Written]] = {"XA": [], "XB": []}
        self._all: list[Written] = []
        self._opening = random.choice(OFTEN if random.random() < 0.8 else sorted(families()))

    def make(self) -> list[bytes]:
        """Return the messages of a thread, as a reader gets them."""
        random = self._random
        for number in range(random.randint(1, LONGEST)):
            state = random.choice(("XA", "XB"))
            self._write(state, number)
            self._deliver()
        lost = random.choice((0, 0, 0.05))
        held = [one for one in self._all if random.random() >= lost]
        held += [one for one in held if random.random() < 0.1]
        random.shuffle(held)
        return [one.data for one in held or self._all]

    def _deliver(self) -> None:
        for state, waiting in self._under_way.items():
            count = self._random.choice((0, 0, len(waiting), len(waiting)))
            self._known[state] += waiting[:count]
            del waiting[:count]

    def _write(self, state: str, number: int) -> None:
        random = self._random
        self._read(state)
        mine = [one for one in self._known[state] if one.state == state]
        theirs = [one for one in self._known[state] if one.state != state]
        before, seen = self._tip(state), self._next_seen(state)
        if mine and random.random() < 0.05:  # a fork
            chosen = random.choice([None, *mine])
            before = (chosen.digest, chosen.sequence) if chosen else None
        if random.random() < 0.05:
            seen = random.choice([None, *(one.digest for one in self._known[state])])
        previous, last = before or (None, 0)
        sequence = last + 1
        if before and random.random() < 0.01:
            sequence = random.randint(2, 9)
        if random.random() < 0.01 and theirs:
            previous, sequence = theirs[-1].digest, theirs[-1].sequence + 1
        kind = self._kind(state)
        bodies = Bodies(random, state, self._thread, self._facts)
        one = Written(
            {
                "attachments": [],
                "body": bodies.body(kind),
                "from": f"{state.lower()}/contact-point",
                "id": f"01a20b7e-e1e0-7000-8000-{number:012x}",
                "issued": bodies.moment(),
                "kind": kind,
                "language": "en",
                "network": NETWORK,
                "previous": previous,
                "related": [],
                "seen": seen,
                "sequence": sequence,
                "thread": THREAD,
                "to": f"{OTHER[state].lower()}/contact-point",
                "version": 1,
            }
        )
        self._all.append(one)
        self._known[state].append(one)
        self._under_way[OTHER[state]].append(one)

    def _read(self, state: str) -> None:
        """Read what the State knows, by the model."""
        self._thread = Thread(one.data for one in self._known[state])
        self._whole = frozenset(one.digest for one in self._thread.placed)
        self._facts = self._thread.facts(self._whole)

    def _tip(self, state: str) -> tuple[str, int] | None:
        """The State's last message that counts; of a stopped one mostly the end of a branch."""
        counts, _, stopped = self._thread.counting(state, self._whole)
        if stopped and self._random.random() < 0.8:
            placed = [one for one in self._thread.placed if self._thread.chained(one)]
            named = {one.previous for one in placed}
            ends = [one for one in placed if one.mine == state and one.digest not in named]
            end = self._random.choice(ends)
            return end.digest, end.sequence
        return (counts[-1].digest, counts[-1].sequence) if counts else None

    def _next_seen(self, state: str) -> str | None:
        """The other State's tip, or what was seen before, where that was later (9.6)."""
        other, own = OTHER[state], self._tip(state)
        tip = self._thread.counting(other, self._whole)[0][-1:]
        before = self._thread.all[own[0]].seen if own else None
        if before is not None and (not tip or tip[0].digest in self._thread.past(before)):
            return before
        return tip[0].digest if tip else None

    def _kind(self, state: str) -> str:
        random = self._random
        if not self._all or (random.random() < 0.3 and not self._known[state]):
            return self._opening
        chance = random.random()
        if chance < 0.03:
            return random.choice(UNKNOWN_KINDS)
        if chance < 0.1:
            return random.choice(sorted(kinds()))
        if chance < (0.8 if state in self._facts.stopped else 0.12):
            return "repair"
        if chance < 0.9 and (may := self._allowed(state)):
            often = [kind for kind in may if kind not in SELDOM or random.random() < 0.04]
            return random.choice(often or ["status_enquiry"])
        family = families()[self._opening]
        fitting = [
            kind
            for kind, (_, places) in sorted(kinds().items())
            if places & {family, self._opening}
        ]
        asks = state == self._all[0].state
        sides = {"requesting" if asks else "requested", "either"}
        sides.add("receiving" if asks != (family == "information") else "providing")
        own = [kind for kind in fitting if kinds()[kind][0] in sides]
        return random.choice(own if own and chance < 0.94 else fitting or [self._opening])

    def _allowed(self, state: str) -> list[str]:
        """The kinds that the State may say by what it knows, as far as status and side decide it."""
        facts = self._facts
        if facts.opening is None:
            return []
        here, status = {facts.family, facts.opening.kind}, facts.status
        random = self._random
        waiting: dict[str, bool] = {
            "extension_declined": _open(facts.extensions),
            "preservation_warning_answer": _open(facts.warnings),
            "consultation_answer": _open(facts.consultations),
            "lifting_hearing_answer": _open(facts.hearings),
            "lifting_hearing": any(one["ended_by"] is None for one in facts.measures),
            "measure_lifted": any(one["ended_by"] is None for one in facts.measures)
            and (facts.withdrawn or bool(facts.hearings) or random.random() < 0.1),
            "confiscation_executed": facts.opening.kind != "asset_freezing"
            or any(one["ended_by"] is None for one in facts.measures),
            "conditions_answered": any(one["answer"] is None for one in facts.conditions),
            "call_back_answer": _open(facts.call_backs),
            "offer_answered": _open(facts.offers),
            "use_consent": _open(facts.consents),
            "onward_transfer_authorisation": _open(facts.transfers),
            "additional_information_supplied": bool(
                facts.unanswered("additional_information", "additional_information_supplied")
            ),
            "status_answer": bool(facts.unanswered("status_enquiry", "status_answer", "enquiry")),
            "basis_answered": bool(facts.waiting_bases),
            "basis_proposed": not facts.waiting_bases,
            "delivery_confirmed": any(by is None for _, by, _ in facts.deliveries),
            **dict.fromkeys(
                (
                    "use_consent_request",
                    "exculpatory_notice",
                    "onward_transfer_request",
                    "returned_or_destroyed",
                ),
                facts.passed,
            ),
        }
        return [
            kind
            for kind, (sender, places) in sorted(kinds().items())
            if places & here and sender in facts.side(state)
            if waiting.get(kind, True)
            if (at := statuses()[kind]) is None or status in at
        ]


def _open(questions: Iterable[tuple[str, Any]]) -> bool:
    """Decide whether one of them waits for its answer."""
    return any(outcome is ... for _, outcome in questions)
