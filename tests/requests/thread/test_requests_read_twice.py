# SPDX-License-Identifier: Apache-2.0
"""A sample of `just threads`: random threads read by our code and by a model of section 9."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fuzz.threads import compare
from fuzz.threads.model import Thread
from fuzz.threads.text import families, kinds, statuses
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.transcript import fold

VECTORS = sorted((Path(__file__).parents[2] / "vectors" / "requests").glob("thread-*.json"))

SAMPLE = range(500)


@pytest.fixture(scope="module")
def sample():
    return compare.compare(2, SAMPLE)


def test_a_sample_of_threads_is_read_alike(sample):
    assert sample.differing == []


def test_the_sample_has_what_section_9_distinguishes(sample):
    assert sample.crossed > len(SAMPLE) // 5
    assert sample.outcomes.keys() == {
        "applied", "illegal", "stopped", "abandoned", "waiting", "unknown-kind",
    }  # fmt: skip
    codes = {
        "link", "seen", "repair", "stopped", "open-already", "not-open", "wrong-side", "wrong-request",
        "wrong-moment", "nothing-passed", "reference", "warning-undecided",
    }  # fmt: skip
    assert sample.codes.keys() >= {f"thread-{code}" for code in codes}
    assert len(sample.kinds) > 40


def test_the_same_seed_makes_the_same_thread():
    assert compare.thread_of(3, 5) == compare.thread_of(3, 5) != compare.thread_of(3, 6)


def test_a_reading_that_forgets_a_rule_is_found(monkeypatch):
    """As if a repair settled no fork, or a message crossed nothing."""

    def forgetful(messages):
        state = fold(messages)
        return replace(state, entries=tuple(replace(one, crossed=()) for one in state.entries))

    monkeypatch.setattr(compare, "fold", forgetful)
    numbers = range(20)
    found = compare.compare(1, numbers).differing
    assert found
    [*differing] = compare.differences(compare.thread_of(1, found[0]))
    assert [name for name, _, _ in differing] == ["entries"]


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
@pytest.mark.parametrize("order", [1, -1])
def test_the_model_reads_the_vectors_as_they_say(path, order):
    vector = json.loads(path.read_text())
    messages = [text.encode() for text in vector["messages"][::order]]
    assert Thread(messages).result() == vector["expected"]


def test_the_tables_of_the_text_name_every_kind():
    assert kinds().keys() == KINDS.keys()
    assert families().keys() == set(OPENING_KINDS)
    assert statuses().keys() == KINDS.keys() - set(OPENING_KINDS) - {"repair"}
    assert Counter(len(places) for _, places in kinds().values())[0] == len(families())
