# SPDX-License-Identifier: Apache-2.0
"""The contents to be sealed, as the stages of sealing hand them on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.evidence.bag.tag_files import TagFile
from rogatory.evidence.hashing import Digests
from rogatory.evidence.pipeline.plan import Planned, StoragePlan

type RecordMember = Callable[[Planned, Digests | None], None]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The contents of a package: the plan and where its files are, the top folder of the stream,
    the tag files before the data, and those after it, to be asked for when all data are recorded,
    and which digests each file gets beside SHA-256.
    """

    plan: StoragePlan
    source: Path
    top: str
    head: Sequence[TagFile]
    tail: Callable[[], Sequence[TagFile]]
    record: RecordMember
    further: Sequence[str] = ()
