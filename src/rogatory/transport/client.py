# SPDX-License-Identifier: Apache-2.0
"""The port `Peers` over HTTPS."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.log.tiles import TILE_WIDTH, TileId
from rogatory.custody.log.tree import HASH_SIZE
from rogatory.directory.ceremony.metadata import SNAPSHOT_LIMIT
from rogatory.directory.entry.card import LARGEST_CARD
from rogatory.errors import Phrase, Refused, Unreachable
from rogatory.node.packages.package_documents import LARGEST_DOCUMENTS, decode_documents
from rogatory.node.packages.serve import LARGEST_PAGE
from rogatory.node.recovery.form import LARGEST_EXCHANGE, decode_exchange
from rogatory.node.repositories.recovery import ExchangePage
from rogatory.node.repositories.witnesses import WitnessAnswer
from rogatory.node.snapshots.form import LARGEST_LIST, decode_snapshots
from rogatory.node.threads.dispatch import from_base64
from rogatory.node.threads.receipt import LARGEST_REPLY
from rogatory.node.witnesses.ask import LARGEST_WITNESS_ANSWER
from rogatory.seal.notes import LARGEST_NOTE
from rogatory.transport import refusals
from rogatory.transport.peer_client import PeerClient
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

WITNESS_PATIENCE = 5.0
"""Seconds: somebody may wait for a proof, and a witness has nothing to do but to sign."""


@dataclass(frozen=True, slots=True)
class HttpPeers:
    """Other States' nodes, asked by this State's node key."""

    line: PeerClient

    def deliver(self, state: str, dispatch: bytes) -> bytes:
        return self.line.expect(state, "POST", "/v1/messages", dispatch, limit=LARGEST_REPLY)

    def messages_after(self, state: str, thread: str, sequence: int) -> Sequence[bytes]:
        data = self.line.expect(
            state,
            "GET",
            f"/v1/threads/{thread}/messages?after={sequence}",
            limit=LARGEST_PAGE,
        )
        try:
            found = canonical.decode(data, limit=LARGEST_PAGE)
            if isinstance(found, str) or not isinstance(found, Sequence):
                raise self._malformed(state, P_("no list of dispatches"))
            return [from_base64(each) for each in found]
        except Refused as error:
            raise Unreachable(error.reasons) from error

    def exchange_since(self, state: str, since: datetime, after: str | None) -> ExchangePage:
        path = f"/v1/exchange/{int(since.timestamp())}{f'/{after}' if after else ''}"
        data = self.line.expect(state, "GET", path, limit=LARGEST_EXCHANGE)
        try:
            return decode_exchange(data)
        except Refused as error:
            raise Unreachable(error.reasons) from error

    def seal_documents(self, state: str, seal: str) -> Mapping[str, bytes]:
        data = self.line.expect(state, "GET", f"/v1/packages/{seal}", limit=LARGEST_DOCUMENTS)
        try:
            return decode_documents(data)
        except Refused as error:
            raise Unreachable(error.reasons) from error

    def segment(
        self, state: str, blake3: bytes, size: int, write: Callable[[bytes], object]
    ) -> None:
        self.line.expect(state, "GET", f"/v1/segments/{blake3.hex()}", limit=size, write=write)

    def card(self, state: str, digest: str) -> bytes:
        return self.line.expect(state, "GET", f"/v1/cards/{digest}", limit=LARGEST_CARD)

    def add_checkpoint(self, state: str, request: bytes) -> WitnessAnswer:
        answer = self.line.ask(
            state,
            "POST",
            "/v1/witness/add-checkpoint",
            request,
            limit=LARGEST_WITNESS_ANSWER,
            patience=WITNESS_PATIENCE,
        )
        return WitnessAnswer(answer.status, answer.body)

    def last_cosigned(self, state: str, origin: str) -> str | None:
        path = f"/v1/witness/{sha256(origin.encode())}/checkpoint"
        answer = self.line.ask(state, "GET", path, limit=LARGEST_NOTE, patience=WITNESS_PATIENCE)
        if answer.status == 404:
            return None
        address = self.line.view().node_url(state)
        if answer.status != 200:
            raise Unreachable(refusals.PEER_STATUS.because(address=address, status=answer.status))
        try:
            return answer.body.decode()
        except UnicodeDecodeError as error:
            raise self._malformed(state, P_("the checkpoint is not UTF-8")) from error

    def show_proof(self, state: str, document: bytes) -> None:
        self.line.expect(state, "POST", "/v1/proofs", document, limit=LARGEST_WITNESS_ANSWER)

    def snapshots(self, state: str) -> Sequence[tuple[int, str]]:
        data = self.line.expect(state, "GET", "/v1/directory/snapshots", limit=LARGEST_LIST)
        try:
            return decode_snapshots(data, state)
        except Refused as error:
            raise Unreachable(error.reasons) from error

    def snapshot(self, state: str, digest: str) -> bytes:
        path = f"/v1/directory/snapshots/{digest}"
        return self.line.expect(state, "GET", path, limit=SNAPSHOT_LIMIT)

    def log_checkpoint(self, state: str, epoch: int) -> bytes:
        path = f"/v1/log/{epoch}/checkpoint"
        return self.line.expect(state, "GET", path, limit=LARGEST_NOTE)

    def log_tile(self, state: str, epoch: int, tile: TileId) -> bytes:
        path = f"/v1/log/{epoch}/{tile.path()}"
        return self.line.expect(state, "GET", path, limit=TILE_WIDTH * HASH_SIZE)

    def _malformed(self, state: str, problem: Phrase) -> Unreachable:
        address = self.line.view().node_url(state)
        return Unreachable(refusals.ANSWER_MALFORMED.because(address=address, problem=problem))
