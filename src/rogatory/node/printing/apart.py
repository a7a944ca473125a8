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
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rogatory.errors import Reason, Refused
from rogatory.node.printing import refusals
from rogatory.node.printing.blocks import Document
from rogatory.node.printing.fonts import FontFile
from rogatory.node.printing.printed import Printed
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

_START = (
    "import json,sys;sys.path[:]=json.loads(sys.argv[1]);"
    "from rogatory.node.printing.apart_child import main;main()"
)

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


def print_apart(
    document: Document,
    at: datetime,
    places: tuple[Path, ...] | None = None,
    *,
    longest: float = LONGEST,
    memory: int = MOST_MEMORY,
) -> Printed:
    """Return the PDF of a document, as `pdf.to_pdf` makes it.

    Raises:
        Refused: as `to_pdf` does; it takes more time or memory than it may; or others are printing.
    """
    if not _turns.acquire(timeout=LONGEST_WAIT):
        raise Refused(refusals.BUSY.because())
    try:
        return _printed(pickle.dumps((document, at, places)), longest, memory)
    finally:
        _turns.release()


def _printed(order: bytes, longest: float, memory: int) -> Printed:
    # The folder is the parent's, so that nothing of a child that was killed stays behind.
    with TemporaryDirectory(prefix="rogatory-page-") as folder:
        try:
            done = subprocess.run(
                [
                    sys.executable,
                    "-I",
                    "-c",
                    _START,
                    json.dumps(sys.path),
                    str(memory),
                    str(longest),
                ],
                input=order,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"TMPDIR": folder, "HOME": folder, "LANG": "C.UTF-8"},
                cwd=folder,
                timeout=longest,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(_over(longest, memory)) from error
    head, _, data = done.stdout.partition(b"\n")
    if done.returncode != 0 or not head or len(data) > LARGEST_PDF:
        raise Refused(_over(longest, memory))
    told = json.loads(head)
    if "code" in told:
        raise Refused(_refusal(told))
    fonts = tuple(FontFile(Path(os.fsdecode(path)), digest) for path, digest in told["fonts"])
    return Printed(data, fonts)


def _over(longest: float, memory: int) -> Reason:
    return refusals.OVER_LIMITS.because(seconds=int(longest), memory=memory >> 20)


def _refusal(told: dict[str, str]) -> Reason:
    if told["code"] == refusals.NO_FONT.id:
        return refusals.NO_FONT.because(language=told["said"])
    return refusals.FONT.because(problem=Theirs(told["said"]))
