# SPDX-License-Identifier: Apache-2.0
"""A reader of the directory: refreshes its copy, and says what it knows without a line.

What a view says of the directory was true at the last good refresh (`DirectoryView.read_as_of`); a copy
older than the grace says nothing any more, nor does one whose last refresh is in the future of this clock. A good
refresh corrects its moment, whichever of the two clocks was wrong: versions, keys and entries that were accepted are
compared as always, so an older directory is refused all the same.
"""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from rogatory.directory import refusals
from rogatory.directory.ceremony.ceremony import network_id
from rogatory.directory.entry.period import OFFLINE_GRACE_HOURS
from rogatory.directory.fetching import TARGETS, Fetch, TufFetcher
from rogatory.directory.view.cache import Cache, Current, Generation
from rogatory.directory.view.export import export_metadata
from rogatory.directory.view.judging import JudgedCopy, judge_generation
from rogatory.directory.view.refreshing import bring
from rogatory.directory.view.shared_cache import SharedCache, SharedCopy, SupersededError
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused, Unreachable
from rogatory.wire.moments import format_moment

CLOCK_STEP = timedelta(minutes=5)
"""A clock may be set back so far; a copy that was refreshed further in its future is used after the next refresh only."""


def _reported_to_nobody(_refused: Refused) -> None:
    """Ignore a shared copy that is refused."""


class Directory:
    """The directory of one network, as one reader keeps it in a folder.

    `first_root` is 1.root.json, which the reader has from where it trusts; its SHA-256 is the
    network. `fetch` brings bytes by relative path (see `fetching`). Where machines of one node share a copy
    (`shared`), one of them that is refused is reported, and the copy here serves as before.
    """

    def __init__(
        self,
        folder: Path,
        first_root: bytes,
        fetch: Fetch,
        *,
        grace: timedelta = timedelta(hours=OFFLINE_GRACE_HOURS),
        shared: SharedCopy | None = None,
        report: Callable[[Refused], None] = _reported_to_nobody,
    ) -> None:
        self.network = network_id(first_root)
        self._first_root = first_root
        self._fetch = fetch
        self._grace = grace
        self._cache = (
            Cache(folder) if shared is None else SharedCache(folder, shared, self._check, report)
        )
        self._last: tuple[Current, DirectoryView] | None = None

    def refresh(self, at: datetime) -> DirectoryView:
        """Bring the copy up to date and return the new view.

        Raises:
            Unreachable: it did not arrive; the copy is as before and may serve by `view`.
            Refused: what arrived is refused (rollback, freeze, mix and match, too many bytes,
                a threshold not met); the copy is as before.
        """
        # Where another machine was faster, its copy is as fresh as this one would be.
        with contextlib.suppress(SupersededError), self._cache.locked():
            current = self._cache.current()
            before = None
            if current is not None:
                before = self._cache.generation(current.generation)
            with self._cache.next_generation(current) as fresh:
                self._last = self._refresh(fresh, before, current, at)
        return self.view(at)

    def view(self, at: datetime) -> DirectoryView:
        """Return the copy's view, as of its last good refresh; fetches nothing.

        Raises:
            Refused: there is no copy, it is older than the grace, or its last refresh is in the
                future: the clock was set back, or ran fast when the copy was refreshed.
        """
        current = self._current()
        _refuse_clock(current, at)
        if at - current.refreshed > self._grace:
            raise Refused(
                refusals.TOO_OLD.because(
                    refreshed=format_moment(current.refreshed),
                    hours=int(self._grace.total_seconds() // 3600),
                )
            )
        if self._last is None or self._last[0] != current:
            self._last = current, self._dated(self._judge(current).view, current)
        return self._last[1]

    def latest(self, at: datetime) -> DirectoryView:
        """Return a refreshed view, or the copy's within its grace when there is no line."""
        try:
            return self.refresh(at)
        except Unreachable:
            return self.view(at)

    def confirm_state_key(self, state: str, keyids: Iterable[str], at: datetime) -> DirectoryView:
        """Accept a State's changed key after an officer compared these key ids with the State.

        Raises:
            Refused: the State's metadata is signed by another key than those confirmed, or the
                State is held for other reasons too; nothing changes then.
        """
        confirmed, is_done = frozenset(keyids), False
        while not is_done:
            # Where another machine was faster, its copy is the one to confirm in.
            with contextlib.suppress(SupersededError), self._cache.locked():
                self.view(at)
                current = self._current()
                judged = self._judge(current, state, confirmed)
                if state in judged.view.held:
                    raise Refused(judged.view.held[state])
                generation = self._cache.generation(current.generation)
                accepted = generation.put_accepted(judged.accepted)
                self._cache.put_refreshed(replace(current, accepted=accepted))
                is_done = True
        return self.view(at)

    def export(self, states: Iterable[str], at: datetime) -> dict[str, bytes]:
        """Return the files of the copy that speak for these States, for a bundle (see `export`)."""
        wanted = tuple(states)
        view = self.view(at)
        for state in wanted:
            view.entry(state)
        current = self._current()
        read = self._cache.generation(current.generation).read
        return export_metadata(read, network=self.network, at=current.refreshed, states=wanted)

    def _refresh(
        self, fresh: Generation, before: Generation | None, current: Current | None, at: datetime
    ) -> tuple[Current, DirectoryView]:
        bring(fresh, before, self._first_root, TufFetcher(self._fetch), at)
        accepted = before.accepted() if before else {}
        if before is not None:
            for one in accepted.values():
                for digest in (one.entry, one.register):
                    fresh.adopt(before, f"{TARGETS}{digest}.json")
        judged = judge_generation(fresh, self.network, accepted, at)
        digest = fresh.put_accepted(judged.accepted)
        if current is None or before is None:
            now = Current(1, at.replace(microsecond=0), digest)
            self._cache.put_current(now)
        elif fresh.is_same(before) and not _is_in_future(current, at):
            now = replace(current, refreshed=_later(current, at))
            self._cache.put_refreshed(now)
        else:
            now = replace(
                current,
                generation=current.generation + 1,
                refreshed=_later(current, at),
                accepted=digest,
            )
            self._cache.put_current(now)
        return now, self._dated(judged.view, now)

    def _dated(self, view: DirectoryView, current: Current) -> DirectoryView:
        """Return the view with what this reader knows of its age."""
        until = current.refreshed + self._grace
        return replace(view, read_as_of=current.refreshed, serves_until=until)

    def _check(self, generation: Generation, current: Current) -> None:
        """Refuse a generation that another machine shared and that does not hold."""
        judge_generation(generation, self.network, generation.accepted(), current.refreshed)

    def _judge(
        self, current: Current, state: str = "", confirmed: frozenset[str] = frozenset()
    ) -> JudgedCopy:
        generation = self._cache.generation(current.generation)
        try:
            return judge_generation(
                generation,
                self.network,
                generation.accepted(),
                current.refreshed,
                {state: confirmed},
            )
        except Refused:
            # Two refreshes by another process remove a generation from under its reader.
            latest = self._current()
            if latest.generation == current.generation:
                raise
            return self._judge(latest, state, confirmed)

    def _current(self) -> Current:
        current = self._cache.current()
        if current is None:
            raise Refused(refusals.NO_COPY.because())
        return current


def _refuse_clock(current: Current, at: datetime) -> None:
    if _is_in_future(current, at):
        raise Refused(refusals.CLOCK.because(refreshed=format_moment(current.refreshed)))


def _is_in_future(current: Current, at: datetime) -> bool:
    return at < current.refreshed - CLOCK_STEP


def _later(current: Current, at: datetime) -> datetime:
    """Return the moment to note, to the second; a clock that was set back a little notes nothing
    less, and one that was set back further notes its own moment, in a generation of its own.
    """
    moment = at.replace(microsecond=0)
    return moment if _is_in_future(current, at) else max(moment, current.refreshed)
