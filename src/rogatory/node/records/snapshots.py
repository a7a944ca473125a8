# SPDX-License-Identifier: Apache-2.0
"""What a node keeps of the directory's snapshots: those it went by, and those that others named."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeenSnapshot:
    """A snapshot by version and SHA-256, which a State's node went by or says that it did.

    `data` is the signed file: of the own ones, and of another's once it was shown and verified.
    """

    state: str
    version: int
    digest: str
    at: datetime
    data: bytes | None = None
