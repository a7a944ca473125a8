# SPDX-License-Identifier: Apache-2.0
"""A consent in a bundle that only events name which nobody understands: nobody reads it, and that counts."""

import hashlib
import json
import shutil

import pytest

from casts.court.both_judges import edit, judged
from forge.judges import JUDGES

PARTS = (
    "consent.json",
    *(f"consent.{who}.{one}.p7s" for who in ("first", "second") for one in ("p256", "mldsa65")),
)


@pytest.fixture
def unread(material, tmp_path):
    """Return a bundle in which the event that names the consent is not understood, and the folder of the consent."""
    bundle = material.artifacts["bundle"].copy(tmp_path / "forged")
    [folder] = (bundle.path / "consents").iterdir()
    place = next(
        one
        for one in sorted((bundle.path / "custody").glob("[0-9]*.json"))
        if (json.loads(one.read_bytes()).get("fields") or {}).get("consent") == folder.name
    )
    edit(place, code="note", action="verified", fields={"consent": folder.name})
    return bundle, folder


def outcome(material, bundle):
    [found] = {
        judge(bundle, [material.directory], material.now).outcome for judge in JUDGES.values()
    }
    return found


def test_it_leaves_the_check_undecided_and_keeps_the_bundle_from_holding(
    material, unread, everything
):
    bundle, folder = unread
    found = judged(material, bundle, everything)
    assert (found["custody-consents"], found["bundle-layout"]) == ("undecided", "holds")
    assert outcome(material, bundle) != "holds"
    assert sorted(one.name for one in folder.iterdir()) == sorted(PARTS)


@pytest.mark.parametrize("name", PARTS[1:])
def test_a_signature_of_it_is_a_file_of_no_more_than_64_kib(material, unread, name):
    bundle, folder = unread
    for size, expected in ((65_536, "undecided"), (65_537, "fails")):
        (folder / name).write_bytes(bytes(size))
        assert judged(material, bundle, None)["custody-consents"] == expected


@pytest.mark.parametrize("name", PARTS[1:])
def test_one_that_lacks_a_file_fails(material, unread, name):
    bundle, folder = unread
    (folder / name).unlink()
    assert judged(material, bundle, None)["custody-consents"] == "fails"


def test_one_whose_folder_does_not_lie_there_is_nobody_s_to_read(material, unread, everything):
    bundle, folder = unread
    shutil.rmtree(folder.parent)
    assert "custody-consents" not in judged(material, bundle, everything)


def test_one_that_an_understood_event_names_too_is_read(material, tmp_path, everything):
    bundle = material.artifacts["bundle"].copy(tmp_path / "forged")
    [folder] = (bundle.path / "consents").iterdir()
    data = (folder / "consent.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == folder.name
    assert judged(material, bundle, everything)["custody-consents"] == "holds"
