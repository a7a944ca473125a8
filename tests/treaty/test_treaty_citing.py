# SPDX-License-Identifier: Apache-2.0
"""Which provision is cited for an id, and for a question, under the instrument of a request."""

from dataclasses import replace

import pytest

from casts.law.provisions import LAW, cited, under
from rogatory.errors import NO_ARTICLE, PRACTICE, Code, Reason
from rogatory.treaty.citing import basis_of, with_basis
from rogatory.treaty.safeguards import questions_before_executing, questions_before_sending
from rogatory.treaty.tables.kinds import DECIDED_KINDS

INSTRUMENTS = ("ets-185", "ets-30", "untoc", "uncac", "comity")


def with_treaty(instrument, treaty):
    return replace(under(instrument), treaties=(treaty,))


@pytest.mark.parametrize(
    ("instrument", "kind", "cites", "article"),
    [
        (None, "preservation", "hold", "42(8)"),
        ("ets-185", "preservation", "hold", "29(7) of ETS 185"),
        ("ets-185", "preservation", "warning", "29(6) of ETS 185"),
        ("ets-185", "preservation", "preservation_extension", NO_ARTICLE),
        ("ets-185", "preservation", "preservation/necessity", "29(2)(e) of ETS 185"),
        ("ets-185", "preservation", "preservation/case_number", NO_ARTICLE),
        ("ets-185", "mla_general", "use", "28(2)(b) of ETS 185"),
        ("ets-185", "preservation", "use", NO_ARTICLE),
        ("comity", "preservation", "hold", NO_ARTICLE),
        # A field of a message that is practice for the kind of request cites nothing either.
        (None, "mla_general", "no_longer_required/request", "40(26)"),
        (None, "information_offered", "no_longer_required/request", NO_ARTICLE),
    ],
)
def test_a_provision_is_that_of_the_requests_own_instrument(instrument, kind, cites, article):
    assert cited(cites, kind, instrument).article == article


def test_a_treaty_on_assistance_takes_the_place_of_what_it_replaces():
    regime = with_treaty("ets-185", "ets-30")
    assert basis_of(regime, "mla_general", "refusal").article == "2 of ETS 30"
    assert basis_of(regime, "mla_general", "mla_general/authority").article == "14(1)(a) of ETS 30"
    assert basis_of(regime, "mla_general", "secrecy_failure") == PRACTICE
    assert basis_of(regime, "mla_general", "own_authorisation").article == "25(4) of ETS 185"
    assert basis_of(regime, "preservation", "refusal").article == "29(5) of ETS 185"


def test_a_reason_is_given_its_provision_and_one_without_an_id_is_left_alone():
    held = Code("test-held", "It is held.", "Wait.", cites="hold")
    plain = Code("test-plain", "It is plain.", "Wait.")
    under_ets, unchanged = with_basis(
        under("ets-185"), "preservation", [held.because(), plain.because()]
    )
    assert under_ets.basis == ("29(7) of ETS 185", "seen")
    assert unchanged == Reason(plain)
    assert held.because().basis is None


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("kind", DECIDED_KINDS)
def test_questions_are_the_same_under_every_instrument_and_cite_it_or_nothing(instrument, kind):
    name = next(one.reference for one in LAW.instruments if one.id == instrument)
    for listed in (questions_before_sending, questions_before_executing):
        ids = {one.id for one in listed(under(None), kind) if one.instrument is None}
        found = listed(under(instrument), kind)
        replaced = {one.replaces for one in found}
        assert ids <= {one.id for one in found} | replaced
        for one in found:
            assert one.article == NO_ARTICLE or one.article.endswith(f" of {name}"), one.id
            assert (one.article == NO_ARTICLE) == (one.certainty == "practice"), one.id


def test_article_6_is_never_cited_alone():
    rows = [*LAW.grounds, *LAW.postponements, *LAW.conditions, *LAW.never, *LAW.duties]
    cites = [one.article for row in rows for one in row.kinds.values() if row.instrument is None]
    cites += [one.article for one in LAW.questions if one.instrument is None]
    unaccompanied = [
        one for one in cites if one == "6" or (one.startswith("6(") and ", " not in one)
    ]
    assert unaccompanied == []
