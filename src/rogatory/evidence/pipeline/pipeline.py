# SPDX-License-Identifier: Apache-2.0
"""Threads that hand buffers to one another, and all stop when one of them fails.

A `Lane` is the hand-over between two threads. Buffers are few and go round, so a lane never holds
more than there are buffers and putting never waits. When a thread fails, its error is kept, every
lane is closed, and every thread that waits on one wakes up: no failure can leave a thread waiting
for another that is gone.
"""

import threading
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self


class PipelineStoppedError(Exception):
    """The line has stopped; the reason is raised where the line is left."""


class Lane[T]:
    def __init__(self) -> None:
        self._ready = threading.Semaphore(0)
        self._items: deque[T] = deque()
        self._closed = False

    def put(self, item: T) -> None:
        self._items.append(item)
        self._ready.release()

    def take(self) -> T:
        """Take the next item, when there is one; raise `PipelineStoppedError` once the line has stopped."""
        self._ready.acquire()
        if self._closed:
            # The next one who waits is woken, too.
            self._ready.release()
            raise PipelineStoppedError
        return self._items.popleft()

    def rest(self) -> list[T]:
        """Return what nobody took before the line stopped."""
        rest, self._items = list(self._items), deque()
        return rest

    def close(self) -> None:
        self._closed = True
        self._ready.release()


class Pipeline:
    """Used as a context: leaving it waits for the threads and raises the first error of any."""

    def __init__(self) -> None:
        self._lanes: list[Lane[object]] = []
        self._threads: list[threading.Thread] = []
        self._error: BaseException | None = None
        self._on_stop: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def lane[T](self) -> Lane[T]:
        lane: Lane[T] = Lane()
        self._lanes.append(lane)  # type: ignore[arg-type]  # only closed through this list
        return lane

    def start(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._run, args=(work,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except PipelineStoppedError:
            pass
        except BaseException as error:  # noqa: BLE001 - carried to the thread that leaves the line
            self.stop(error)

    def stop(self, error: BaseException | None) -> None:
        """Wake every thread; of several errors the first is the cause."""
        with self._lock:
            if self._error is None:
                self._error = error
        for lane in self._lanes:
            lane.close()
        for wake in self._on_stop:
            wake()

    def on_stop(self, wake: Callable[[], None]) -> None:
        """Have this called as well when the line stops early, for a thread that waits on no lane."""
        self._on_stop.append(wake)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.stop(None if isinstance(error, PipelineStoppedError) else error)
        for thread in self._threads:
            thread.join()
        if self._error is not None and self._error is not error:
            raise self._error from None
