# SPDX-License-Identifier: Apache-2.0
"""Processes that are forked: each is as much one of its own as one that was started anew, and ends as such."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.home.folder import NewHome, create_home
from rogatory.bootstrap.processes.forking import FIRST, TO_LOAD, can_fork
from rogatory.bootstrap.processes.loaded import COMMAND, LoadedProcess
from rogatory.bootstrap.processes.supervisor import child_command, clean_environment

SAYS = """
import json, os, signal, sys
print(json.dumps({
    "words": sys.argv, "name": __name__, "parent": os.getppid(), "folder": os.getcwd(),
    "environment": dict(os.environ), "descriptors": sorted(os.listdir("/proc/self/fd")),
    "session": os.getsid(0) == os.getpid(), "blocked": len(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    "answers": [str(signal.getsignal(one)) for one in (signal.SIGTERM, signal.SIGINT)],
    "django": "django" in sys.modules, "shown": open("/proc/self/cmdline").read().rstrip(chr(0)).split(chr(0)),
}))
sys.exit(7)
"""
ARENAS = """
import ctypes, sys, threading
together = threading.Barrier(5)
def hold():
    held = [bytes(3000) for _ in range(500)]
    together.wait()
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(4)]
for each in threads:
    each.start()
together.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
together.wait()
"""
TIED = """
import os, signal, sys
from rogatory.bootstrap.processes.lifeline import end_with_parent
end_with_parent(int(sys.argv[1]), signal.SIGTERM)
print("ready", flush=True)
signal.pause()
"""


@pytest.fixture(scope="module")
def loaded():
    made = LoadedProcess()
    yield made
    made.close()


@pytest.fixture
def script(tmp_path):
    def written(text):
        path = tmp_path / "script.py"
        path.write_text(text)
        return str(path)

    return written


@contextmanager
def started(loaded, *words, environment=(), folder="/"):
    """A process, and what it prints and complains of."""
    reads, says = os.pipe()
    with Path(os.devnull).open("rb") as nothing, os.fdopen(reads) as output:
        try:
            process = loaded.start(
                [*FIRST, *words],
                environment=dict(environment),
                folder=Path(folder),
                descriptors=(nothing.fileno(), says, says),
            )
        finally:
            os.close(says)
        try:
            yield process, output
        finally:
            process.kill()
            process.wait()


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_forked_process_has_its_own_words_environment_folder_and_descriptors(
    loaded, script, tmp_path
):
    path = script(SAYS)
    with started(loaded, path, "a b", environment={"X": "1"}, folder=tmp_path) as (process, output):
        found = json.loads(output.read())
        assert process.wait() == 7
    assert found == {
        "words": [path, "a b"],
        "name": "__main__",
        "parent": loaded.pid,
        "folder": str(tmp_path),
        "environment": {"X": "1"},
        "descriptors": ["0", "1", "2", "3"],  # the last one is the folder that is listed
        "session": True,
        "blocked": 0,
        "answers": ["0", "<built-in function default_int_handler>"],
        "django": True,
        "shown": [path, "a b"],
    }


def test_threads_of_a_forked_process_share_the_memory_that_is_free(loaded, script, tmp_path):
    """A worker's memory grew for hours, since what one of its threads freed no other one used."""
    path = tmp_path / "arenas.xml"
    with started(loaded, script(ARENAS), str(path)) as (process, output):
        assert process.wait() == 0, output.read()
    assert path.read_text().count(" nr=") == 1


def test_a_forked_process_is_the_program_that_would_have_been_started(loaded):
    with started(loaded, "-m", "rogatory.main", "--version") as (process, output):
        assert output.read() == "rogatory, version 0.1.0\n"
        assert process.wait() == 0
    with started(loaded, "-m", "rogatory.main", "nothing") as (process, output):
        assert "No such command 'nothing'" in output.read()
        assert process.wait() == 2


@pytest.mark.parametrize(
    ("code", "status", "printed"),
    [
        ("raise ValueError('wrong')", 1, "ValueError: wrong\n"),
        ("raise SystemExit('said last')", 1, "said last\n"),
        ("import os; os.kill(os.getpid(), 9)", -9, ""),
        ("import os; os.kill(os.getpid(), 15)", -15, ""),
        ("import atexit; atexit.register(print, 'at the end')", 0, "at the end\n"),
        (
            "import threading, time; threading.Thread(target=lambda: time.sleep(0.2) or print('and a thread')).start()",
            0,
            "and a thread\n",
        ),
    ],
)
def test_a_forked_process_ends_as_its_program_does(loaded, script, code, status, printed):
    with started(loaded, script(code)) as (process, output):
        assert output.read().endswith(printed)
        assert process.wait() == status
        assert (process.poll(), process.returncode) == (status, status)


def test_waiting_for_a_process_that_goes_on_is_given_up_and_it_can_be_killed(loaded, script):
    with started(loaded, script("import signal; signal.pause()")) as (process, _output):
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.05)
        assert process.poll() is None
        process.kill()
        assert process.wait() == -signal.SIGKILL
        process.terminate()  # it is over: nobody else is sent a signal


def test_what_was_forked_ends_with_the_process_that_forked_it_and_that_with_who_asked(
    script, tmp_path
):
    """The process that asks is killed without notice: nobody is left."""
    asks = tmp_path / "asks.py"
    asks.write_text(f"""
import os, sys, time
from pathlib import Path
from rogatory.bootstrap.processes.forking import FIRST
from rogatory.bootstrap.processes.loaded import LoadedProcess
loaded = LoadedProcess()
process = loaded.start([*FIRST, {script(TIED)!r}, str(loaded.pid)], environment={{}}, folder=Path("/"),
                       descriptors=(0, 1, 2))
print(loaded.pid, process.pid, flush=True)
time.sleep(600)
""")
    one = subprocess.Popen([sys.executable, asks], stdout=subprocess.PIPE, text=True)
    try:
        output = {one.stdout.readline(), one.stdout.readline()}
        assert "ready\n" in output
        pids = [int(word) for line in output - {"ready\n"} for word in line.split()]
        assert len(pids) == 2
        assert all(is_running(pid) for pid in pids)
    finally:
        one.kill()
        one.wait()
        one.stdout.close()
    until(lambda: not any(is_running(pid) for pid in pids))


def test_what_is_loaded_belongs_to_no_home_and_runs_no_thread(tmp_path):
    """Settings, tables and keys are each child's own; a thread would be missing in it."""
    code = f"""
import sys, threading
from rogatory.bootstrap.processes.forking import load
load()
from django.apps import apps
from django.conf import settings
print(settings.configured, apps.ready, threading.active_count(), "rogatory.exercises" in sys.modules,
      all(name in sys.modules for name in {TO_LOAD!r}))
"""
    done = subprocess.run(
        [*FIRST, "-c", code], env={}, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.stdout == "False False 1 False True\n", done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["door", "worker", "console"])
def test_a_child_loads_little_that_was_not_loaded_for_it(name, tmp_path):
    """Otherwise each start pays again for what `TO_LOAD` should name."""
    home = create_home(tmp_path / "home", new=NewHome(state="XB", root=b"{}", directory_url="x"))
    code = """
import os, sys
from rogatory.bootstrap.processes.forking import load
load()
before = len(sys.modules)
from rogatory.bootstrap.processes.child import SETTINGS
os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[sys.argv[1]]
import django
django.setup()
import rogatory.bootstrap.node
print(before, len(sys.modules))
"""
    done = subprocess.run(
        [*FIRST, "-c", code, name],
        env=clean_environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    before, after = map(int, done.stdout.split())
    assert before > 1000
    assert after - before < before / 5


def test_what_a_module_prints_while_it_is_loaded_is_no_output_of_later_processes(loaded, script):
    for words, lines in ((["-m", "this"], 21), ([script("print('mine')")], 1)):
        with started(loaded, *words) as (process, output):
            assert process.wait(PATIENCE) == 0
            assert len(output.readlines()) == lines


def test_a_process_that_its_caller_s_environment_reached_forks_no_child(tmp_path):
    home = create_home(tmp_path / "home", new=NewHome(state="XB", root=b"{}", directory_url="x"))
    assert not sys.flags.isolated
    assert not can_fork(child_command(home, "worker"))
    code = "import sys; from rogatory.bootstrap.processes.forking import can_fork; print(can_fork(sys.argv[1:]))"
    for first, words, may in (
        (FIRST, child_command(home, "worker"), True),
        (FIRST, [sys.executable, "-m", "rogatory.main"], False),
        ([sys.executable], child_command(home, "worker"), False),
    ):
        done = subprocess.run([*first, "-c", code, *words], capture_output=True, text=True)
        assert done.stdout == f"{may}\n", done.stderr


def test_a_process_beside_which_a_library_s_threads_run_forks_no_child(tmp_path):
    """The object store's client has some: children that were forked beside them waited for them for ever."""
    home = create_home(tmp_path / "home", new=NewHome(state="XB", root=b"{}", directory_url="x"))
    code = (
        "import sys, threading; from obstore.store import MemoryStore; MemoryStore().put('a', b'b')\n"
        "from rogatory.bootstrap.processes.forking import can_fork\n"
        "print(threading.active_count(), can_fork(sys.argv[1:]))"
    )
    words = [*FIRST, "-c", code, *child_command(home, "worker")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.stdout == "1 False\n", done.stderr


def test_the_process_that_forks_is_shown_by_its_module(loaded):
    place = Path(f"/proc/{loaded.pid}/cmdline")
    until(lambda: place.read_text().rstrip("\0") == COMMAND[1])  # once it has loaded
