# SPDX-License-Identifier: Apache-2.0
"""Remarks of the doctor and the start on a real PostgreSQL server with a real standby, for the case that it is lost."""

import pytest

from casts.servers.home_on_postgresql import a_home, in_a_process
from casts.servers.postgresql_server import PostgresqlServer
from rogatory.bootstrap.doctor.kinds import home_kinds
from rogatory.node.failover import failover_codes as codes

pytestmark = pytest.mark.judge

LOOK = """
from rogatory.bootstrap.doctor import database_facts
from rogatory.bootstrap.doctor.findings import of_replication
from rogatory.node.failover.promise import remarks_at_start
from rogatory.node.repositories.failover import Replication
found = database_facts.replication(home)
print(found["attached"], found["in_sync"])
for each in of_replication(Replication(**found)):
    print(each.kind.id, each.level.value)
"""
START = """
import django
django.setup()
from rogatory.bootstrap.home.migrations import migrate
from rogatory.bootstrap.processes.admission import OpeningCheck, read_admission, write_admission
from rogatory.node.failover.promise import remarks_at_start
from rogatory.storage.store import DatabaseStore
write_admission(home, OpeningCheck(remarks=tuple(remarks_at_start(DatabaseStore().replication()))))
print(*(one.code.id for one in read_admission(home).remarks))
"""
POWER_CUT = codes.UNSAFE_SETTINGS.id
"""The tests' server does not wait for its disk."""


@pytest.fixture
def primary():
    """A server of each test's own: what one sets, or attaches, another would see."""
    made = PostgresqlServer()
    made.start()
    made.create("promised")
    made.query("promised", "CREATE ROLE plain LOGIN")
    yield made
    made.remove()


@pytest.fixture
def standby(primary):
    made = PostgresqlServer(follows=primary, name="second")
    made.start()
    yield made
    made.remove()


@pytest.fixture
def home(primary, tmp_path):
    return a_home(tmp_path / "home", primary.address("promised", "plain"))


def found(home):
    head, *findings = in_a_process(home, LOOK, settings=None)
    assert findings.pop(0) == f"{POWER_CUT} wrong"
    return head, findings


def test_one_server_alone_is_reported_by_the_doctor_and_at_the_start(primary, home):
    assert found(home) == ("0 0", [f"{codes.ONE_SERVER.id} advice"])
    assert in_a_process(home, START) == [f"{codes.UNSAFE_SETTINGS.id} {codes.ONE_SERVER.id}"]


def test_a_standby_for_which_no_commit_waits_promises_nothing(primary, standby, home):
    assert found(home) == ("1 None", [f"{codes.COMMITS_UNCOPIED.id} wrong"])


def test_a_role_without_rights_cannot_see_whether_a_standby_is_in_sync(primary, standby, home):
    primary.set(synchronous_standby_names="second")
    assert found(home) == ("1 None", [f"{codes.UNSEEN.id} advice"])
    primary.query("promised", "GRANT pg_read_all_stats TO plain")
    try:
        assert found(home) == ("1 1", [f"{home_kinds.FAILOVER_HOLDS.id} well"])
        # Who connects as the owner of the server sees the same.
        primary.set(synchronous_standby_names="another")
        assert found(home) == ("1 0", [f"{codes.NOT_IN_SYNC.id} wrong"])
    finally:
        primary.set(synchronous_standby_names="second")
        primary.query("promised", "REVOKE pg_read_all_stats FROM plain")


def test_a_role_whose_commits_do_not_wait_is_reported(primary, standby, home):
    primary.set(synchronous_standby_names="second")
    primary.query("promised", "ALTER ROLE plain SET synchronous_commit = remote_write")
    try:
        assert found(home)[1] == [f"{codes.COMMITS_UNCOPIED.id} wrong"]
    finally:
        primary.query("promised", "ALTER ROLE plain RESET synchronous_commit")
