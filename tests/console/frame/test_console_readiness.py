# SPDX-License-Identifier: Apache-2.0
"""Readiness: each part that the node needs is asked, and a stranger learns one word."""

import threading
from dataclasses import replace

import pytest
from django.test import Client

from casts.node.world import snapshot
from rogatory.console.frame import readiness
from rogatory.directory.refusals import TOO_OLD
from rogatory.errors import Refused


@pytest.fixture(autouse=True)
def _each_time_anew(monkeypatch):
    monkeypatch.setattr(readiness, "SECONDS_BETWEEN_LOOKS", 0.0)
    monkeypatch.setattr(readiness, "_readiness", readiness.Readiness())


@pytest.fixture
def use(monkeypatch):
    return lambda node: monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)


def probe():
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def test_a_node_that_can_work_is_ready_and_says_one_word(world):
    before = snapshot(world.node("XB"))
    assert probe() == (200, "ready\n")
    assert snapshot(world.node("XB")) == before
    answer = Client().get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


class Broken:
    """A part of a node of which one method fails, or never ends."""

    def __init__(self, part, name, act):
        self._part, self._name, self._act = part, name, act

    def __getattr__(self, name):
        return self._act if name == self._name else getattr(self._part, name)


def fails(*_args, **_more):
    raise OSError("PLANTED")


def too_old():
    raise Refused(TOO_OLD.because(refreshed="PLANTED", hours=24))


@pytest.mark.parametrize(
    ("part", "name", "act"),
    [("store", "log_size", fails), ("objects", "digests", fails), ("register", "view", too_old)],
)
def test_a_node_without_one_of_its_parts_is_not_ready_and_lives(
    world, use, caplog, part, name, act
):
    node = world.node("XB")
    use(replace(node, **{part: Broken(getattr(node, part), name, act)}))
    for _ in range(3):
        assert probe() == (503, "not ready\n")
    assert Client().get("/healthz").status_code == 200
    logged = [one for one in caplog.records if one.name == readiness.__name__]
    assert len(logged) == 1, "the reason is logged once"
    assert "PLANTED" in logged[0].getMessage()
    use(node)
    assert probe() == (200, "ready\n")


def test_a_part_that_never_answers_costs_no_more_than_one_look(world, use, monkeypatch):
    monkeypatch.setattr(readiness, "SECONDS_TO_ANSWER", 0.2)
    node, held, looks = world.node("XB"), threading.Event(), []

    def hangs():
        looks.append(True)
        held.wait(60)
        return 0

    use(replace(node, store=Broken(node.store, "log_size", hangs)))
    try:
        for _ in range(5):
            assert probe() == (503, "not ready\n")
        assert len(looks) == 1
    finally:
        held.set()


def test_an_answer_serves_for_a_second(world, use, monkeypatch):
    monkeypatch.setattr(readiness, "SECONDS_BETWEEN_LOOKS", 3600.0)
    node, looks = world.node("XB"), []

    def counted():
        looks.append(True)
        return 0

    use(replace(node, store=Broken(node.store, "log_size", counted)))
    assert [probe()[0] for _ in range(20)] == [200] * 20
    assert len(looks) == 1
