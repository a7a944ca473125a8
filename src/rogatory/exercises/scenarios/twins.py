# SPDX-License-Identifier: Apache-2.0
"""The nodes of a federation as twins in one process: the same keys, stores in memory, a set clock.

Played here, a case takes a second and time can be moved. What it cannot show is what only processes
have: kills, sockets, a database.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.home.keys import (
    authority_keys,
    log_mldsa44,
    log_signer,
    own_witness_keys,
    receipts_keys,
)
from rogatory.bootstrap.ports.signer import FileSigner
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.view.client import Directory
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import read_file
from rogatory.errors import Refused, Unreachable
from rogatory.exercises.federation import Federation
from rogatory.exercises.terminal import act_named
from rogatory.node.contact_cards.fetch_cards import ask_for_cards, install_card
from rogatory.node.context import Node
from rogatory.node.limits.operator_settings import Settings
from rogatory.node.ports import Clock, Register, Signer
from rogatory.node.repositories.duty import Notice, Sent
from rogatory.node.views.deadline_alerts import watch_clocks
from rogatory.node.worker.work import run_until_idle
from rogatory.storage.memory import MemoryObjects, MemoryQueue, MemoryStore
from rogatory.transport.in_process import InProcessNetwork, InProcessPeers
from rogatory.transport.refusals import TIMESTAMP_REFUSED
from rogatory.treaty.law import FEDERATION
from rogatory.wire.randomness import Random

AN_ACT = timedelta(milliseconds=100)
"""The time that an act takes, so that no two are done in one moment: which of them was later
counts."""


@dataclass
class SetClock:
    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class KnownRegister:
    """The port `Register` with one view for ever: in an exercise whose time is set nobody renews."""

    known: DirectoryView

    def view(self) -> DirectoryView:
        return self.known

    def refresh(self, at: datetime) -> DirectoryView:
        del at
        return self.known

    def confirm_state_key(self, state: str, keyids: Sequence[str], by: str, at: datetime) -> None:
        """Confirm nothing of a State that is not held; one that is stays so."""
        del keyids, by, at
        if state in self.known.held:
            raise Refused(self.known.held[state])


class NoTimestamps:
    """The port `Timestamps` with no authority at the other end: seals stay pending."""

    def stamp(self, digest: bytes) -> bytes:
        del digest
        raise Unreachable(TIMESTAMP_REFUSED.because())


class OnlyTheDesk:
    """The port `Pager` of an exercise: nobody outside is called; the desk shows the call."""

    def call(self, notice: Notice) -> Sequence[Sent]:
        del notice
        return [Sent("desk", "", delivered=True)]


class TwinTheatre:
    """Twins of all nodes of a federation, joined without sockets."""

    def __init__(self, federation: Federation, states: Iterable[str], work: Path) -> None:
        self._federation, self._work = federation, work
        self.clock = SetClock(datetime.now(UTC).replace(microsecond=0))
        self.exchange = InProcessNetwork()
        view = _view(federation, work / "directory", self.clock.at)
        for code in states:
            home = read_home(federation.node(code))
            self.exchange.join(twin(home, view, self.clock, self.exchange))
        for code, node in self.nodes.items():
            install_card(node, federation.card(code))
            with node.store.transaction():
                ask_for_cards(node)

    @property
    def federation(self) -> Federation:
        return self._federation

    @property
    def work(self) -> Path:
        return self._work

    @property
    def nodes(self) -> Mapping[str, Node]:
        return self.exchange.nodes

    def now(self) -> datetime:
        return self.clock.now()

    def ask(self, state: str, act: str, /, **arguments: Any) -> Any:
        self.clock.at += AN_ACT
        return act_named(act)(self.nodes[state], **arguments)

    def settle(self, states: Iterable[str]) -> None:
        del states
        if not self.exchange.faults.hold_back:
            while sum(run_until_idle(node, "worker") for node in self.nodes.values()):
                pass

    def cut(self, states: Iterable[str]) -> None:
        del states
        self.exchange.faults.hold_back = True

    def mend(self) -> None:
        self.exchange.faults.hold_back = False

    def forward(self, span: timedelta) -> None:
        """Let time go by; what is due on the way is done, and the clocks are looked at."""
        self.clock.at += span
        self.settle(self.nodes)
        for node in self.nodes.values():
            watch_clocks(node)


def twin(home: Home, view: DirectoryView, clock: SetClock, exchange: InProcessNetwork) -> Node:
    """Return the node of a home with its real keys and everything else in memory."""
    authorities, receipts, log = authority_keys(home), receipts_keys(home), log_signer(home)
    return node_in_memory(
        home.state,
        home.network,
        parts=MemoryParts(
            clock=clock,
            random=os.urandom,
            store=MemoryStore(),
            objects=MemoryObjects(),
            signer=FileSigner(
                home.network,
                authorities,
                receipts,
                log,
                lambda: view,
                own_witness_keys(home),
                log_mldsa44(home),
            ),
            register=KnownRegister(view),
            exchange=exchange,
        ),
        url=home.node_url,
        log_origin=home.log_origin,
        settings=Settings(law=FEDERATION),
    )


@dataclass(frozen=True, slots=True)
class MemoryParts:
    """Parts of a node in memory: its time and randomness, its stores and keys, and its line."""

    clock: Clock
    random: Random
    store: MemoryStore
    objects: MemoryObjects
    signer: Signer
    register: Register
    exchange: InProcessNetwork


def node_in_memory(
    state: str,
    network: str,
    *,
    url: str,
    log_origin: str,
    parts: MemoryParts,
    settings: Settings,
) -> Node:
    """Return a node over these stores, which knows its peers by the exchange alone."""
    return Node(
        state=state,
        network=network,
        url=url,
        log_origin=log_origin,
        clock=parts.clock,
        random=parts.random,
        store=parts.store,
        queue=MemoryQueue(parts.store),
        objects=parts.objects,
        signer=parts.signer,
        register=parts.register,
        peers=InProcessPeers(state, parts.exchange),
        timestamps=NoTimestamps(),
        pager=OnlyTheDesk(),
        settings=settings,
    )


def _view(federation: Federation, cache: Path, at: datetime) -> DirectoryView:
    """Return the directory as its repository has it now, by a client of its own."""
    root = read_file(federation.repository / "metadata" / "1.root.json", limit=512 << 10)
    cache.mkdir(parents=True, exist_ok=True)
    fetch = FolderFetcher(str(federation.repository))
    return Directory(cache, root, fetch, grace=timedelta(days=1)).refresh(at)
