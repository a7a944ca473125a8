# SPDX-License-Identifier: Apache-2.0
"""The child's side of `pdf_process`: limits first, then one document, then the PDF."""

import ctypes
import json
import os
import pickle
import resource
import signal
import sys
from pathlib import Path

from rogatory.errors import Refused
from rogatory.node.printing import refusals
from rogatory.node.printing.pdf import to_pdf
from rogatory.node.printing.pdf_process import ANSWER, ORDER

_SET_PDEATHSIG = 1

KINDNESS = 10
"""Added to the child's niceness: messages and desks come first."""

SPARE_SECONDS = 2
"""Of processor time beyond the parent's patience: a parent that is gone does not end the child."""


def main() -> None:
    """Print the document whose order is in a folder; argv has sys.path, folder, memory, seconds, bytes."""
    folder = Path(sys.argv[2])
    _confine(int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5]))
    # The parent wrote it.
    document, at, places = pickle.loads((folder / ORDER).read_bytes())  # noqa: S301
    try:
        made = to_pdf(document, at, places)
    except Refused as error:
        output = json.dumps(_problem(error)).encode() + b"\n"
    else:
        fonts = [[os.fsdecode(one.path), one.sha256] for one in made.fonts]
        output = json.dumps({"fonts": fonts}).encode() + b"\n" + made.data
    (folder / ANSWER).write_bytes(output)


def _confine(memory: int, seconds: float, size: int) -> None:
    """Set what the child may take, and end it with its parent."""
    os.nice(KINDNESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It has one thread: so much processor time is no less on a clock.
    most = int(seconds) + SPARE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL)


def _problem(error: Refused) -> dict[str, str]:
    (reason,) = error.reasons
    value = reason.fields["language" if reason.code is refusals.NO_FONT else "problem"]
    return {"code": reason.code.id, "said": str(value)}
