# SPDX-License-Identifier: Apache-2.0
"""Authentication of an officer at a terminal by a signature of their own key: a typed number is no
person.

Each of two officers who decide at the machine signs the act, its subject and every value given. The
State CA that the directory lists vouches for the key. The signature is checked and not kept: a
person who has the machine can change its store, and the custody event of the act names the officer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rogatory.node.context import Node
from rogatory.seal.signatures import Anchors, Signatures, verify_signatures
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment

WORD_VERSION = 1


@dataclass(frozen=True, slots=True)
class OwnWord:
    """The statement that an officer signs before an act at a terminal."""

    network: str
    act: str
    """The command, as it is typed."""
    given: Mapping[str, str]
    """Its values, files by their digests."""
    officer: str
    at: datetime

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "version": WORD_VERSION,
                "network": self.network,
                "act": self.act,
                "given": dict(self.given),
                "officer": self.officer,
                "at": format_moment(self.at),
            }
        )


def check_word(node: Node, word: OwnWord, signatures: Signatures) -> None:
    """Check that the officer signed the word, by both algorithms.

    Raises:
        Refused: with every reason why a signature does not hold; the directory cannot be read.
    """
    verify_signatures(
        word.encode(),
        signatures,
        anchors=Anchors(node.register.view().anchors(node.state, word.at)),
        holder=word.officer,
        at=word.at,
        require_mldsa65=True,
        use="officer",
    )
