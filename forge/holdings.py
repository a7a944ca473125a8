# SPDX-License-Identifier: Apache-2.0
"""The keys that a forger holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forge.relogging import LogKeys, Relogging
from rogatory.seal.cosigner import Cosigner
from rogatory.seal.signatures import SigningKeys
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.seal.timestamping.timestamps import TimestampAuthority


@dataclass(frozen=True, slots=True)
class Held:
    """The keys of one forger, by whose they are. What is not named is not held."""

    authorities: Mapping[str, SigningKeys] = field(default_factory=dict)
    officers: Mapping[str, SigningKeys] = field(default_factory=dict)
    receipts: Mapping[str, SigningKeys] = field(default_factory=dict)
    logs: Mapping[str, LogKeys] = field(default_factory=dict)
    enters: Mapping[str, LogKeys] = field(default_factory=dict)
    """The log of a node that enters whatever event an authority hands in, after all that it has. What lies in
    the log already stays as it is."""
    witnesses: tuple[Cosigner, ...] = ()
    """Those that cosign whatever checkpoint the holder of a log's keys shows them."""
    stamps: TimestampAuthority | None = None
    exports_as: str | None = None
    """The authority in whose name the list is signed; None keeps the one that it names."""
    credentials: Mapping[str, SoftwareAuthenticator] = field(default_factory=dict)
    """Officers' passkeys, which approve a message by its content digest."""

    @property
    def relogging(self) -> Relogging:
        return Relogging(self.logs, self.witnesses)

    @property
    def entering(self) -> Relogging:
        return Relogging(self.enters)
