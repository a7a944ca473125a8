# SPDX-License-Identifier: Apache-2.0
"""Moments that a timestamp over a list proves of documents that it names (SPECIFICATION.md 4.2, 3(b), 3(e))."""

from datetime import UTC, datetime, timedelta

import pytest

from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.trust.stamps import JudgedToken, KnownMoment, Stamps
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import Stamped

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def known(*stamped):
    """The moment of a list that XA signed, with a token of each of these States."""
    tokens = tuple(
        JudgedToken(
            f"bundle.json.{number}.tst",
            "bundle.json",
            "holds",
            Stamped(at, state.lower() if state else "x", b"", 1),
            state=state,
        )
        for number, (state, at) in enumerate(stamped, 2)
    )
    return KnownMoment.of_list(Stamps("bundle.json", tokens), "xa/central-authority")


def test_the_clock_of_who_signed_the_list_dates_its_own_documents_alone():
    both = known(("XA", AT), ("XT", LATER))
    assert both.proved("xa/other-office") == (AT, "XA")
    assert both.proved("xb/central-authority") == (LATER, "XT")
    own = known(("XA", AT))
    assert own.proved("xa-0005") == (AT, "XA")
    assert own.proved("xb/central-authority") == (None, None)


@pytest.mark.parametrize("holder", ["xb/central-authority", "XT", None])
def test_an_authority_of_no_known_state_dates_nothing_of_others(holder):
    assert known((None, AT)).of(holder) is None


def test_the_rules_for_a_seal_are_those_of_its_sender():
    rules = Trust(LATER, whole=known(("XA", AT), ("XT", LATER))).stamp_rules(Anchors(()))
    assert rules.known is None
    assert rules.for_signer("xb/central-authority").known == LATER
    assert rules.for_signer("xa/central-authority").known_by == "XA"
