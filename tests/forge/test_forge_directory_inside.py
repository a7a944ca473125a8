# SPDX-License-Identifier: Apache-2.0
"""The copy of the directory in a bundle: a file of it that is missing, renamed or a link (SPECIFICATION.md 18.9)."""

import shutil

import pytest

from casts.court.both_judges import judged
from forge.changes import edit_document
from forge.judges import JUDGES


def answers(artifact, material):
    """The outcome and the checks of each judge, of which none may answer otherwise than another."""
    ours, independent = (judge(artifact, [], material.now) for judge in JUDGES.values())
    checks = {one: outcome for one, outcome in ours.checks.items() if one != "reports"}
    theirs = {one: outcome for one, outcome in independent.checks.items() if one != "reports"}
    assert (independent.outcome, theirs) == (ours.outcome, checks)
    return ours


def taken(place):
    place.unlink()


def renamed(place):
    place.rename(place.with_name(f"{place.stem}-other{place.suffix}"))


def linked(place):
    aside = place.parents[3] / "aside.json"
    shutil.move(place, aside)
    place.symlink_to(aside)


@pytest.fixture
def bundle(material, tmp_path):
    honest = material.artifacts["bundle"]
    before = honest.digest()
    yield honest.copy(tmp_path / "forged")
    assert honest.digest() == before


@pytest.mark.parametrize("change", [taken, renamed, linked])
def test_metadata_of_a_state_whose_entry_lies_inside_are_demanded(material, bundle, change):
    """Without them its entry would be listed by nobody, and no check would say so."""
    change(bundle.path / "directory/metadata/1.xt.json")
    assert answers(bundle, material).checks["directory"] == "fails"


def test_a_state_of_which_nothing_lies_inside_is_not_listed(material, bundle):
    for place in list((bundle.path / "directory").rglob("*.xt*.json")):
        place.unlink()
    found = answers(bundle, material)
    assert (found.checks["directory"], found.checks["seal-stamped"]) == ("holds", "fails")


def test_a_root_that_is_a_link_is_no_root(material, bundle):
    linked(bundle.path / "directory/metadata/2.root.json")
    found = answers(bundle, material)
    assert (found.outcome, found.checks["bundle-layout"]) == ("fails", "fails")


@pytest.mark.parametrize("name", ["timestamp", "1.snapshot", "1.targets", "1.xt", "2.root"])
def test_metadata_have_no_member_beside_what_is_signed(material, bundle, name):
    """A member that nobody signed would be in a bundle that holds."""
    place = next(
        (bundle.path / "directory/metadata").glob(f"*{name.partition('.')[2] or name}*.json")
    )
    edit_document(place, "extra", "x")
    assert answers(bundle, material).checks["directory"] == "fails"


def test_a_state_without_a_file_in_the_directory_of_a_bundle_is_not_listed(material, tmp_path):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    for place in artifact.path.glob("directory/**/*.xa.*"):
        place.unlink()
    (artifact.path / "directory/metadata/1.xa.json").unlink(missing_ok=True)
    found = judged(material, artifact, None)
    assert found["directory"] == "holds"
    assert found["custody-journal"] == found["custody-logged"] == "fails"
