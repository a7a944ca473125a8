# SPDX-License-Identifier: Apache-2.0
"""A State that ends a certificate in its entry, and a publisher that takes the entry."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta


def view_of(federation, repository=None, at=None):
    from rogatory.directory.publish.repository_folder import read_beneath
    from rogatory.directory.view.as_of import read_view

    read = read_beneath(repository or federation.repository)
    return read_view(read, network=federation.network, at=at or datetime.now(UTC))


def published(federation, change, *, state="XB", repository=None, at=None):
    """The State signs a new entry, in which each certificate is as `change` makes it."""
    from rogatory.directory.publish.publisher import Publisher
    from rogatory.directory.submission.state_role import sign_entry

    place = repository or federation.repository
    now = (at or datetime.now(UTC)).replace(microsecond=0)
    view = view_of(federation, place, now)
    entry = view.entry(state)
    entry = replace(entry, certificates=tuple(map(change, entry.certificates)))
    signed = sign_entry(
        entry,
        view.register(state),
        network=federation.network,
        keys=[federation.state_key(state)],
        version=2,
        at=now,
    )
    Publisher(place, federation.online_key()).accept(signed, at=now)


def ended(use, holder, why="rotated", at=None):
    from rogatory.directory.entry.period import PeriodEnd

    at = (at or datetime.now(UTC)).replace(microsecond=0)
    end = PeriodEnd(at - timedelta(minutes=1), why)

    def change(record):
        if (record.use, record.holder) != (use, holder):
            return record
        return replace(record, period=replace(record.period, ended=end))

    return change
