# SPDX-License-Identifier: Apache-2.0
"""Results of a run: findings against the table, differences of the judges, and the count of forgeries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from forge.changes import Change
from forge.forgers import Forger
from forge.judges import Verdict
from forge.making import Kind
from forge.tables.allowed_forgeries import allowed
from forge.tables.answers import may_differ, outcomes_may_differ, unanswered

BESIDE_MESSAGES = frozenset({"message-events", "receipts"})
"""Checks of what lies beside messages, of which check.sh does not ask whether they are in their form."""


@dataclass(frozen=True, slots=True)
class Forgery:
    """One attempt: who forges, on which artifact, by which change."""

    forger: Forger
    kind: Kind
    change: Change
    number: int = 0
    """The place of the change among those of its kind."""

    @property
    def label(self) -> str:
        return f"{self.forger.name} {self.kind} {self.change.name} {self.change.target}"


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer that the table does not allow, or a check in which two judges differ."""

    forgery: str
    judge: str
    problem: str
    forgers: int = 1
    """How many forgers made the same artifact and were answered so; `forgery` names the first."""

    def __str__(self) -> str:
        more = f" ({self.forgers} forgers)" if self.forgers > 1 else ""
        return f"{self.forgery}{more}: {self.judge}: {self.problem}"


@dataclass(slots=True)
class Tally:
    """How many forgeries of the table came to what."""

    forgeries: int = 0
    judged: int = 0
    """Distinct artifacts, each shown to every judge."""
    same: int = 0
    """Byte for byte the artifact of who holds no key, for the same reader: his verdicts count."""
    waiting: int = 0
    """Judged in another seed of ten."""
    undone: int = 0
    """No forgery came of it: signed again, or as it was, it says what the honest artifact says."""

    def add(self, other: "Tally") -> None:
        for name in ("forgeries", "judged", "same", "waiting", "undone"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        return (
            f"{self.forgeries} forgeries: {self.judged} judged, {self.same} as without a key, "
            f"{self.waiting} in another seed, {self.undone} undone"
        )


def each_once(found: Iterable[Finding]) -> list[Finding]:
    """The findings about one artifact, each once, with the forgers who made it counted."""
    together: dict[tuple[str, str], Finding] = {}
    for one in found:
        before = together.get((one.judge, one.problem))
        together[one.judge, one.problem] = (
            one if before is None else replace(before, forgers=before.forgers + one.forgers)
        )
    return list(together.values())


def findings(
    forgery: Forgery, verdicts: Mapping[str, Verdict], stated: Verdict | None = None
) -> Iterator[Finding]:
    """Compare the judges' answers with the table, and with each other; `stated`: what check.sh says."""
    permitted = allowed(forgery.forger.name, forgery.kind, forgery.change)
    shown = {**verdicts, "script": stated} if stated is not None else verdicts
    for name, verdict in shown.items():
        if verdict.outcome not in permitted:
            yield Finding(
                forgery.label,
                name,
                f"{verdict.outcome}, not {' or '.join(sorted(permitted))} {verdict.note}",
            )
        checks = unanswered(
            forgery.forger.name, forgery.kind, forgery.change, name, dict(verdict.checks)
        )
        if checks:
            yield Finding(forgery.label, name, f"{', '.join(checks)}: holds")
    ours, independent = verdicts["ours"], verdicts["independent"]
    if ours.outcome != independent.outcome and not outcomes_may_differ(ours.failing()):
        problem = f"{ours.outcome} against {independent.outcome}"
        yield Finding(forgery.label, "both", problem)
    if differing := differing_checks(forgery, ours, independent):
        yield Finding(forgery.label, "both", differing)
    if stated is not None and (contradicted := _contradicted(ours, stated)):
        yield Finding(forgery.label, "script", contradicted)


def differing_checks(forgery: Forgery, ours: Verdict, independent: Verdict) -> str:
    """Return the checks that two judges answer otherwise, by id; `-` is one that is not made."""
    pairs = {
        check: (ours.checks.get(check, "-"), independent.checks.get(check, "-"))
        for check in sorted(ours.checks.keys() | independent.checks.keys())
        if not may_differ(forgery.kind, forgery.change, check)
    }
    return ", ".join(
        f"{name} {one}/{other}" for name, (one, other) in pairs.items() if one != other
    )


def _contradicted(ours: Verdict, stated: Verdict) -> str:
    """The checks that check.sh makes in full and answers otherwise, and those that it fails alone: but for what we
    leave undecided where a document is not in its form, which text tools do not see, and for what lies beside such
    a message, of which we do not ask the signatures (SPECIFICATION.md 19.4).
    """
    fails = ours.outcome == "fails"
    return ", ".join(
        f"{check} {ours.checks[check]}/{outcome}"
        for check, outcome in stated.checks.items()
        if check in ours.checks
        and ours.checks[check] != outcome
        and not (fails and outcome == "fails" and _is_spared(check, ours.checks[check]))
    )


def _is_spared(check: str, ours: str) -> bool:
    """Decide whether check.sh may fail a check of which we say so, in a bundle that fails anyway."""
    return ours == "undecided" or (ours == "holds" and check in BESIDE_MESSAGES)
