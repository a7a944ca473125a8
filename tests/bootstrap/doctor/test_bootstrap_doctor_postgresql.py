# SPDX-License-Identifier: Apache-2.0
"""The doctor of a node on PostgreSQL: it looks at the same things, changes nothing, and survives a server that is away."""

import pytest

from casts.servers.home_on_postgresql import a_home, in_a_process
from casts.servers.postgresql_server import (
    postgresql,  # noqa: F401 - fixtures are handed on by name
)
from rogatory.bootstrap.doctor.examination import CHECKS
from rogatory.bootstrap.doctor.kinds import file_kinds, home_kinds, store_kinds
from rogatory.node.failover import failover_codes

pytestmark = pytest.mark.judge


FILL = """
import django
django.setup()
from rogatory.bootstrap.home.migrations import migrate
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
migrate(home)
with DatabaseStore().transaction():
    DatabaseQueue().enqueue("deliver", "one", {}, datetime.now(UTC) - timedelta(days=1))
"""

LOOK = """
from rogatory.bootstrap.doctor.examination import examine, judge
from rogatory.bootstrap.doctor.look import Look
now = datetime.now(UTC)
found = examine(home, now, Look(asks=False))
print(found["database"]["check"])
groups = ("database", "clocks", "failover", "closed", "queue")
print(*(name for name in groups if isinstance(found[name], dict | list)))
for each in judge(found, now):
    if each.kind.id.startswith(("doctor-database", "doctor-work", "doctor-not", "failover", "doctor-clocks")):
        print(each.kind.id, *each.fields.get("checks", ()))
"""


OF_DATABASE = " ".join(one.name for one in CHECKS if one.of_database)


def test_the_doctor_looks_into_postgresql_and_changes_nothing(postgresql, tmp_path):
    home = a_home(tmp_path / "home", postgresql.create("looked_at"))
    in_a_process(home, FILL)
    before = postgresql.query(
        "looked_at", "SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables"
    )
    # The tests' server does not wait for its disk, which is what the doctor must find.
    lines = in_a_process(home, LOOK, settings=None)
    assert lines[:2] == ["ok", "database clocks failover closed queue"]
    assert lines[2] == store_kinds.SERVER_ANSWERS.id
    assert {
        store_kinds.CLOCKS_AGREE.id,
        failover_codes.UNSAFE_SETTINGS.id,
        failover_codes.ONE_SERVER.id,
        home_kinds.WORK_WAITS.id,
    } <= set(lines)
    # What the home of this test has not is named, and nothing that the database has.
    missing = [line for line in lines if line.startswith(file_kinds.NOT_CHECKED.id)]
    assert not any(name in " ".join(missing).split() for name in OF_DATABASE.split())
    after = postgresql.query(
        "looked_at", "SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables"
    )
    assert after == before


def test_a_database_without_tables_and_a_server_that_is_away_are_reported(postgresql, tmp_path):
    """No check vanishes: each that needs the database is named with the reason why it was not made."""
    home = a_home(tmp_path / "home", postgresql.create("bare"))
    lines = in_a_process(home, LOOK, settings=None)
    assert lines[0] == "not migrated"
    assert store_kinds.DATABASE_WITHOUT_TABLES.id in lines
    (missing,) = [set(line.split()) for line in lines if " queue " in f"{line} "]
    assert {file_kinds.NOT_CHECKED.id, "clocks", "duty", "own_log", "lines"} <= missing
    away = a_home(tmp_path / "away", f"postgresql://rogatory@/bare?host={tmp_path}")
    lines = in_a_process(away, LOOK, settings=None)
    assert lines[0] == "None"
    assert home_kinds.DATABASE_SILENT.id in lines
    assert f"{file_kinds.NOT_CHECKED.id} {OF_DATABASE}" in lines
