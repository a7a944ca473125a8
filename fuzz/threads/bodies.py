# SPDX-License-Identifier: Apache-2.0
"""Random bodies: what a message says, as far as section 9 looks at it."""

import hashlib
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from fuzz.threads.facts import Facts, Json
from fuzz.threads.model import Thread


class Bodies:
    """The bodies that a State may write, who knows this much of the thread. What they refer to is
    mostly there.
    """

    def __init__(self, random: Random, state: str, thread: Thread, facts: Facts) -> None:
        self._random, self._state, self._thread, self._facts = random, state, thread, facts

    def moment(self) -> str:
        random = self._random
        return f"2026-{random.randint(10, 12)}-{random.randint(1, 28):02}T0{random.randint(0, 9)}:00:00Z"

    def _end(self) -> str:
        random = self._random
        if random.random() < 0.06:
            return random.choice(("soon", "2026-02-30T00:00:00Z", "2026-12-01T00:00:00+00:00"))
        return f"2026-{random.choice((11, 12))}-{random.randint(1, 28):02}T00:00:00Z"

    def _one_of(self, fitting: Iterable[str]) -> str:
        """A digest that fits, mostly; else of any message that the State knows, or of none."""
        found = list(fitting)
        if found and self._random.random() < 0.85:
            return self._random.choice(found)
        every = list(self._thread.all)
        return self._random.choice([*every, hashlib.sha256(b"none").hexdigest()])

    def _seal(self, fitting: Iterable[str] = ()) -> str:
        found = list(fitting)
        if found and self._random.random() < 0.85:
            return self._random.choice(found)
        return hashlib.sha256(f"seal {self._random.randint(1, 6)}".encode()).hexdigest()

    def body(self, kind: str) -> Json:
        random, facts = self._random, self._facts

        def answering(found: Iterable[tuple[str, Any]]) -> Json:
            waiting = [digest for digest, outcome in found if outcome is ...]
            return {"answers_to": self._one_of(waiting)}

        def opening(member: str) -> Json:
            known = [facts.opening.digest] if facts.opening else []
            return {member: self._one_of(known)}

        def perhaps(chance: float, found: Json) -> Json:
            return found if random.random() < chance else {}

        def decision(*outcomes: Any) -> Any:
            return random.choice(outcomes)

        delivered = [seal for seal, _, _ in facts.deliveries]
        waiting = [seal for seal, by, _ in facts.deliveries if by is None]
        questions = facts.unanswered("additional_information", "additional_information_supplied")
        enquiries = facts.unanswered("status_enquiry", "status_answer", "enquiry")
        hold = [facts.hold[2]] if facts.hold else []
        made: dict[str, Callable[[], Json]] = {
            "preservation": lambda: {
                **perhaps(0.9, {"data": [{}] * random.randint(1, 2)}),
                **perhaps(0.5, {"terms": self._terms()}),
            },
            "preservation_confirmed": lambda: {
                "hold_start": self.moment(),
                "hold_end": self._end(),
                **perhaps(0.3, answering(facts.extensions)),
            },
            "preservation_extension": lambda: {
                "running_hold": self._one_of(hold),
                "new_end": self._end(),
            },
            "filing_recognised": lambda: {"items": self._items()},
            "extension_declined": lambda: {
                **answering(facts.extensions),
                **perhaps(0.4, self._consulted()),
            },
            "preservation_warning_answer": lambda: {
                **answering(facts.warnings),
                "decision": decision("go_on", "go_on", "stop"),
            },
            "preserved_traffic_disclosure": lambda: opening("preservation"),
            "path_withheld": lambda: {**opening("preservation"), **perhaps(0.4, self._consulted())},
            "basis_proposed": lambda: {
                "replaces": self._one_of([facts.basis] if facts.basis else []),
                "legal_basis": {"instrument": "untoc"},
            },
            "basis_answered": lambda: {
                "answers_to": self._one_of(one.digest for one in facts.waiting_bases),
                "decision": decision("accepted", "declined"),
            },
            "offer_answered": lambda: {
                **answering(facts.offers),
                "decision": decision("accepted", "declined"),
            },
            "acceptance": self._acceptance,
            "extradition_decided": self._granted,
            "postponement": lambda: perhaps(0.4, self._consulted()),
            "refusal": lambda: {
                **perhaps(0.4, self._consulted()),
                **perhaps(0.3, opening("of")),
                **perhaps(0.3, {"ground": "no_urgency_or_agreement"}),
            },
            "confiscation_executed": self._confiscated,
            "return_decided": lambda: {"complete": decision(True, False, False, "all")},
            "lifting_hearing": lambda: {"executed": self._measure(), "wanted_by": self._day()},
            "lifting_hearing_answer": lambda: {
                **answering(facts.hearings),
                "decision": decision("continue", "no_objection"),
            },
            "measure_lifted": self._lifted,
            "consultation_answer": lambda: {
                **answering(facts.consultations),
                "outcome": decision("accepted", "partly", "declined"),
            },
            "conditions_answered": self._agreeing,
            "returned_or_destroyed": lambda: {
                **perhaps(0.5, {"seal": self._seal(delivered)}),
                **perhaps(0.5, self._demanded()),
            },
            "delivery": lambda: {"seal": self._seal(), **self._authorised()},
            "partial_delivery": lambda: {"seal": self._seal(), **self._authorised()},
            "delivery_confirmed": lambda: {"seal": self._seal(waiting)},
            "answer": lambda: {"complete": random.random() < 0.5, **self._authorised()},
            "additional_information_supplied": lambda: {"answers_to": self._one_of(questions)},
            "status_enquiry": lambda: opening("request"),
            "status_answer": lambda: {"enquiry": self._one_of(enquiries)},
            "no_longer_required": lambda: opening("request"),
            "confidentiality_failure": lambda: opening("request"),
            "use_consent_request": lambda: perhaps(0.5, {"seal": self._seal(delivered)}),
            "exculpatory_notice": lambda: perhaps(0.5, {"seal": self._seal(delivered)}),
            "onward_transfer_request": lambda: perhaps(0.5, {"seal": self._seal(delivered)}),
            "use_consent": lambda: {
                **answering(facts.consents),
                "decision": decision("granted", "declined"),
            },
            "onward_transfer_authorisation": lambda: {
                **answering(facts.transfers),
                "decision": decision("granted", "declined"),
            },
            "call_back": lambda: opening("request"),
            "call_back_answer": lambda: {
                **answering(facts.call_backs),
                **opening("request"),
                "outcome": decision("confirmed", "denied"),
            },
            "drill_acknowledgement": lambda: opening("drill"),
            "repair": self._repair,
        }
        return made.get(kind, dict)()

    def _items(self) -> list[Any]:
        return self._random.choice(([1], [1, 2], [2], [3], [0], [], [True], ["1"], [1, 1]))

    def _day(self) -> str:
        random = self._random
        if random.random() < 0.06:
            return random.choice(("soon", "2026-02-30", "2026-12-1", ""))
        return f"2026-{random.choice((11, 12, 12))}-{random.randint(1, 28):02}"

    def _measure(self) -> str:
        return self._one_of(
            one["message"] for one in self._facts.measures if one["ended_by"] is None
        )

    def _confiscated(self) -> Json:
        """Return a report of a confiscation, mostly with measures in force that it ends; else with others, one
        twice, or none.
        """
        random = self._random
        in_force = [one["message"] for one in self._facts.measures if one["ended_by"] is None]
        named: Any = random.sample(in_force, random.randint(0, len(in_force)))
        if random.random() < 0.1:
            named = random.choice(([self._one_of(())], named * 2, "none", [], [1]))
        stated = {"replaced": named} if named or random.random() < 0.1 else {}
        return {**stated, "complete": random.choice((True, False, False, "all"))}

    def _lifted(self) -> Json:
        """Return a lifting of a measure, mostly with its own hearing; else with another, or none."""
        measure = self._measure()
        held = [
            one.digest
            for one in self._facts.of("lifting_hearing")
            if one.body.get("executed") == measure
        ]
        named = {"hearing": self._one_of(held)} if self._random.random() < 0.85 else {}
        return {"executed": measure, **named}

    def _terms(self) -> Any:
        one = {"id": "hold", "days": 60, "from": ["hold_start", "received"], "article": "42(8)"}
        wrong = {"days": 0}, {"days": True}, {"days": 3661}, {"from": "received"}, {"id": 7}
        other = one | self._random.choice((*wrong, {"id": "execution"}, {"until": "decision"}))
        return self._random.choice(([one], [one, other], [other, one], [other], [one, one], "60"))

    def _acceptance(self) -> Json:
        found = {"scope": "The account", "until": "2027-01-26"}
        if self._random.random() < 0.2:
            del found[self._random.choice(sorted(found))]
        stated: list[list[Any]] = [[], ["One"], ["One", "Two"], [1]]
        more = {"conditions": self._random.choice(stated)} if self._random.random() < 0.4 else {}
        return {"domestic_authorisation": found, **more}

    def _granted(self) -> Json:
        """Return a grant of extradition, often with conditions, of which one is out of its form."""
        stated: list[list[Any]] = [[], ["One"], ["One", "Two"], [1]]
        return {"conditions": self._random.choice(stated)} if self._random.random() < 0.5 else {}

    def _authorised(self) -> Json:
        """Return an authorisation, mostly: whole, without a part, blank in one, or no object."""
        if self._random.random() < 0.4:
            return {}
        parts = ("authority", "reference", "date", "scope", "until")
        found: dict[str, Any] = dict.fromkeys(parts, "2026-12-01")
        if self._random.random() < 0.4:
            found[self._random.choice(parts)] = self._random.choice((" ", "", None))
        return {"domestic_authorisation": found if self._random.random() < 0.9 else "XB 7/2026"}

    def _agreeing(self) -> Json:
        """Return an answer to each condition, mostly; else to some, to one twice, or to none."""
        random, known = self._random, self._facts.conditions
        waiting = [one["message"] for one in known if one["answer"] is None]
        named = self._one_of(waiting)
        count = next((one["count"] for one in known if one["message"] == named), 1)
        stated: list[Any] = [
            {"number": number, "decision": random.choice(("agreed", "agreed", "declined"))}
            for number in range(1, count + 1)
        ]
        random.shuffle(stated)
        if random.random() < 0.2:
            odd = ({"number": True, "decision": "agreed"}, {"number": 1, "decision": "perhaps"}, 1)
            stated = random.choice(([], stated[1:], [*stated, *stated], [*stated, *odd]))
        return {"answers_to": named, "conditions": stated}

    def _demanded(self) -> Json:
        known = [one for one in self._facts.conditions if one["agreed"]]
        if not known or self._random.random() < 0.1:
            odd: list[Any] = ["one", {"message": self._one_of(()), "number": 1}, {"number": True}]
            return {"demanded_by": self._random.choice(odd)}
        one = self._random.choice(known)
        number = self._random.choice((*one["agreed"], 2))
        return {"demanded_by": {"message": one["message"], "number": number}}

    def _consulted(self) -> Json:
        known = [digest for digest, _ in self._facts.consultations]
        return {"consultation": {"message": self._one_of(known)}}

    def _repair(self) -> Json:
        mine = [
            one
            for one in self._thread.placed
            if one.mine == self._state and self._thread.chained(one)
        ]
        if not mine or self._random.random() < 0.1:
            return {"sequence": 1, "holds": hashlib.sha256(b"none").hexdigest()}
        held = self._random.choice(mine)
        off = self._random.random() < 0.1
        return {"sequence": held.sequence + off, "holds": held.digest}
