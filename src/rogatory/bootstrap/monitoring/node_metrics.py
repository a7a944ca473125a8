# SPDX-License-Identifier: Apache-2.0
"""All metrics of a node: gauges read from its home and its database, and what its processes measured of themselves.

The groups are read one by one: `rogatory_read` says of each whether it could be, so that no silence looks like zero.
"""

import math
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rogatory.bootstrap.backup.newest import interval_of, noted_newest
from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.database_facts import maintenance
from rogatory.bootstrap.home.certificates import own_certificates
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.monitoring.exposition import MetricFamily
from rogatory.bootstrap.ports.register import own_copy
from rogatory.bootstrap.processes.process_measures import read_measures
from rogatory.bootstrap.renewal.held_keys import stored_tokens
from rogatory.errors import RogatoryError
from rogatory.node.directory.key_periods import key_periods
from rogatory.node.key_ends.key_ends import period_of, period_of_token, periods_that_count

if TYPE_CHECKING:
    from rogatory.storage.diagnosis import Diagnosis

type Families = list[MetricFamily]


def node_metrics(home: Home, now: datetime) -> Families:
    """Return the metrics of the node as of now; what cannot be read is left out, and `rogatory_read` says so."""
    found: Families = []
    read = MetricFamily("rogatory_read", "1 if this group of metrics could be read, 0 if not.")
    for name, group in _GROUPS.items():
        try:
            families = group(home, now)
        except Exception:  # noqa: BLE001 - who watches a node learns of its worst day by the rest
            read.add(0, group=name)
        else:
            read.add(1, group=name)
            found += families
    return [read, *found]


def _queue(home: Home, now: datetime) -> Families:
    jobs = MetricFamily("rogatory_jobs", "Jobs not yet done, by kind.")
    oldest = MetricFamily(
        "rogatory_job_oldest_seconds", "Seconds since when the oldest job of a kind is due."
    )
    given_up = MetricFamily("rogatory_jobs_given_up", "Jobs that were set aside, by kind.")
    for kind, count, at in query(home, lambda rows: rows.jobs_by_kind()):
        jobs.add(count, kind=kind)
        oldest.add(max(0.0, (now - at).total_seconds()), kind=kind)
    for kind, count, _at in query(home, lambda rows: rows.jobs_given_up()):
        given_up.add(count, kind=kind)
    return [jobs, oldest, given_up]


def _peers(home: Home, now: datetime) -> Families:
    backlog = MetricFamily(
        "rogatory_backlog_messages", "Messages that wait for a receipt, by State."
    )
    oldest = MetricFamily(
        "rogatory_backlog_oldest_seconds", "Seconds since the oldest of them was sent."
    )
    failures = MetricFamily(
        "rogatory_line_failures", "Tries in a row that a State's node did not answer."
    )
    for state, count, at in query(home, lambda rows: rows.undelivered()):
        backlog.add(count, peer=state)
        oldest.add(max(0.0, (now - at).total_seconds()), peer=state)
    for line in query(home, lambda rows: rows.lines()):
        failures.add(line["failures"], peer=line["state"])
    return [backlog, oldest, failures]


def _hooks(home: Home, _now: datetime) -> Families:
    failures = MetricFamily(
        "rogatory_hook_failures", "Deliveries in a row that a system's webhook did not take."
    )
    paused = MetricFamily("rogatory_hook_paused", "1 if the node delivers no more to a webhook.")
    for one in query(home, lambda rows: rows.hooks()):
        failures.add(one.failures, system=one.name)
        paused.add(int(one.paused is not None), system=one.name)
    return [failures, paused]


def _log(home: Home, _now: datetime) -> Families:
    entries = MetricFamily("rogatory_log_entries", "Entries of the custody log's current epoch.")
    signed = MetricFamily(
        "rogatory_log_checkpoint_entries", "Entries under the newest published checkpoint."
    )
    size, checkpoint = query(home, _log_sizes)
    entries.add(size)
    signed.add(checkpoint)
    return [entries, signed]


def _log_sizes(_rows: "Diagnosis") -> tuple[int, int]:
    from rogatory.storage.custody_log import stored_log

    heads = stored_log.log_heads()
    if not heads:
        return 0, 0
    epoch, tree, _leaves = heads[-1]
    return tree.size, stored_log.published_size(epoch)


def _witnesses(home: Home, now: datetime) -> Families:
    age = MetricFamily(
        "rogatory_witness_age_seconds", "Seconds since a State's witness cosigned this log last."
    )
    for state, at in query(home, lambda rows: rows.witness_ages()):
        age.add(max(0.0, (now - at).total_seconds()), peer=state)
    return [age]


def _directory(home: Home, now: datetime) -> Families:
    age = MetricFamily(
        "rogatory_directory_age_seconds",
        "Seconds since the directory was last known to be current.",
    )
    age.add(own_copy(home).view(now).age(now))
    return [age]


def _keys(home: Home, now: datetime) -> Families:
    left = MetricFamily(
        "rogatory_key_seconds_left", "Seconds until the first key or certificate of a kind ends."
    )
    share = MetricFamily(
        "rogatory_key_share_left", "The least share of a lifetime that is left of a kind, 0 to 1."
    )
    try:
        view = own_copy(home).view(now)
    except RogatoryError:
        view = None
    certificates = map(period_of, own_certificates(home))
    tokens = map(period_of_token, stored_tokens(home) or ())
    periods = key_periods(view, home.state, (*certificates, *tokens))
    seconds: dict[str, float] = {}
    shares: dict[str, float] = {}
    for one in periods_that_count(periods):
        if one.until is not None:
            rest = (one.until - now).total_seconds()
            seconds[one.kind] = min(rest, seconds.get(one.kind, rest))
            shares[one.kind] = min(one.share_left(now), shares.get(one.kind, 1.0))
    for kind, rest in seconds.items():
        left.add(rest, kind=kind)
        share.add(shares[kind], kind=kind)
    return [left, share]


def _disk(home: Home, _now: datetime) -> Families:
    usage = shutil.disk_usage(home.path)
    free = MetricFamily("rogatory_disk_free_bytes", "Free bytes of the disk that holds the home.")
    total = MetricFamily("rogatory_disk_bytes", "Bytes of the disk that holds the home.")
    free.add(usage.free)
    total.add(usage.total)
    return [free, total]


def _maintenance(home: Home, now: datetime) -> Families:
    lasting = MetricFamily(
        "rogatory_maintenance_seconds", "Seconds since maintenance began; 0 outside maintenance."
    )
    found = maintenance(home)
    lasting.add(0 if found is None else max(1.0, (now - found.since).total_seconds()))
    return [lasting]


def _backup(home: Home, now: datetime) -> Families:
    """Return nothing where this home states no place for backups: another home of the node may."""
    if home.backup is None:
        return []
    age = MetricFamily(
        "rogatory_backup_age_seconds", "Age of the newest backup; +Inf if none was written yet."
    )
    interval = MetricFamily(
        "rogatory_backup_interval_seconds", "Seconds after which a further backup is due."
    )
    newest = noted_newest(home)
    age.add(math.inf if newest is None else max(0.0, (now - newest).total_seconds()))
    interval.add(interval_of(home))
    return [age, interval]


def _processes(home: Home, _now: datetime) -> Families:
    commits = MetricFamily(
        "rogatory_commit_seconds", "How long commits took, by process of this machine."
    )
    jobs = MetricFamily("rogatory_job_seconds", "How long jobs took, by kind and process.")
    for one in read_measures(home):
        labels = {"process": one.process, "pid": str(one.pid)}
        commits.histograms.append((labels, one.commits))
        for kind, histogram in one.jobs.items():
            jobs.histograms.append(({"kind": kind, **labels}, histogram))
    return [commits, jobs]


_GROUPS: dict[str, Callable[[Home, datetime], Families]] = {
    "queue": _queue,
    "peers": _peers,
    "hooks": _hooks,
    "log": _log,
    "witnesses": _witnesses,
    "directory": _directory,
    "keys": _keys,
    "disk": _disk,
    "maintenance": _maintenance,
    "backup": _backup,
    "processes": _processes,
}


def group_names() -> Sequence[str]:
    """Return the groups of which `rogatory_read` speaks."""
    return tuple(_GROUPS)
