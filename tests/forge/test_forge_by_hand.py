# SPDX-License-Identifier: Apache-2.0
"""Forgeries that combine what no single change of the bench does."""

import base64
import json
import re
import shutil
import ssl

import pytest

from forge.forgers import FORGERS
from forge.judges import JUDGES, judge_script
from forge.resigning import resign
from rogatory.wire import canonical

FORGER = {one.name: one for one in FORGERS}


def signed(material, artifact, forger):
    """The artifact, signed again with what this forger holds."""
    honest, at = material.artifacts[artifact.kind], material.case.clock.now()
    resign(artifact, honest, FORGER[forger].held(material), at)
    return artifact


def answers(material, artifact):
    """Each judge's answer; no judge changes what is judged, and nobody the honest artifact."""
    before, honest = artifact.digest(), material.artifacts[artifact.kind].digest()
    found = {
        name: judge(artifact, [material.directory], material.now) for name, judge in JUDGES.items()
    }
    assert (artifact.digest(), material.artifacts[artifact.kind].digest()) == (before, honest)
    return found


def without_consent(artifact, journal):
    """The opening of the package, recorded as one that needed no consent."""
    [opening] = (
        place
        for place in (artifact.folder / journal).glob("????.json")
        if json.loads(place.read_bytes())["code"] == "opened"
    )
    event = json.loads(opening.read_bytes())
    event["fields"] = {"second": None, "consent": None}
    opening.write_bytes(canonical.encode(event))
    for consent in (
        *artifact.folder.glob("bundle/consents"),
        *artifact.folder.glob("*-consent-*"),
    ):
        shutil.rmtree(consent)


@pytest.mark.parametrize(
    ("kind", "journal"), [("bundle", "bundle/custody"), ("bag", "opened-custody")]
)
def test_an_opening_of_protected_material_recorded_again_without_its_consent_is_shown(
    material, tmp_path, kind, journal
):
    """A holder of the authority's key removes the consent of two officers; the State's node logs the new event."""
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    without_consent(artifact, journal)
    for found in answers(material, signed(material, artifact, "exporter")).values():
        assert found.checks["custody-consents"] == "undecided"
        assert found.checks["custody-journal"] == found.checks["custody-logged"] == "holds"


@pytest.mark.parametrize("kind", ["package", "package-stamped-again"])
def test_a_recipient_altered_in_the_seal_fails_unless_the_sealing_state_signs(
    material, tmp_path, kind
):
    for forger in ("no-key", "exporter", "third-state"):
        artifact = material.artifacts[kind].copy(tmp_path / forger)
        place = artifact.folder / "sealed/seal.json"
        seal = json.loads(place.read_bytes())
        seal["recipients"][0]["authority"] = "xt/central-authority"
        place.write_bytes(canonical.encode(seal))
        for found in answers(material, signed(material, artifact, forger)).values():
            assert found.failing() >= {"seal-signed"}, forger


def test_a_recipient_dropped_from_the_seal_fails_even_if_the_sender_signs(material, tmp_path):
    """The header of the encrypted package has a stanza for each."""
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    place = artifact.folder / "sealed/seal.json"
    seal = json.loads(place.read_bytes())
    place.write_bytes(canonical.encode(seal | {"recipients": seal["recipients"][1:]}))
    for found in answers(material, signed(material, artifact, "sealing-state")).values():
        assert "seal-form" in found.failing()


def test_a_re_wrapping_that_was_undone_leaves_no_verdict(material, tmp_path):
    """Everything left is genuine: the earlier seal, its header, the payload. Only its moment is not proved."""
    artifact = material.artifacts["package-rewrapped"].copy(tmp_path / "forged")
    sealed, earlier = artifact.path, artifact.path / "seals/1"
    headers = [
        base64.b64decode(json.loads((folder / "seal.json").read_bytes())["header"])
        for folder in (sealed, earlier)
    ]
    package = (sealed / "package.age").read_bytes()
    assert package.startswith(headers[0])
    (sealed / "package.age").write_bytes(headers[1] + package.removeprefix(headers[0]))
    for file in sealed.glob("seal.json*"):
        file.unlink()
    for file in earlier.iterdir():
        shutil.move(file, sealed / file.name)
    shutil.rmtree(sealed / "seals")
    for found in answers(material, artifact).values():
        assert (found.outcome, found.failing()) == ("undecided", frozenset())
        assert found.checks["seal-stamped"] == "undecided"


def test_a_certificate_numbered_in_other_digits_has_no_place(material, tmp_path):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    folder = artifact.path / "certificates"
    shutil.copyfile(folder / "xb-ca.p256.pem", folder / "xb-ca-1\uff12.p256.pem")
    for found in answers(material, artifact).values():
        assert found.failing() == {"seal-layout"}


def bent(pem, change):
    """The certificate with other bytes, in the one form of PEM; its signature no longer holds."""
    text = base64.b64encode(change(ssl.PEM_cert_to_DER_cert(pem.decode()))).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join(
        ["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""]
    ).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda der: der.replace(b"rogatory:tsa:xt", b"rogatory:tsb:xt"),
        lambda der: der.replace(b"rogatory:tsa:xt", b"rogatory:tsa:x1"),
        lambda der: re.sub(rb"(\x17\x0d\d\d)\d\d", rb"\g<1>77", der),
        lambda der: der.replace(b"\x06\x03\x55\x04\x06\x13", b"\x06\x03\x55\x04\x06\x11"),
    ],
    ids=["another-use", "another-holder", "no-month", "no-text"],
)
def test_a_timestamp_authority_that_cannot_be_read_whole_has_no_place(material, tmp_path, change):
    artifact = material.artifacts["package-rewrapped"].copy(tmp_path / "forged")
    place = artifact.path / "certificates/tsa.1.pem"
    before = place.read_bytes()
    place.write_bytes(bent(before, change))
    assert place.read_bytes() != before
    for found in answers(material, artifact).values():
        assert found.failing() == {"seal-layout"}


def test_a_state_ca_has_no_place_as_the_issuer_of_a_timestamp_authority(material, tmp_path):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    folder = artifact.path / "certificates"
    shutil.copyfile(folder / "xb-ca.p256.pem", folder / "tsa.1.pem")
    for found in answers(material, artifact).values():
        assert found.failing() == {"seal-layout"}


@pytest.mark.parametrize(
    ("place", "check"), [("sealed", "seal-stamped"), ("sealed/seals/1", "seal-chain")]
)
@pytest.mark.parametrize("name", ["archive.\uff11.json.tst", "seal.json.\uff12.tst", " .tst"])
def test_a_timestamp_under_a_name_that_has_no_place_fails_its_check(
    material, tmp_path, place, check, name
):
    artifact = material.artifacts["package-stamped-again"].copy(tmp_path / "forged")
    folder = artifact.folder / place
    shutil.copyfile(folder / "archive.1.json.tst", folder / name)
    for found in answers(material, artifact).values():
        assert found.failing() == {check, "seal-layout"}


@pytest.mark.parametrize(
    ("kind", "checks"),
    [
        ("bundle", {"bundle-complete", "bundle-layout", "bundle-signed"}),
        ("disclosure", {"disclosure-form", "disclosure-signed"}),
    ],
)
def test_a_timestamp_that_is_over_nothing_fails_the_signed_document_beside_it(
    material, tmp_path, kind, checks
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    (artifact.path / "more.tst").write_bytes(b"x")
    for found in answers(material, artifact).values():
        assert found.failing() == checks


@pytest.mark.parametrize("name", ["\uff11", "01", "x"])
def test_an_earlier_record_under_a_name_that_is_no_number_fails(material, tmp_path, name):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    (artifact.path / "earlier/1").rename(artifact.path / "earlier" / name)
    for found in answers(material, artifact).values():
        assert found.failing() >= {"bag-earlier", "bag-tags"}


def test_an_event_numbered_in_other_digits_is_none(material, tmp_path):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    for file in (artifact.path / "custody").glob("0004.*"):
        file.rename(file.with_name(file.name.replace("0004", "000\uff14")))
    for found in answers(material, artifact).values():
        assert "custody-journal" in found.failing()


@pytest.mark.judge
def test_an_event_of_the_node_numbered_in_other_digits_fails_even_if_listed(material, tmp_path):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    for file in (artifact.path / "custody-node").glob("0001.*"):
        file.rename(file.with_name(file.name.replace("0001", "000\uff11")))
    signed(material, artifact, "exporter")
    for found in answers(material, artifact).values():
        assert found.failing() >= {"bundle-layout", "custody-journal"}
    assert judge_script(artifact, ()).checks["bundle-layout"] == "fails"


@pytest.mark.parametrize(
    ("place", "checks"),
    [("sealed", {"seal-layout"}), ("sealed/seals/1", {"seal-layout", "seal-stamped"})],
)
def test_a_list_of_timestamps_without_its_token_has_no_place_beside_any_seal(
    material, tmp_path, place, checks
):
    """The token of the earlier seal's list is in the later list, too."""
    artifact = material.artifacts["package-stamped-again"].copy(tmp_path / "forged")
    (artifact.folder / place / "archive.1.json.tst").unlink()
    for found in answers(material, artifact).values():
        assert found.failing() == checks


@pytest.mark.parametrize("name", ["disclosure.json.tst", "archive.1.json.tst"])
def test_a_link_in_place_of_a_disclosures_timestamp_counts_as_none(material, tmp_path, name):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    place = artifact.path / name
    place.rename(tmp_path / "aside")
    place.symlink_to(tmp_path / "aside")
    for found in answers(material, artifact).values():
        assert found.failing() == {"disclosure-form"}
    assert place.is_symlink()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("package", None),
        ("package", "1"),
        ("officer", "somebody"),
        ("reason", ""),
        ("reason", "x" * 2001),
    ],
)
def test_a_list_of_a_bundle_with_another_value_than_its_form_allows_is_none(
    material, tmp_path, field, value
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = artifact.path / "bundle.json"
    place.write_bytes(canonical.encode(json.loads(place.read_bytes()) | {field: value}))
    for found in answers(material, artifact).values():
        assert found.failing() >= {"bundle-complete", "bundle-signed"}


def without_message(bundle, index):
    """One message less, those after it numbered anew, and no report, which would show it."""
    folders = sorted((bundle / "messages").iterdir())
    shutil.rmtree(folders.pop(index))
    for number, folder in enumerate(folders, 1):
        folder.rename(folder.with_name(f"{number:04d}"))
    for report in bundle.glob("report.*"):
        report.unlink()


def test_a_message_left_out_that_the_next_of_its_state_names_is_missed(material, tmp_path):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    without_message(artifact.path, 0)
    for found in answers(material, signed(material, artifact, "exporter")).values():
        assert "messages" in found.failing()


def test_the_last_message_of_a_state_left_out_fails_no_check(material, tmp_path):
    """Here it is the delivery: nothing says in which thread the package was delivered."""
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    without_message(artifact.path, -1)
    for found in answers(material, signed(material, artifact, "exporter")).values():
        assert (found.failing(), found.checks["messages"]) == (frozenset(), "holds")
        assert (found.outcome, found.checks["together"]) == ("undecided", "undecided")
