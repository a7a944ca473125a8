# SPDX-License-Identifier: Apache-2.0
"""Taking a proof of misbehaviour that another node hands over."""

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.misbehaviour import refusals
from rogatory.node.misbehaviour.accuse import accuse
from rogatory.node.misbehaviour.kinds import read_proof


def take_proof(node: Node, document: bytes) -> None:
    """Keep a proof, from any source: its own signatures decide.

    Raises:
        Refused: it shows nothing, or accuses without proving.
    """
    found = read_proof(node.register.view(), document, node.clock.now())
    if not found.proves:
        raise Refused(refusals.PROOF_OPEN.because(state=found.state))
    accuse(node, document)
