# SPDX-License-Identifier: Apache-2.0
"""The treaty question before the rules of form (article 40(6)-(7))."""

from datetime import date

import pytest

from rogatory.treaty.law import packaged_law
from rogatory.treaty.treaty_question import treaty_question

FEDERATION, WORLD = packaged_law("federation"), packaged_law("world")
TODAY = date(2026, 11, 24)


def ids(found):
    return [reason.code.id for reason in found.reasons]


@pytest.mark.law_line(2)
def test_a_treaty_of_the_two_goes_before_article_40():
    found = treaty_question(FEDERATION, "mla_stored_data", "XB", "XM", TODAY)
    assert [one.id for one in found.governing] == ["mlat-xb-xm"]
    assert found.article_40_applies is False
    assert ids(found) == ["treaty-goes-first"]
    assert (found.article, found.certainty) == ("40(6)-(7)", "parallel")


def test_before_that_treaty_was_in_force_it_did_not():
    found = treaty_question(FEDERATION, "mla_stored_data", "XB", "XM", date(2015, 1, 1))
    assert found.governing == ()
    assert found.article_40_applies is True


def test_whether_budapest_is_such_a_treaty_a_lawyer_decides():
    found = treaty_question(FEDERATION, "mla_general", "XA", "XM", TODAY)
    assert [one.id for one in found.undecided] == ["ets-185"]
    assert found.article_40_applies is None


def test_where_nothing_is_in_force_and_all_is_known_article_40_applies():
    found = treaty_question(FEDERATION, "mla_general", "XA", "XB", TODAY)
    assert (found.article_40_applies, found.reasons) == (True, ())


@pytest.mark.law_line(2)
def test_nothing_recorded_is_not_taken_for_no_treaty():
    found = treaty_question(WORLD, "mla_general", "BR", "CL", TODAY)
    assert found.article_40_applies is None
    assert set(ids(found)) == {"treaty-not-recorded", "treaty-bilateral-not-recorded"}


@pytest.mark.parametrize("kind", ["preservation", "technical_advice", "haircut"])
def test_a_kind_that_does_not_follow_article_40_has_no_such_question(kind):
    assert treaty_question(FEDERATION, kind, "XB", "XM", TODAY) is None
