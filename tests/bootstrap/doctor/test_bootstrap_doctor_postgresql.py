# SPDX-License-Identifier: Apache-2.0
"""The doctor of a node on PostgreSQL: it looks at the same things, changes nothing, and survives a server that is away."""

import pytest

from casts.servers.home_on_postgresql import a_home, in_a_process
from casts.servers.postgresql_server import PostgresqlServer
from rogatory.bootstrap.doctor import kinds
from rogatory.node.failover import failover_codes

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def server():
    made = PostgresqlServer()
    made.start()
    yield made
    made.remove()


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
from rogatory.bootstrap.doctor import facts
from rogatory.bootstrap.doctor.findings import _database
found = facts.database(home)
print(found["check"], found["waiting"])
for each in _database(found, datetime.now(UTC)):
    print(each.kind.id, each.kind.id == "doctor-database-silent" and "connection" in found["silent"])
print(len(facts.lines(home)))
"""


def test_the_doctor_looks_into_postgresql_and_changes_nothing(server, tmp_path):
    home = a_home(tmp_path / "home", server.create("looked_at"))
    in_a_process(home, FILL)
    before = server.query("looked_at", "SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables")
    # The tests' server does not wait for its disk, which is what the doctor must find.
    assert in_a_process(home, LOOK, settings=None) == [
        "ok 1",
        f"{kinds.DATABASE_INTACT.id} False",
        f"{failover_codes.UNSAFE_SETTINGS.id} False",
        f"{failover_codes.ONE_SERVER.id} False",
        f"{kinds.WORK_WAITS.id} False",
        "0",
    ]
    after = server.query("looked_at", "SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables")
    assert after == before


def test_a_database_without_tables_and_a_server_that_is_away_are_reported(server, tmp_path):
    home = a_home(tmp_path / "home", server.create("bare"))
    assert in_a_process(home, LOOK, settings=None)[0] == "not migrated None"
    away = a_home(tmp_path / "away", f"postgresql://rogatory@/bare?host={tmp_path}")
    assert in_a_process(away, LOOK, settings=None) == [
        "None None",
        f"{kinds.DATABASE_SILENT.id} True",
        "0",
    ]
