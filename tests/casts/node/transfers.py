# SPDX-License-Identifier: Apache-2.0
"""A transfer that breaks off."""

from rogatory.errors import Unreachable
from rogatory.transport.refusals import PEER_SILENT


def breaking(node, after):
    """Peers whose line breaks at every segment after so many."""
    real, served = node.peers.segment, []

    class Breaking:
        seal_documents = node.peers.seal_documents

        def segment(self, state, digest, size, write):
            served.append(digest)
            if len(served) > after:
                raise Unreachable(PEER_SILENT.because(address="XB", problem="the line broke " * 90))
            return real(state, digest, size, write)

    return Breaking()
