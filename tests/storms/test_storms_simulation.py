# SPDX-License-Identifier: Apache-2.0
"""Whole networks from one seed: nothing is lost, a fault is found, and the same seed does the same."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from rogatory.node.messages import receive
from rogatory.node.queue.end_job import done
from rogatory.node.worker import work
from rogatory.storage.memory import MemoryStore
from rogatory.storage.memory.messages.stored import MemoryMessages
from rogatory.storage.memory.queue import MemoryQueue
from storms.simulation import losses
from storms.simulation import run as running
from storms.simulation.life import KilledError, Life, Mortal, MortalStore
from storms.simulation.run import run

ROOT = Path(__file__).parents[2]
NODES = 6
STORM = timedelta(minutes=80)


@pytest.mark.parametrize("seed", range(3))
def test_a_seed_loses_nothing_and_does_nothing_twice(seed):
    found = run(seed, NODES, STORM)
    assert found.problems == ()
    assert found.sent > NODES
    assert found.deaths
    assert found.line["lost"] + found.line["answer_lost"]


def test_the_same_seed_does_the_same_in_another_process_whatever_its_hashes():
    words = ("simulate", "--seeds", "1", "--first", "7", "--nodes", "6", "--json")
    outputs = []
    for hashes in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-m", "storms", *words, "--minutes", "80"],
            env=os.environ | {"PYTHONHASHSEED": hashes},
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
        outputs.append(json.loads(ran.stdout))
    assert outputs[0] == outputs[1]
    assert outputs[0]["ok"]
    assert outputs[0]["messages"]
    assert len(outputs[0]["traces"]) == 1


def first_failure(seeds=12):
    """Return what the first seed that fails says; None if none does."""
    for seed in range(seeds):
        found = run(seed, NODES, STORM)
        if found.problems:
            return found.problems
    return None


def test_a_node_that_never_asks_for_what_is_missing_is_found(monkeypatch):
    def ignore(node, job):
        with done(node, job):
            return

    monkeypatch.setitem(work.HANDLERS, "gap", ignore)
    # A message that arrives late is repeated by its sender: what is missing comes anyway, unless
    # the sender believes that it came.
    monkeypatch.setitem(work.HANDLERS, "deliver", ignore_some(work.HANDLERS["deliver"]))
    assert any("LOST" in one for one in first_failure())


def ignore_some(handler):
    """A delivery that is given up after its first failure."""

    def deliver(node, job):
        if job.attempts > 1:
            with done(node, job):
                return
        handler(node, job)

    return deliver


def test_a_node_that_forgets_what_it_receipted_is_found(monkeypatch):
    kept = MemoryMessages.add_receipt

    def forget(self, message, *receipt, **more):
        kept(self, message, *receipt, **more)
        if int(message[:2], 16) < 40 and self.tables.messages[message].direction.value == "in":
            del self.tables.messages[message]

    monkeypatch.setattr(MemoryMessages, "add_receipt", forget)
    assert first_failure()


def test_a_node_that_logs_what_it_takes_in_again_is_found(monkeypatch):
    """The unique digest prevents this: the same message taken in by two requests at once."""
    monkeypatch.setattr(MemoryMessages, "add_message", replay(MemoryMessages.add_message))
    monkeypatch.setattr(receive, "_came_from", lambda _standing, _peer: False)
    assert any("events of message" in one for one in first_failure())


def replay(add):
    def add_message(self, message):
        add(self, message)
        return True

    return add_message


def test_a_worker_that_ends_jobs_that_another_has_taken_over_is_found(monkeypatch):
    """Without the fence of the lease the effects of a job would remain although it is done
    again.
    """
    lost = []
    finish = MemoryQueue.finish

    def unfenced(self, job):
        held = finish(self, job)
        lost.append(not held)
        return held

    monkeypatch.setattr(MemoryQueue, "finish", unfenced)
    assert first_failure(4) is None
    assert any(lost), "no lease was lost: the simulation does not try what it should"


def test_a_fault_that_a_worker_survives_fails_the_seed(monkeypatch):
    def broken(node, job):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setitem(work.HANDLERS, "clocks", broken)
    assert any(one.startswith("FAULT") for one in run(1, 3, timedelta(minutes=10)).problems)


def test_liars_of_all_ways_are_met_and_humans_are_called(monkeypatch):
    monkeypatch.setattr(running, "LIARS", 0.5)
    monkeypatch.setattr(running, "AN_ACT_EVERY", timedelta(minutes=8))
    wanted = {"undelivered", "fork", "receipt denied", "log"}
    ways, seen = set(), Counter()
    for seed in range(16):
        found = run(seed, NODES, STORM)
        assert found.problems == ()
        ways.update(found.liars.values())
        seen.update(found.seen)
        if ways == {"rewinds", "withholds", "confuses"} and wanted <= seen.keys():
            return
    pytest.fail(f"met {ways}, seen {seen}")


@pytest.mark.parametrize("seed", [100095, 100224])
def test_a_database_is_restored_under_no_node_that_runs(seed):
    """In these a message was under way when its store went back to before it."""
    outcome = run(seed, 20, timedelta(minutes=30))
    assert "rewinds" in outcome.liars.values()
    assert outcome.problems == ()


def test_a_life_ends_at_its_step_and_answers_no_more():
    life = Life("XA", 0)
    calls = []
    port = Mortal(
        type("Port", (), {"ask": staticmethod(lambda: calls.append(1) or "yes")})(), life, "ask"
    )
    assert port.ask() == "yes"
    life.doom(1)
    with pytest.raises(KilledError) as killed:
        port.ask()
    assert killed.value.step == "after ask"
    assert len(calls) == 2
    with pytest.raises(KilledError):
        port.ask()
    assert len(calls) == 2


@pytest.mark.parametrize(("steps", "stands"), [(0, False), (1, False), (2, True)])
def test_what_was_committed_outlives_a_death_and_what_was_not_does_not(steps, stands):
    store, life = MemoryStore(), Life("XA", 0)
    mortal = MortalStore(store, life)
    life.doom(steps)
    with pytest.raises(KilledError), mortal.transaction():
        mortal.put_setting("name", "value")
    assert (store.setting("name") == "value") is stands


LOSING = (4, 6)
"""Seeds in which messages of both directions were receipted between the backup and the loss."""


def lossy(monkeypatch):
    """Storms in which much is said, and an honest State loses its disk."""
    monkeypatch.setattr(running, "A_LOSS", 1.0)
    monkeypatch.setattr(running, "AN_ACT_EVERY", timedelta(minutes=7))


def test_a_state_that_lost_its_disk_takes_back_what_was_receipted(monkeypatch):
    lossy(monkeypatch)
    found = [run(seed, 4, timedelta(minutes=60)) for seed in LOSING]
    assert [one.problems for one in found] == [(), ()]
    assert all(one.taken_back for one in found)


def test_a_state_that_opens_its_door_over_a_backup_is_found(monkeypatch):
    """The value of the promise: the same storms, and nobody asks for what was lost."""
    lossy(monkeypatch)
    monkeypatch.setattr(losses, "_ran", lambda _world, _state, _node: True)
    problems = [one for seed in LOSING for one in run(seed, 4, timedelta(minutes=60)).problems]
    assert any("LOST" in one for one in problems)
    assert any("log of size" in one or "another event" in one for one in problems)
