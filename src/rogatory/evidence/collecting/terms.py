# SPDX-License-Identifier: Apache-2.0
"""Statements on a source before it is collected, and requirements of its bag."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.options import Contents, Tolerance


@dataclass(frozen=True, slots=True)
class CollectionTerms:
    """`hashes` are further digests; without a `package` a new identifier is made for it."""

    acquisition: Acquisition
    contents: Contents = field(default_factory=Contents)
    tolerance: Tolerance = field(default_factory=Tolerance)
    hashes: Sequence[str] = ()
    package: str | None = None
    provider_return: bool = False
