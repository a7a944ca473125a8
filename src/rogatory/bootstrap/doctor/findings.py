# SPDX-License-Identifier: Apache-2.0
"""The doctor's judgement of the facts: what is well, what is wrong, who must do what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rogatory.bootstrap.doctor.database_facts import ABSENT, SOUND, WITHOUT_TABLES
from rogatory.bootstrap.doctor.finding import (
    Duration,
    Finding,
    FindingLevel,
    Size,
    of_reason,
)
from rogatory.bootstrap.doctor.kinds import (
    file_kinds,
    home_kinds,
    machine_kinds,
    store_kinds,
    work_kinds,
)
from rogatory.custody.log.misbehaviour import Contradiction
from rogatory.errors import Reason
from rogatory.node.failover import failover_codes
from rogatory.node.failover.promise import remarks, unsafe_settings
from rogatory.node.maintenance.mode import Maintenance
from rogatory.node.peer_health.contact import MAINTENANCE_PATIENCE
from rogatory.node.repositories.failover import Replication
from rogatory.wire.moments import parse_moment

LEAST_FREE_SHARE = 0.1
"""A node that runs full refuses evidence in the middle of a transfer."""

LEAST_FREE_BYTES = 5 << 30
"""5 GiB: on a small disk a tenth of it is soon filled by one package."""

OLDEST_DIRECTORY = 3600.0
"""Seconds. The directory is refreshed every five minutes; an hour says that it is not reached."""

LONGEST_WAITING_JOB = 900.0
"""Seconds. A job due for longer than this finds no worker, or no peer."""

LONGEST_BACKLOG = 3600.0
"""Seconds. Officers are alerted after minutes; after an hour the operator must look as well."""

CLOCK_DIFFERENCE = 60.0
"""Seconds by which a clock may be behind what was written before, or another machine's clock: a minute is no delay."""

LEAST_INODES_SHARE = 0.02
"""Of the files that a file system can have: objects are many and small."""

LONGEST_CALL = 24 * 3600.0
"""Seconds. A routine call has come to the head of the unit by half of it."""

OLDEST_FOLLOWED = 6 * 3600.0
"""Seconds. Logs are followed every ten minutes; a night's delay of a node is reported."""

LONGEST_MAINTENANCE = MAINTENANCE_PATIENCE.total_seconds()
"""Seconds. From then on other States' officers are alerted about messages that wait for the node."""

ML_DSA_OPENSSL = (3, 5)
"""The first OpenSSL whose command line verifies ML-DSA signatures."""


def of_machine(tools: Mapping[str, str | None]) -> Iterator[Finding]:
    """Yield the machine: which stock tools it has for checking what we make, by name to version."""
    openssl = tools.get("openssl")
    if openssl is None:
        yield machine_kinds.OPENSSL_ABSENT.found()
    elif _version_of(openssl) < ML_DSA_OPENSSL:
        yield machine_kinds.OPENSSL_OLD.found(version=openssl)
    else:
        yield machine_kinds.OPENSSL_HERE.found(version=openssl)
    for name, use in (
        ("bagit", "validate bags with bagit.py"),
        ("case_validate", "validate the CASE graph"),
        ("b3sum", "check segments by hand"),
    ):
        if tools.get(name) is None:
            yield machine_kinds.TOOL_ABSENT.found(tool=name, use=use)
        else:
            yield machine_kinds.TOOL_HERE.found(tool=name)


def of_keys(facts: Mapping[str, Any]) -> Iterator[Finding]:
    for problem in facts["problems"]:
        yield of_reason(FindingLevel.WRONG, problem)
    if not facts["home_closed"]:
        yield home_kinds.HOME_OPEN.found(mode=facts["home_mode"])
    elif not facts["problems"]:
        yield home_kinds.KEYS_CLOSED.found()
    if facts["spare"]:
        yield home_kinds.KEYS_SPARE.found(names=tuple(facts["spare"]))


def of_disk(facts: Mapping[str, Any]) -> Iterator[Finding]:
    free, total = Size(facts["free"]), Size(facts["total"])
    is_full = free < LEAST_FREE_BYTES or free < LEAST_FREE_SHARE * total
    yield (home_kinds.DISK_FULL if is_full else home_kinds.DISK_SPACE).found(free=free, total=total)
    if facts["inodes"] and facts["inodes_free"] < LEAST_INODES_SHARE * facts["inodes"]:
        yield file_kinds.INODES_FULL.found(count=facts["inodes_free"])
    if facts["encryption"] == "not found":
        yield home_kinds.DISK_PLAIN.found()
    else:
        yield home_kinds.DISK_ENCRYPTED.found(by=facts["encryption"])


def of_clock(facts: Mapping[str, Any]) -> Iterator[Finding]:
    if facts["synchronized"] is True:
        yield home_kinds.CLOCK_KEPT.found()
    else:
        kind = (
            home_kinds.CLOCK_ADRIFT if facts["synchronized"] is False else home_kinds.CLOCK_UNKNOWN
        )
        yield kind.found(now=parse_moment(facts["now"]))


def of_directory(
    facts: Mapping[str, Any], proofs: Iterable[Mapping[str, Any]]
) -> Iterator[Finding]:
    if facts["age"] is None:
        yield home_kinds.DIRECTORY_NONE.found(problem=facts["problem"])
    elif facts["age"] > OLDEST_DIRECTORY:
        left = Duration(max(0.0, facts["grace"] - facts["age"]))
        yield home_kinds.DIRECTORY_OLD.found(age=Duration(facts["age"]), left=left)
    elif not (splits := [one for one in proofs if one["of"] is None and not one["past"]]):
        states = tuple(facts["states"])
        yield home_kinds.DIRECTORY_CURRENT.found(version=facts["version"], states=states)
    else:
        for one in splits:
            yield home_kinds.DIRECTORY_SPLIT.found(version=one["version"], proof=one["id"][:16])
    for state in facts.get("held", ()):
        yield home_kinds.STATE_HELD.found(state=state)
    for reason in facts.get("standing", ()):
        yield of_reason(FindingLevel.ADVICE, reason)
    if others := facts.get("unverified"):
        yield home_kinds.OFFICES_UNVERIFIED.found(states=tuple(others))


def of_database(facts: Mapping[str, Any]) -> Iterator[Finding]:
    if facts["silent"]:
        yield home_kinds.DATABASE_SILENT.found(problem=facts["silent"])
    elif facts["check"] in _CHECKS:
        yield _CHECKS[facts["check"]].found()
    elif facts["check"] not in {None, SOUND}:
        yield home_kinds.DATABASE_DAMAGED.found(check=facts["check"])
    elif facts["server"]:
        yield from _pages(facts["pages"])
    elif facts["check"] == SOUND:
        yield home_kinds.DATABASE_INTACT.found()


_CHECKS = {
    ABSENT: store_kinds.DATABASE_ABSENT,
    WITHOUT_TABLES: store_kinds.DATABASE_WITHOUT_TABLES,
}


def _pages(damaged: int | None) -> Iterator[Finding]:
    yield store_kinds.SERVER_ANSWERS.found()
    if damaged is None:
        yield store_kinds.PAGES_UNCHECKED.found()
    elif damaged:
        yield store_kinds.PAGES_DAMAGED.found(count=damaged)


def of_clocks(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """Report a clock that went backwards, or that the database's server does not share."""
    newest, apart = facts["newest"], facts["apart"]
    if newest is not None and (newest - now).total_seconds() > CLOCK_DIFFERENCE:
        yield store_kinds.CLOCK_BEHIND.found(now=now, since=newest)
    elif apart is not None and abs(apart) > CLOCK_DIFFERENCE:
        yield store_kinds.CLOCK_OF_DATABASE.found(span=Duration(abs(apart)))
    else:
        yield store_kinds.CLOCKS_AGREE.found()


def of_failover(facts: Mapping[str, Any]) -> Iterator[Finding]:
    for reason in facts["server"]:
        yield of_reason(FindingLevel.WRONG, reason)
    if facts["replication"]:
        yield from of_replication(Replication(**facts["replication"]))


def of_closed(reasons: Iterable[Reason]) -> Iterator[Finding]:
    for reason in reasons:
        yield of_reason(FindingLevel.WRONG, reason)


def of_maintenance(found: Maintenance | None, now: datetime) -> Iterator[Finding]:
    """Report maintenance under way, and one that was forgotten."""
    if found is not None:
        span = _since(found.since, now)
        is_long = span > LONGEST_MAINTENANCE
        kind = work_kinds.MAINTENANCE_LONG if is_long else work_kinds.IN_MAINTENANCE
        yield kind.found(span=span, since=found.since, by=found.by)


def of_queue(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """Report work that waits too long, work that nobody does any more, and messages without a receipt."""
    if facts["oldest"]:
        waited = _since(facts["oldest"], now)
        if waited > LONGEST_WAITING_JOB:
            yield home_kinds.WORK_WAITS.found(count=facts["waiting"], span=waited)
    if given_up := facts["given_up"]:
        yield work_kinds.JOBS_GIVEN_UP.found(
            count=sum(one["count"] for one in given_up),
            names=tuple(one["kind"] for one in given_up),
            since=min(one["since"] for one in given_up),
        )
    for one in facts["backlog"]:
        waited = _since(one["oldest"], now)
        if waited > LONGEST_BACKLOG:
            yield work_kinds.BACKLOG.found(state=one["state"], count=one["count"], span=waited)


def of_hooks(facts: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[Finding]:
    """Report webhooks whose deliveries fail for longer than a receiver needs to start again, and those that are paused."""
    for one in facts:
        if one["paused"] is not None:
            yield work_kinds.HOOK_PAUSED.found(
                name=one["name"], since=one["paused"], problem=one["problem"]
            )
        elif one["failing"] is not None and _since(one["failing"], now) > LONGEST_BACKLOG:
            span = _since(one["failing"], now)
            yield work_kinds.HOOK_FAILS.found(name=one["name"], span=span, problem=one["problem"])


_ADVICE = (failover_codes.ONE_SERVER, failover_codes.UNSEEN)


def of_replication(found: Replication) -> Iterator[Finding]:
    """Report what a failover of the database's server loses."""
    if found.off:
        yield of_reason(FindingLevel.WRONG, unsafe_settings(found))
    reasons = list(remarks(found))
    for reason in reasons:
        level = FindingLevel.ADVICE if reason.code in _ADVICE else FindingLevel.WRONG
        yield of_reason(level, reason)
    if not reasons:
        yield home_kinds.FAILOVER_HOLDS.found(standbys=found.standbys, count=found.in_sync or 0)


def of_processes(facts: Mapping[str, int | None]) -> Iterator[Finding]:
    missing = sorted(name for name, pid in facts.items() if pid is None)
    if len(missing) == len(facts):
        yield home_kinds.NODE_STOPPED.found()
    elif missing:
        yield home_kinds.PROCESSES_MISSING.found(names=tuple(missing))
    else:
        yield home_kinds.PROCESSES_RUN.found()


def of_duty(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """Apply line 21 of the law's list, as far as a machine can see it."""
    for authority, roster in sorted(facts["rosters"].items()):
        kind = home_kinds.ROSTER_ENDED if roster["over"] else home_kinds.ROSTER_HOLDS
        yield kind.found(authority=authority, ends=parse_moment(roster["ends"]))
    if not facts["rosters"]:
        yield home_kinds.ROSTER_NONE.found()
    if not facts["means"]:
        yield home_kinds.CALLS_INSIDE.found()
    if "mail" in facts["means"]:
        yield home_kinds.CALLS_BY_MAIL.found()
    if webhooks := tuple(one for one in facts["means"] if one != "mail"):
        yield home_kinds.CALLS_BY_WEBHOOK.found(names=webhooks)
    if facts["oldest"]:
        waited = _since(facts["oldest"], now)
        if waited > LONGEST_CALL:
            yield home_kinds.CALLS_UNANSWERED.found(count=facts["calls"], span=waited)


def of_logs(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    found: list[Finding] = []
    newest = {log["state"]: log for log in sorted(facts["followed"], key=_epoch_of)}
    for log in facts["followed"]:
        state, epoch = log["state"], _epoch_of(log)
        if log["problem"]:
            problem = log["problem"]
            found.append(home_kinds.LOG_BROKEN.found(state=state, epoch=epoch, problem=problem))
        elif log["followed"] and log is newest[state]:
            age = _since(log["followed"], now)
            if age > OLDEST_FOLLOWED:
                found.append(home_kinds.LOG_UNFOLLOWED.found(state=state, epoch=epoch, age=age))
    for state, count in facts["missing"].items():
        found.append(home_kinds.RECEIPTS_UNLOGGED.found(state=state, count=count))
    if facts["followed"] and not found:
        yield home_kinds.LOGS_KEPT.found()
    yield from found


def _epoch_of(log: Mapping[str, Any]) -> int:
    return int(log["origin"].rsplit("/", 1)[-1])


def of_recovery(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report a database that was restored from a backup, and what is still missing of it."""
    if facts["missing"]:
        yield home_kinds.RECOVERY_OPEN.found(missing=tuple(facts["missing"]))
    elif facts["seen_more"]:
        yield home_kinds.RECOVERY_BEHIND.found(states=tuple(facts["seen_more"]))
    elif facts["gone"]:
        yield home_kinds.RECOVERY_GONE.found(count=facts["gone"])


def of_witness_keys(facts: Mapping[str, Any]) -> Iterator[Finding]:
    if not facts["keys"]:
        yield home_kinds.WITNESS_KEY_NONE.found()
    if facts["policy"] is None:
        yield home_kinds.WITNESS_POLICY_NONE.found()


def of_witnesses(facts: Mapping[str, Any]) -> Iterator[Finding]:
    for one in facts["silent"]:
        yield home_kinds.WITNESS_SILENT.found(state=one["state"], problem=one["problem"])
    if not facts["silent"]:
        yield home_kinds.WITNESSES_SPEAK.found()


def of_proofs(proofs: Iterable[Mapping[str, Any]], own: str | None) -> Iterator[Finding]:
    """Report proofs against a log whose epoch still grows. What is past stays in the list of
    proofs.
    """
    for one in proofs:
        if one["of"] is None or one["past"]:
            continue
        if one["kind"] == Contradiction.UNEXPLAINED.value:
            kind = home_kinds.LOG_UNEXPLAINED
        else:
            kind = home_kinds.OWN_LOG_CONVICTED if one["of"] == own else home_kinds.LOG_CONVICTED
        yield kind.found(state=one["of"], epoch=one["epoch"], proof=one["id"][:16])


def _since(at: datetime, now: datetime) -> Duration:
    return Duration((now - at).total_seconds())


def _version_of(text: str) -> tuple[int, ...]:
    words = [word for word in text.split() if word[:1].isdigit()]
    return tuple(int(part) for part in words[0].split(".")[:2] if part.isdigit()) if words else (0,)


def of_object_store(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report the store that keeps the node's objects, where it was asked."""
    for problem in facts["problems"]:
        yield of_reason(FindingLevel.WRONG, problem)
    if facts["bucket"] and facts["checked"] and not facts["problems"]:
        yield home_kinds.OBJECT_STORE_HOLDS.found(bucket=facts["bucket"])


def of_guards(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report the State's own services around a real node; an exercise needs none of them."""
    if facts["exercise"]:
        return
    host, problem = facts["syslog"], facts["syslog_problem"]
    if problem:
        yield home_kinds.SYSLOG_SILENT.found(host=host, error=problem)
    elif host:
        yield home_kinds.SYSLOG_TAKES.found(host=host)
    else:
        yield home_kinds.SYSLOG_NONE.found()
    yield (home_kinds.SCANNER_NAMED if facts["scanner"] else home_kinds.SCANNER_NONE).found()
    yield (home_kinds.PASSWORDS_NAMED if facts["passwords"] else home_kinds.PASSWORDS_NONE).found()
