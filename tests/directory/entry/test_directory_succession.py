# SPDX-License-Identifier: Apache-2.0
"""Entries are only added to: what a later entry may and may not do to an earlier one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.directory.network import AT, YEAR, Network, make_state, names_of
from rogatory.directory.entry.entry import (
    AuthorityRecord,
    Channels,
    DirectoryEntry,
    PartyFact,
    RelyingParty,
    WitnessRecord,
)
from rogatory.directory.entry.hours import DrillWindow, OpeningHours
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.directory.entry.succession import check_register_succession, check_succession
from rogatory.errors import Reason

DAY = timedelta(days=1)
ROTATED = PeriodEnd(AT + 10 * DAY, "rotated")
COMPROMISED = PeriodEnd(AT + 10 * DAY, "compromised")


def codes(reasons: list[Reason]) -> list[str]:
    return [reason.code.id for reason in reasons]


def first_replaced(entry: DirectoryEntry, part: str, **changes: object) -> DirectoryEntry:
    records = getattr(entry, part)
    return replace(entry, **{part: (replace(records[0], **changes), *records[1:])})


FACT = PartyFact("Arcadian Convention", "ratified", "2026-01-01", "gazette 12")

ADDITIONS: dict[str, Callable[[DirectoryEntry], DirectoryEntry]] = {
    "nothing": lambda entry: entry,
    "an end": lambda e: first_replaced(e, "recipients", period=replace(e.recipients[0].period, ended=ROTATED)),
    "a shorter time": lambda e: first_replaced(e, "logs", period=replace(e.logs[0].period, until=AT + DAY)),
    "a recipient": lambda e: replace(e, recipients=(*e.recipients, replace(e.recipients[0], label="recovery"))),
    "another order": lambda e: replace(e, certificates=e.certificates[::-1], recipients=e.recipients[::-1]),
    "a witness": lambda e: replace(e, witnesses=(WitnessRecord("XB", "XB+00000000+AQ==", e.logs[0].period),)),
    "an authority": lambda e: replace(
        e, authorities=(*e.authorities, AuthorityRecord("xa/court", names_of("XA"), (), (), {}, "Etc/GMT-3"))
    ),
    "a competence": lambda e: first_replaced(e, "authorities", places=("XA", "XA-01"), acts={"preservation": "forwards"}),
    "another time zone": lambda e: first_replaced(e, "authorities", time_zone="Europe/Paris"),
    "other hours": lambda e: first_replaced(
        e, "authorities", hours=(OpeningHours(("mon",), "08:00", "17:00"),), verified="2026-11-24"
    ),
    "an origin": lambda e: replace(e, relying_party=RelyingParty("localhost", (*e.relying_party.origins, "https://localhost"))),
    "a fact": lambda e: replace(e, party=(FACT,)),
    "the present state": lambda e: replace(
        e, node_url="https://new.example", languages=("ru",), kinds=("preservation",), approvals={},
        versions=(1, 2), channels=Channels(diplomatic_only=True, interpol_urgent=False), card=e.officers,
        names=names_of("XA", "Republic"), call_back=("xa/central-authority",), witness_policy="any 1 of XB\n",
        drill_window=DrillWindow("08:00", "20:00", "Etc/GMT-3", 4),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ADDITIONS)
def test_what_only_adds_follows(still: Network, what: str) -> None:
    entry = still.states["XA"].entry
    assert check_succession(entry, ADDITIONS[what](entry)) == []


REMOVALS: dict[str, tuple[Callable[[DirectoryEntry], DirectoryEntry], str]] = {
    "a certificate": (lambda e: replace(e, certificates=e.certificates[1:]), "directory-removed"),
    "a certificate's bytes": (lambda e: first_replaced(e, "certificates", der=b"x"), "directory-removed"),
    "a recipient": (lambda e: replace(e, recipients=e.recipients[1:]), "directory-removed"),
    "a log key": (lambda e: replace(e, logs=()), "directory-removed"),
    "an authority": (lambda e: replace(e, authorities=e.authorities[:1]), "directory-removed"),
    "a place": (lambda e: first_replaced(e, "authorities", places=()), "directory-removed"),
    "a subject": (lambda e: first_replaced(e, "authorities", subjects=("preservation", "mla_stored_data")), "directory-removed"),
    "an act": (lambda e: first_replaced(e, "authorities", acts={}), "directory-removed"),
    "an origin": (lambda e: replace(e, relying_party=RelyingParty("localhost", ("https://localhost",))), "directory-removed"),
    "the relying party": (lambda e: replace(e, relying_party=replace(e.relying_party, id="a.example")), "directory-changed"),
    "a beginning": (lambda e: first_replaced(e, "logs", period=replace(e.logs[0].period, start=AT - DAY)), "directory-changed"),
    "an expiry": (lambda e: first_replaced(e, "logs", period=replace(e.logs[0].period, until=AT + 2 * YEAR)), "directory-prolonged"),
}  # fmt: skip


@pytest.mark.parametrize("what", REMOVALS)
def test_what_takes_back_does_not(still: Network, what: str) -> None:
    entry = still.states["XA"].entry
    change, code = REMOVALS[what]
    assert set(codes(check_succession(entry, change(entry)))) == {code}


def test_a_fact_about_party_status_stays(still: Network) -> None:
    entry = still.states["XA"].entry
    assert codes(check_succession(replace(entry, party=(FACT,)), entry)) == ["directory-removed"]


def test_all_reasons_are_given(still: Network) -> None:
    entry = still.states["XA"].entry
    later = replace(entry, recipients=(), logs=(), certificates=entry.certificates[2:])
    found = codes(check_succession(entry, later))
    assert found == ["directory-removed"] * (len(entry.recipients) + len(entry.logs) + 2)


def test_another_states_entry_does_not_follow(still: Network) -> None:
    xa, xb = still.states["XA"], still.states["XB"]
    assert "directory-other-state" in codes(check_succession(xa.entry, xb.entry))
    assert "directory-other-state" in codes(check_register_succession(xa.register, xb.register))


@pytest.mark.parametrize(
    ("old", "new", "follows"),
    [
        (None, ROTATED, True),
        (None, COMPROMISED, True),
        (ROTATED, COMPROMISED, True),
        (ROTATED, PeriodEnd(AT + DAY, "compromised"), True),
        (COMPROMISED, PeriodEnd(AT + DAY, "compromised"), True),
        (ROTATED, None, False),
        (COMPROMISED, None, False),
        (COMPROMISED, ROTATED, False),
        (ROTATED, PeriodEnd(AT + 11 * DAY, "rotated"), False),
        (ROTATED, PeriodEnd(AT + 11 * DAY, "compromised"), False),
        (COMPROMISED, PeriodEnd(AT + 11 * DAY, "compromised"), False),
    ],
)
def test_what_is_learned_of_an_end_is_only_worse(
    still: Network, old: PeriodEnd | None, new: PeriodEnd | None, follows: bool
) -> None:
    entry = still.states["XA"].entry
    first = first_replaced(entry, "logs", period=replace(entry.logs[0].period, ended=old))
    second = first_replaced(entry, "logs", period=replace(entry.logs[0].period, ended=new))
    expected = [] if follows else ["directory-revived"]
    assert codes(check_succession(first, second)) == expected


periods = st.builds(
    Period,
    st.just(AT),
    st.integers(1, 20).map(lambda days: AT + days * DAY),
    st.none()
    | st.builds(
        PeriodEnd,
        st.integers(0, 20).map(lambda days: AT + days * DAY),
        st.sampled_from(["rotated", "compromised"]),
    ),
)
probes = st.integers(0, 21).map(lambda days: AT + days * DAY)


@given(periods, periods, probes, st.booleans())
def test_a_successor_never_widens_when_a_key_counts(
    old: Period, new: Period, at, proven: bool
) -> None:
    """Whatever follows by the rules, no moment counts afterwards that did not count before."""
    entry = _entry()
    first, second = (first_replaced(entry, "logs", period=period) for period in (old, new))
    if not check_succession(first, second) and new.covers(at, proven=proven):
        assert old.covers(at, proven=proven)


def test_an_officer_may_be_ended_and_not_removed(still: Network) -> None:
    register = still.states["XA"].register
    first, second = register.officers
    ended = replace(first, period=replace(first.period, ended=ROTATED))
    assert check_register_succession(register, replace(register, officers=(second, ended))) == []
    for changed in (
        (second,),
        (replace(first, key=b"another"), second),
        (replace(first, number="xa-0009"), second),
        (replace(first, roles=("lawyer",)), second),
    ):
        later = replace(register, officers=changed)
        assert codes(check_register_succession(register, later)) == ["directory-removed"]


_MADE: list[DirectoryEntry] = []


def _entry() -> DirectoryEntry:
    """One entry for all examples: hypothesis would make a fixture anew or share it unasked."""
    if not _MADE:
        _MADE.append(make_state("XA", "0" * 64).entry)
    return _MADE[0]
