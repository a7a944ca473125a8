# SPDX-License-Identifier: Apache-2.0
"""The twin of the line: nodes of one process joined without sockets, with faults on demand.

Each node gets an `InProcessPeers` of its own over one `InProcessNetwork`. Faults come in pairs, as in
life: a request that never arrived, and one that arrived while its answer was lost.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.custody.log.tiles import TileId
from rogatory.errors import Refused, Unreachable
from rogatory.node.contact_cards.fetch_cards import give_card
from rogatory.node.context import Node
from rogatory.node.custody_log import log
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.maintenance.mode import RETRY_AFTER, maintenance_of
from rogatory.node.maintenance.refusals import PEER_MAINTENANCE
from rogatory.node.messages.receive import receive
from rogatory.node.misbehaviour.take import take_proof
from rogatory.node.packages import serve
from rogatory.node.peer_health.clock_difference import measure, note_clock
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError
from rogatory.node.recovery.hand_out import exchange_since
from rogatory.node.repositories.recovery import ExchangePage
from rogatory.node.repositories.witnesses import WitnessAnswer
from rogatory.node.snapshots.form import decode_snapshots, encode_snapshots
from rogatory.node.snapshots.keep import own_snapshots, snapshot_file
from rogatory.node.witnesses import cosign
from rogatory.transport import refusals
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

FROM_CLOSED = ("cosigned", "exchange")
"""Questions of nodes that have not opened their doors yet (`from_closed` of an endpoint of the door)."""


@dataclass
class Faults:
    """The faults of the connection, until they are set otherwise."""

    lose_requests: int = 0
    """So many of the next requests do not arrive."""
    lose_answers: int = 0
    """So many of the next requests arrive, and their answers do not."""
    deliver_twice: bool = False
    hold_back: bool = False
    """Dispatches are kept back (the sender sees no answer) until `InProcessNetwork.release`."""
    spoil_segment: Callable[[bytes], bytes] | None = None
    """Applied to the next segment that is served, once."""


@dataclass
class InProcessNetwork:
    """All nodes by State, and what the line between them does."""

    nodes: dict[str, Node] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    held: list[tuple[str, str, bytes]] = field(default_factory=list)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    """Every request that was made: asker, asked, subject."""

    def join(self, node: Node) -> None:
        self.nodes[node.state] = node

    def release(self, *, backwards: bool = False) -> None:
        """Deliver what was held back, in order or backwards; answers go nowhere."""
        held, self.held = self.held, []
        for asker, responder, dispatch in reversed(held) if backwards else held:
            receive(self.nodes[responder], asker, dispatch)

    def ask[T](self, asker: str, responder: str, path: str, answer: Callable[[Node], T]) -> T:
        self.requests.append((asker, responder, path))
        if responder not in self.nodes:
            raise _silent(responder)
        if self.faults.lose_requests > 0:
            self.faults.lose_requests -= 1
            raise _silent(responder)
        if maintenance_of(self.nodes[responder].store) is not None:
            seconds = int(RETRY_AFTER.total_seconds())
            reason = PEER_MAINTENANCE.because(address=responder, seconds=seconds)
            raise PauseRequestedError(reason, seconds)
        self._compare_clocks(asker, responder, path)
        try:
            given = answer(self.nodes[responder])
        except Refused as error:
            # As over the real line: a refusal that nobody signed is no answer.
            codes = ", ".join(dict.fromkeys(error.codes))
            raise AnsweredError(
                refusals.PEER_REFUSED.because(address=responder, codes=codes)
            ) from error
        if self.faults.lose_answers > 0:
            self.faults.lose_answers -= 1
            raise _silent(responder)
        return given

    def _compare_clocks(self, asker: str, responder: str, path: str) -> None:
        """Report the clocks as a signed request and a dated answer give them."""
        if asker in self.nodes:
            knocks, opens = self.nodes[asker], self.nodes[responder]
            is_open = path.split(maxsplit=1)[0] not in FROM_CLOSED
            note_clock(opens, asker, knocks.clock.now(), is_open=is_open)
            measure(knocks.store, responder, opens.clock.now(), None, knocks.clock.now())


@dataclass(frozen=True)
class InProcessPeers:
    """The port `Peers` of one State's node."""

    state: str
    exchange: InProcessNetwork

    def deliver(self, state: str, dispatch: bytes) -> bytes:
        if self.exchange.faults.hold_back:
            self.exchange.held.append((self.state, state, dispatch))
            raise _silent(state)
        if self.exchange.faults.deliver_twice:
            self.exchange.ask(
                self.state, state, "message", lambda node: receive(node, self.state, dispatch)
            )
        return self.exchange.ask(
            self.state, state, "message", lambda node: receive(node, self.state, dispatch)
        )

    def messages_after(self, state: str, thread: str, sequence: int) -> Sequence[bytes]:
        return self.exchange.ask(
            self.state,
            state,
            f"messages {thread} {sequence}",
            lambda node: serve.messages_after(node, self.state, thread, sequence),
        )

    def exchange_since(self, state: str, since: datetime, after: str | None) -> ExchangePage:
        return self.exchange.ask(
            self.state,
            state,
            f"exchange {after}",
            lambda node: exchange_since(node, self.state, since, after),
        )

    def seal_documents(self, state: str, seal: str) -> Mapping[str, bytes]:
        return self.exchange.ask(
            self.state,
            state,
            f"package {seal}",
            lambda node: serve.documents(node, self.state, seal),
        )

    def segment(
        self, state: str, blake3: bytes, size: int, write: Callable[[bytes], object]
    ) -> None:
        data = self.exchange.ask(
            self.state,
            state,
            f"segment {blake3.hex()}",
            lambda node: b"".join(serve.segment(node, self.state, blake3).parts),
        )
        spoil, self.exchange.faults.spoil_segment = self.exchange.faults.spoil_segment, None
        given = spoil(data) if spoil else data
        if len(given) > size:
            raise Unreachable(refusals.ANSWER_TOO_LARGE.because(address=state, limit=size))
        write(given)

    def card(self, state: str, digest: str) -> bytes:
        return self.exchange.ask(
            self.state, state, f"card {digest}", lambda node: give_card(node, digest)
        )

    def add_checkpoint(self, state: str, request: bytes) -> WitnessAnswer:
        return self.exchange.ask(
            self.state,
            state,
            "witness",
            lambda node: cosign.add_checkpoint(node, self.state, request),
        )

    def last_cosigned(self, state: str, origin: str) -> str | None:
        log = sha256(origin.encode())
        return self.exchange.ask(
            self.state, state, f"cosigned {origin}", lambda node: cosign.last_cosigned(node, log)
        )

    def show_proof(self, state: str, document: bytes) -> None:
        self.exchange.ask(self.state, state, "proof", lambda node: take_proof(node, document))

    def snapshots(self, state: str) -> Sequence[tuple[int, str]]:
        data = self.exchange.ask(
            self.state, state, "snapshots", lambda node: encode_snapshots(own_snapshots(node))
        )
        return decode_snapshots(data, state)

    def snapshot(self, state: str, digest: str) -> bytes:
        return self.exchange.ask(
            self.state, state, f"snapshot {digest}", lambda node: snapshot_file(node, digest)
        )

    def log_checkpoint(self, state: str, epoch: int) -> bytes:
        return self.exchange.ask(
            self.state,
            state,
            f"checkpoint {epoch}",
            lambda node: log.serve_checkpoint(node, epoch).encode(),
        )

    def log_tile(self, state: str, epoch: int, tile: TileId) -> bytes:
        return self.exchange.ask(
            self.state,
            state,
            f"tile {epoch} {tile.path()}",
            lambda node: log.tile(node, tile.path(), epoch),
        )


def _silent(state: str) -> Unreachable:
    return Unreachable(refusals.PEER_SILENT.because(address=state, problem=P_("no answer")))
