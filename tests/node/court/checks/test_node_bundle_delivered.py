# SPDX-License-Identifier: Apache-2.0
"""The conditions of a delivery beside the bag's: which of them differ."""

import pytest

from rogatory.node.court.delivered_conditions import differing

BAG = {
    "purpose": "P",
    "proceedings": None,
    "onward_transfer": "with-consent",
    "secrecy": False,
    "retention_until": None,
    "police_information_only": False,
    "protected_items": [],
}
SAME = {
    "purpose": "P",
    "onward_transfer": "in_writing_only",
    "police_information_only": False,
    "sensitive_material": False,
}
MOMENT = "2027-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("bag", "delivery", "differs"),
    [
        ({}, {}, []),
        ({}, {"purpose": "Q"}, ["purpose"]),
        ({}, {"purpose": None}, ["purpose"]),
        ({}, {"proceedings": "AR-1"}, ["proceedings"]),
        ({}, {"proceedings": None}, ["proceedings"]),
        ({"proceedings": "AR-1"}, {}, ["proceedings"]),
        ({}, {"onward_transfer": "forbidden"}, ["onward_transfer"]),
        ({}, {"onward_transfer": "with_authorisation"}, []),
        ({}, {"onward_transfer": ["forbidden"]}, ["onward_transfer"]),
        ({"onward_transfer": "forbidden"}, {"onward_transfer": "forbidden"}, []),
        ({"onward_transfer": "free"}, {}, ["onward_transfer"]),
        ({}, {"secrecy": "S"}, ["secrecy"]),
        ({"secrecy": True}, {"secrecy": "S"}, []),
        ({"secrecy": True}, {}, ["secrecy"]),
        ({"retention_until": MOMENT}, {"retention": "R"}, []),
        ({"retention_until": MOMENT}, {}, ["retention"]),
        ({}, {"retention": "R"}, ["retention"]),
        ({}, {"police_information_only": True}, ["police_information_only"]),
        ({}, {"police_information_only": 0}, ["police_information_only"]),
        ({"protected_items": ["a"]}, {"sensitive_material": True}, []),
        ({"protected_items": ["a"]}, {}, ["sensitive_material"]),
    ],
)
def test_conditions_differ_by_the_table_of_the_specification(bag, delivery, differs):
    assert differing(SAME | delivery, BAG | bag) == differs


def test_what_is_absent_differs_from_what_has_no_null():
    found = differing(None, BAG)
    assert found == ["purpose", "onward_transfer", "police_information_only", "sensitive_material"]
