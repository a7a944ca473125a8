# SPDX-License-Identifier: Apache-2.0
"""The timestamp authorities that a directory lists, for judging tokens by."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rogatory.evidence.trust.stamps import StampAuthority

if TYPE_CHECKING:
    from rogatory.directory.entry.entry import CertificateRecord
    from rogatory.directory.view.view import DirectoryView


def stamp_authorities(view: "DirectoryView") -> tuple[StampAuthority, ...]:
    """Return every timestamp authority that a directory lists, or ever listed."""
    return tuple(
        one
        for state in view.states
        for one in authorities_in(view.entry(state).certificates, state)
    )


def authorities_in(records: "Iterable[CertificateRecord]", state: str) -> Iterable[StampAuthority]:
    """Return those among the certificates that one State's entry lists."""
    for record in records:
        if record.use == "tsa":
            ended = record.period.ended
            yield StampAuthority(
                record.der,
                record.period.start,
                record.period.until,
                ended.at if ended else None,
                compromised=record.period.compromised,
                state=state,
            )
