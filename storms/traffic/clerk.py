# SPDX-License-Identifier: Apache-2.0
"""Officers of all States who do something at random: open a request, or send what may come next.

Each does it by the use-cases, as at a console: draft, answer what the law asks, approve, send. An officer who
is interrupted does it again as one does whose screen went away: what was drafted and not sent is
looked up, and sent. The same chance gives the same acts with the same databases.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Protocol

from rogatory.errors import Refused
from rogatory.exercises.case import RECIPROCITY
from rogatory.exercises.cast import CENTRAL_AUTHORITY, CONTACT_POINT, Player
from rogatory.exercises.scenarios.course import WRITERS
from rogatory.exercises.scenarios.files import usual_bodies
from rogatory.exercises.scenarios.references import Surroundings, resolved

COMITY: Mapping[str, Any] = {"instrument": "comity", "articles": ["-"]}
"""Instruments between any two States, so that chance may choose them."""

OPENINGS: Mapping[str, str] = {
    "preservation": CONTACT_POINT,
    "location_inquiry": CONTACT_POINT,
    "technical_advice": CONTACT_POINT,
    "spontaneous_information": CONTACT_POINT,
    "mla_stored_data": CENTRAL_AUTHORITY,
}
"""Requests that chance may open, each with the office that does."""

ANSWERS = (
    "acknowledgement",
    "acceptance",
    "additional_information",
    "additional_information_supplied",
    "confidentiality_failure",
    "consultation",
    "consultation_answer",
    "feedback",
    "preservation_confirmed",
    "preservation_extension",
    "preservation_warning",
    "preservation_warning_answer",
    "status_answer",
    "status_enquiry",
)
"""Kinds that chance may send in a thread: nothing that ends it, so that threads grow long."""

ENDINGS = ("answer", "no_longer_required")
"""Kinds that end a thread; sent seldom."""

DELIVERING = "partial_delivery"
"""The kind with which a package travels: it ends no thread, so one thread may have many."""

ENDED = 0.03
OPENED = 0.2
NEWEST = 6
"""Threads of a State in which chance goes on, the newest: so they grow long, and not without end."""


class Offices(Protocol):
    """Where the officers sit: terminals of running nodes, or the use-cases themselves."""

    def now(self, state: str) -> datetime: ...

    def ask(self, state: str, act: str, /, **arguments: Any) -> Any: ...

    def approval(self, state: str, player: Player, content: str) -> Mapping[str, str]:
        """Return the assertion of an officer's passkey for a document, by its content digest."""
        ...


@dataclass(frozen=True, slots=True)
class SentMessage:
    """The report to an officer: this message is signed and on its way."""

    state: str
    to: str
    thread: str
    kind: str
    digest: str


@dataclass
class Clerk:
    """Does one thing at a time, for whichever State it is asked to."""

    offices: Offices
    states: Sequence[str]
    chance: Random
    given_up: set[str] = field(default_factory=set)
    """Drafts that were refused: the other side's word came first, or the law says no."""
    refused: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Kind and codes of what was refused."""

    def act(self, state: str) -> SentMessage | None:
        """One thing for a State: what lies unsent, else something new; None if it was refused.

        Raises:
            Unreachable: the terminal is gone; what came of it is not known here.
        """
        unsent = self.unsent(state)
        return self._finish(state, unsent[0]) if unsent else self._something(state)

    def unsent(self, state: str) -> Sequence[Mapping[str, Any]]:
        """Drafts of a State that its officers began and mean to send."""
        return [one for one in self._ask(state, "drafts") if one["id"] not in self.given_up]

    def say(self, state: str, kind: str, thread: str, **kept: Any) -> SentMessage | None:
        """Say something in a thread; what its usual contents keep under a name is given here."""
        turn = self._ask(state, "turn", thread=thread)
        draft = self._drafted(state, kind, turn, thread, kept)
        return None if draft is None else self._finish(state, draft)

    def open(self, state: str, kind: str, to: str) -> SentMessage | None:
        """Open a request with a State."""
        office = OPENINGS[kind]
        turn = {"sender": f"{state.lower()}/{office}", "addressee": f"{to.lower()}/{office}"}
        draft = self._drafted(state, kind, {**turn, "said": {}}, None)
        return None if draft is None else self._finish(state, draft)

    def _ask(self, state: str, act: str, /, **arguments: Any) -> Any:
        return self.offices.ask(state, act, **arguments)

    def _something(self, state: str) -> SentMessage | None:
        listed = self._ask(state, "threads")
        threads = sorted(one["thread"] for one in listed if one["kind"] in OPENINGS)
        if threads and self.chance.random() > OPENED:
            thread = self.chance.choice(threads[-NEWEST:])
            next_kinds = self._ask(state, "turn", thread=thread)["next"]
            if kind := self._chosen(next_kinds):
                return self.say(state, kind, thread)
        kind = self.chance.choice(sorted(OPENINGS))
        return self.open(
            state, kind, self.chance.choice([one for one in self.states if one != state])
        )

    def _chosen(self, possible: Sequence[str]) -> str | None:
        """One of the kinds that may come next, if it is one that chance may say."""
        kinds = ENDINGS if self.chance.random() < ENDED else ANSWERS
        found = [kind for kind in kinds if kind in possible]
        return self.chance.choice(found) if found else None

    def _drafted(
        self,
        state: str,
        kind: str,
        turn: Mapping[str, Any],
        thread: str | None,
        kept: Mapping[str, Any] | None = None,
    ) -> Any:
        officer, approver = (one.known_as(state) for one in _writer(turn["sender"]))
        sent: Mapping[str, str] = turn["said"]
        around = Surroundings(
            now=self.offices.now(state),
            officer=officer,
            approver=approver,
            thread=thread,
            threads={},
            kept=kept or {},
            digest=lambda _thread, kind: sent.get(kind or "opening"),
        )
        body = resolved(usual_bodies()[kind], around)
        if "legal_basis" in body:
            body |= {"legal_basis": COMITY, "reciprocity": RECIPROCITY}
        more = {"thread": thread} if thread else {}
        try:
            return self._ask(
                state,
                "draft",
                kind=kind,
                sender=turn["sender"],
                addressee=turn["addressee"],
                language="en",
                body=body,
                officer=officer,
                **more,
            )
        except Refused as error:
            self.refused.append((kind, error.codes))
            return None

    def _finish(self, state: str, draft: Mapping[str, Any]) -> SentMessage | None:
        """Answer, approve and send, as far as it is not done."""
        writer, approver = _writer(draft["sender"])
        officer, name = writer.known_as(state), draft["id"]
        try:
            self._ask(state, "answer_law", draft=name, officer=officer)
            if draft["demanded"] and not draft["approved_by"]:
                given = self.offices.approval(state, approver, draft["content"])
                self._ask(state, "approve", draft=name, approval=given)
            digest = self._ask(state, "send", draft=name, officer=officer)
        except Refused as error:
            self.given_up.add(name)
            self.refused.append((draft["kind"], error.codes))
            return None
        to = draft["addressee"][:2].upper()
        return SentMessage(state, to, draft["thread"], draft["kind"], digest)


def _writer(authority: str) -> tuple[Player, Player]:
    return WRITERS[authority.partition("/")[2]]
