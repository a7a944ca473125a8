# SPDX-License-Identifier: Apache-2.0
"""A regional organisation is party as far as it declared its competence: without that every request warns."""

from datetime import date

import pytest

from rogatory.node.law.basis import bases_of, reservation_warnings
from rogatory.node.law.subject import Subject
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import WORLD, corrected, packaged_law

TODAY = date(2026, 11, 24)
CITED = {"source": "invented", "certainty": "practice"}
CONVENTION = "un-cybercrime"


def law_with(*declarations, instrument=CONVENTION):
    """The law where the European Union and Japan are bound by an instrument; with what the Union declared."""
    rows = [
        ("parties", {"state": state, "instrument": instrument, "in_force_from": "2026-01-01"})
        for state in ("EU", "JP")
    ]
    for number, stated in enumerate(declarations):
        row = {"id": f"d{number}", "state": "EU", "instrument": instrument, "article": "63"}
        row |= {"matter": "competence", "value": "criminal procedure", "made": "2026-01-01"}
        rows.append(("declarations", row | stated))
    return corrected(
        packaged_law(WORLD),
        [
            Correction(f"c{n}", section, CITED | row, "x", "x", "practice", TODAY, None)
            for n, (section, row) in enumerate(rows)
        ],
    )


def warned(law, requesting, requested, instrument=CONVENTION):
    body = {
        "legal_basis": {"instrument": instrument},
        "offence": {"convention_article": 7, "maximum_years": 5},
    }
    subject = Subject(
        "t", "mla_stored_data", body, f"{requested.lower()}/central-authority", requesting, requested,
        is_executing=False,
    )  # fmt: skip
    found = bases_of(law, subject, TODAY)
    assert any(one.instrument == instrument and one.serves for one in found)
    return [
        (one.code.id, one.fields["state"])
        for one in reservation_warnings(law, subject, found, TODAY)
    ]


@pytest.mark.parametrize("sides", [("EU", "JP"), ("JP", "EU")])
def test_an_organisation_without_a_declared_competence_is_warned_of_on_either_side(sides):
    assert warned(law_with(), *sides) == [("basis-competence-undeclared", "EU")]


def test_a_declared_competence_ends_the_warning():
    assert warned(law_with({}), "EU", "JP") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"made": "2026-12-01"},
        {"ended": "2026-06-01"},
        {"instrument": "untoc"},
        {"matter": "language", "value": "en"},
        {"state": "JP"},
    ],
)
def test_what_declares_no_competence_of_it_today_under_the_instrument_warns(changes):
    assert warned(law_with(changes), "EU", "JP") == [("basis-competence-undeclared", "EU")]


def test_a_state_declares_no_competence_and_comity_knows_none():
    assert warned(law_with(), "JP", "FR", "comity") == []
    assert warned(law_with(), "EU", "JP", "comity") == []
