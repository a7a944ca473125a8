# SPDX-License-Identifier: Apache-2.0
"""A part that has run out, is about to, or was never verified is flagged; nobody is refused for
it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.directory.network import AT, YEAR, Network
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.directory.entry.keys import check_entry
from rogatory.directory.entry.period import PeriodEnd
from rogatory.directory.view.entry_warnings import card_standing, entry_warnings

DAY = timedelta(days=1)


def codes(entry: DirectoryEntry, after: timedelta = timedelta()) -> list[str]:
    return sorted({reason.code.id for reason in entry_warnings(entry, AT + after)})


def verified(entry: DirectoryEntry, day: str | None, **changes: object) -> DirectoryEntry:
    rows = tuple(replace(one, verified=day, **changes) for one in entry.authorities)
    return replace(entry, authorities=rows)


FLAGS: dict[str, tuple[Callable[[DirectoryEntry], DirectoryEntry], list[str]]] = {
    "verified today": (lambda e: verified(e, "2026-11-24"), []),
    "verified a year ago": (lambda e: verified(e, "2025-11-24"), []),
    "verified longer ago": (lambda e: verified(e, "2025-11-23"), ["directory-verified-long-ago"]),
    "never verified": (lambda e: verified(e, None), ["directory-never-verified"]),
    "verified in the future": (lambda e: verified(e, "2026-12-24"), ["directory-verified-not-yet"]),
    "verified on no day": (lambda e: verified(e, "2026-02-30"), ["directory-verified-not-yet"]),
    "no such zone": (
        lambda e: verified(e, "2026-11-24", time_zone="Etc/Nowhere"), ["directory-time-zone-unknown"]
    ),
}  # fmt: skip


@pytest.mark.law_line(23)
@pytest.mark.parametrize("what", FLAGS)
def test_offices_are_flagged_by_the_day_they_were_verified(still: Network, what: str) -> None:
    change, flagged = FLAGS[what]
    entry = change(still.states["XA"].entry)
    assert codes(entry) == flagged
    assert check_entry(entry) == []


def test_keys_are_flagged_two_months_before_the_last_of_a_use_ends(still: Network) -> None:
    entry = verified(still.states["XA"].entry, "2027-11-14")
    assert codes(entry, YEAR - 61 * DAY) == ["directory-verified-not-yet"]
    assert codes(entry, YEAR - 10 * DAY) == ["directory-runs-out"]
    assert codes(entry, YEAR + 30 * DAY) == ["directory-run-out"]


def test_a_key_with_a_successor_is_not_flagged(still: Network) -> None:
    entry = verified(still.states["XA"].entry, "2026-11-24")
    log = entry.logs[0]
    old = replace(log, period=replace(log.period, ended=PeriodEnd(AT, "rotated")))
    assert codes(replace(entry, logs=(old, log))) == []
    assert codes(replace(entry, logs=(old,))) == ["directory-run-out"]


def test_a_state_that_nobody_can_telephone_is_warned(still: Network) -> None:
    entry = still.states["XA"].entry
    found = [reason.code.id for reason in card_standing(entry)]
    assert found == ["directory-no-card", "directory-no-call-back"]
    whole = replace(entry, card="0" * 64, call_back=("xa/central-authority",))
    assert card_standing(whole) == []
