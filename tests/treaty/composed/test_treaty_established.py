# SPDX-License-Identifier: Apache-2.0
"""The offences that an instrument establishes, and the grounds that compare conduct: rows, which a lawyer corrects."""

from datetime import date

import pytest

from casts.law.cases import TREATY_FILE, a_treaty
from rogatory.errors import Refused
from rogatory.treaty.composed.establishing import established_article, is_inside, offences_of
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.offences import Offence, convention_offences
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.rows import written

LAW = packaged_law("federation")
ON = date(2026, 11, 28)
COMPARING = {"dual_criminality", "dual_criminality_reservation", "de_minimis", "other_provision"}


def under(instrument, law=LAW):
    return regime_of(law, instrument, "XA", "XB", ON)


def placed(instrument, article, convention=None):
    return Offence(convention, 3, articles=((instrument, article),))


def with_instrument(name, **changes):
    row = written(next(one for one in LAW.instruments if one.id == name)) | changes
    correction = Correction("c", "instruments", row, "x", "y", "seen", ON, None)
    return corrected(LAW, [correction])


def test_each_instrument_establishes_what_its_row_lists():
    assert offences_of(under("ets-185")) == tuple(map(str, range(2, 12)))
    assert offences_of(under("un-cybercrime")) == tuple(map(str, range(7, 18)))
    assert offences_of(under("untoc")) == ("5", "6", "8", "23")
    assert offences_of(under("uncac")) == (*map(str, range(15, 26)), "27")
    for other in ("ets-30", "comity"):
        assert offences_of(under(other)) == ()


@pytest.mark.parametrize(
    ("article", "inside"), [("2", True), ("11(1)", True), ("12", False), ("1", False)]
)
def test_a_request_places_its_offence_inside_or_outside_by_that_list(article, inside):
    assert is_inside(under("ets-185"), placed("ets-185", article)) == inside


def test_an_offence_that_is_placed_nowhere_goes_by_the_parallel_of_the_catalogue():
    regime = under("ets-185")
    for article, known in convention_offences(LAW).items():
        parallel = known.article_in("ets-185")
        assert is_inside(regime, Offence(article, 3)) == (parallel is not None)
        if parallel is not None:
            assert established_article(regime, Offence(article, 3)) == parallel
        assert known.article_in("ets-30") is None


def test_a_correction_of_the_row_changes_what_is_inside():
    law = with_instrument("ets-185", establishes=["2", "3"])
    assert is_inside(under("ets-185", law), placed("ets-185", "3"))
    assert not is_inside(under("ets-185", law), placed("ets-185", "11"))
    assert is_inside(under("ets-185"), placed("ets-185", "11"))


def test_the_convention_establishes_its_catalogue_and_nothing_else():
    with pytest.raises(Refused) as caught:
        with_instrument("un-cybercrime", establishes=["7", "8"])
    assert "the articles of the catalogue" in str(caught.value)
    with pytest.raises(Refused) as caught:
        with_instrument("ets-185", establishes=["2 to 11"])
    assert "numbers of articles" in str(caught.value)


def test_a_treaty_from_a_file_establishes_offences_too():
    text = TREATY_FILE.replace(
        'assistance_treaty: "yes"', 'assistance_treaty: "yes"\n    establishes: ["20", "21"]'
    )
    treaty = a_treaty(text)
    loading = Correction("l", "treaties", written(treaty.loaded), "x", "y", "seen", ON, None)
    law = corrected(LAW, [loading], lambda _: treaty)
    assert is_inside(under("mlat-xa-xb", law), placed("mlat-xa-xb", "21(1)"))
    assert not is_inside(under("mlat-xa-xb", law), placed("mlat-xa-xb", "22"))


def test_the_grounds_that_compare_conduct_say_so_in_their_rows():
    assert {one.id for one in LAW.grounds if one.compares_conduct} == COMPARING
    assert not [one for one in LAW.grounds if one.id in COMPARING and not one.compares_conduct]
    rows = (*LAW.postponements, *LAW.conditions, *LAW.never)
    assert not [one for one in rows if one.compares_conduct]
