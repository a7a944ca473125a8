# SPDX-License-Identifier: Apache-2.0
"""A second reading of a thread: 9.1 to 9.5 of docs/specification/exchange.md, sentence by sentence.

Numbers in the comments are those of the sections.
"""

from collections.abc import Iterable, Sequence

from fuzz.threads.facts import Facts, Json, Message, read
from fuzz.threads.references import references
from fuzz.threads.text import families, kinds, statuses

EXECUTED = frozenset({"assistance", "emergency", "joint"})


class Thread:
    """9: the state of the set of messages."""

    def __init__(self, messages: Iterable[bytes]) -> None:
        self.all = {one.digest: one for one in map(read, messages)}
        self.placed: list[Message] = []
        self._past: dict[str, frozenset[str]] = {}
        self._codes: dict[str, list[str]] = {}
        self._chained: dict[str, bool] = {}
        self._place()
        self.states = sorted({side for one in self.all.values() for side in (one.mine, one.theirs)})

    def _place(self) -> None:
        """9.1: in causal order; of those whose turn it is, the one of the lesser digest."""
        while True:
            turn = [
                one
                for digest, one in self.all.items()
                if digest not in self._past and all(name in self._past for name in one.named)
            ]
            if not turn:
                return
            one = min(turn, key=lambda each: each.digest)
            past = set(one.named)
            for name in one.named:
                past |= self._past[name]
            self._past[one.digest] = frozenset(past)
            self.placed.append(one)

    def past(self, digest: str) -> frozenset[str]:
        """9.1: the causal past of a placed message."""
        return self._past[digest]

    def chain(self, digest: str | None) -> list[Message]:
        """A message and those before it in its chain, the first one first."""
        found: list[Message] = []
        while digest is not None:
            found.insert(0, self.all[digest])
            digest = self.all[digest].previous
        return found

    def chained(self, one: Message) -> bool:
        """9.2, 1."""
        if one.digest not in self._chained:
            self._chained[one.digest] = self._continues(one)
        return self._chained[one.digest]

    def _continues(self, one: Message) -> bool:
        if one.digest not in self._past:
            return False
        if one.previous is None:
            return one.sequence == 1
        before = self.all[one.previous]
        follows = before.mine == one.mine and before.sequence + 1 == one.sequence
        return follows and self.chained(before)

    def counting(
        self, state: str, within: frozenset[str]
    ) -> tuple[list[Message], list[Json], bool]:
        """9.2, 4 and 5: what counts of a State in a set, its forks, and whether it is stopped."""
        tree = [
            one
            for one in self.placed
            if one.digest in within and one.mine == state and self.chained(one)
        ]
        repairs = [one for one in tree if one.kind == "repair" and not self.codes(one)]
        counts: list[Message] = []
        forks: list[Json] = []
        while True:
            tip = counts[-1].digest if counts else None
            children = [one for one in tree if one.previous == tip]
            if not children:
                return counts, forks, False
            if len(children) == 1:
                counts.append(children[0])
                continue
            highest: dict[str, int] = {}
            for repair in repairs:
                for child in children:
                    if repair.body.get("holds") == child.digest:
                        highest[child.digest] = max(highest.get(child.digest, 0), repair.sequence)
            best = [name for name, number in highest.items() if number == max(highest.values())]
            holds = best[0] if len(best) == 1 else None
            forks.append(
                {
                    "state": state,
                    "sequence": children[0].sequence,
                    "messages": sorted(one.digest for one in children),
                    "holds": holds,
                }
            )
            if holds is None:
                return counts, forks, True
            counts.append(self.all[holds])

    def facts(self, within: frozenset[str]) -> Facts:
        counted: list[Message] = []
        stopped = set()
        for state in self.states:
            found, _, halted = self.counting(state, within)
            counted += [one for one in found if one.kind in kinds() and not self.codes(one)]
            if halted:
                stopped.add(state)
        return Facts(counted, frozenset(stopped))

    def codes(self, one: Message) -> list[str]:
        """9.3: at its own causal past."""
        if one.digest not in self._codes:
            self._codes[one.digest] = self._judged(one)
        return self._codes[one.digest]

    def _judged(self, one: Message) -> list[str]:
        if not self.chained(one):  # 1
            return ["thread-link"]
        if not self._sees_onward(one):  # 2
            return ["thread-seen"]
        if one.kind not in kinds():  # 3
            return []
        if one.kind == "repair":  # 4
            held = one.body.get("holds"), one.body.get("sequence")
            before = [(each.digest, each.sequence) for each in self.chain(one.previous)]
            return [] if held in before else ["thread-repair"]
        facts = self.facts(self._past[one.digest])
        if one.mine in facts.stopped:  # 5
            return ["thread-stopped"]
        return self._fits(one, facts)

    def _fits(self, one: Message, facts: Facts) -> list[str]:
        if one.kind in families():  # 6
            return ["thread-open-already"] if facts.opening else []
        if facts.opening is None:
            return ["thread-not-open"]
        found = [] if kinds()[one.kind][0] in facts.side(one.mine) else ["thread-wrong-side"]
        found += self._place_codes(one, facts)  # 7
        return found or list(references(one, facts))  # 8

    def _sees_onward(self, one: Message) -> bool:
        before = self.all[one.previous].seen if one.previous else None
        if one.seen is None:
            return before is None
        if self.all[one.seen].mine != one.theirs:
            return False
        return before is None or one.seen not in self._past[before]

    def _place_codes(self, one: Message, facts: Facts) -> list[str]:
        places, opening = kinds()[one.kind][1], facts.opening
        assert opening is not None
        if not places & {facts.family, opening.kind}:
            return ["thread-wrong-request"]
        allowed, status = statuses()[one.kind], facts.status
        if allowed is not None and status not in allowed:
            return ["thread-wrong-moment"]
        executed = facts.family in EXECUTED and facts.family != "emergency"
        if one.kind == "answer" and executed and status in {"open", "acknowledged"}:
            return ["thread-wrong-moment"]
        gives = one.kind in {
            "answer",
            "delivery",
            "partial_delivery",
            "return_decided",
            "person_surrendered",
        }
        unagreed = gives and facts.family != "emergency" and facts.unanswered_conditions
        open_warning = any(outcome is ... for _, outcome in facts.warnings)
        if one.kind == "preservation_confirmed" and facts.hold is None and open_warning:
            return ["thread-warning-undecided"]
        needs = {
            "use_consent_request",
            "exculpatory_notice",
            "onward_transfer_request",
            "returned_or_destroyed",
        }
        looks_back = one.kind == "feedback" and status in {"accepted", "postponed"}
        if (one.kind in needs or looks_back) and not facts.passed:
            return ["thread-nothing-passed"]
        return ["thread-conditions-unanswered"] if unagreed else []

    def crossed(self, one: Message) -> list[str]:
        """9.5: the legal messages of the other State that are in nobody's causal past of the two."""
        if one.digest not in self._past or self.codes(one):
            return []
        return [
            other.digest
            for other in self.placed
            if other.mine == one.theirs
            and not self.codes(other)
            and other.digest not in self._past[one.digest]
            and one.digest not in self._past[other.digest]
        ]

    def next_message(self, state: str) -> Json:
        """9.6: the place of the State's next message."""
        other = next(one for one in self.states if one != state)
        whole = frozenset(self._past)
        tip, theirs = self.counting(state, whole)[0][-1:], self.counting(other, whole)[0][-1:]
        seen = theirs[0].digest if theirs else None
        before = tip[0].seen if tip else None
        if before is not None and (seen is None or seen in self._past[before]):
            seen = before
        return {
            "previous": tip[0].digest if tip else None,
            "sequence": tip[0].sequence + 1 if tip else 1,
            "seen": seen,
        }

    def gaps(self) -> list[Json]:
        """9.1: a message that is named and not held."""
        missing = {name for one in self.all.values() for name in one.named} - self.all.keys()
        return sorted(map(self._gap, missing), key=lambda gap: (gap["state"], gap["digest"]))

    def _gap(self, name: str) -> Json:
        naming = sorted(
            (one for one in self.all.values() if name in one.named), key=lambda one: one.digest
        )
        after = [one for one in naming if one.previous == name]
        if not after:
            return {"state": naming[0].theirs, "digest": name, "first": None, "last": None}
        state, last = after[0].mine, min(one.sequence for one in after) - 1
        below = [one.sequence for one in self.placed if one.mine == state and one.sequence < last]
        return {"state": state, "digest": name, "first": max(below, default=0) + 1, "last": last}

    def outcome(
        self, one: Message, counts: Sequence[Message], tip: str | None, *, halted: bool
    ) -> str:
        if one.digest not in self._past:
            return "waiting"
        if self.codes(one):
            return "illegal"
        if one in counts:
            return "applied" if one.kind in kinds() else "unknown-kind"
        behind = halted and (tip is None or tip in [each.digest for each in self.chain(one.digest)])
        return "stopped" if behind else "abandoned"

    def _bases(self, facts: Facts) -> Json:
        """9.4: the proposals of another basis, and the message that states the one in force."""
        if not facts.proposals:
            return {}
        proposals = [
            {"message": digest, "outcome": None if decided is ... else decided}
            for digest, decided in facts.proposals
        ]
        return {"proposals": proposals, "basis": facts.basis}

    def _offers(self, facts: Facts) -> Json:
        """9.4: the offer of information, with what the other State decided."""
        if not facts.offers:
            return {}
        offers = [
            {"message": digest, "outcome": None if decided is ... else decided}
            for digest, decided in facts.offers
        ]
        return {"offers": offers}

    def _measures(self, facts: Facts) -> Json:
        """9.4: the measures on property, and the hearings before they are lifted."""
        if not facts.measures:
            return {}
        hearings = [
            {"message": digest, "outcome": None if decided is ... else decided}
            for digest, decided in facts.hearings
        ]
        return {"measures": facts.measures, "hearings": hearings}

    def _reports(self, facts: Facts) -> Json:
        """9.4: the reports with which a request is executed."""
        if not facts.reports:
            return {}
        return {"reports": facts.reports, "reported_whole": facts.reported_whole}

    def result(self) -> Json:
        """All of it, in the form of the vectors."""
        whole = frozenset(self._past)
        facts = self.facts(whole)
        counting = {state: self.counting(state, whole) for state in self.states}
        entries = []
        waiting = sorted(
            (one for digest, one in self.all.items() if digest not in self._past),
            key=lambda one: one.digest,
        )
        for one in (*self.placed, *waiting):
            counts, _, halted = counting[one.mine]
            tip = counts[-1].digest if counts else None
            entries.append(
                {
                    "message": one.digest,
                    "outcome": self.outcome(one, counts, tip, halted=halted),
                    "codes": self.codes(one) if one.digest in self._past else [],
                    "crossed": self.crossed(one),
                }
            )
        hold = facts.hold
        return {
            "status": facts.status,
            "requesting": facts.opening.mine if facts.opening else None,
            "opening": facts.opening.digest if facts.opening else None,
            "hold": hold
            and {"start": f"{hold[0]:%Y-%m-%dT%H:%M:%SZ}", "end": f"{hold[1]:%Y-%m-%dT%H:%M:%SZ}"},
            "questions": facts.unanswered(
                "additional_information", "additional_information_supplied"
            ),
            "enquiries": facts.unanswered("status_enquiry", "status_answer", "enquiry"),
            "deliveries": [{"seal": seal, "confirmed_by": by} for seal, by, _ in facts.deliveries],
            **{
                name: [
                    {"message": digest, "outcome": None if decided is ... else decided}
                    for digest, decided in getattr(facts, name)
                ]
                for name in (
                    "extensions",
                    "warnings",
                    "call_backs",
                    "consultations",
                    "consents",
                    "transfers",
                )
            },
            **({"filings": facts.filings} if facts.filings else {}),
            **({"withheld": facts.withheld} if facts.withheld else {}),
            **self._measures(facts),
            **self._reports(facts),
            **({"conditions": facts.conditions} if facts.conditions else {}),
            **({"terms": facts.terms} if facts.terms else {}),
            **self._bases(facts),
            **self._offers(facts),
            "stopped": sorted(facts.stopped),
            "entries": entries,
            "forks": [fork for state in self.states for fork in counting[state][1]],
            "gaps": self.gaps(),
        }
