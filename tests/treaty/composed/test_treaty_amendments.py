# SPDX-License-Identifier: Apache-2.0
"""A protocol amends an instrument between the States that are its Parties, and nobody guesses who these are."""

from dataclasses import replace
from datetime import date

import pytest

from rogatory.errors import Refused
from rogatory.treaty.citing import basis_of
from rogatory.treaty.composed.amendments import unrecorded_amendments
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.rows import written

LAW = packaged_law("federation")
ON = date(2026, 11, 30)


def party(state, instrument):
    row = {"state": state, "instrument": instrument, "in_force_from": "2010-01-01"}
    row |= {"source": "invented", "certainty": "practice"}
    return Correction(f"{state}-{instrument}", "parties", row, "x", "y", "practice", ON, None)


def test_a_protocol_takes_the_place_of_what_it_amends_between_its_parties_alone():
    """ETS 182 article 4 replaces article 15 of ETS 30, wherever that comes in."""
    for basis in ("ets-30", "uncac"):
        for states, channel in ((("XA", "XB"), "4 of ETS 182"), (("XA",), "15(1) of ETS 30")):
            rows = [(state, name) for state in ("XA", "XB") for name in ("ets-30", "uncac")]
            rows += [(state, "ets-182") for state in states]
            law = corrected(LAW, [party(*row) for row in rows])
            regime = regime_of(law, basis, "XA", "XB", ON)
            assert basis_of(regime, "mla_general", "channel").article == channel


def test_what_amends_nothing_that_is_known_is_no_row():
    row = written(next(one for one in LAW.composition if one.amends is not None))
    for changes, expected in (
        ({"amends": "ets-31"}, "amends is not one of"),
        ({"amends": "ets-182"}, "amends is not one of"),
        ({"brings": "assistance-treaty"}, "exactly where it brings an amendment"),
    ):
        correction = Correction("c", "composition", row | changes, "x", "y", "seen", ON, None)
        with pytest.raises(Refused) as caught:
            corrected(LAW, [correction])
        assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("complete", "states", "warned"),
    [
        (True, (), []),
        (False, (), ["XA", "XB"]),
        (False, ("XA",), ["XB"]),
        (False, ("XA", "XB"), []),
    ],
)
def test_a_protocol_of_which_nothing_is_recorded_is_warned_of(complete, states, warned):
    known = tuple(one for one in LAW.register.complete if complete or one != "ets-182")
    law = replace(LAW, register=replace(LAW.register, complete=known))
    law = corrected(law, [party(state, "ets-182") for state in states])
    for basis, expected in (("ets-30", warned), ("untoc", [])):
        found = list(unrecorded_amendments(regime_of(law, basis, "XA", "XB", ON), "mla_general"))
        assert [one.fields["state"] for one in found] == expected
        assert {one.code.id for one in found} <= {"basis-amendment-not-recorded"}
