# SPDX-License-Identifier: Apache-2.0
"""The examination of a node's home: every check in its order, each independent of the others.

It is made on the worst day. A check that cannot be made, for whatever reason, is reported as not checked with that
reason, and the others are made; nothing that fails here ends the examination.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from rogatory.bootstrap.doctor import database_facts, facts, findings
from rogatory.bootstrap.doctor.answering import answering, of_answering
from rogatory.bootstrap.doctor.backups import backups, of_backups
from rogatory.bootstrap.doctor.custody_logs import logs
from rogatory.bootstrap.doctor.fetching import fetching, of_fetching
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.home_files import home_files, of_home_files
from rogatory.bootstrap.doctor.key_facts import key_facts, of_key_facts, of_token_ends, token_ends
from rogatory.bootstrap.doctor.kinds import file_kinds
from rogatory.bootstrap.doctor.law_objects import law_objects, of_law_objects
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.doctor.machines import machines, of_machines
from rogatory.bootstrap.doctor.own_log import of_own_log, own_log
from rogatory.bootstrap.doctor.peers import of_lines
from rogatory.bootstrap.doctor.stored_objects import of_stored_objects, stored_objects
from rogatory.bootstrap.doctor.timestamp_facts import of_timestamps, timestamps
from rogatory.bootstrap.doctor.witnesses import witness_keys, witnesses
from rogatory.bootstrap.home.folder import Home
from rogatory.disk.faults import coded
from rogatory.errors import Phrase, RogatoryError, Source
from rogatory.wire.words import P_, FilledText, statement_of, theirs


@dataclass(frozen=True, slots=True)
class Unread:
    """In place of a check's facts: why they could not be read."""

    problem: Phrase


class HomeCheck(NamedTuple):
    """A check by the name of its facts, and what it is called where it cannot be made."""

    name: str
    title: Source
    read: Callable[[Home, datetime, Look], Any]
    judge: Callable[[Mapping[str, Any], datetime], Iterable[Finding]]
    of_database: bool = False
    """True if it can be made only where the database answers."""


def _proofs(found: Mapping[str, Any]) -> Any:
    """Return the proofs of misbehaviour, none where they could not be read."""
    return () if isinstance(found["witnesses"], Unread) else found["witnesses"]["proofs"]


def _own_state(found: Mapping[str, Any]) -> str | None:
    return None if isinstance(found["directory"], Unread) else found["directory"].get("state")


CHECKS: tuple[HomeCheck, ...] = (
    HomeCheck(
        "files",
        P_("files of the home"),
        lambda home, _now, _look: home_files(home),
        lambda found, _now: of_home_files(found["files"]),
    ),
    HomeCheck(
        "keys",
        P_("key files"),
        lambda home, _now, _look: facts.keys(home),
        lambda found, _now: findings.of_keys(found["keys"]),
    ),
    HomeCheck(
        "key_ends",
        P_("ends of keys and certificates"),
        lambda home, now, _look: key_facts(home, now),
        lambda found, _now: of_key_facts(found["key_ends"]),
    ),
    HomeCheck(
        "disk",
        P_("disk space"),
        lambda home, _now, _look: facts.disk(home),
        lambda found, _now: findings.of_disk(found["disk"]),
    ),
    HomeCheck(
        "clock",
        P_("time server"),
        lambda _home, now, _look: facts.clock(now),
        lambda found, _now: findings.of_clock(found["clock"]),
    ),
    HomeCheck(
        "directory",
        P_("directory"),
        lambda home, now, _look: facts.directory(home, now),
        lambda found, _now: findings.of_directory(found["directory"], _proofs(found)),
    ),
    HomeCheck(
        "database",
        P_("database"),
        lambda home, _now, look: database_facts.database(home, whole=look.whole, deep=look.deep),
        lambda found, _now: findings.of_database(found["database"]),
    ),
    HomeCheck(
        "clocks",
        P_("clock of the database"),
        lambda home, _now, _look: database_facts.clocks(home),
        lambda found, now: findings.of_clocks(found["clocks"], now),
        of_database=True,
    ),
    HomeCheck(
        "failover",
        P_("failover of the database server"),
        lambda home, _now, _look: database_facts.failover(home),
        lambda found, _now: findings.of_failover(found["failover"]),
        of_database=True,
    ),
    HomeCheck(
        "closed",
        P_("move of the node"),
        lambda home, _now, _look: database_facts.closed(home),
        lambda found, _now: findings.of_closed(found["closed"]),
        of_database=True,
    ),
    HomeCheck(
        "maintenance",
        P_("maintenance mode"),
        lambda home, _now, _look: database_facts.maintenance(home),
        lambda found, now: findings.of_maintenance(found["maintenance"], now),
        of_database=True,
    ),
    HomeCheck(
        "queue",
        P_("jobs and undelivered messages"),
        lambda home, _now, _look: database_facts.queue(home),
        lambda found, now: findings.of_queue(found["queue"], now),
        of_database=True,
    ),
    HomeCheck(
        "hooks",
        P_("webhooks of systems"),
        lambda home, _now, _look: database_facts.hooks(home),
        lambda found, now: findings.of_hooks(found["hooks"], now),
        of_database=True,
    ),
    HomeCheck(
        "processes",
        P_("processes"),
        lambda home, _now, _look: facts.processes(home),
        lambda found, _now: findings.of_processes(found["processes"]),
    ),
    HomeCheck(
        "answering",
        P_("answers of the processes"),
        lambda home, _now, look: answering(home, look),
        lambda found, _now: of_answering(found["answering"]),
    ),
    HomeCheck(
        "machines",
        P_("processes on other machines"),
        lambda home, _now, _look: machines(home),
        lambda found, _now: of_machines(found["machines"]),
        of_database=True,
    ),
    HomeCheck(
        "duty",
        P_("rosters and alerts"),
        lambda home, now, _look: database_facts.duty(home, now),
        lambda found, now: findings.of_duty(found["duty"], now),
        of_database=True,
    ),
    HomeCheck(
        "token_ends",
        P_("ends of systems' tokens"),
        lambda home, now, _look: token_ends(home, now),
        lambda found, _now: of_token_ends(found["token_ends"]),
        of_database=True,
    ),
    HomeCheck(
        "own_log",
        P_("custody log of this State"),
        lambda home, _now, look: own_log(home, look),
        lambda found, _now: of_own_log(found["own_log"]),
        of_database=True,
    ),
    HomeCheck(
        "logs",
        P_("custody logs of other States"),
        lambda home, _now, _look: logs(home),
        lambda found, now: findings.of_logs(found["logs"], now),
        of_database=True,
    ),
    HomeCheck(
        "witness_keys",
        P_("cosignatures of the custody log"),
        lambda home, now, _look: witness_keys(home, now),
        lambda found, _now: findings.of_witness_keys(found["witness_keys"]),
    ),
    HomeCheck(
        "witnesses",
        P_("cosignatures of the custody log"),
        lambda home, now, _look: witnesses(home, now),
        lambda found, _now: (
            *findings.of_witnesses(found["witnesses"]),
            *findings.of_proofs(_proofs(found), _own_state(found)),
        ),
        of_database=True,
    ),
    HomeCheck(
        "recovery",
        P_("recovery"),
        lambda home, _now, _look: database_facts.recovery(home),
        lambda found, _now: findings.of_recovery(found["recovery"]),
        of_database=True,
    ),
    HomeCheck(
        "object_store",
        P_("object store"),
        lambda home, _now, look: facts.object_store(home, asks=look.asks),
        lambda found, _now: findings.of_object_store(found["object_store"]),
    ),
    HomeCheck(
        "stored_objects",
        P_("objects and packages"),
        lambda home, _now, look: stored_objects(home, look),
        lambda found, _now: of_stored_objects(found["stored_objects"]),
        of_database=True,
    ),
    HomeCheck(
        "law_objects",
        P_("objects of the law"),
        lambda home, _now, look: law_objects(home, asks=look.asks),
        lambda found, _now: of_law_objects(found["law_objects"]),
        of_database=True,
    ),
    HomeCheck(
        "backups",
        P_("backups"),
        backups,
        lambda found, _now: of_backups(found["backups"]),
    ),
    HomeCheck(
        "timestamps",
        P_("timestamp authorities"),
        timestamps,
        lambda found, _now: of_timestamps(found["timestamps"]),
    ),
    HomeCheck(
        "guards",
        P_("log server, scanner and passwords"),
        lambda home, _now, look: facts.guards(home, asks=look.asks),
        lambda found, _now: findings.of_guards(found["guards"]),
    ),
    HomeCheck(
        "lines",
        P_("nodes of other States"),
        lambda home, _now, _look: database_facts.lines(home),
        lambda found, _now: of_lines(found["lines"]),
        of_database=True,
    ),
    HomeCheck(
        "fetching",
        P_("evidence under way"),
        lambda home, _now, _look: fetching(home),
        lambda found, _now: of_fetching(found["fetching"]),
        of_database=True,
    ),
)


def examine(home: Home, now: datetime, look: Look) -> dict[str, Any]:
    """Return the facts of each check by its name, or why they could not be read."""
    found: dict[str, Any] = {"versions": facts.versions()}
    for check in CHECKS:
        silent = _silence(found) if check.of_database else None
        found[check.name] = silent or _read(check, home, now, look)
    return found


def judge(found: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """Yield what is found in the facts, and last what could not be checked, once for each reason."""
    missing: dict[str, tuple[Phrase, list[HomeCheck]]] = {}
    for check in CHECKS:
        value = found[check.name]
        if isinstance(value, Unread):
            problem = value.problem
        else:
            try:
                judged = list(check.judge(found, now))
            except Exception as error:  # noqa: BLE001 - what was read makes no sense: reported, and gone on
                problem = _problem(error)
            else:
                yield from judged
                continue
        missing.setdefault(str(problem), (problem, []))[1].append(check)
    for problem, checks in missing.values():
        yield file_kinds.NOT_CHECKED.found(
            title=tuple(one.title for one in checks),
            checks=tuple(one.name for one in checks),
            problem=problem,
        )


def _read(check: HomeCheck, home: Home, now: datetime, look: Look) -> Any:
    try:
        return check.read(home, now, look)
    except Exception as error:  # noqa: BLE001 - the worst day: reported as not checked, and gone on
        return Unread(_problem(error))


def _silence(found: Mapping[str, Any]) -> Unread | None:
    """Return why nothing can be read from a database that does not answer, or is not there: it is asked once."""
    database = found["database"]
    if isinstance(database, Unread):
        return database
    if database["silent"]:
        return Unread(
            FilledText(
                P_("the database server does not answer: {problem}"),
                problem=theirs(database["silent"]),
            )
        )
    if database["check"] == database_facts.ABSENT:
        return Unread(FilledText(P_("there is no database")))
    # Where a table is missing, each check reports whether it needs it.
    return None


def _problem(error: Exception) -> Phrase:
    """Return what stopped a check: an expected failure's reasons, else what the kernel or the program calls it."""
    if isinstance(error, OSError) and error.filename is not None:
        error = coded(error, str(error.filename)) or error
    if isinstance(error, RogatoryError):
        return statement_of(error)
    return theirs(f"{type(error).__name__}: {error}".removesuffix(": "))
