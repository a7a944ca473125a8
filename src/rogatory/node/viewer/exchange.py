# SPDX-License-Identifier: Apache-2.0
"""Exchanges between this machine and the own State's node: packages both ways, and requests.

The line is signed with the authority's key, so it is open only while somebody has unlocked the
keys: for one question, or for one package. A package under way keeps its line when the keys are
locked because nobody is here, since a large one takes hours; it ends when an officer locks them,
when their key is on a token that is removed, and with the process. The next run continues from what
came until then.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rogatory.custody.journal.journal import Journal
from rogatory.errors import Refused
from rogatory.node.messages.take_out_message import write_message
from rogatory.node.packages import package_refusals
from rogatory.node.packages.waiting import WaitingWork
from rogatory.node.viewer import refusals
from rogatory.node.viewer.keys_in_use import KeysInUse
from rogatory.node.viewer.packages import PackageInFolder
from rogatory.node.viewer.transfer import PackageTransfer, TransferDirection
from rogatory.node.workstation.acting import submit_journal
from rogatory.node.workstation.journals.folders import sealed_journal
from rogatory.node.workstation.journals.kept_beside import read_sealed
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.own_node import (
    NodePackage,
    OwnNode,
    ReportPackage,
    fetch_from_own_node,
    hand_to_own_node,
)
from rogatory.node.workstation.persistence import persisting
from rogatory.node.workstation.progress import Progress

MOST_AT_ONCE = 3
"""Packages on their way at once: each holds a segment of up to 64 MiB and a line."""

MOST_LISTED = 20
"""The most packages whose result the page still shows; the oldest that ended is forgotten."""

_SEAL = re.compile(r"[0-9a-f]{64}\Z")
_THREAD = re.compile(r"[0-9a-f-]{36}\Z")

type OpenLine = Callable[[AuthorityFolder], OwnNode]
"""Opens the line to the own node with an authority's key; refuses where it cannot be trusted."""


type ExchangeWork = Callable[[OwnNode, Progress, ReportPackage], NodePackage]


class NodeExchange:
    """`unlocked` gives the keys in use, or refuses; `open_line` is None where no node was named."""

    def __init__(
        self, open_line: OpenLine | None, packages: Path, unlocked: Callable[[], KeysInUse]
    ) -> None:
        self._open_line, self._packages, self._unlocked = open_line, packages, unlocked
        self._lock = threading.RLock()
        self._transfers: OrderedDict[str, PackageTransfer] = OrderedDict()

    @property
    def has_node(self) -> bool:
        return self._open_line is not None

    def waiting(self) -> WaitingWork:
        """Return what waits at the node for this authority.

        Raises:
            Refused: no node was named, the keys are locked, or the node's reasons.
            Unreachable: the line.
        """
        with self._line() as node:
            return node.waiting()

    def take_request(self, thread: str, out: Path) -> Path:
        """Write the request that opened a thread into a new folder of `out`; raises as `waiting`."""
        if not _THREAD.match(thread):
            raise Refused(refusals.NOT_WAITING.because())
        with self._line() as node:
            files = node.request(thread)
        folder = out / f"request-{thread}"
        write_message(files, folder)
        return folder

    def fetch(self, seal: str) -> PackageTransfer:
        """Begin to fetch a package, or go on; refuses as `waiting`, and what is no digest."""
        if not _SEAL.match(seal):
            raise Refused(refusals.NOT_WAITING.because())
        name = f"sealed-{seal[:16]}"

        def work(node: OwnNode, progress: Progress, known: ReportPackage) -> NodePackage:
            return fetch_from_own_node(node, seal, self._packages / name, progress, known)

        return self._begin(seal, "fetch", name, work)

    def hand_over(self, one: PackageInFolder, authority: str) -> PackageTransfer:
        """Begin to hand a sealed package over, or go on: its journal first, then what the node lacks.

        Raises:
            Refused: as `waiting`; it is no sealed package, not this authority's, or of no thread.
        """
        seal = read_sealed(one.path).seal if one.is_sealed else None
        if seal is None or seal.sender != authority:
            raise Refused(refusals.NOT_OURS.because(name=one.name, authority=authority))
        if seal.thread is None:
            raise Refused(package_refusals.SEAL_THREADLESS.because())

        def work(node: OwnNode, progress: Progress, known: ReportPackage) -> NodePackage:
            journal = sealed_journal(one.path)
            if journal.is_dir():
                submit = persisting(node.submit_events, partial(progress, 0, 1))
                submit_journal(Journal(journal), node.state, submit)
            return hand_to_own_node(node, one.path, progress, known)

        return self._begin(one.id, "hand-over", one.name, work)

    def _begin(
        self, key: str, way: TransferDirection, name: str, work: ExchangeWork
    ) -> PackageTransfer:
        open_line, folder = self._opening()
        with self._lock:
            standing = self._transfers.get(key)
            if standing is not None and not standing.is_settled:
                return standing
            under_way = sum(not one.is_settled for one in self._transfers.values())
            if under_way >= MOST_AT_ONCE:
                raise Refused(refusals.TRANSFERS_MANY.because(limit=MOST_AT_ONCE))
            node = open_line(folder)

            def on_the_line(progress: Progress, known: ReportPackage) -> NodePackage:
                try:
                    return work(node, progress, known)
                finally:
                    node.close()

            self._transfers.pop(key, None)
            self._transfers[key] = begun = PackageTransfer(key, way, name, on_the_line)
            self._forget_old()
            return begun

    def _forget_old(self) -> None:
        settled = [key for key, one in self._transfers.items() if one.is_settled]
        for key in settled[: max(len(self._transfers) - MOST_LISTED, 0)]:
            del self._transfers[key]

    def transfers(self) -> list[PackageTransfer]:
        """Return those under way, and how the last ones went; the newest first."""
        with self._lock:
            return list(reversed(self._transfers.values()))

    def transfer(self, key: str) -> PackageTransfer | None:
        with self._lock:
            return self._transfers.get(key)

    def stop(self) -> None:
        """End what is under way, at its next segment."""
        for one in self.transfers():
            one.stop()

    @contextmanager
    def _line(self) -> Iterator[OwnNode]:
        open_line, folder = self._opening()
        node = open_line(folder)
        try:
            yield node
        finally:
            node.close()

    def _opening(self) -> tuple[OpenLine, AuthorityFolder]:
        """Return what opens the line; asked for without the lock, since it waits for that of the
        keys.
        """
        if self._open_line is None:
            raise Refused(refusals.NO_NODE.because())
        return self._open_line, self._unlocked().folder
