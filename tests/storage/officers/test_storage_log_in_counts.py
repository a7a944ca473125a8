# SPDX-License-Identifier: Apache-2.0
"""Counts of attempts to log in: one for all processes, never forgotten early, and no door for code."""

import os
import pickle
import threading

import pytest
from django.db import connections

from casts.steady.patience import PATIENCE
from rogatory.storage.officers import log_in_counts
from rogatory.storage.officers.log_in_counts import LogInCount, LogInCounts

HOUR = 3600
EVICTING_DJANGO_S = 400
"""More entries than Django's cache in memory keeps."""


@pytest.fixture
def counts():
    found = LogInCounts("", {})
    found.clear()
    yield found
    found.clear()


def another_process():
    return LogInCounts("", {})


def test_a_count_is_every_process_s(counts):
    counts.set("a", [1.5, 2.5], HOUR)
    assert another_process().get("a") == [1.5, 2.5]
    assert another_process().delete("a")
    assert counts.get("a", []) == []
    assert not counts.delete("a")


def test_a_count_that_ended_counts_no_more(counts):
    counts.set("a", [1.5], -1)
    assert counts.get("a") is None
    assert counts.add("a", [2.5], HOUR)
    assert counts.get("a") == [2.5]


def test_of_several_at_once_one_begins_to_count(counts):
    begun, start = [], threading.Barrier(4)

    def begin():
        start.wait(PATIENCE)
        try:
            begun.append(another_process().add("a", 1, HOUR))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert sorted(begun) == [False, False, False, True]


def test_a_flood_of_numbers_pushes_no_count_out(counts):
    counts.set("guessed", [1.5], HOUR)
    for number in range(EVICTING_DJANGO_S):
        counts.set(f"flood-{number}", [2.5], HOUR)
    assert counts.get("guessed") == [1.5]


def test_what_ended_is_removed_and_of_too_many_what_ends_first(counts, monkeypatch):
    monkeypatch.setattr(log_in_counts, "MOST_COUNTS", 3)
    monkeypatch.setattr(log_in_counts, "BETWEEN_SWEEPS", 6)
    counts.set("ended", [1.5], -1)
    for place, name in enumerate(["b", "d", "c", "a", "e"]):
        counts.set(name, [1.5], HOUR + 10 * place)
    assert sorted(LogInCount.objects.values_list("key", flat=True)) == [":1:a", ":1:c", ":1:e"]


def test_a_count_without_an_end_is_a_fault_of_ours(counts):
    with pytest.raises(ValueError, match="without an end"):
        counts.set("a", 1, None)
    assert not LogInCount.objects.exists()


class _Code:
    def __reduce__(self):
        return os.mkdir, ("/nowhere/that/can/be",)


def test_who_writes_a_row_runs_no_code_in_the_console(counts):
    counts.set("a", [1.5], HOUR)
    LogInCount.objects.update(value=pickle.dumps(_Code()).hex())
    assert isinstance(counts.get("a"), str)
