# SPDX-License-Identifier: Apache-2.0
"""The interfaces of a recipient and an identity of any kind."""

from typing import Protocol

from rogatory.seal.age.file_key import FileKey
from rogatory.seal.age.header import Stanza
from rogatory.wire.randomness import Random


class AgeRecipient(Protocol):
    """Someone a file is sealed to."""

    @property
    def kind(self) -> str:
        """The kind of its stanzas; recipients of different kinds do not share a file."""
        ...

    def wrap(self, file_key: FileKey, random: Random) -> Stanza:
        """Return the stanza from which the identity of this recipient gets the file key."""
        ...


class Identity(Protocol):
    """Someone who opens a file."""

    @property
    def kind(self) -> str:
        """The kind of stanzas that it opens."""
        ...

    def unwrap(self, stanza: Stanza, number: int) -> FileKey | None:
        """Return the file key, or None if the stanza, well-formed and of this kind, is for another.

        `number` is the place of the stanza in its header, from 1, for the refusal to name.
        """
        ...
