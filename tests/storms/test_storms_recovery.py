# SPDX-License-Identifier: Apache-2.0
"""A running State loses its disk: its backup is put back, what it lost is taken back, and traffic goes on."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from storms.killing.packages import SentPackages
from storms.process import LAUNCHER
from storms.traffic.clerk import Clerk
from storms.traffic.judge import problems

from casts.steady.patience import PATIENCE
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.ports.register import own_copy
from rogatory.bootstrap.processes.background import start_node
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.directory.entry.entry import LogRecord
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.state_role import sign_entry
from rogatory.exercises.cast import STATES
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses
from rogatory.exercises.founding import found_federation
from rogatory.exercises.processes import Ensemble, Terminal
from rogatory.exercises.stage import approval_of

pytestmark = pytest.mark.processes

CODES = ("XA", "XB")
NAMES = ("door", "worker")
SECONDS = PATIENCE


def until(happened):
    end = time.monotonic() + SECONDS
    while not (found := happened()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return found


def lives(pid):
    """Decide whether a process runs; one that ended and that nobody has asked about yet does
    not.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def command(*words):
    ran = subprocess.run(
        [sys.executable, "-m", "rogatory.main", *map(str, words)],
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def refused_to_run(home):
    """How `node run` ends, and what it says; a door that was killed lets go of its port a little later."""

    def answered():
        status, _out, err = command("node", "run", home)
        return None if "[port-taken]" in err else (status, err)

    return until(answered)


class Offices:
    """Terminals of both States, and their nodes' processes."""

    def __init__(self, federation, ensemble):
        self.federation, self.ensemble = federation, ensemble
        self.nodes, self.terminals, self.seats = {}, {}, 0

    def home(self, state):
        return read_home(self.federation.node(state))

    def start(self, state):
        self.nodes[state] = start_node(self.home(state), names=NAMES)
        self.seat(state)

    def seat(self, state):
        self.seats += 1
        words = [LAUNCHER, "storms.terminal", str(self.home(state).path)]
        process = self.ensemble.start(f"desk-{state}-{self.seats}", words)
        self.ensemble.await_ready([process])
        self.terminals[state] = Terminal(state, process)

    def now(self, state):
        return datetime.now(UTC)

    def ask(self, state, act, /, **arguments):
        return self.terminals[state].ask(act, **arguments)

    def approval(self, state, player, content):
        return approval_of(self.federation, state, player, content)

    def rest(self):
        until(lambda: all(self.ask(state, "is_at_rest") for state in CODES))

    def reads(self, state, of, origin):
        """Decide whether a State's node has brought the entry in which another lists that log."""
        view = own_copy(self.home(state)).view(datetime.now(UTC))
        return origin in {log.origin for log in view.entry(of).logs}

    def list_log(self, state, origin, vkey):
        """The State signs an entry that lists its new log, and the publisher takes it."""
        now = datetime.now(UTC).replace(microsecond=0)
        view = own_copy(self.home(state)).view(now)
        entry = view.entry(state)
        record = LogRecord(origin, vkey, entry.logs[0].period)
        changed = replace(entry, logs=(*entry.logs, record))
        key = self.federation.state_key(state)
        register, network = view.register(state), self.federation.network
        signed = sign_entry(changed, register, network=network, keys=[key], version=2, at=now)
        Publisher(self.federation.repository, self.federation.online_key()).accept(signed, at=now)


@pytest.fixture
def offices(tmp_path):
    (tmp_path / "network").mkdir()
    profiles = [STATES[code] for code in CODES]
    federation = found_federation(
        tmp_path / "network",
        profiles,
        Addresses(str(tmp_path / "network" / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={one.code: stated_parties(one.code) for one in profiles},
        at=datetime.now(UTC),
        random=os.urandom,
    )
    for code in CODES:
        toml = federation.node(code) / "node.toml"
        text = toml.read_text()
        quick = "witness_beat = 1\ncheckpoint_beat = 1\ndirectory_beat = 3\n"
        assert "[limits]" not in text
        toml.write_text(f"{text}\n[limits]\n{quick}")
    with Ensemble(tmp_path / "logs") as ensemble:
        made = Offices(federation, ensemble)
        try:
            for code in CODES:
                made.start(code)
            yield made
        finally:
            for node in made.nodes.values():
                node.kill()


def test_a_state_that_lost_its_disk_takes_back_what_the_other_keeps(offices, tmp_path):
    clerk = Clerk(offices, CODES, Random(5))
    homes = {code: offices.home(code) for code in CODES}
    packages = SentPackages(offices.federation, homes, clerk, tmp_path / "work", Random(5))
    promised = []

    def delivered(sent):
        assert sent is not None
        promised.append((sent.state, sent.to, sent.digest))
        offices.rest()
        return sent

    thread = delivered(clerk.open("XA", "mla_stored_data", "XB")).thread
    delivered(packages.act("XB"))

    backup = tmp_path / "backup.sqlite3"
    with (
        closing(sqlite3.connect(homes["XA"].database)) as store,
        closing(sqlite3.connect(backup)) as copy,
    ):
        store.backup(copy)

    delivered(packages.act("XB"))  # the package, which Arcadia fetches
    delivered(clerk.say("XA", "status_enquiry", thread))
    delivered(clerk.open("XA", "preservation", "XB"))
    delivered(clerk.open("XB", "preservation", "XA"))
    (seal,) = offices.ask("XA", "account")["packages"]
    until(lambda: offices.ask("XA", "account")["packages"][seal]["complete"])
    size = len(offices.ask("XA", "account")["commitments"])

    def cosigned():
        with closing(sqlite3.connect(homes["XB"].database, timeout=PATIENCE)) as store:
            found = store.execute("select size from storage_witnessedlog where state = 'XA'")
            return any(row[0] >= size for row in found.fetchall())

    until(cosigned)

    pids = [pid_of(homes["XA"], name) for name in NAMES]
    offices.nodes["XA"].kill()
    offices.terminals.pop("XA")
    until(lambda: not any(map(lives, pids)))  # each has let go of the database
    for path in homes["XA"].path.glob("books.sqlite3*"):
        path.unlink()
    backup.rename(homes["XA"].database)

    home = homes["XA"].path
    status, err = refused_to_run(home)
    assert status == 1, err
    assert "[restored]" in err
    assert "rogatory node recover" in err

    status, out, err = command("node", "recover", home, "--json")
    assert status == 4, err
    document = json.loads(out)
    assert [one["text"] for one in document["missing"]] == ["the log has not begun a new epoch"]
    assert document["states"]["XB"]["taken"] == 4
    assert document["states"]["XB"]["packages"] == [seal]
    status, err = refused_to_run(home)
    assert (status, "[recovering]" in err) == (1, True)
    status, out, _err = command("node", "recover", home)
    assert "rogatory witness new-epoch" in out
    assert command("node", "recover", home, "--without", "XB")[0] == 2
    document = json.loads(command("doctor", home, "--json")[1])
    missing = document["facts"]["recovery"]["missing"]
    assert [one["text"] for one in missing] == ["the log has not begun a new epoch"]

    status, out, err = command("witness", "new-epoch", home, "--prepare", "--json")
    prepared = json.loads(out)
    offices.list_log("XA", prepared["origin"], prepared["vkey"])
    until(lambda: offices.reads("XB", "XA", prepared["origin"]))
    status, out, err = command("witness", "new-epoch", home, "--json")
    assert status == 0, err
    assert json.loads(out)["ahead"] == ["XB"]
    status, out, err = command("node", "recover", home)
    assert status == 0, err
    assert f"rogatory node run {home}" in out

    offices.start("XA")
    offices.rest()
    delivered(clerk.say("XB", "status_answer", thread))
    delivered(clerk.open("XA", "preservation", "XB"))
    until(lambda: offices.ask("XA", "account")["packages"][seal]["complete"])
    until(lambda: len(offices.ask("XA", "account")["taken_back"]) == 4)
    offices.rest()
    accounts = {code: offices.ask(code, "account") for code in CODES}
    assert problems(accounts, promised) == []
    assert accounts["XA"]["epoch"] == 2
    assert len(promised) == 8
