# SPDX-License-Identifier: Apache-2.0
"""A workstation beside its own node."""

from collections import Counter
from dataclasses import dataclass, field

from rogatory.errors import Unreachable
from rogatory.node.packages import serve
from rogatory.node.packages.own_acts import acts_on, decode_acts, encode_acts
from rogatory.node.packages.take_in import take_documents, take_segment
from rogatory.transport.refusals import PEER_SILENT
from rogatory.wire.digests import sha256


@dataclass
class OwnNode:
    """The services of the node's door for a workstation, without the connection between."""

    node: object
    state: str
    authority: str
    breaks_after: int | None = None
    breaks: int = 10**6
    """How often in a row."""
    requests: list[str] = field(default_factory=list)
    silent: Counter[str] = field(default_factory=Counter)
    """How often a service does not answer before it does, by its name."""

    def _answered(self, service):
        if self.silent[service]:
            self.silent[service] -= 1
            raise Unreachable(
                PEER_SILENT.because(address="https://node.invalid", problem="it starts")
            )

    def _moved(self, what):
        if self.breaks_after == len(self.requests) and self.breaks:
            self.breaks -= 1
            raise Unreachable(
                PEER_SILENT.because(address="https://node.invalid", problem="it broke")
            )
        self.requests.append(what)

    def put_documents(self, seal, documents):
        self._answered("put_documents")
        return take_documents(self.node, documents, seal=seal, authority=self.authority)

    def put_segment(self, blake3, data):
        self._moved(blake3.hex())
        return take_segment(self.node, blake3, data, authority=self.authority)

    def documents(self, seal):
        self._answered("documents")
        return serve.documents(self.node, self.state, seal, self.authority)

    def acts(self, seal):
        self._answered("acts")
        return decode_acts(encode_acts(acts_on(self.node, seal, self.authority)))

    def segment(self, blake3, size):
        self._moved(blake3.hex())
        return b"".join(serve.segment(self.node, self.state, blake3, self.authority).parts)[:size]


def digest_of(folder):
    return sha256((folder / "seal.json").read_bytes())


def listing(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
