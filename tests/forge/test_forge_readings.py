# SPDX-License-Identifier: Apache-2.0
"""Readings of the specification in which two verifiers could differ: one rule each, and both judges follow it."""

import hashlib
import json
import shutil

import pytest

from casts.court.both_judges import edit, judged
from forge.forgers import FORGERS
from forge.judges import judge_ours, judge_script
from forge.resigning import resign
from rogatory.seal.certificates.reading import certificate_name, pem_to_der
from rogatory.wire import canonical

FORGER = {one.name: one for one in FORGERS}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"answer": "x" * 4000}, "holds"),
        ({"answer": "\U0001f4ce" * 4000}, "holds"),
        ({"answer": "x" * 4001}, "fails"),
        ({"answer": " "}, "fails"),
        ({"answer": "\u200f\u200e\u3000"}, "fails"),
        ({"answer": "\u200b"}, "fails"),
        ({"answer": None, "declined": "\u200d"}, "fails"),
        ({"answer": None, "declined": "x" * 4001}, "fails"),
        ({"answer": None, "declined": "No"}, "holds"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_an_answer_of_a_certificate_has_words_and_at_most_4000_characters(
    material, tmp_path, everything, changes, expected
):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    place = artifact.path / "certificate.json"
    statements = json.loads(place.read_bytes())["statements"]
    question = next(number for number, one in enumerate(statements) if one["answer"] is not None)
    statements[question] |= changes
    edit(place, statements=statements)
    found = judged(material, artifact, everything)["certificate"]
    assert found == {"holds": "undecided"}.get(expected, expected)  # alone it is never more


@pytest.mark.parametrize(
    "title", ["\u200b", "\u200d\u200c", "\ufeff", "\u2028", "\u00ad "], ids=ascii
)
def test_characters_of_format_are_no_words_of_a_form(material, tmp_path, everything, title):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    form = artifact.path / "form.json"
    form.write_text(json.dumps(json.loads(form.read_bytes()) | {"title": {"en": title}}))
    digest = hashlib.sha256(form.read_bytes()).hexdigest()
    edit(artifact.path / "certificate.json", form=digest)
    assert judged(material, artifact, everything)["certificate"] == "fails"


@pytest.mark.parametrize("trusted", [True, False])
def test_an_officer_certifies_for_an_authority_of_the_officer_s_own_state(
    material, tmp_path, everything, trusted
):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    place = artifact.path / "certificate.json"
    authority = "xa/central-authority"
    acquired = json.loads(place.read_bytes())["acquired"] | {"authority": authority}
    edit(place, authority=authority, acquired=acquired)
    found = judged(material, artifact, everything, trusted=trusted)
    assert found["certificate"] == "fails"


@pytest.mark.parametrize(
    ("agent", "expected"), [(b"", "fails"), (b"\x7f", "fails"), (b"x", "holds")], ids=ascii
)
def test_a_program_that_made_a_bag_has_a_name(material, tmp_path, everything, agent, expected):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / "bag-info.txt"
    lines = [
        b"Bag-Software-Agent: " + agent if line.startswith(b"Bag-Software-Agent") else line
        for line in place.read_bytes().split(b"\n")
    ]
    place.write_bytes(b"\n".join(lines))
    found = judged(material, artifact, everything)
    assert found["bag-size"] == expected
    assert (found["bag-signed"] == "undecided") == (expected == "fails")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-1", "holds"),
        ("-14182940000000000", "holds"),
        ("-0", "fails"),
        ("-01", "fails"),
        ("+1", "fails"),
        ("\u22121", "fails"),
        ("-", "fails"),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("field", ["mtime_ns", "atime_ns"])
def test_a_moment_of_a_file_before_1970_has_a_sign(
    material, tmp_path, everything, field, value, expected
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / "inventory.jsonl"
    first, *rest = place.read_bytes().splitlines(keepends=True)
    changed = canonical.encode(json.loads(first) | {field: value}) + b"\n"
    place.write_bytes(changed + b"".join(rest))
    assert judged(material, artifact, everything)["bag-inventory"] == expected


@pytest.mark.judge
@pytest.mark.parametrize("source", ["tsa.pem", "tsa-issuers.pem"])
def test_a_timestamp_authority_and_a_state_ca_have_no_place_as_a_holder(
    material, tmp_path, everything, source
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    folder = artifact.path / "certificates"
    start, mark, _ = (folder / source).read_bytes().partition(b"-----END CERTIFICATE-----\n")
    holder = certificate_name(pem_to_der(start + mark)).holder
    (folder / f"{holder}.p256.pem").write_bytes(start + mark)
    found = judged(material, artifact, everything)
    assert (found["bundle-layout"], found["certificates"]) == ("fails", "holds")
    assert judge_script(artifact, ()).checks["bundle-layout"] == "fails"


def test_a_table_of_offsets_needs_no_tag_manifest(material, tmp_path):
    """A missing file fails the check that is about it; the table lists the files that the bag has."""
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    (artifact.path / "tagmanifest-sha256.txt").unlink()
    (artifact.path / "offsets").write_bytes(b"0 0 notes.txt\n")
    found = judged(material, artifact, None)
    assert (found["bag-files"], found["bag-tags"], found["bag-form"]) == (
        "fails",
        "undecided",
        "fails",
    )


@pytest.mark.parametrize("name", ["media.json", "members.jsonl"])
def test_a_link_in_place_of_a_record_of_images_or_returns_leaves_it_undecided(
    material, tmp_path, name
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / name
    place.rename(tmp_path / "aside")
    place.symlink_to(tmp_path / "aside")
    found = judged(material, artifact, None)
    assert (found["bag-examined"], found["bag-form"]) == ("undecided", "fails")


def test_who_discloses_what_was_sealed_names_who_gave_it(material, tmp_path):
    """The discloser, who profits, holds the keys of its authority."""
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    edit(artifact.path / "disclosure.json", giver=None)
    found = judged(material, artifact, FORGER["exporter"].held(material))
    assert (found["disclosure-sealed"], found["disclosure-package"]) == ("fails", "fails")
    assert found["disclosure-signed"] == "holds"


def test_a_disclosure_with_two_folders_of_a_bundle_is_judged_as_one(material, tmp_path):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    (artifact.path / "directory").mkdir()
    found = judged(material, artifact, None)
    assert found["bundle-layout"] == "fails"
    assert "disclosure-signed" not in found


@pytest.mark.parametrize("number", [0, -1, True, 1.0, "1"])
def test_a_report_has_a_form_with_a_number_from_1(material, tmp_path, everything, number):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = artifact.path / "report.json"
    document = json.loads(place.read_bytes()) | {"format": number}
    place.write_text(json.dumps(document, sort_keys=True, separators=(",", ":")))
    assert judged(material, artifact, everything)["bundle-layout"] == "fails"


class TestJournalWithoutItsObject:
    """The bag is a link and counts as none: its journal is about what its first event names (15.3)."""

    def without_object(self, material, tmp_path):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        bag = artifact.path / "bag"
        bag.rename(tmp_path / "aside")
        bag.symlink_to(tmp_path / "aside")
        return artifact

    def test_it_is_undecided_where_nothing_names_another(self, material, tmp_path):
        artifact = self.without_object(material, tmp_path)
        found = judged(material, artifact, None)
        assert (found["custody-journal"], found["custody-destroyed"]) == ("undecided", "holds")

    def test_a_tombstone_of_another_object_fails(self, material, tmp_path):
        artifact = self.without_object(material, tmp_path)
        edit(artifact.path / "custody" / "0001.json", object="0" * 64)
        found = judged(material, artifact, None)
        assert (found["custody-journal"], found["custody-destroyed"]) == ("fails", "fails")

    def test_the_first_event_counts_where_a_tombstone_is_before_it(self, material, tmp_path):
        artifact = self.without_object(material, tmp_path)
        for place in artifact.path.glob("custody/0001.*"):
            place.unlink()
        edit(artifact.path / "custody" / "0002.tombstone.json", object="0" * 64)
        found = judged(material, artifact, None)
        assert (found["custody-journal"], found["custody-destroyed"]) == ("fails", "fails")

    def test_of_tombstones_alone_the_first_counts(self, material, tmp_path):
        artifact = self.without_object(material, tmp_path)
        for place in artifact.path.glob("custody/000[13456].*"):
            place.unlink()
        found = judged(material, artifact, None)
        assert found["custody-destroyed"] == "holds"


class TestHalfAConsent:
    """The officer of an authority opens alone what two must open, and records it so that nobody asks who consented."""

    def opening(self, artifact):
        [found] = (
            place
            for place in artifact.folder.rglob("????.json")
            if "custody" in place.parent.name
            and json.loads(place.read_bytes()).get("code") == "opened"
        )
        return found

    def without_consents(self, artifact):
        for consent in (
            *artifact.folder.glob("bundle/consents"),
            *artifact.folder.glob("*-consent-*"),
        ):
            shutil.rmtree(consent)
        return self.opening(artifact)

    @pytest.mark.parametrize("kind", ["bag", "bundle"])
    @pytest.mark.parametrize(
        "hidden",
        [
            lambda event: event["fields"].update(consent=None),
            lambda event: event["fields"].update(second=None),
            lambda event: event["fields"].update(second=None, consent=None, more=0),
            lambda event: event.update(code="opened-by-one", fields={}),
            lambda event: event.update(code="viewed"),
        ],
        ids=["no-consent", "no-second", "a-field-more", "another-code", "code-of-another-action"],
    )
    def test_is_none_and_does_not_hide_that_there_is_none(self, material, tmp_path, kind, hidden):
        """The exporter, who profits, holds the keys of its authority and its node's log."""
        artifact = material.artifacts[kind].copy(tmp_path / "forged")
        place = self.without_consents(artifact)
        event = json.loads(place.read_bytes())
        hidden(event)
        place.write_bytes(canonical.encode(event))
        found = judged(material, artifact, FORGER["exporter"].held(material))
        assert found["custody-consents"] == "undecided"
        assert found["custody-journal"] == "holds"

    @pytest.mark.parametrize("kind", ["bag", "bundle"])
    @pytest.mark.parametrize("who", ["first", "second"])
    @pytest.mark.parametrize("family", ["p256", "mldsa65", "both"])
    def test_is_what_one_officer_alone_signed(self, material, tmp_path, kind, who, family):
        artifact = material.artifacts[kind].copy(tmp_path / "forged")
        families = ("p256", "mldsa65") if family == "both" else (family,)
        for one in families:
            [signature] = artifact.folder.rglob(f"consent.{who}.{one}.p7s")
            signature.unlink()
        found = judged(material, artifact, FORGER["exporter"].held(material))
        assert found["custody-consents"] == "fails"

    @pytest.mark.parametrize("kind", ["bag", "bundle"])
    @pytest.mark.parametrize(
        "changes",
        [
            {"second": "xb-0001"},
            {"first": "xb-0001"},
            {"authority": "xb/central-authority"},
            {"items": ["a\u202eb"]},
        ],
        ids=str,
    )
    def test_is_not_made_whole_by_another_state_s_officer(
        self, material, tmp_path, everything, kind, changes
    ):
        """Both States' officers sign; the event names the consent that came of it."""
        artifact = material.artifacts[kind].copy(tmp_path / "forged")
        [consent] = artifact.folder.rglob("consent.json")
        edit(consent, **changes)
        assert judged(material, artifact, everything)["custody-consents"] == "fails"


@pytest.mark.parametrize(("length", "expected"), [(4000, "undecided"), (4001, "fails")])
def test_a_statement_of_a_certificate_has_at_most_4000_characters(
    material, tmp_path, everything, length, expected
):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    form, place = artifact.path / "form.json", artifact.path / "certificate.json"
    demanded, statements = (json.loads(one.read_bytes())["statements"] for one in (form, place))
    text = "x" * length
    demanded[0]["text"]["en"], statements[0]["text"] = text, text
    form.write_text(json.dumps(json.loads(form.read_bytes()) | {"statements": demanded}))
    digest = hashlib.sha256(form.read_bytes()).hexdigest()
    edit(place, form=digest, statements=statements)
    assert ours(material, artifact, everything)["certificate"] == expected


def test_a_certificate_has_a_page_that_people_read(material, tmp_path, everything):
    artifact = material.artifacts["certificate"].copy(tmp_path / "forged")
    for page in artifact.path.glob("certificate.[hp]*"):
        if page.suffix in {".html", ".pdf"}:
            page.unlink()
    edit(artifact.path / "certificate.json", renderings={})
    assert ours(material, artifact, everything)["certificate"] == "fails"


@pytest.mark.parametrize(
    ("name", "data", "withheld"),
    [
        ("package.age", b"encrypted", []),
        ("segments.b3", None, []),
        ("segments.b3", None, ["seal"]),
    ],
)
def test_the_seal_in_a_disclosure_has_no_encrypted_package_and_is_not_kept_back(
    material, tmp_path, everything, name, data, withheld
):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    place = artifact.path / "disclosure.json"
    documents = json.loads(place.read_bytes())["documents"]
    if data is not None:
        (artifact.path / "seal" / name).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        documents.append({"path": f"seal/{name}", "sha256": digest, "size": len(data)})
        documents.sort(key=lambda one: one["path"].encode())
    edit(place, documents=documents, withheld=withheld)
    found = ours(material, artifact, everything)
    assert found["disclosure-form"] == found["disclosure-signed"] == "holds"
    assert found["seal-layout"] == ("holds" if data is None and not withheld else "fails")


@pytest.mark.parametrize("kind", [None, "snapshot", {"a": 1}, "targets"])
def test_a_target_has_a_place_where_metadata_of_targets_name_it(material, tmp_path, kind):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    (place,) = (artifact.path / "directory/metadata").glob("*.xa.json")
    document = json.loads(place.read_bytes())
    document["signed"]["_type"] = kind
    place.write_text(json.dumps(document))
    found = judge_ours(artifact, [material.directory], material.now).checks
    assert found["bundle-layout"] == ("holds" if kind == "targets" else "fails")


def ours(material, artifact, held):
    """Return what our own verification answers, once those who hold these keys signed it anew."""
    resign(artifact, material.artifacts[artifact.kind], held, material.case.clock.now())
    return judge_ours(artifact, [material.directory], material.now).checks
