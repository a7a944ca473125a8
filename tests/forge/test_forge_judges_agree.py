# SPDX-License-Identifier: Apache-2.0
"""Forgeries that one judge once refused and the other did not, or under another check.

The forger here signs and logs with all that both States have, so that no signature answers first.
"""

import hashlib
import json

import pytest

from casts.court.both_judges import edit, judged
from forge.forgers import FORGERS
from forge.judges import JUDGES, NOTHING_JUDGED
from rogatory.seal.timestamping.timestamps import request, token_of
from rogatory.wire import canonical


@pytest.mark.parametrize(
    "folder",
    [f"bundle/{one}" for one in ("bag", "custody", "messages/0001", "messages/0002", "seal")],
)
def test_a_folder_of_a_bundle_that_is_a_link_counts_as_none(material, tmp_path, folder):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    (artifact.folder / folder).rename(tmp_path / "aside")
    (artifact.folder / folder).symlink_to(tmp_path / "aside")
    found = judged(material, artifact, None)
    assert {found["bundle-complete"], found["bundle-layout"]} == {"fails"}


def test_a_journal_that_is_a_link_counts_as_none(material, tmp_path):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    (artifact.path / "custody").rename(tmp_path / "aside")
    (artifact.path / "custody").symlink_to(tmp_path / "aside")
    found = judged(material, artifact, None)
    assert (found["seal-layout"], found["custody-journal"]) == ("fails", "undecided")


def test_a_receipt_that_keeps_a_message_and_names_a_reason_to_refuse_it_fails(
    material, tmp_path, everything
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    edit(artifact.path / "messages/0001/receipt.json", codes=["message-clock"])
    assert judged(material, artifact, everything)["receipts"] == "fails"


@pytest.mark.parametrize("change", [lambda files: files[::-1], lambda files: [files[0], *files]])
def test_a_list_of_files_in_another_order_or_with_one_twice_is_no_list(
    material, tmp_path, everything, change
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = artifact.path / "bundle.json"
    document = json.loads(place.read_bytes())
    place.write_bytes(canonical.encode(document | {"files": change(document["files"])}))
    keys = everything.authorities["xa/central-authority"]
    signed = keys.sign(place.read_bytes(), material.case.clock.now())
    for family, signature in (("p256", signed.p256), ("mldsa65", signed.mldsa65)):
        place.with_name(f"bundle.json.{family}.p7s").write_bytes(signature)
    found = judged(material, artifact, None)
    assert found["bundle-complete"] == found["bundle-signed"] == "fails"
    assert found["exporter"] == found["custody-exported"] == "undecided"


@pytest.mark.parametrize(
    "changes",
    [
        {"tool": 5},
        {"items": "2"},
        {"items": True},
        {"case": 5},
        {"size": -1},
        {"inventory": "x"},
        {"started": "yesterday"},
        {"officer": "xa-0001"},
        {"ended": "2026-12-24T00:00:00Z"},
    ],
    ids=str,
)
def test_a_certificate_that_says_of_the_collection_what_cannot_be_fails_alone(
    material, tmp_path, everything, changes
):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    place = artifact.path / "certificate.json"
    edit(place, acquired={**json.loads(place.read_bytes())["acquired"], **changes})
    assert judged(material, artifact, everything)["certificate"] == "fails"


@pytest.mark.parametrize(
    "changes", [{"title": 5}, {"title": {}}, {"id": 5}, {"id": "A b"}, {"version": 1.0}], ids=str
)
def test_a_certificate_by_a_form_that_is_none_fails_alone(material, tmp_path, everything, changes):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    form = artifact.path / "form.json"
    form.write_text(json.dumps(json.loads(form.read_bytes()) | changes))
    digest = hashlib.sha256(form.read_bytes()).hexdigest()
    edit(artifact.path / "certificate.json", form=digest)
    assert judged(material, artifact, everything)["certificate"] == "fails"


def test_the_conditions_of_a_disclosure_have_no_member_more(material, tmp_path, everything):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    place = artifact.path / "disclosure.json"
    conditions = json.loads(place.read_bytes())["conditions"] | {"version": 1}
    edit(place, conditions=conditions)
    assert judged(material, artifact, everything)["disclosure-form"] == "fails"


def test_a_consent_with_an_empty_reason_is_none(material, tmp_path, everything):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    [consent] = artifact.path.glob("consents/*/consent.json")
    edit(consent, reason="")
    assert judged(material, artifact, everything)["custody-consents"] == "fails"


@pytest.mark.parametrize("name", ["timestamp.json", "2.root.json"])
def test_metadata_that_one_key_signed_twice_or_with_a_name_twice_are_none(
    material, tmp_path, everything, name
):
    for change in (
        lambda document: document | {"signatures": [*document["signatures"]] * 2},
        None,
    ):
        artifact = material.artifacts["bundle"].copy(tmp_path / f"forged-{change is None}")
        place = artifact.path / "directory/metadata" / name
        data = place.read_bytes()
        if change is None:
            place.write_bytes(data.replace(b'"signed"', b'"signed":{},"signed"', 1))
        else:
            place.write_text(json.dumps(change(json.loads(data))))
        assert judged(material, artifact, everything)["directory"] == "fails"


def test_metadata_in_another_encoding_are_none(material, tmp_path):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = artifact.path / "directory/metadata/timestamp.json"
    place.write_bytes(place.read_text().encode("utf-16"))
    assert judged(material, artifact, None)["directory"] == "fails"


def test_a_form_in_another_encoding_is_none(material, tmp_path, everything):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    form = artifact.path / "form.json"
    form.write_bytes(form.read_text().encode("utf-16"))
    digest = hashlib.sha256(form.read_bytes()).hexdigest()
    edit(artifact.path / "certificate.json", form=digest)
    assert judged(material, artifact, everything)["certificate"] == "fails"


def test_a_folder_is_no_timestamp(material, tmp_path):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    (artifact.path / "seal.json.2.tst").mkdir()
    found = judged(material, artifact, None)
    assert (found["seal-stamped"], found["seal-layout"]) == ("holds", "fails")


def test_a_disclosure_without_its_items_is_not_in_its_form(material, tmp_path, everything):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    (artifact.path / "items.jsonl").unlink()
    place = artifact.path / "disclosure.json"
    listed = json.loads(place.read_bytes())["documents"]
    edit(place, documents=[one for one in listed if one["path"] != "items.jsonl"])
    found = judged(material, artifact, everything)
    assert found["disclosure-form"] == found["disclosure-proved"] == "fails"


@pytest.mark.parametrize("kind", ["package-stamped-again", "disclosure"])
def test_a_list_of_timestamps_names_files_in_one_spelling(material, tmp_path, kind):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    place = artifact.path / "archive.1.json"
    document = json.loads(place.read_bytes())
    first, *rest = document["files"]
    files = [first | {"path": f"./{first['path']}"}, *rest]
    place.write_bytes(canonical.encode(document | {"files": files}))
    digest = request(hashlib.sha512(place.read_bytes()).digest())
    stamps = next(one for one in FORGERS if one.name == "stamps").held(material).stamps
    token = token_of(stamps.reply(digest, material.case.clock.now(), 7))
    place.with_name("archive.1.json.tst").write_bytes(token)
    check = "seal-stamped" if kind == "package-stamped-again" else "disclosure-signed"
    assert judged(material, artifact, None)[check] == "fails"


@pytest.mark.parametrize(("algorithm", "outcome"), [("p256", "fails"), ("mldsa65", "holds")])
def test_the_form_of_a_disclosure_has_the_signature_that_everybody_can_check(
    material, tmp_path, algorithm, outcome
):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    (artifact.path / f"disclosure.json.{algorithm}.p7s").unlink()
    assert judged(material, artifact, None)["disclosure-form"] == outcome


@pytest.mark.parametrize("language", ["EN", "english", "zh_Hans", "en-gb", ""])
def test_a_certificate_in_no_language_fails_alone(material, tmp_path, everything, language):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    edit(artifact.path / "certificate.json", language=language)
    assert judged(material, artifact, everything)["certificate"] == "fails"


@pytest.mark.parametrize("title", [{"EN": "Title"}, {"en": " "}, {"en": "\u00a0"}], ids=ascii)
def test_a_form_whose_texts_are_in_no_language_or_without_words_is_none(
    material, tmp_path, everything, title
):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    form = artifact.path / "form.json"
    form.write_text(json.dumps(json.loads(form.read_bytes()) | {"title": title}))
    digest = hashlib.sha256(form.read_bytes()).hexdigest()
    edit(artifact.path / "certificate.json", form=digest)
    assert judged(material, artifact, everything)["certificate"] == "fails"


@pytest.mark.parametrize("kind", ["bundle", "bag"])
@pytest.mark.parametrize("proved", [True, False])
def test_a_tombstone_on_another_object_does_not_hold_by_itself(
    material, tmp_path, everything, kind, proved
):
    """The number of an event in another journal, with a true place in the log (SPECIFICATION.md 16.5)."""
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    [place] = artifact.folder.rglob("*.tombstone.json")
    edit(place, object="0" * 64)
    if not proved:
        place.with_name(place.name.replace(".tombstone.json", ".tlog-proof")).unlink()
    found = judged(material, artifact, everything)
    assert found["custody-journal"] == found["custody-destroyed"] == "fails"


@pytest.mark.parametrize("more", [1, -1])
@pytest.mark.parametrize("listed", [True, False])
def test_segments_are_compared_whatever_size_the_seal_announces(
    material, tmp_path, everything, more, listed
):
    """The bytes after the announced payload are part of the last segment; the size is the package's check."""
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    place = artifact.path / "seal.json"
    edit(place, payload_size=json.loads(place.read_bytes())["payload_size"] + more)
    if not listed:
        (artifact.path / "segments.b3").unlink()
    found = judged(material, artifact, everything)
    assert (found["seal-package"], found["seal-segments"]) == ("fails", "holds")


@pytest.mark.parametrize("listed", [True, False])
def test_a_byte_behind_the_last_segment_fails_it(material, tmp_path, listed):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    with (artifact.path / "package.age").open("ab") as package:
        package.write(b"x")
    if not listed:
        (artifact.path / "segments.b3").unlink()
    assert judged(material, artifact, None)["seal-segments"] == "fails"


@pytest.mark.parametrize("missing", ["second", "consent"])
def test_an_opening_that_names_half_a_consent_is_not_understood(
    material, tmp_path, everything, missing
):
    """Nothing is decided from its fields, and it is no consent, even if one lies there."""
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    [place] = (
        one
        for one in (artifact.folder / "opened-custody").glob("????.json")
        if json.loads(one.read_bytes())["code"] == "opened"
    )
    edit(place, fields={**json.loads(place.read_bytes())["fields"], missing: None})
    assert judged(material, artifact, everything)["custody-consents"] == "undecided"


@pytest.mark.parametrize("kind", ["certificate", "disclosure"])
def test_every_judge_refuses_a_folder_that_is_of_no_kind(material, tmp_path, kind):
    """Without the file that names its kind there is nothing to judge: no check may be said to hold."""
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    for name in ("certificate.json", "disclosure.json", "items.jsonl", "bagit.txt"):
        for place in artifact.path.glob(name):
            place.rename(place.with_name(f"other-{name}"))
    for judge in JUDGES.values():
        verdict = judge(artifact, [material.directory], material.now)
        assert verdict == NOTHING_JUDGED
