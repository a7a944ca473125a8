# SPDX-License-Identifier: Apache-2.0
"""The supervisor: restarts what dies, gives up on what will not live, leaves nobody behind.

The children are small programs of our own, so that each ends in the way that a test is about.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.home.folder import NewHome, create_home, read_home
from rogatory.bootstrap.processes.supervisor import (
    Child,
    _only_one,
    clean_environment,
    is_ready,
    pid_of,
    ready_file,
    run_node,
    supervise,
)
from rogatory.errors import Refused, Unreachable

LIVES = "import time; time.sleep(600)"
LIVES_WITH_PARENT = f"""
import os, signal, sys
from rogatory.bootstrap.processes.lifeline import end_with_parent
end_with_parent(int(sys.argv[1]), signal.SIGTERM)
{LIVES}
"""


@pytest.fixture
def place(tmp_path):
    return create_home(tmp_path / "home", new=NewHome(state="XB", root=b"{}", directory_url="x"))


def child(code, name="worker"):
    return Child(name, [sys.executable, "-c", code, str(os.getpid())])


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def stop_when(condition, stop):
    """Sets `stop` from beside, since the supervisor has the main thread."""

    def watch():
        try:
            until(condition)
        finally:
            stop.set()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def test_a_child_that_is_killed_is_started_again(place):
    seen, stop = [], threading.Event()

    def killed_and_back():
        pid = pid_of(place, "worker")
        if pid and pid not in seen:
            seen.append(pid)
            if len(seen) == 1:
                os.kill(pid, signal.SIGKILL)
        return len(seen) == 2

    watcher = stop_when(killed_and_back, stop)
    supervise(place, [child(LIVES)], stop)
    watcher.join()
    assert len(seen) == 2
    assert not any(is_running(pid) for pid in seen)


def test_all_children_end_when_one_will_not_live(place):
    pids = []

    def note():
        pids.append(pid_of(place, "door"))
        return pids[-1] is not None

    watcher = stop_when(note, threading.Event())
    with pytest.raises(Unreachable) as failed:
        supervise(place, [child(LIVES, "door"), child("raise SystemExit(3)")], threading.Event())
    watcher.join()
    assert failed.value.codes == ("node-child-failed",)
    assert not is_running(pids[-1])


def test_a_child_that_does_not_stop_is_killed(place, monkeypatch):
    monkeypatch.setattr("rogatory.bootstrap.processes.supervisor.SECONDS_TO_STOP", 0.5)
    ready = place.run / "deaf"
    deaf = f"""
import signal, pathlib
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({str(ready)!r}).touch()
{LIVES}
"""
    stop, pids = threading.Event(), []

    def is_deaf():
        pids.append(pid_of(place, "worker"))
        return ready.exists()

    watcher = stop_when(is_deaf, stop)
    supervise(place, [child(deaf)], stop)
    watcher.join()
    assert not is_running(pids[-1])


def test_a_supervisor_that_is_killed_leaves_no_child(place):
    code = f"""
import os, sys, threading
from pathlib import Path
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.supervisor import Child, supervise
command = [sys.executable, "-c", {LIVES_WITH_PARENT!r}, str(os.getpid())]
supervise(read_home(Path({str(place.path)!r})), [Child("door", command), Child("worker", command)],
          threading.Event())
"""
    supervisor = subprocess.Popen([sys.executable, "-c", code])
    try:
        until(lambda: pid_of(place, "door") and pid_of(place, "worker"))
        pids = [pid_of(place, name) for name in ("door", "worker")]
        time.sleep(0.5)  # until the children have tied themselves to it
        assert all(is_running(pid) for pid in pids)
    finally:
        supervisor.kill()
        supervisor.wait()
    until(lambda: not any(is_running(pid) for pid in pids))


def test_a_child_whose_parent_is_gone_already_does_not_begin(tmp_path):
    code = LIVES_WITH_PARENT.replace(LIVES, f"open({str(tmp_path / 'begun')!r}, 'w')")
    done = subprocess.run([sys.executable, "-c", code, "1"], check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert not (tmp_path / "begun").exists()


def test_two_supervisors_do_not_share_a_home(place):
    with _only_one(place), pytest.raises(Refused) as refused:
        run_node(place, [])
    assert refused.value.codes == ("node-already-runs",)
    assert refused.value.reasons[0].fields["pid"] == str(os.getpid())


@pytest.mark.parametrize("name", ["door", "console"])
def test_a_taken_port_is_named_before_anything_is_started(place, name):
    import socket

    address = place.address(place.node_url if name == "door" else place.console_url)
    with socket.create_server(address), pytest.raises(Unreachable) as failed:
        run_node(place)
    assert failed.value.codes == ("port-taken",)
    assert failed.value.reasons[0].fields["name"] == name
    assert not place.database.exists()


def test_an_address_of_another_machine_is_said_to_be_that(place):
    settings = place.path / "node.toml"
    settings.write_text(f'door_listen = "192.0.2.1:8443"\n{settings.read_text()}')
    with pytest.raises(Unreachable) as failed:
        run_node(read_home(place.path))
    assert failed.value.codes == ("port-address-elsewhere",)
    assert not place.database.exists()


READY_THEN = """
import pathlib, time
pathlib.Path({ready!r}).touch()
{then}
"""


def test_what_a_child_left_is_not_ready_and_is_removed_at_a_stop(place):
    code = READY_THEN.format(ready=str(ready_file(place, "worker")), then=LIVES)
    stop, seen = threading.Event(), []

    def is_seen():
        seen.append(is_ready(place, "worker"))
        return seen[-1]

    watcher = stop_when(is_seen, stop)
    supervise(place, [child(code)], stop)
    watcher.join()
    assert seen[-1]
    assert not ready_file(place, "worker").exists()
    assert not is_ready(place, "worker")


def test_a_child_that_ended_is_not_ready_while_it_waits_to_be_started_again(place, monkeypatch):
    monkeypatch.setattr("rogatory.bootstrap.processes.supervisor.FIRST_PAUSE", 600.0)
    monkeypatch.setattr("rogatory.bootstrap.processes.supervisor.LONGEST_PAUSE", 600.0)
    ready = ready_file(place, "worker")
    code = READY_THEN.format(ready=str(ready), then="raise SystemExit(3)")
    stop, existed = threading.Event(), []

    def is_over():
        existed.append(ready.exists())
        return True in existed and not existed[-1]

    watcher = stop_when(is_over, stop)
    supervise(place, [child(code)], stop)
    watcher.join()
    assert not ready.exists()


def test_the_files_of_a_node_that_was_killed_say_nothing(place):
    """Its supervisor could remove nothing; its process is gone."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (place.run / "door.pid").write_text(f"{ended.pid}\n")
    ready_file(place, "door").touch()
    assert not is_ready(place, "door")
    (place.run / "door.pid").write_text(f"{os.getpid()}\n")
    assert is_ready(place, "door")


def test_children_see_nothing_of_the_callers_environment(place, monkeypatch):
    monkeypatch.setenv("HTTP_X_CLIENT_VERIFY", "SUCCESS")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    seen = place.path / "environment"
    stop = threading.Event()
    code = f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(repr(sorted(os.environ)));{LIVES}"
    watcher = stop_when(lambda: seen.exists() and seen.read_text(), stop)
    supervise(place, [child(code)], stop)
    watcher.join()
    assert set(eval(seen.read_text())) <= {*clean_environment(place), "LC_CTYPE"}
