# SPDX-License-Identifier: Apache-2.0
"""The names of grounds in what a command prints for a person."""

import pytest

from rogatory.cli.output.ground_names import sentence_with_names
from rogatory.errors import Code
from rogatory.node.law import refusals

LISTED = Code("test-listed", "{ground} is none of: {listed}.", "Choose one.")
OTHER = Code("test-other", "{ground} in {state}.", "")


def test_each_id_of_a_ground_has_its_name_and_its_provision_stays():
    grounds = "essential_interests (26(1), 26(2) of ETS 182), other_obligation"
    printed = sentence_with_names(refusals.REFUSAL_OFFERED.because(grounds=grounds))
    name = "sovereignty, security, public order or other essential interests"
    assert f"essential_interests “{name}” (26(1), 26(2) of ETS 182), other_obligation “" in printed


def test_what_is_never_a_ground_has_its_name_too():
    reason = LISTED.because(ground="bank_secrecy", listed="legal_system (40(21)(d))")
    printed = sentence_with_names(reason)
    assert printed.startswith("bank_secrecy “bank secrecy” is none of: legal_system “")
    assert printed.endswith("” (40(21)(d)). Choose one.")


@pytest.mark.parametrize("ground", ["local_custom", "-", "Tax Code, section 3"])
def test_what_no_list_has_is_printed_as_it_is(ground, tmp_path):
    reason = OTHER.because(ground=ground, state="XA")
    assert sentence_with_names(reason, tmp_path) == reason.sentence()
