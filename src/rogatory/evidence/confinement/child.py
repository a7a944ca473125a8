# SPDX-License-Identifier: Apache-2.0
"""The child's side of `confined`: limits first, then one job, then the answer."""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from rogatory.errors import RogatoryError

JOBS = {
    "read-image": "rogatory.evidence.media.read_through",
    "find-volumes": "rogatory.evidence.media.volumes",
    "list-members": "rogatory.evidence.returns.listing",
    "re-encode-picture": "rogatory.evidence.pictures.child",
}
"""Jobs, and the modules whose `work(arguments, answers)` does them."""

_INHERITED = range(3, 1 << 20)
"""Descriptors open beside the three pipes came from a library of the parent that forgot to mark
them."""

_SET_PDEATHSIG = 1


class ChildOutput:
    """The child's output: progress and lines; its reader may be gone, which ends the child."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def progress(self, done: int) -> None:
        self._write(b"p%d\n" % done)

    def line(self, line: bytes) -> None:
        """Write one line of the result, with its newline."""
        self._write(b"l" + line)

    def end(
        self, result: Mapping[str, Any] | None, failed: str | None, error: str | None = None
    ) -> None:
        """Write the result; or what failed, as a sentence and by what the error is called."""
        answer = {"failed": failed, "error": error, "result": result}
        self._write(b"r" + json.dumps(answer).encode() + b"\n")


def main() -> None:
    os.closerange(_INHERITED.start, _INHERITED.stop)
    order = json.loads(sys.stdin.buffer.readline())
    order["arguments"]["given"] = sys.stdin.buffer.read()
    # Libraries that print must not talk into the answers.
    answers_at = os.dup(1)
    os.dup2(2, 1)
    confine(order["memory"])
    with os.fdopen(answers_at, "wb", buffering=0) as stream:
        answers = ChildOutput(stream.write)
        answers.end(*_done(order["job"], order["arguments"], answers))
    # Without the clean-up of libraries whose state the data may have spoilt.
    os._exit(0)


def confine(memory: int) -> None:
    """Restrict this process: no more memory than this, no file written, no core left, and no life
    after the parent's.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGKILL)


def _done(
    job: str, arguments: Mapping[str, Any], answers: ChildOutput
) -> tuple[Mapping[str, Any] | None, str | None, str | None]:
    try:
        return importlib.import_module(JOBS[job]).work(arguments, answers), None, None
    except RogatoryError as error:
        return None, error.reasons[0].sentence(), type(error).__name__
    except MemoryError:
        problem = "its examination needed more memory than it may have"
        return None, problem, MemoryError.__name__
    except Exception as error:  # noqa: BLE001 - libraries raise what they like on hostile data
        kind = type(error).__name__
        return None, f"it cannot be examined ({kind}: {str(error)[:300]})", kind
