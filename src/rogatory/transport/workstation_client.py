# SPDX-License-Identifier: Apache-2.0
"""A workstation's line to its own State's node, signed by the authority's key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rogatory.errors import Phrase, Refused, Unreachable
from rogatory.node.custody_log.custody_refusals import EVENT_CHAIN
from rogatory.node.packages.own_acts import LARGEST_ACTS, LoggedAct, decode_acts
from rogatory.node.packages.package_documents import (
    LARGEST_DOCUMENTS,
    decode_documents,
    encode_documents,
)
from rogatory.node.packages.waiting import WaitingWork
from rogatory.node.packages.waiting_form import LARGEST_WAITING, decode_waiting
from rogatory.node.threads.dispatch import from_base64, signatures_to_json, to_base64
from rogatory.seal.signatures import Signatures
from rogatory.transport import refusals
from rogatory.transport.peer_client import PeerClient, codes_in
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_

LARGEST_ANSWER = 8 << 20
"""The list of what is missing of a large package, or some hundred proofs."""

MOST_MISSING = LARGEST_ANSWER // 64
"""Digests in the largest such list."""


@dataclass(frozen=True, slots=True)
class WorkstationClient:
    """The own node, asked as an authority (`line.key.keyid` is `xb/central-authority`)."""

    line: PeerClient
    state: str

    def submit_events(self, events: Sequence[tuple[bytes, Signatures]]) -> list[bytes]:
        """Hand events to the node's log; returns their `.tlog-proof` files, in order."""
        if not events:
            return []
        body = canonical.encode(
            {
                "events": [
                    {"event": to_base64(event), **signatures_to_json(signatures)}
                    for event, signatures in events
                ]
            }
        )
        answer = self._ask("POST", "/v1/custody", body)
        logged = answer.get("logged")
        if (
            isinstance(logged, str)
            or not isinstance(logged, Sequence)
            or len(logged) != len(events)
        ):
            raise self._malformed(P_("it logged another number of events"))
        return [from_base64(each["proof"]) for each in logged if isinstance(each, Mapping)]

    def put_documents(self, seal: str, documents: Mapping[str, bytes]) -> list[bytes]:
        """Begin to hand a package over; returns the BLAKE3 digests of the segments it lacks."""
        answer = self._ask("PUT", f"/v1/packages/{seal}", encode_documents(documents))
        missing = answer.get("missing")
        if isinstance(missing, str) or not isinstance(missing, Sequence):
            raise self._malformed(P_("it does not say what is missing"))
        return [bytes.fromhex(str(each)) for each in missing]

    def put_segment(self, blake3: bytes, data: bytes) -> bool:
        """Hand one segment over; True when the package is whole there."""
        return self._ask("PUT", f"/v1/segments/{blake3.hex()}", data).get("complete") is True

    def documents(self, seal: str) -> Mapping[str, bytes]:
        """Return what lies beside the seal of a package that the node has for this State."""
        path = f"/v1/packages/{seal}"
        return decode_documents(self.line.expect(self.state, "GET", path, limit=LARGEST_DOCUMENTS))

    def acts(self, seal: str) -> Sequence[LoggedAct]:
        """Return what this State's authorities did with a package, as the node's log has it."""
        path = f"/v1/packages/{seal}/custody"
        return decode_acts(self.line.expect(self.state, "GET", path, limit=LARGEST_ACTS))

    def waiting(self) -> WaitingWork:
        """Return what waits at the node for this authority."""
        data = self.line.expect(self.state, "GET", "/v1/waiting", limit=LARGEST_WAITING)
        return decode_waiting(data)

    def request(self, thread: str) -> Mapping[str, bytes]:
        """Return the files of the request that opened a thread."""
        path = f"/v1/threads/{thread}/request"
        return decode_documents(self.line.expect(self.state, "GET", path, limit=LARGEST_DOCUMENTS))

    def close(self) -> None:
        """Close the line; its key is needed no more."""
        self.line.close()

    def segment(self, blake3: bytes, size: int) -> bytes:
        path = f"/v1/segments/{blake3.hex()}"
        return self.line.expect(self.state, "GET", path, limit=size)

    def _ask(self, method: str, path: str, body: bytes) -> dict[str, Json]:
        """Return an answer of the node, or its refusal with the codes it gives."""
        answer = self.line.ask(self.state, method, path, body, limit=LARGEST_ANSWER)
        if answer.status == 200:
            return canonical.decode_object(answer.body, limit=LARGEST_ANSWER, elements=MOST_MISSING)
        if answer.status in {404, 413, 422}:
            codes = codes_in(answer.body) or "no reason given"
            if codes == EVENT_CHAIN.id:
                raise Refused(EVENT_CHAIN.because())
            raise Refused(refusals.NODE_REFUSED.because(state=self.state, codes=codes))
        address = self.line.view().node_url(self.state)
        raise Unreachable(refusals.PEER_STATUS.because(address=address, status=answer.status))

    def _malformed(self, problem: Phrase) -> Unreachable:
        address = self.line.view().node_url(self.state)
        return Unreachable(refusals.ANSWER_MALFORMED.because(address=address, problem=problem))
