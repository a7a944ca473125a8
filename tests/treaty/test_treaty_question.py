# SPDX-License-Identifier: Apache-2.0
"""The treaty question before the rules of form (article 40(6)-(7))."""

from datetime import date

import pytest

from rogatory.treaty.law import packaged_law
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.treaty_question import treaty_question

FEDERATION, WORLD = packaged_law("federation"), packaged_law("world")
TODAY = date(2026, 11, 24)


def question(law, kind, requesting, requested, on, basis=None):
    return treaty_question(regime_of(law, basis, requesting, requested, on), kind)


def ids(found):
    return [reason.code.id for reason in found.reasons]


@pytest.mark.law_line(2)
def test_a_treaty_of_the_two_goes_before_article_40():
    found = question(FEDERATION, "mla_stored_data", "XB", "XM", TODAY)
    assert [one.id for one in found.governing] == ["mlat-xb-xm"]
    assert ids(found) == ["treaty-goes-first"]
    assert found.reasons[0].fields["replaced"] == "40(8)-(31)"


def test_before_that_treaty_was_in_force_it_did_not():
    found = question(FEDERATION, "mla_stored_data", "XB", "XM", date(2015, 1, 1))
    assert (found.governing, found.undecided, found.reasons) == ((), (), ())


def test_whether_budapest_is_such_a_treaty_a_lawyer_decides():
    found = question(FEDERATION, "mla_general", "XA", "XM", TODAY)
    assert [one.id for one in found.undecided] == ["ets-185"]
    assert ids(found) == ["treaty-may-go-first"]


def test_where_nothing_is_in_force_and_all_is_known_article_40_applies():
    found = question(FEDERATION, "mla_general", "XA", "XB", TODAY)
    assert (found.governing, found.undecided, found.reasons) == ((), (), ())


@pytest.mark.law_line(2)
def test_nothing_recorded_is_not_taken_for_no_treaty():
    found = question(WORLD, "mla_general", "BR", "CL", TODAY)
    assert set(ids(found)) == {"treaty-not-recorded", "treaty-bilateral-not-recorded"}


@pytest.mark.parametrize("kind", ["preservation", "technical_advice", "haircut"])
def test_a_kind_that_does_not_follow_article_40_has_no_such_question(kind):
    assert question(FEDERATION, kind, "XB", "XM", TODAY) is None


@pytest.mark.parametrize(
    ("basis", "replaced"),
    [("ets-185", "27 of ETS 185, 28 of ETS 185"), ("untoc", "18(9)-(29) of A/RES/55/25")],
)
def test_under_another_instrument_its_own_procedure_is_replaced(basis, replaced):
    found = question(FEDERATION, "mla_general", "XB", "XM", TODAY, basis)
    assert {one.fields.get("replaced") for one in found.reasons} == {replaced}


def test_an_instrument_that_lets_no_treaty_go_first_has_no_such_question():
    assert question(FEDERATION, "mla_general", "XB", "XM", TODAY, "comity") is None
