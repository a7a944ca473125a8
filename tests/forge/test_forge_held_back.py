# SPDX-License-Identifier: Apache-2.0
"""A reader's copy of the directory that holds a State back (SPECIFICATION.md 15.2, 18.7)."""

import shutil

import pytest

from forge.judges import JUDGES


@pytest.fixture(scope="module")
def holding_back(material, tmp_path_factory):
    """Copies of the directory, by the State whose metadata were damaged in each."""

    def damaged(state):
        folder = tmp_path_factory.mktemp(state) / "directory"
        shutil.copytree(material.directory, folder)
        for place in (folder / "metadata").glob(f"*.{state}.json"):
            flip(place)
        return folder

    return {state: damaged(state) for state in ("xa", "xb", "xt")}


def flip(place):
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)


@pytest.mark.parametrize("state", ["xa", "xb", "xt"])
def test_honest_evidence_fails_no_check_by_a_copy_that_holds_a_state_back(
    material, holding_back, state
):
    for kind, artifact in material.artifacts.items():
        ours, independent = (
            judge(artifact, [holding_back[state]], material.now) for judge in JUDGES.values()
        )
        assert not ours.failing(), kind
        other = {
            one: (outcome, independent.checks.get(one))
            for one, outcome in ours.checks.items()
            if one != "reports" and independent.checks.get(one) != outcome
        }
        assert (ours.outcome, other) == (independent.outcome, {}), kind


@pytest.mark.parametrize(
    ("kind", "state", "checks"),
    [
        ("bundle", "xa", {"bundle-signed", "request", "message-events", "custody-consents"}),
        ("bundle", "xb", {"messages", "seal-signed", "bag-signed", "custody-journal"}),
        ("package", "xb", {"seal-signed", "seal-listed", "custody-journal"}),
        ("package", "xt", {"seal-stamped"}),
        ("bag", "xa", {"custody-journal", "custody-consents"}),
        ("certificate", "xb", {"certificate"}),
    ],
)
def test_what_needs_the_certificates_of_that_state_is_undecided(
    material, holding_back, kind, state, checks
):
    for judge in JUDGES.values():
        found = judge(material.artifacts[kind], [holding_back[state]], material.now)
        assert {found.checks[one] for one in checks} == {"undecided"}


@pytest.mark.parametrize("state", ["xa", "xb"])
def test_an_event_altered_by_someone_without_a_key_fails_by_a_copy_that_holds_its_state_back(
    material, holding_back, state, tmp_path
):
    honest = material.artifacts["bag"]
    before = honest.digest()
    forged = honest.copy(tmp_path / "forged")
    for signature in (forged.folder / "opened-custody").rglob("????.p256.p7s"):
        flip(signature)
    for judge in JUDGES.values():
        found = judge(forged, [holding_back[state]], material.now)
        assert (found.outcome, found.checks["custody-journal"]) == ("fails", "fails")
    assert honest.digest() == before
