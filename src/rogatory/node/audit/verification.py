# SPDX-License-Identifier: Apache-2.0
"""The verification of the own log as a job of the worker, since it takes as long as the log is.

The database keeps the result: who asked, the progress, and each check with its reasons. It is the
result of `rogatory log verify`, and it comes from the node that is judged: a person who does not
trust the node verifies an export with another program.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from rogatory.errors import Refused, RogatoryError
from rogatory.node.audit import refusals
from rogatory.node.audit.note import note_access
from rogatory.node.context import Node
from rogatory.node.followed_logs.own_log import OwnLog, verify_own_log
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.audit import AccessKind
from rogatory.node.repositories.queue import Job, Priority
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.statements import as_json, from_json
from rogatory.wire.words import Statement, statement_of

SETTING, JOB = "log-verification", "verify-log"

BETWEEN_WORDS = timedelta(seconds=2)
"""How often a running verification says how far it has come."""

LOST_AFTER = timedelta(hours=1)
"""A verification that has said nothing for so long may be asked for anew."""

MOST_REASONS = 5
"""The reasons kept for each check; `rogatory log verify` shows all."""


@dataclass(frozen=True, slots=True)
class CheckFound:
    name: str
    outcome: str
    reasons: Statement | None = None
    """Why it does not hold, or is undecided."""


@dataclass(frozen=True, slots=True)
class LogVerification:
    """The last one asked for. `ended` is None while it runs; `problem` says why it came to nothing."""

    asked_by: str
    asked: datetime
    total: int
    read: int = 0
    said: datetime | None = None
    ended: datetime | None = None
    root: str = ""
    checks: tuple[CheckFound, ...] = ()
    problem: Statement | None = None

    @property
    def outcome(self) -> str:
        """`running`, `holds`, `fails`, `undecided`."""
        if self.ended is None:
            return "running"
        found = {one.outcome for one in self.checks}
        if "fails" in found:
            return "fails"
        return "undecided" if self.problem or not found or "undecided" in found else "holds"


def verification(node: Node) -> LogVerification | None:
    """Return the last verification that was asked for."""
    kept = node.store.setting(SETTING)
    return _read(kept) if isinstance(kept, dict) else None


def ask_to_verify(node: Node, officer: str) -> LogVerification:
    """Ask the worker to verify the log; refuses while one runs."""
    now, standing = node.clock.now(), verification(node)
    if standing is not None and standing.ended is None:
        heard = standing.said or standing.asked
        if now - heard < LOST_AFTER:
            reason = refusals.VERIFYING_ALREADY.because(officer=standing.asked_by)
            raise Refused(reason)
    verification_due = LogVerification(officer, now, node.store.log_size())
    with node.store.transaction():
        node.store.put_setting(SETTING, _json(verification_due))
        node.queue.enqueue(JOB, JOB, {}, now, Priority.BULK)
    note_access(node, AccessKind.ACTED, officer, JOB)
    return verification_due


def verify_log(node: Node, job: Job) -> None:
    """Compute the log again, saying how far it has come, and write down what was found."""
    current = verification(node)
    if current is None:
        with done(node, job):
            return
    last = node.clock.now()

    def progress(read: int) -> None:
        nonlocal last
        now = node.clock.now()
        if now - last >= BETWEEN_WORDS:
            last = now
            with node.store.transaction():
                node.store.put_setting(SETTING, _json(replace(current, read=read, said=now)))

    try:
        found = _found(current, verify_own_log(node, report=progress))
    except RogatoryError as error:
        found = replace(current, problem=statement_of(error))
    with done(node, job):
        node.store.put_setting(SETTING, _json(replace(found, ended=node.clock.now())))


def _found(verification_due: LogVerification, own: OwnLog) -> LogVerification:
    checks = tuple(
        CheckFound(
            str(check.name),
            check.outcome,
            Statement(check.reasons[:MOST_REASONS]) if check.reasons else None,
        )
        for check in own.checks
    )
    return replace(verification_due, read=own.events, total=own.size, root=own.root, checks=checks)


def _json(found: LogVerification) -> dict[str, Json]:
    fields: dict[str, Any] = asdict(found)
    for name in ("asked", "said", "ended"):
        fields[name] = None if fields[name] is None else format_moment(fields[name])
    fields["checks"] = [{**one, "reasons": _stored(one["reasons"])} for one in fields["checks"]]
    fields["problem"] = _stored(fields["problem"])
    return fields


def _stored(statement: Statement | None) -> Json:
    return None if statement is None else as_json(statement)


def _statement(value: Json) -> Statement | None:
    return None if value is None else from_json(value)


def _read(kept: dict[str, Any]) -> LogVerification:
    moments = {
        name: None if kept[name] is None else parse_moment(kept[name])
        for name in ("asked", "said", "ended")
    }
    checks = tuple(
        CheckFound(one["name"], one["outcome"], _statement(one["reasons"]))
        for one in kept["checks"]
    )
    problem = _statement(kept["problem"])
    return LogVerification(**{**kept, **moments, "checks": checks, "problem": problem})
