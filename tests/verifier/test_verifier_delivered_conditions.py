# SPDX-License-Identifier: Apache-2.0
"""The conditions in the bag, and those that a delivery states otherwise, are shown beside each other [19.3]."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
BAG = {
    "purpose": "The case", "proceedings": None, "onward_transfer": "with-consent", "secrecy": False,
    "retention_until": None, "police_information_only": False, "protected_items": [],
}  # fmt: skip
SAME = {
    "purpose": "The case", "onward_transfer": "with_authorisation", "police_information_only": False,
    "sensitive_material": False,
}  # fmt: skip
GONE = object()


def changed(document, **changes):
    return {name: one for name, one in (document | changes).items() if one is not GONE}


@pytest.mark.parametrize(
    ("bag", "delivery", "differs"),
    [
        ({}, {}, []),
        ({}, {"purpose": "The  case"}, ["purpose"]),
        ({}, {"purpose": GONE}, ["purpose"]),
        ({}, {"purpose": None}, ["purpose"]),
        ({"purpose": None}, {"purpose": GONE}, []),
        ({"purpose": None}, {"purpose": None}, ["purpose"]),
        ({}, {"proceedings": "A 1"}, ["proceedings"]),
        ({"proceedings": "A 1"}, {"proceedings": "A 1"}, []),
        ({"proceedings": "A 1"}, {"proceedings": ["A 1"]}, ["proceedings"]),
        ({}, {"onward_transfer": "in_writing_only"}, []),
        ({}, {"onward_transfer": "forbidden"}, ["onward_transfer"]),
        ({}, {"onward_transfer": "with-consent"}, ["onward_transfer"]),
        ({}, {"onward_transfer": GONE}, ["onward_transfer"]),
        ({"onward_transfer": "forbidden"}, {"onward_transfer": "forbidden"}, []),
        ({"onward_transfer": "forbidden"}, {}, ["onward_transfer"]),
        ({"onward_transfer": "free"}, {"onward_transfer": GONE}, []),
        ({"onward_transfer": "free"}, {"onward_transfer": None}, ["onward_transfer"]),
        ({"onward_transfer": "free"}, {"onward_transfer": "free"}, ["onward_transfer"]),
        ({}, {"secrecy": "Nobody else reads it"}, ["secrecy"]),
        ({"secrecy": True}, {"secrecy": "Nobody else reads it"}, []),
        ({"secrecy": True}, {"secrecy": True}, ["secrecy"]),
        ({"secrecy": True}, {}, ["secrecy"]),
        ({}, {"secrecy": False}, ["secrecy"]),
        ({}, {"retention": "Ten years"}, ["retention"]),
        ({"retention_until": "2030-01-01T00:00:00Z"}, {"retention": "Ten years"}, []),
        ({"retention_until": "2030-01-01T00:00:00Z"}, {}, ["retention"]),
        ({"retention_until": "2030-01-01T00:00:00Z"}, {"retention": 10}, ["retention"]),
        ({}, {"police_information_only": True}, ["police_information_only"]),
        ({}, {"police_information_only": 0}, ["police_information_only"]),
        ({}, {"police_information_only": GONE}, ["police_information_only"]),
        ({"protected_items": ["a"]}, {}, ["sensitive_material"]),
        ({"protected_items": ["a"]}, {"sensitive_material": True}, []),
        ({"protected_items": ["a"]}, {"sensitive_material": 1}, ["sensitive_material"]),
        ({}, {"sensitive_material": True, "purpose": "Any"}, ["purpose", "sensitive_material"]),
    ],
)
def test_what_a_delivery_states_is_compared_name_by_name(verifier, bag, delivery, differs):
    assert verifier.differing_conditions(changed(SAME, **delivery), BAG | bag) == differs


@pytest.mark.parametrize("stated", [None, [], "free", {}])
def test_a_delivery_that_states_nothing_lacks_each(verifier, stated):
    nothing = {"purpose": None, "onward_transfer": "free"}
    assert verifier.differing_conditions(stated, BAG | nothing) == [
        "police_information_only", "sensitive_material",
    ]  # fmt: skip


@pytest.fixture
def bundle(verifier, made, trust):
    """An honest bundle, whose bag names no proceedings and whose delivery names some, with its checks."""
    checks, trusted = verifier.Checks(), verifier.Trusted.read([str(trust)])
    found = verifier.Bundle(made("bundle"), trusted, AT)
    found.run(checks)
    assert checks.outcome == "holds"
    return found


def test_both_are_among_the_facts_and_on_the_screen_and_nothing_fails(bundle, verifier, capsys):
    facts = bundle._facts()
    stored = json.loads((bundle.folder / "bag/conditions.json").read_bytes())
    assert facts["conditions"] == {name: one for name, one in stored.items() if name != "version"}
    (delivery,) = (one for one in bundle.others if one.document["kind"] == "delivery")
    assert facts["delivered"] == [
        {
            "conditions": delivery.document["body"]["conditions"], "differs": ["proceedings"],
            "from": delivery.document["from"], "message": delivery.digest,
        }
    ]  # fmt: skip
    verifier.print_facts(facts, None)
    shown = capsys.readouterr().out
    assert "onward transfer: with-consent" in shown
    assert f"{delivery.document['from']} stated other conditions" in shown
    assert "proceedings: AR-2026-0417" in shown


@pytest.mark.parametrize(
    "check", ["conditions", "bag-tags", "request", "messages", "seal-signed", "seal-chain"]
)
def test_neither_is_stated_on_a_check_that_does_not_hold(bundle, verifier, check):
    found = [one for one in bundle.checks.done if one.id == check]
    if not found:
        bundle.seal.document["replaces"] = "0" * 64
        found = [verifier.Check(99, check, check, "holds")]
        bundle.checks.done += found
        assert len(bundle._facts()["delivered"]) == 1
    found[0].outcome = "undecided"
    facts = bundle._facts()
    assert facts["delivered"] == []
    assert (facts["conditions"] is None) is (check in {"conditions", "bag-tags"})


def test_no_delivery_of_another_seal_is_shown_and_none_that_a_repair_left(bundle):
    (delivery,) = (one for one in bundle.others if one.document["kind"] == "delivery")
    bundle.abandoned = {delivery.digest}
    assert bundle._facts()["delivered"] == []
    bundle.abandoned = set()
    other = delivery.document | {"body": delivery.document["body"] | {"seal": "0" * 64}}
    bundle.others = [replace(delivery, document=other)]
    assert bundle._facts()["delivered"] == []


def test_conditions_are_shown_as_words_and_not_as_a_program_writes_them(verifier):
    stated = {"purpose": "A", "secrecy": True, "protected_items": ["a b"], "retention_until": None}
    assert verifier.stated_conditions(stated) == [
        "purpose: A", "secrecy: true", 'protected items: ["a b"]',
    ]  # fmt: skip
