# SPDX-License-Identifier: Apache-2.0
"""Lines of the log on a descriptor: whole while they are read, and nobody waits for a reader that does not read."""

import json
import logging
import os
import threading

import pytest

from casts.steady.patience import until
from rogatory.bootstrap.home.log_lines import JsonLines
from rogatory.bootstrap.home.log_stream import MOST_WAITING, LineStream


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    ends = {"reading": reading, "writing": writing}
    yield ends
    for one in ends.values():
        os.close(one)


@pytest.fixture
def stream(pipe):
    handler = LineStream(pipe["writing"])
    handler.setFormatter(JsonLines("worker"))
    yield handler
    handler.close()


@pytest.fixture
def log(stream):
    found = logging.getLogger("a trial of the stream")
    found.propagate, found.level = False, logging.INFO
    found.addHandler(stream)
    yield found
    found.removeHandler(stream)


def read_lines(descriptor, many):
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return [json.loads(file.readline()) for _ in range(many)]


def test_every_record_is_a_line_in_its_order_however_long(log, pipe):
    long = "a" * 300_000
    for says in ("first", long, "last"):
        log.info("%s", says)
    assert [one["says"] for one in read_lines(pipe["reading"], 3)] == ["first", long, "last"]


def test_a_reader_that_reads_nothing_holds_up_nobody_and_learns_what_it_missed(log, pipe):
    for number in range(MOST_WAITING * 3):
        log.info("number %d: %s", number, "x" * 100)
    read = left_out = 0
    with os.fdopen(os.dup(pipe["reading"]), "rb") as file:
        # What was left out is stated whenever the stream catches up, so perhaps several times.
        while read + left_out < MOST_WAITING * 3:
            says = json.loads(file.readline())["says"]
            if "were left out here" in says:
                left_out += int(says.split()[0])
            else:
                read += 1
    assert read + left_out == MOST_WAITING * 3
    assert left_out > MOST_WAITING


def test_a_reader_that_has_gone_is_no_fault(log, stream, pipe):
    os.close(pipe.pop("reading"))
    log.info("to nobody")
    until(stream._waiting.empty)
    assert [one for one in threading.enumerate() if one.name == "log lines" and one.is_alive()]


def test_a_child_that_was_forked_after_a_line_writes_its_own(log, stream, pipe):
    """A server forks its workers when its master has logged: the thread of the master is not in them."""
    log.info("of the parent")
    assert read_lines(pipe["reading"], 1)[0]["says"] == "of the parent"
    child = os.fork()
    if not child:
        log.info("of the child")
        stream.close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert read_lines(pipe["reading"], 1)[0]["says"] == "of the child"
