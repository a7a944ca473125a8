# SPDX-License-Identifier: Apache-2.0
"""Reading for the doctor: a database that may be damaged, not migrated, or in use. It writes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connections
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from rogatory.errors import Reason, Unreachable
from rogatory.node.failover.accepted import AcceptedServer, reason_against
from rogatory.node.repositories.failover import Replication
from rogatory.node.repositories.messages import Delivery, Direction
from rogatory.node.repositories.systems import HookRecord, TokenRecord
from rogatory.storage.custody_log.events import LogEvent
from rogatory.storage.custody_log.rows import LogHead
from rogatory.storage.duty import Roster
from rogatory.storage.failover.identity import read_identity, read_row
from rogatory.storage.failover.replication import read_replication
from rogatory.storage.followed_logs import FollowedLog, SoughtReceipt
from rogatory.storage.law import LawCorrection, LawDecision
from rogatory.storage.messages.stored import Message
from rogatory.storage.officers.alerts import Page
from rogatory.storage.packages.sealed import Package
from rogatory.storage.packages.transfers import Transfer
from rogatory.storage.peer_health import PeerLine
from rogatory.storage.processes.running import NodeProcess, fence_raised, node_processes
from rogatory.storage.queue.jobs import AsideJob, Job
from rogatory.storage.row_archive.moves import closed_reason
from rogatory.storage.settings import Setting
from rogatory.storage.systems import read_hooks, read_tokens
from rogatory.storage.transactions.doctor_connection import ALIAS
from rogatory.storage.transactions.fence import database_now
from rogatory.storage.witnesses import Accusation, WitnessContact
from rogatory.wire.canonical import Json
from rogatory.wire.words import Statement

FEW_TRIES = 2
"""A job that was tried more often has a cause that does not pass by itself."""

MOST_DAMAGES = 5
"""Lines of SQLite's check: one is enough to act, and a broken file would give thousands."""


_UNDEFINED = frozenset({"42P01", "42703"})
"""PostgreSQL's codes of a table, and of a column, that is not there."""


def is_without_tables(error: DatabaseError) -> bool:
    """Decide whether a statement failed because a table, or a column, is not there."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in _UNDEFINED or str(error).startswith(("no such table", "no such column"))


@contextmanager
def diagnosis(settings: Mapping[str, Any]) -> Iterator["Diagnosis"]:
    """Give what is read of the database with these settings, and close it afterwards."""
    connections.databases[ALIAS] = connections.configure_settings(
        {"default": {}, ALIAS: dict(settings)}
    )[ALIAS]
    try:
        yield Diagnosis()
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]


class Diagnosis:
    """The rows that a doctor asks for.

    Every method raises `DatabaseError` where the tables are not there yet, or cannot be read.
    """

    def silence(self) -> str | None:
        """Return why the database does not answer, in the words of its library; None if it does."""
        try:
            connections[ALIAS].ensure_connection()
        except DatabaseError as error:
            return str(error).strip()
        return None

    def server_reason(self, known: AcceptedServer | None) -> Reason | None:
        """Return why the node does not work on this server; `known` is what its home remembers of the last one."""
        try:
            found = read_identity(connections[ALIAS])
        except Unreachable as error:
            return error.reasons[0]
        return reason_against(found, read_row(connections[ALIAS]), known)

    def replication(self) -> Replication:
        """Return what a PostgreSQL server promises for the case that it is lost."""
        return read_replication(ALIAS)

    def size(self) -> int:
        """Return the bytes of the database on its server."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])

    def failed_pages(self) -> int | None:
        """Return how many pages of the database its server found damaged; None if it keeps no checksums."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
            )
            row = cursor.fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def unreadable_rows(self) -> str:
        """Read each row of each table of PostgreSQL through, and return `ok`, or what cannot be read of which."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT table_name FROM information_schema.tables"
                " WHERE table_schema = current_schema() AND table_name LIKE 'storage%%' ORDER BY 1"
            )
            tables = [row[0] for row in cursor.fetchall()]
        problems = []
        for table in tables:
            try:
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute(f'SELECT sum(length(row::text)) FROM "{table}" AS row')  # noqa: S608 - of the server's own catalogue
            except DatabaseError as error:
                problems.append(f"{table}: {str(error).strip()}")
        return "; ".join(problems[:MOST_DAMAGES]) or "ok"

    def check(self, *, deep: bool = False) -> str:
        """Return what SQLite's own check of the file comes to, of its indexes too if `deep`: `ok`, or what is damaged."""
        pragma = "integrity_check" if deep else "quick_check"
        try:
            with connections[ALIAS].cursor() as cursor:
                cursor.execute(f"PRAGMA {pragma}({MOST_DAMAGES})")
                return "; ".join(row[0] for row in cursor.fetchall())
        except DatabaseError as error:
            return str(error)

    def closed_reason(self) -> Reason | None:
        """Return why a move has closed the database, if one has."""
        return closed_reason(ALIAS)

    def processes(self) -> Sequence[NodeProcess]:
        """Return the node's processes on all machines, as they entered themselves."""
        return node_processes(ALIAS)

    def fence_raised(self) -> tuple[datetime, str] | None:
        """Return when a command closed the node to the processes of before, and which one; None if none did."""
        return fence_raised(ALIAS)

    def jobs(self) -> tuple[int, datetime | None, int]:
        """Return how many jobs wait, since when the oldest, and how many were tried again and again."""
        found = Job.objects.using(ALIAS).aggregate(
            waiting=Count("key"),
            oldest=Min("run_at"),
            tried=Count("key", filter=Q(attempts__gt=FEW_TRIES)),
        )
        return found["waiting"], found["oldest"], found["tried"]

    def jobs_by_kind(self) -> Sequence[tuple[str, int, datetime]]:
        """Return the kinds of jobs not yet done, without what only repeats itself: how many, and when the first is due."""
        found = Job.objects.using(ALIAS).exclude(key=F("kind")).values_list("kind")
        return list(found.annotate(Count("id"), Min("run_at")).order_by("kind"))

    def jobs_given_up(self) -> Sequence[tuple[str, int, datetime]]:
        """Return the kinds of the jobs that were set aside, how many of each, and since when the first."""
        found = AsideJob.objects.using(ALIAS).values_list("kind")
        return list(found.annotate(Count("id"), Min("since")).order_by("kind"))

    def hooks(self) -> Sequence[HookRecord]:
        """Return the webhooks of the State's own systems."""
        return read_hooks(ALIAS)

    def undelivered(self) -> Sequence[tuple[str, int, datetime]]:
        """Return the States whose receipts messages wait for, how many of each, and since when the oldest."""
        found = Message.objects.using(ALIAS).filter(
            delivery=Delivery.WAITING.value, direction=Direction.OUT.value
        )
        return list(found.values_list("peer").annotate(Count("id"), Min("at")).order_by("peer"))

    def newest_moment(self) -> datetime | None:
        """Return when the newest event was logged, by this node's clock of then; None if none was."""
        found: datetime | None = LogEvent.objects.using(ALIAS).aggregate(last=Max("logged"))["last"]
        return found

    def server_moment(self) -> datetime:
        """Return the moment by the clock of the database's server."""
        return database_now(ALIAS)

    def rosters(self) -> Mapping[str, datetime]:
        """Return until when each authority has a roster."""
        found = Roster.objects.using(ALIAS).values_list("authority").annotate(Max("ends"))
        return dict(found.order_by("authority"))

    def alerts(self) -> tuple[int, datetime | None]:
        """Return how many alerts nobody has answered, and since when the oldest waits."""
        found = Page.objects.using(ALIAS).filter(seen=None)
        return found.count(), found.aggregate(oldest=Min("at"))["oldest"]

    def lost_messages(self) -> int:
        """Return how many alerts say that a message of ours is not here on which others build."""
        return Page.objects.using(ALIAS).filter(id__startswith="lost/", seen=None).count()

    def lines(self) -> Sequence[Mapping[str, Any]]:
        """Return what was noted of the lines to other States' nodes."""
        names = ("state", "failures", "silent_since", "skew", "group")
        return list(PeerLine.objects.using(ALIAS).order_by("state").values(*names))

    def followed_logs(self) -> Sequence[Mapping[str, Any]]:
        """Return each log of another State that was ever followed."""
        names = ("origin", "state", "followed", "problem")
        return list(FollowedLog.objects.using(ALIAS).order_by("origin").values(*names))

    def unlogged_receipts(self) -> Mapping[str, int]:
        """Return how many receipts were not found in their State's log."""
        found = SoughtReceipt.objects.using(ALIAS).exclude(problem=None).values_list("state")
        return dict(found.annotate(Count("message")).order_by("state"))

    def silent_witnesses(self) -> Sequence[tuple[str, Statement]]:
        """Return the States whose witness did not cosign when it was asked last, with the reason."""
        found = WitnessContact.objects.using(ALIAS).exclude(problem=None).order_by("state")
        return list(found.values_list("state", "problem"))

    def witness_ages(self) -> Sequence[tuple[str, datetime]]:
        """Return when each State's witness answered last; those that never did are not among them."""
        found = WitnessContact.objects.using(ALIAS).exclude(answered=None).order_by("state")
        return list(found.values_list("state", "answered"))

    def unexplained_proofs(self) -> Sequence[tuple[str, str, str, str, bytes]]:
        """Return the proofs of misbehaviour that were not explained: id, State, origin, kind, document."""
        found = Accusation.objects.using(ALIAS).filter(explained=None).order_by("serial")
        columns = ("id", "state", "origin", "kind", "document")
        return [(*head, bytes(document)) for *head, document in found.values_list(*columns)]

    def law_documents(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the digests of the laws under which decisions were taken, and of all corrections."""
        laws = LawDecision.objects.using(ALIAS).order_by("law").values_list("law", flat=True)
        corrections = LawCorrection.objects.using(ALIAS).order_by("document")
        return list(laws.distinct()), list(
            corrections.values_list("document", flat=True).distinct()
        )

    def system_tokens(self) -> Sequence[TokenRecord]:
        """Return all tokens of systems that ever were, by name."""
        return read_tokens(ALIAS)

    def setting(self, name: str) -> Json:
        """Return a value that the node keeps for itself, None where there is none."""
        row = Setting.objects.using(ALIAS).filter(name=name).first()
        return None if row is None else row.value

    def epoch(self) -> int:
        """Return the epoch of the custody log."""
        newest: int | None = LogHead.objects.using(ALIAS).aggregate(epoch=Max("id"))["epoch"]
        return newest or 1

    def stopped_transfers(self) -> Sequence[tuple[str, Statement]]:
        """Return the States whose packages are not complete here, each with what stopped one."""
        partial = Package.objects.using(ALIAS).filter(seal=OuterRef("seal"), complete=False)
        found = Transfer.objects.using(ALIAS).filter(Exists(partial), direction="in")
        return list(found.exclude(problem=None).order_by("peer").values_list("peer", "problem"))
