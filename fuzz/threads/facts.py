# SPDX-License-Identifier: Apache-2.0
"""A message, and what follows from those that count (9.4 of docs/specification/exchange.md)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from fuzz.threads.text import families, kinds, moment

type Json = dict[str, Any]

UNASKED = "information"
NOT_ORALLY = "no_urgency_or_agreement"
REPORTS = {
    "asset_confiscation": "confiscation_executed",
    "property_return": "return_decided",
    "extradition": "person_surrendered",
}
"""Openings that are executed by reports, of which one may say that it is all; a surrender is all of it."""

GRANTS = ("acceptance", "extradition_decided")

DONE_WHEN_ACKNOWLEDGED = frozenset({"information", "policy", "drill"})


class Message:
    """One message. `mine` is the State that sent it."""

    def __init__(self, data: bytes) -> None:
        found = json.loads(data)
        self.digest = hashlib.sha256(data).hexdigest()
        self.kind: str = found["kind"]
        self.body: Json = found["body"]
        self.previous: str | None = found["previous"]
        self.seen: str | None = found["seen"]
        self.sequence: int = found["sequence"]
        self.issued = moment(found["issued"])
        self.mine: str = found["from"][:2].upper()
        self.theirs: str = found["to"][:2].upper()
        self.named = tuple(one for one in (self.previous, self.seen) if one is not None)

    def __repr__(self) -> str:
        return f"{self.mine}{self.sequence} {self.kind} {self.digest[:6]}"


def _ends(one: Message) -> list[Any]:
    """The measures that a message names as ended."""
    if one.kind == "measure_lifted":
        return [one.body.get("executed")]
    named = one.body.get("replaced")
    return named if isinstance(named, list) else []


@lru_cache(maxsize=256)
def read(data: bytes) -> Message:
    """Return a message, read once."""
    return Message(data)


class Facts:
    """9.4: what follows from what counts and is legal in a set, each State's in its own order."""

    def __init__(self, counted: Sequence[Message], stopped: frozenset[str]) -> None:
        self.counted, self.stopped = counted, stopped
        openings = [one for one in counted if one.kind in families()]
        self.opening = min(openings, key=lambda one: one.digest, default=None)
        self.family = families()[self.opening.kind] if self.opening else None

    def side(self, state: str) -> frozenset[str]:
        """The sides on which a State is by the opening that counts."""
        if self.opening is None:
            return frozenset()
        asks = state == self.opening.mine
        receives = asks != (self.family == UNASKED)
        return frozenset(
            {
                "requesting" if asks else "requested",
                "receiving" if receives else "providing",
                "either",
            }
        )

    def of(self, *names: str) -> list[Message]:
        """The messages of these kinds that come from the side that section 8 names."""
        return [
            one
            for one in self.counted
            if one.kind in names and kinds()[one.kind][0] in self.side(one.mine)
        ]

    @property
    def hold(self) -> tuple[datetime, datetime, str] | None:
        for one in reversed(self.of("preservation_confirmed")):
            start, end = moment(one.body.get("hold_start")), moment(one.body.get("hold_end"))
            return (start, end, one.digest) if start and end else None
        return None

    def unanswered(self, question: str, answer: str, member: str = "answers_to") -> list[str]:
        done = [one.body.get(member) for one in self.of(answer)]
        return [one.digest for one in self.of(question) if one.digest not in done]

    def decided(self, question: str, answer: str, outcome: str) -> list[tuple[str, Any]]:
        """Each question with what its first answer says; `...` where nothing answers it."""
        found: list[tuple[str, Any]] = []
        for one in self.of(question):
            first = [by for by in self.of(answer) if by.body.get("answers_to") == one.digest][:1]
            stated = first[0].body.get(outcome) if first else ...
            found.append((one.digest, stated if stated is ... or isinstance(stated, str) else None))
        return found

    @property
    def extensions(self) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        for one in self.of("preservation_extension"):
            wanted = moment(one.body.get("new_end"))
            outcome: Any = ...
            for by in self.of("extension_declined"):
                if by.body.get("answers_to") == one.digest:
                    outcome = "declined"
            for by in self.of("preservation_confirmed"):
                end = moment(by.body.get("hold_end"))
                reached = wanted is not None and end is not None and end >= wanted
                if by.body.get("answers_to") == one.digest or reached:
                    outcome = "granted"
            found.append((one.digest, outcome))
        return found

    @property
    def filings(self) -> list[Json]:
        """The recognised filings: the thread of each, and the items it keeps held."""
        found = []
        for one in self.of("filing_recognised"):
            named = one.body.get("filing")
            thread = named.get("thread") if isinstance(named, dict) else None
            items = {item for item in one.body.get("items", ()) if type(item) is int}
            found.append(
                {
                    "message": one.digest,
                    "thread": thread if isinstance(thread, str) else "",
                    "items": sorted(items),
                }
            )
        return found

    @property
    def conditions(self) -> list[Json]:
        """The conditions of each acceptance or grant that sets any, with what its first answer says of each."""
        found = []
        for one in self.of(*GRANTS):
            stated = one.body.get("conditions")
            if not isinstance(stated, list) or not stated:
                continue
            named = [
                by
                for by in self.of("conditions_answered")
                if by.body.get("answers_to") == one.digest
            ]
            first = named[0].body["conditions"] if named else []
            found.append(
                {
                    "message": one.digest,
                    "count": len(stated),
                    "answer": named[0].digest if named else None,
                    **{
                        word: sorted(each["number"] for each in first if each["decision"] == word)
                        for word in ("agreed", "declined")
                    },
                }
            )
        return found

    @property
    def unanswered_conditions(self) -> bool:
        last = [one.digest for one in self.of(*GRANTS)][-1:]
        return any(one["message"] in last and one["answer"] is None for one in self.conditions)

    @property
    def terms(self) -> list[Json]:
        """The terms of the opening, each id once; what is malformed is none."""
        listed = self.opening.body.get("terms") if self.opening else None
        found: dict[str, Json] = {}
        for one in listed if isinstance(listed, list) else ():
            if not isinstance(one, dict) or not isinstance(one.get("from"), list):
                continue
            name, article, days = one.get("id"), one.get("article"), one.get("days")
            if not isinstance(name, str) or not isinstance(article, str) or name in found:
                continue
            until = one.get("until")
            found[name] = {
                "id": name,
                "days": days if type(days) is int and 1 <= days <= 3660 else None,
                "until": until if isinstance(until, str) else None,
                "from": sorted({start for start in one["from"] if isinstance(start, str)}),
                "article": article,
            }
        return list(found.values())

    @property
    def warnings(self) -> list[tuple[str, Any]]:
        return self.decided("preservation_warning", "preservation_warning_answer", "decision")

    @property
    def consultations(self) -> list[tuple[str, Any]]:
        return self.decided("consultation", "consultation_answer", "outcome")

    @property
    def call_backs(self) -> list[tuple[str, Any]]:
        return self.decided("call_back", "call_back_answer", "outcome")

    @property
    def consents(self) -> list[tuple[str, Any]]:
        return self.decided("use_consent_request", "use_consent", "decision")

    @property
    def transfers(self) -> list[tuple[str, Any]]:
        return self.decided("onward_transfer_request", "onward_transfer_authorisation", "decision")

    @property
    def offers(self) -> list[tuple[str, Any]]:
        return self.decided("information_offered", "offer_answered", "decision")

    @property
    def withheld(self) -> str | None:
        """The message that withholds the path."""
        return next((one.digest for one in self.of("path_withheld")), None)

    @property
    def proposals(self) -> list[tuple[str, Any]]:
        """Each proposal of another basis, the requesting State's first, with the other State's decision."""
        found: list[tuple[str, Any]] = []
        for asks in (True, False):
            for one in self.of("basis_proposed"):
                if ("requesting" in self.side(one.mine)) is not asks:
                    continue
                answers = [
                    by.body.get("decision")
                    for by in self.of("basis_answered")
                    if by.mine != one.mine and by.body.get("answers_to") == one.digest
                ]
                stated = answers[0] if answers else ...
                found.append(
                    (one.digest, stated if stated is ... or isinstance(stated, str) else None)
                )
        return found

    @property
    def basis(self) -> str | None:
        """The message that states the basis in force."""
        now = self.opening.digest if self.opening else None
        replaced = {one.digest: one.body.get("replaces") for one in self.of("basis_proposed")}
        while True:
            later = [
                digest
                for digest, decided in self.proposals
                if decided == "accepted" and replaced[digest] == now
            ]
            if not later:
                return now
            now = later[0]

    @property
    def waiting_bases(self) -> list[Message]:
        """The proposals that wait: unanswered, and what they replace is in force."""
        waiting = {digest for digest, decided in self.proposals if decided is ...}
        return [
            one
            for one in self.of("basis_proposed")
            if one.digest in waiting and one.body.get("replaces") == self.basis
        ]

    @property
    def deliveries(self) -> list[tuple[str, str | None, bool]]:
        """Seal, the message that confirms it, whether it is whole."""
        found = []
        for one in self.of("delivery", "partial_delivery"):
            seal = one.body.get("seal")
            by = [
                each.digest
                for each in self.of("delivery_confirmed")
                if each.body.get("seal") == seal
            ]
            found.append((str(seal), by[0] if by else None, one.kind == "delivery"))
        return found

    @property
    def measures(self) -> list[Json]:
        """Each measure on property, with the message that reports that it was lifted or its property confiscated."""
        ends = self.of("measure_lifted", "confiscation_executed")
        return [
            {
                "message": one.digest,
                "ended_by": next((by.digest for by in ends if one.digest in _ends(by)), None),
            }
            for one in self.of("measure_executed")
        ]

    @property
    def reports(self) -> list[str]:
        """The reports with which a request is executed."""
        return [one.digest for one in self.of(*REPORTS.values())]

    @property
    def reported_whole(self) -> str | None:
        """The first of them that is of all."""
        whole = [
            one.digest
            for one in self.of(*REPORTS.values())
            if one.kind == "person_surrendered" or one.body.get("complete") is True
        ]
        return whole[0] if whole else None

    @property
    def hearings(self) -> list[tuple[str, Any]]:
        return self.decided("lifting_hearing", "lifting_hearing_answer", "decision")

    @property
    def passed(self) -> bool:
        given = self.of(
            "delivery",
            "partial_delivery",
            "answer",
            "preserved_traffic_disclosure",
            "measure_executed",
            *REPORTS.values(),
        )
        return bool(given) or self.family == UNASKED

    @property
    def acknowledged(self) -> bool:
        return bool(self.of("acknowledgement", "drill_acknowledgement"))

    @property
    def postponed(self) -> bool:
        last, resumed = self.of("postponement")[-1:], self.of(*GRANTS, "delivery")
        return bool(last) and not any(one.sequence > last[0].sequence for one in resumed)

    @property
    def withdrawn(self) -> bool:
        stops = (one.body.get("decision") for one in self.of("preservation_warning_answer"))
        return bool(self.of("no_longer_required")) or "stop" in stops

    @property
    def status(self) -> str:
        """9.4: the first that applies."""
        if self.opening is None:
            return "not-opened"
        if self.family == "oral":
            if self.of("written_confirmation"):
                return "completed"
            if any(one.body.get("ground") == NOT_ORALLY for one in self.of("refusal")):
                return "refused"
            return "acknowledged" if self.acknowledged else "open"
        delivered = self.deliveries
        whole = any(one[2] for one in delivered)
        answered = any(one.body.get("complete") is True for one in self.of("answer"))
        taken = [one["ended_by"] for one in self.measures]
        in_force = not all(taken)
        by_report = self.opening.kind in REPORTS
        whole_report = by_report and self.reported_whole is not None
        offer_answered = any(outcome is not ... for _, outcome in self.offers)
        done = self.family in DONE_WHEN_ACKNOWLEDGED and self.acknowledged
        by_precedence = (
            ("completed", whole and all(one[1] for one in delivered)),
            ("delivered", whole),
            ("answered", answered),
            ("measure-in-force", whole_report and in_force),
            ("answered", whole_report),
            ("withdrawn", self.withdrawn),
            ("answered", offer_answered),
            ("refused", bool(self.of("refusal"))),
            ("measure-in-force", in_force),
            ("completed", bool(taken) and not by_report),
            ("postponed", self.postponed),
            ("partly-delivered", bool(delivered)),
            ("accepted", bool(self.of(*GRANTS)) or (by_report and bool(self.reports))),
            ("holding", self.hold is not None),
            ("completed", done),
            ("acknowledged", self.acknowledged),
            ("open", True),
        )
        return next(name for name, applies in by_precedence if applies)
