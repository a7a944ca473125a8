# SPDX-License-Identifier: Apache-2.0
"""PDFs are made in a child process: one that swells, crashes or goes on for ever harms nobody else.

A message that another State wrote can be made so that its letter takes typst a quarter of a minute and a
gigabyte, and a console's process has few threads. The child is Python started anew, which shares nothing
with its parent; it has so much time and memory, and no more than a few run at once. Its memory goes with it:
typst keeps fonts and what it laid out until the process ends.
"""

import json
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rogatory.errors import Reason, Refused
from rogatory.node.printing import refusals
from rogatory.node.printing.blocks import Document
from rogatory.node.printing.fonts import FontFile
from rogatory.node.printing.printed import PrintedPdf
from rogatory.wire.words import Theirs

LONGEST = 10.0
"""Seconds for a letter: an ordinary one takes less than one, with the start of the child."""

LONGEST_REPORT = 600.0
"""Seconds for what this State's own people print of their own evidence."""

MOST_MEMORY = 2 << 30
"""Bytes of address space, into which fonts of 40 MiB are mapped."""

MOST_AT_ONCE = 2
"""Children of one process: more would take all of a machine's cores from messages and desks."""

LONGEST_WAIT = 5.0
"""Seconds that a request waits for its turn, holding a thread of the console."""

LARGEST_PDF = 64 << 20
"""Bytes that are read of what a child gives: a report of a thousand pages has some ten megabytes."""

MOST_WAITING = 2
"""Requests that wait for a turn, each of which holds a thread: with more, a dozen letters asked for at once
take every thread that the console has, and no page is answered meanwhile."""

BETWEEN_LOOKS = 0.02
"""Seconds after which it is looked again whether a child has ended."""

ORDER, ANSWER = "order", "answer"
"""Files in the child's folder."""

_START = (
    "import json,sys;sys.path[:]=json.loads(sys.argv[1]);"
    "from rogatory.node.printing.pdf_child import main;main()"
)

_ONE_OF_EACH = {"MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1"}
"""One allocation arena and one thread of the typesetter. Each more maps up to 128 MiB of addresses, by how many cores the
machine has and which thread came first: a letter that is printed on one machine was refused on another."""

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)
_places = threading.BoundedSemaphore(MOST_AT_ONCE + MOST_WAITING)


def print_apart(
    document: Document,
    at: datetime,
    places: tuple[Path, ...] | None = None,
    *,
    longest: float | None = None,
    memory: int = MOST_MEMORY,
) -> PrintedPdf:
    """Return the PDF of a document, as `pdf.to_pdf` makes it, in `longest` seconds or in `LONGEST`.

    Raises:
        Refused: as `to_pdf` does; it takes more time or memory than it may; or others are printing.
    """
    with _held(_places, 0), _held(_turns, LONGEST_WAIT):
        order = pickle.dumps((document, at, places))
        return _printed(order, LONGEST if longest is None else longest, memory)


@contextmanager
def _held(places: threading.BoundedSemaphore, patience: float) -> Iterator[None]:
    """Hold a place while the block lasts; refused if none is free in so many seconds."""
    if not places.acquire(timeout=patience):
        raise Refused(refusals.BUSY.because())
    try:
        yield
    finally:
        places.release()


def _printed(order: bytes, longest: float, memory: int) -> PrintedPdf:
    # The folder is the parent's, so that nothing of a child that was killed stays behind.
    with TemporaryDirectory(prefix="rogatory-page-") as folder:
        place = Path(folder)
        (place / ORDER).write_bytes(order)
        ended = _ended_well(_start(folder, longest, memory), longest)
        answer = place / ANSWER
        # Its size is bounded by the child's own limit.
        output = answer.read_bytes() if ended and answer.exists() else b""
    head, _, data = output.partition(b"\n")
    if not head:
        raise Refused(_over(longest, memory))
    facts = json.loads(head)
    if "code" in facts:
        raise Refused(_refusal(facts))
    fonts = tuple(FontFile(Path(os.fsdecode(path)), digest) for path, digest in facts["fonts"])
    return PrintedPdf(data, fonts)


def _start(folder: str, longest: float, memory: int) -> int:
    """Start the child, with nothing of this process's but the folder; returns its number."""
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    try:
        given = [json.dumps(sys.path), folder, str(memory), str(longest), str(LARGEST_PDF)]
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-I", "-c", _START, *given],
            {"TMPDIR": folder, "HOME": folder, "LANG": "C.UTF-8", **_ONE_OF_EACH},
            file_actions=[(os.POSIX_SPAWN_DUP2, nothing, one) for one in (0, 1, 2)],
        )
    finally:
        os.close(nothing)


def _ended_well(child: int, longest: float) -> bool:
    """Wait for a child, and kill one that takes too long; returns whether it ended by itself, well."""
    until, status = time.monotonic() + longest, None
    try:
        while status is None and time.monotonic() < until:
            found, exit_status = os.waitpid(child, os.WNOHANG)
            if found:
                status = exit_status
            else:
                time.sleep(BETWEEN_LOOKS)
    finally:
        if status is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return status is not None and os.waitstatus_to_exitcode(status) == 0


def _over(longest: float, memory: int) -> Reason:
    return refusals.OVER_LIMITS.because(seconds=int(longest), memory=memory >> 20)


def _refusal(problem: dict[str, str]) -> Reason:
    if problem["code"] == refusals.NO_FONT.id:
        return refusals.NO_FONT.because(language=problem["said"])
    return refusals.FONT.because(problem=Theirs(problem["said"]))
