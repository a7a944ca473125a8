# SPDX-License-Identifier: Apache-2.0
"""A line of a log: its fields, its codes, and nothing that an exception or a path quotes."""

import json
import logging
import sqlite3
import sys

import pytest
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest
from django.urls import ResolverMatch

from rogatory.bootstrap.home.log_lines import JsonLines
from rogatory.bootstrap.node_toml.logs import logs_problem
from rogatory.bootstrap.refusals import KEY_ABSENT
from rogatory.errors import Refused, Unreachable
from rogatory.wire.words import Statement

MARK = "Jane Roe, AR-2026-0417"


def line(message, *values, error=None, **extra):
    """Return the line of one record, as it is read from a log."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(
        "rogatory.node.tested", logging.WARNING, __file__, 1, message, values, info
    )
    vars(record).update(extra)
    text = JsonLines("worker").format(record)
    assert "\n" not in text
    return json.loads(text)


def raised(act):
    try:
        act()
    except Exception:  # noqa: BLE001 - the logged traceback of any exception is the subject
        return sys.exception()
    raise AssertionError("nothing was raised")


def test_a_line_has_its_moment_level_process_logger_message_codes_and_fields():
    found = line("a job failed", fields={"job": "deliver", "attempts": 3}, codes=("job-fault",))
    assert found.pop("at").endswith("+00:00")
    assert found == {
        "level": "warning",
        "process": "worker",
        "from": "rogatory.node.tested",
        "says": "a job failed",
        "codes": ["job-fault"],
        "fields": {"job": "deliver", "attempts": 3},
    }


@pytest.mark.parametrize(
    "value",
    [
        KEY_ABSENT.because(path="/x"),
        Refused(KEY_ABSENT.because(path="/x")),
        Unreachable([KEY_ABSENT.because(path="/x"), KEY_ABSENT.because(path="/y")]),
        Statement(KEY_ABSENT.because(path="/x")),
    ],
)
def test_a_refusal_in_a_message_is_named_by_its_codes(value):
    assert line("not read: %s", value)["codes"] == [KEY_ABSENT.id]


def test_what_an_exception_quotes_is_left_out_and_its_frames_are_there():
    def first():
        raise IntegrityError(f"DETAIL: Failing row contains ({MARK})")

    def second():
        try:
            first()
        except IntegrityError as error:
            raise ValueError(f"invalid literal: {MARK}") from error

    found = line("a job failed", error=raised(second))
    assert MARK not in json.dumps(found)
    frames = found["trace"]
    assert frames.index("in first") < frames.index("IntegrityError") < frames.rindex("in second")
    assert frames.endswith("ValueError")


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (OperationalError("database is locked\nCONTEXT: " + MARK), "database is locked"),
        (raised(lambda: sqlite3.connect("/nowhere/at.all")), "unable to open database file"),
        (raised(lambda: open(f"/nowhere/{MARK}")), "No such file or directory"),  # noqa: PTH123, SIM115
        (Refused(KEY_ABSENT.because(path=f"/{MARK}")), KEY_ABSENT.id),
    ],
)
def test_what_a_disk_or_a_server_says_is_kept(error, kept):
    found = line("not read", error=error)
    assert kept in found["trace"]
    assert MARK not in json.dumps(found)


def test_an_exception_that_came_from_itself_ends():
    first, second = ValueError("a"), KeyError("b")
    first.__context__, second.__context__ = second, first
    assert line("odd", error=first)["trace"] == "KeyError\nValueError"


def test_django_names_the_route_of_a_page_and_not_its_path():
    request = HttpRequest()
    request.path = f"/threads/{MARK}/"
    request.resolver_match = ResolverMatch(
        len, (), {}, route="threads/<str:thread>/"
    )  # as Django sets it
    found = line("%s: %s", "Not Found", request.path, request=request)
    assert found["says"] == "Not Found: threads/<str:thread>/"
    request.resolver_match = None
    found = line("%s: %s", "Not Found", request.path, request=request)
    assert found["says"] == "Not Found: (no page of ours)"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, None),
        ({"level": "debug"}, None),
        ({"level": "verbose"}, "is none of debug, info, warning, error"),
        ({"level": 10}, "level"),
        ({"format": "text"}, "format"),
    ],
)
def test_the_table_is_judged_when_it_is_read(given, problem):
    found = logs_problem(given)
    assert (found is None) if problem is None else (problem in str(found))
