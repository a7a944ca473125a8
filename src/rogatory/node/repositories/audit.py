# SPDX-License-Identifier: Apache-2.0
"""The books' pages on accesses, and on all journals as an auditor reads them: see `ports.Books`."""

from collections.abc import Sequence
from typing import Protocol

from rogatory.node.records.audit import AccessRecord, AuditEntry, AuditFilter, Source


class AuditBooks(Protocol):
    def add_access(self, record: AccessRecord) -> None:
        """Note an access. One of a kind that is counted, like one of the same hour, is counted up."""
        ...

    def knows_access(self, record: AccessRecord) -> bool:
        """Whether one like it was noted in the same hour."""
        ...

    def audit_entries(
        self, source: Source, wanted: AuditFilter, limit: int, before: int | None = None
    ) -> Sequence[AuditEntry]:
        """A journal's entries, the newest first; those before a place in it."""
        ...
