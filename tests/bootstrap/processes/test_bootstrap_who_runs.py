# SPDX-License-Identifier: Apache-2.0
"""The processes of a node on all its machines: a recovery and a new epoch name each that runs, and one that was only
paused signs nothing afterwards. Two homes with one database are two machines here.
"""

import contextlib
import json
import os
import shutil
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casts.servers.desk import desk
from casts.servers.home_on_postgresql import in_a_process
from casts.servers.postgresql_server import PostgresqlServer
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.doctor.examination import examine, judge
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.doctor.machines import ProcessState, machines
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.processes.background import background_node, start_node
from rogatory.bootstrap.processes.place import started
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.errors import ExitStatus

pytestmark = [pytest.mark.processes, pytest.mark.judge]

DOORS = ("door", "worker")

RECOVER = """
from rogatory.bootstrap.recovery.recover import recover
from rogatory.errors import RogatoryError
try:
    found = recover(home.path)
    print("recovered")
except RogatoryError as error:
    print(error.codes[0])
    print(error)
"""

NEW_EPOCH = """
from rogatory.bootstrap.recovery.new_epoch import new_epoch
from rogatory.errors import RogatoryError
try:
    new_epoch(home.path)
except RogatoryError as error:
    print(*error.codes)
    print(error)
"""


@pytest.fixture
def server():
    made = PostgresqlServer()
    made.start()
    made.create("xb")
    yield made
    made.remove()


@pytest.fixture
def homes(federation, server):
    """Arcadia on its own disk; Borealia on two machines that share a database."""
    first = read_home(federation.node("XB"))
    settings = first.path / SETTINGS_FILE
    url = json.dumps(server.address("xb"))
    settings.write_text(f"database_url = {url}\n{settings.read_text()}")
    place = first.path.with_name("second")
    shutil.copytree(first.path, place)
    text = (place / SETTINGS_FILE).read_text()
    listen = f'door_listen = "127.0.0.1:{free_port()}"\n'
    (place / SETTINGS_FILE).write_text(listen + text)
    return read_home(federation.node("XA")), read_home(first.path), read_home(place)


def counts(server):
    tables = ("storage_message", "storage_logevent", "storage_waitingevent", "storage_checkpoint")
    return [int(server.query("xb", f"SELECT count(*) FROM {table}")) for table in tables]


def process_ids(node):
    """Return every process of a node, the youngest first: what is stopped starts no other one."""
    found, new = [node.process.pid], [node.process.pid]
    while new:
        new = [
            int(path.name)
            for path in Path("/proc").iterdir()
            if path.name.isdigit() and _parent(path) in new
        ]
        found += new
    return found[::-1]


def _parent(path):
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def signal_all(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def test_what_runs_on_another_machine_is_named_and_nothing_is_begun(homes, federation, server):
    _xa, first, second = homes
    with background_node(first, DOORS):
        until(lambda: server.query("xb", "SELECT count(*) FROM storage_runningprocess") == "2")
        for script in (RECOVER, NEW_EPOCH):
            code, *words = in_a_process(second, script)
            assert code == "node-runs-elsewhere"
            for name in DOORS:
                assert f"{name}@{os.uname().nodename}" in words[0]
        assert f"worker@{os.uname().nodename[:64]} ({pid_of(first, 'worker')})" in words[0]
        # What the second machine shows of it, by the same names.
        found = machines(second)
        assert all(one["name"] in words[0] for one in found.processes)
        assert {one["kind"] for one in found.processes} == set(DOORS)
        assert {one["state"] for one in found.processes} == {ProcessState.ELSEWHERE}
        assert found.raised is None
        assert {one["state"] for one in machines(first).processes} == {ProcessState.HERE}
        seen = [
            one.kind.id
            for one in judge(examine(second, datetime.now(UTC), Look()), datetime.now(UTC))
        ]
        assert "doctor-processes-elsewhere" in seen
        assert "doctor-process-silent" not in seen
    assert server.query("xb", "SELECT count(*) FROM storage_fence") == "0"
    assert server.query("xb", "SELECT count(*) FROM storage_setting WHERE name = 'recovery'") == "0"
    # Those that ended in order are gone at once.
    assert server.query("xb", "SELECT count(*) FROM storage_runningprocess") == "0"


def test_a_machine_that_was_paused_during_a_recovery_elsewhere_signs_nothing_afterwards(
    homes, federation, server
):
    xa, first, second = homes
    with background_node(xa, DOORS):
        node = start_node(first, names=DOORS)
        desk(xa, federation, "send", 1)
        desk(xa, federation, "receipted")
        pids = process_ids(node)
        assert len(pids) >= 4  # the supervisor, gunicorn with its process, the worker
        signal_all(pids, signal.SIGSTOP)
        try:
            # What Arcadia sends from now on waits at the door that does not answer.
            desk(xa, federation, "send", 2)
            assert in_a_process(second, RECOVER) == ["recovered"]
            before = counts(server)
            assert (
                server.query("xb", "SELECT command FROM storage_fence") == "rogatory node recover"
            )
        finally:
            signal_all(pids, signal.SIGCONT)
        assert node.process.wait(PATIENCE) == ExitStatus.REFUSED
        printed = (first.logs / "supervisor.err").read_text()
        assert "process-fenced" in printed
        assert "rogatory node recover" in printed
        assert counts(server) == before
        assert not [pid for pid in pids if started(pid) is not None]


def test_a_process_that_outlived_its_supervisor_is_named_on_a_disk_of_its_own(federation):
    home = read_home(federation.node("XB"))
    node = start_node(home, names=DOORS)
    worker = pid_of(home, "worker")
    os.kill(worker, signal.SIGSTOP)
    try:
        node.kill()
        code, words = in_a_process(home, RECOVER)[:2]
        assert code == "node-runs-elsewhere"
        assert f"({worker})" in words
        assert machines(home).raised is None
    finally:
        os.kill(worker, signal.SIGCONT)
    until(lambda: started(worker) is None)
    assert in_a_process(home, RECOVER) == ["recovered"]
    assert machines(home).command == "rogatory node recover"
    assert machines(home).processes == ()
