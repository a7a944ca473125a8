# SPDX-License-Identifier: Apache-2.0
"""Consents that no event names or that fit any bag, moments at the ends of the calendar, and a bundle without custody."""

import hashlib
import json
import shutil
from datetime import UTC, datetime

import pytest

from casts.court.both_judges import edit, judged
from rogatory.custody.log.proof import parse_proof
from rogatory.node.workstation.verification.cosigned import checkpoint_seen
from rogatory.node.workstation.verification.trust import read_trust


@pytest.fixture
def bundle(material, tmp_path):
    return material.artifacts["bundle"].copy(tmp_path / "forged")


def lay(bundle, data):
    """Lay a consent into a bundle, under its digest."""
    folder = bundle.path / "consents" / hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True)
    (folder / "consent.json").write_bytes(data)


def test_a_consent_that_no_event_names_has_no_place(material, bundle, everything):
    lay(bundle, b"The accused confessed on 3 May.")
    found = judged(material, bundle, everything)
    assert found["bundle-layout"] == "fails"


def test_those_that_events_name_have_one(material, bundle, everything):
    assert list((bundle.path / "consents").iterdir())
    assert judged(material, bundle, everything)["bundle-layout"] == "holds"


@pytest.mark.parametrize(("lay_form", "outcome"), [(False, "fails"), (True, "holds")])
def test_one_that_an_event_names_which_nobody_understands_is_in_its_form(
    material, bundle, everything, lay_form, outcome
):
    [folder] = (bundle.path / "consents").iterdir()
    honest = (folder / "consent.json").read_bytes()
    place = next(
        one
        for one in sorted((bundle.path / "custody").glob("[0-9]*.json"))
        if (json.loads(one.read_bytes()).get("fields") or {}).get("consent") == folder.name
    )
    data = honest if lay_form else b"The accused confessed on 3 May."
    shutil.rmtree(folder)
    lay(bundle, data)
    edit(place, code="note", fields={"consent": hashlib.sha256(data).hexdigest()})
    found = judged(material, bundle, everything)
    assert (found["bundle-layout"], found["custody-journal"]) == (outcome, "holds")


def consent_of(artifact):
    [place] = artifact.folder.glob("*-consent-*/consent.json")
    return place


@pytest.mark.parametrize("changes", [{"bag": None}, {"identity": "recovery"}])
def test_a_consent_is_to_an_act_on_one_bag_by_one_identity(material, tmp_path, everything, changes):
    """Else one that was given for another package, or for the use of the recovery identity, would do."""
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    edit(consent_of(artifact), **changes)
    assert judged(material, artifact, everything)["custody-consents"] == "fails"


@pytest.mark.parametrize("kind", ["bundle", "package", "bag"])
def test_an_event_at_the_end_of_the_calendar_fails_and_takes_no_verdict(
    material, tmp_path, everything, kind
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    place = next(
        one
        for one in sorted(artifact.folder.rglob("[0-9]*.json"))
        if json.loads(one.read_bytes()).get("code") == "sealed-under"
    )
    edit(place, occurred="9999-12-31T23:59:59Z")
    assert judged(material, artifact, everything)["custody-journal"] == "fails"


def test_cosignatures_are_compared_with_a_claim_of_the_first_year(material):
    """A claim of the year 1, less the tolerance of clocks, is no moment of the calendar."""
    view = read_trust(material.directory).newest()
    notes = [
        parse_proof(one.read_bytes()).checkpoint
        for one in material.artifacts["package"].path.rglob("*.tlog-proof")
    ]
    first = datetime(1, 1, 1, tzinfo=UTC)
    seen = [checkpoint_seen(view, one, "XB", first, material.now) for one in notes]
    assert any(one is not None and not one.by_one_state for one in seen)


def test_without_one_custody_event_a_bundle_fails(material, bundle, everything):
    for name in ("custody", "custody-node", "consents"):
        shutil.rmtree(bundle.path / name, ignore_errors=True)
    found = judged(material, bundle, everything)
    undecided = ("custody-journal", "custody-expected", "custody-logged")
    assert {found[one] for one in undecided} == {"undecided"}
    assert found["custody-exported"] == "fails"


def test_a_disclosure_by_a_state_whose_ca_was_stolen_is_signed_and_not_listed(
    material, tmp_path, newer_copy
):
    def stolen(entry, _):
        for one in entry["certificates"]:
            if one["use"] == "state-ca":
                one["ended"] = {"at": "2026-11-01T00:00:00Z", "reason": "compromised"}

    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    code = json.loads((artifact.path / "disclosure.json").read_bytes())["authority"][:2].upper()
    found = judged(material, artifact, None, given=[newer_copy(code, stolen)])
    assert (found["disclosure-signed"], found["disclosure-listed"]) == ("holds", "fails")
