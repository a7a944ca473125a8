# SPDX-License-Identifier: Apache-2.0
"""A running State loses its disk: its backup is put back, what it lost is taken back, and traffic goes on."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from running_offices import (
    CODES,
    NAMES,
    command,
    offices,  # noqa: F401 (a fixture)
    until,
)

from casts.steady.patience import PATIENCE
from rogatory.bootstrap.processes.supervisor import pid_of
from storms.killing.packages import SentPackages
from storms.traffic.clerk import Clerk
from storms.traffic.judge import problems

pytestmark = pytest.mark.processes


def lives(pid):
    """Decide whether a process runs; one that ended and that nobody has asked about yet does
    not.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def refused_to_run(home):
    """How `node run` ends, and what it says; a door that was killed lets go of its port a little later."""

    def answered():
        status, _out, err = command("node", "run", home)
        return None if "[port-taken]" in err else (status, err)

    return until(answered)


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
