# SPDX-License-Identifier: Apache-2.0
"""The surroundings that all tests of a process share: a test leaves them as they were, or the next
ones fail by their order alone.
"""

import locale
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from typing import Any

OF_PYTEST = frozenset({b"PYTEST_CURRENT_TEST"})
"""Variables that the test runner itself sets anew for each test."""

VARIABLES = "the environment"

LONGEST_BEGINNING = 256
"""Bytes of /proc/self/status in which the umask is: its second line."""


def surroundings() -> Mapping[str, Any]:
    """Return the present surroundings, each by its name. Before and after every test: nothing is put into words yet."""
    return {
        "the working folder": os.readlink("/proc/self/cwd"),  # noqa: PTH115 - shows a deleted folder, too; a Path takes longer
        "the umask": _umask(),
        "the answer to SIGINT": signal.getsignal(signal.SIGINT),
        "the answer to SIGTERM": signal.getsignal(signal.SIGTERM),
        "the locale": locale.setlocale(locale.LC_ALL),
        "the time that sockets wait": socket.getdefaulttimeout(),
        "what is logged": (logging.root.level, logging.root.manager.disable),
        "the language of the pages": _language(),
        "the time zone of the pages": _active("django.utils.timezone"),
        VARIABLES: _variables(),
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is not as it was, with both values."""
    if before == after:
        return
    before, after = _in_words(before), _in_words(after)
    for name in sorted(before.keys() | after.keys()):
        was, is_now = before.get(name), after.get(name)
        if was != is_now:
            yield f"{name} was {was!r} and is now {is_now!r}"


def _variables() -> Mapping[bytes, bytes]:
    """Take the dictionary that `os.environ` is over: a copy by its own `items` takes ten times as long."""
    found = os.environ._data.copy()
    for name in OF_PYTEST:
        found.pop(name, None)
    return found


def _in_words(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return surroundings with each variable by its name."""
    variables = {
        f"the variable {os.fsdecode(name)}": os.fsdecode(value)
        for name, value in found[VARIABLES].items()
    }
    return {name: value for name, value in found.items() if name != VARIABLES} | variables


def _umask() -> bytes:
    """As the kernel says it: asking by `os.umask` would change it for a moment."""
    status = os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC)
    try:
        begins = os.read(status, LONGEST_BEGINNING)
    finally:
        os.close(status)
    return begins.partition(b"Umask:")[2].partition(b"\n")[0]


def _language() -> str:
    """Return the language of Django's texts; nothing else than English was asked for if it never
    was.
    """
    held = _active("django.utils.translation.trans_real")
    return held.language() if held else "en"


def _active(module: str) -> Any:
    """Return what Django has activated in this thread; None if nothing was."""
    return getattr(getattr(sys.modules.get(module), "_active", None), "value", None)
