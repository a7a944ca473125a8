# SPDX-License-Identifier: Apache-2.0
"""Readiness of this node: its database, its objects and its copy of the directory are really asked.

The answer is one word, to strangers, too; the reason is in the log. However often it is asked, and however slowly
something answers, each process looks once at a time and no more than every second.
"""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.bootstrap.processes.readiness import problem_of_node

_log = logging.getLogger(__name__)

SECONDS_TO_ANSWER = 5.0
"""A part that has not answered by then is not ready."""

SECONDS_BETWEEN_LOOKS = 1.0
"""So long an answer is given again."""


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer a balancer's or a supervisor's probe: 200 if this node can work, otherwise 503."""
    del request
    is_ready = _readiness.is_ready()
    return HttpResponse(
        "ready\n" if is_ready else "not ready\n",
        status=200 if is_ready else 503,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


class Readiness:
    """The last answer of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._looking: tuple[float, Future[str]] | None = None
        self._problem = ""

    def is_ready(self) -> bool:
        with self._lock:
            begun, looking = self._look()
        try:
            problem = looking.result(max(0.0, begun + SECONDS_TO_ANSWER - time.monotonic()))
        except LateError:
            problem = f"no answer within {SECONDS_TO_ANSWER:.0f} seconds"
        self._note(problem)
        return not problem

    def _look(self) -> tuple[float, "Future[str]"]:
        """Return the look that is under way or was made just now, or begin another one."""
        now = time.monotonic()
        if self._looking is not None:
            begun, looking = self._looking
            if not looking.done() or now - begun < SECONDS_BETWEEN_LOOKS:
                return begun, looking
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._looking = now, self._pool.submit(problem_of_node)
        return self._looking

    def _note(self, problem: str) -> None:
        """Log a change once, with its reason."""
        with self._lock:
            before, self._problem = self._problem, problem
        if problem and problem != before:
            _log.warning("this node is not ready: %s", problem)
        elif before and not problem:
            _log.info("this node is ready")


_readiness = Readiness()
