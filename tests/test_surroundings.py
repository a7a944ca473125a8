# SPDX-License-Identifier: Apache-2.0
"""A test that leaves what all share otherwise than it found it is named, whatever it left."""

import locale
import logging
import os
import signal
import socket
from pathlib import Path

import pytest
from django.utils import timezone, translation

import django_home  # noqa: F401 - sets Django up
from casts.steady.surroundings import changed, surroundings


@pytest.fixture
def put_back(monkeypatch):
    """Puts back what the cases below change, before the guard of all tests looks."""
    folder, handler = Path.cwd(), signal.getsignal(signal.SIGTERM)
    umask, written = os.umask(0o077), locale.setlocale(locale.LC_ALL)
    os.umask(umask)
    monkeypatch.setenv("ROGATORY_KEPT", "before")
    level = logging.root.level
    with translation.override("en"):
        yield
    os.chdir(folder)
    os.umask(umask)
    signal.signal(signal.SIGTERM, handler)
    locale.setlocale(locale.LC_ALL, written)
    socket.setdefaulttimeout(None)
    logging.root.setLevel(level)
    os.environ.pop("ROGATORY_NEW", None)
    timezone.deactivate()


LEFT = {
    "the working folder": lambda: os.chdir("/"),
    "the umask": lambda: os.umask(0o123),
    "the answer to SIGTERM": lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN),
    "the time that sockets wait": lambda: socket.setdefaulttimeout(7),
    "what is logged": lambda: logging.root.setLevel(1),
    "the language of the pages": lambda: translation.activate("ru"),
    "the time zone of the pages": lambda: timezone.activate("Asia/Tokyo"),
    "the variable ROGATORY_KEPT": lambda: os.environ.pop("ROGATORY_KEPT"),
    "the variable ROGATORY_NEW": lambda: os.environ.update(ROGATORY_NEW="1"),
}


@pytest.mark.parametrize("what", LEFT)
def test_what_a_test_does_not_put_back_is_named(put_back, what):
    before = surroundings()
    assert list(changed(before, surroundings())) == []
    LEFT[what]()
    left = list(changed(before, surroundings()))
    assert [one.partition(" was ")[0] for one in left] == [what]
