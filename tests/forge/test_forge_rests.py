# SPDX-License-Identifier: Apache-2.0
"""The outcome of a check that rests on something another check could not read (SPECIFICATION.md
15.3).
"""

import json
import shutil
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from casts.court.bundle_attacks import relist
from forge.forgers import FORGERS
from forge.judges import JUDGES, judge_script
from forge.resigning import resign
from rogatory.seal.certificates.revocation import LARGEST_REVOCATION_LIST
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment

FORGER = {one.name: one for one in FORGERS}


def judged(material, kind, path, forger="no-key", edit=lambda _artifact: None):
    """Ours, on a forged copy, with the directory given."""
    artifact = material.artifacts[kind].copy(path / "forged")
    edit(artifact)
    resign(
        artifact,
        material.artifacts[artifact.kind],
        FORGER[forger].held(material),
        material.case.clock.now(),
    )
    return JUDGES["ours"](artifact, [material.directory], material.now).checks


def changed(path, **fields):
    """Write other fields into a document."""

    def edit(artifact):
        place = artifact.folder / path
        place.write_bytes(canonical.encode(json.loads(place.read_bytes()) | fields))

    return edit


def linked(path, to):
    def edit(artifact):
        place = artifact.folder / path
        place.unlink()
        place.symlink_to(to)

    return edit


def appended(path):
    def edit(artifact):
        with (artifact.folder / path).open("ab") as file:
            file.write(b"more\n")

    return edit


def folder(path):
    return lambda artifact: (artifact.folder / path).mkdir(parents=True)


CERTIFICATE = "certificate/certificate.json"

SEAL_LOST = {
    "seal-form": "fails",
    "seal-stamped": "undecided",
    "seal-signed": "undecided",
}


@pytest.mark.parametrize(
    ("kind", "edit", "expected"),
    [
        ("bag", changed("opened-custody/seal/seal.json", more=1), SEAL_LOST | {"bag-sealed": "undecided", "seal-listed": "undecided", "bag-signed": "holds"}),
        ("bag", changed("opened-custody/seal/seal.json", thread=1), SEAL_LOST),
        ("disclosure", changed("disclosed/seal/seal.json", more=1), SEAL_LOST | {"disclosure-sealed": "undecided"}),
        ("disclosure", changed("disclosed/disclosure.json", more=1), {"disclosure-form": "fails", "disclosure-sealed": "undecided", "seal-layout": "undecided", "seal-signed": "holds", "disclosure-listed": "undecided"}),
        ("bundle", linked("bundle/bag/manifest-sha256.txt", "bagit.txt"), {"bag-form": "fails", "bag-files": "undecided", "bag-inventory": "holds", "bundle-complete": "fails"}),
        ("bundle", folder("bundle/bag/empty"), {"bundle-complete": "fails", "bag-form": "holds"}),
        ("bundle", changed("bundle/bag/conditions.json", more=1), {"conditions": "fails", "bag-conditions": "fails"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_leaves_no_check_out(material, tmp_path, kind, edit, expected):
    honest = judged(material, kind, tmp_path / "honest")
    found = judged(material, kind, tmp_path, edit=edit)
    # Whether an officer is named, only a disclosure in its form says.
    assert honest.keys() - found.keys() <= {"disclosure-officer"}
    assert found.keys() <= honest.keys()
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("kind", "path"),
    [("package", "sealed"), ("bag", "opened-custody"), ("bundle", "bundle/custody")],
)
def test_a_proof_that_was_altered_fails_the_log_and_hides_no_officer(
    material, tmp_path, kind, path
):
    """An event that the forger cannot log any more still names its officer."""

    def edit(artifact):
        proof = min((artifact.folder / path).rglob("0001.tlog-proof"))
        proof.write_text(
            proof.read_text().replace("index 0", "index 9").replace("\n\n", "\n\n", 1)[:-2]
        )

    found = judged(material, kind, tmp_path, edit=edit)
    assert found["custody-logged"] == found["custody-journal"] == "fails"
    assert found["custody-officers"] == "holds"


def test_a_link_in_place_of_a_revocation_list_says_nothing_of_the_signatures(material, tmp_path):
    edit = linked("sealed/certificates/xb-ca.p256.crl", "../seal.json")
    found = judged(material, "package", tmp_path, edit=edit)
    assert found["seal-signed"] == found["seal-listed"] == "holds"
    assert found["seal-layout"] == "fails"


def ahead(material, days):
    return format_moment(material.now + timedelta(days=days))


def test_a_disclosure_or_certificate_of_after_the_check_fails(material, tmp_path):
    edit = changed("disclosed/disclosure.json", disclosed=ahead(material, 4000))
    assert (
        judged(material, "disclosure", tmp_path, "exporter", edit)["disclosure-signed"] == "fails"
    )
    edit = changed(CERTIFICATE, certified=ahead(material, 1))
    assert (
        judged(material, "certificate", tmp_path / "c", "officer", edit)["certificate"] == "fails"
    )


def test_the_moment_that_a_discloser_claims_does_not_choose_how_it_is_judged(material, tmp_path):
    edit = changed("disclosed/disclosure.json", disclosed=ahead(material, -4000))
    found = judged(material, "disclosure", tmp_path, "exporter", edit)
    assert found["disclosure-signed"] == "holds"
    assert found["disclosure-listed"] == "fails"


@pytest.mark.parametrize(
    ("edit", "check"),
    [
        (changed("disclosed/disclosure.json", selection="0" * 64), "disclosure-form"),
        (changed("disclosed/disclosure.json", network="0" * 64), "disclosure-package"),
        (changed("disclosed/disclosure.json", network=None), "disclosure-sealed"),
        (changed("disclosed/disclosure.json", root="0" * 64), "disclosure-proved"),
        (appended("disclosed/SHA256SUMS"), "disclosure-files"),
    ],
)
def test_what_a_discloser_says_is_compared(material, tmp_path, edit, check):
    assert judged(material, "disclosure", tmp_path, "exporter", edit)[check] == "fails"


def test_an_officers_certificate_of_another_network_fails(material, tmp_path):
    edit = changed(CERTIFICATE, network="0" * 64)
    assert judged(material, "certificate", tmp_path, "officer", edit)["certificate"] == "fails"


def test_each_event_is_asked_for_its_own_moment_not_the_officer_once(material, tmp_path):
    """An officer who is listed today was not when another event says that he acted."""
    edit = changed("sealed/custody/0002.json", occurred=ahead(material, -4000))
    found = judged(material, "package", tmp_path, edit=edit)
    assert found["custody-officers"] == "undecided"


@pytest.mark.parametrize("judge", ["ours", "independent"])
@pytest.mark.parametrize("officer", ["xa-9999", "xb-0001"])
def test_a_discloser_names_an_officer_whom_no_register_lists(material, tmp_path, judge, officer):
    artifact = material.artifacts["disclosure"].copy(tmp_path / "forged")
    changed("disclosed/disclosure.json", officer=officer)(artifact)
    resign(
        artifact,
        material.artifacts[artifact.kind],
        FORGER["exporter"].held(material),
        material.case.clock.now(),
    )
    verdict = JUDGES[judge](artifact, [material.directory], material.now)
    assert verdict.checks["disclosure-officer"] == "undecided"
    assert verdict.checks["disclosure-signed"] == "holds"
    assert verdict.outcome == "undecided"


def test_a_file_of_any_content_beside_a_bag_is_no_certificate(material, tmp_path):
    """Nothing signs what lies there, and a reader takes it for the State's."""
    for number, (name, data) in enumerate(
        (
            ("xb-ca.p256.pem", None),
            ("notes.txt", b"x"),
            ("xb-ca-2.p256.pem", b"x"),
            ("xb-ca.p256.crl", b"x"),
            ("more/xb-ca.p256.pem", None),
        )
    ):
        artifact = material.artifacts["bag"].copy(tmp_path / str(number))
        folder = artifact.folder / "opened-custody/certificates"
        own = (artifact.folder / "opened-custody/seal/certificates/xb-ca.p256.pem").read_bytes()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(own + b"\n" if data is None else data)
        for judge in ("ours", "independent"):
            verdict = JUDGES[judge](artifact, [material.directory], material.now)
            assert verdict.checks["custody-journal"] == "fails", (name, judge)
            assert verdict.outcome == "fails"


@pytest.mark.parametrize(
    ("kind", "path", "undecided"),
    [
        ("package", "sealed/package.age", {"seal-package", "seal-segments"}),
        ("package", "sealed/segments.b3", {"seal-segment-list"}),
        ("package", "sealed/seal.json.tst", {"seal-stamped"}),
        ("package", "sealed/custody/0001.tlog-proof", {"custody-logged"}),
        ("bundle", "bundle/custody/0001.tlog-proof", {"custody-logged"}),
        ("bundle", "bundle/certificates/xb-ca.p256.crl", set()),
        ("bundle", "bundle/certificates/xb-ca.p256.pem", set()),
        ("bag", "opened/members.jsonl", set()),
        ("bag", "opened/media.json", set()),
        ("bundle", "bundle/bag/members.jsonl", set()),
    ],
)
def test_a_link_in_place_of_a_file_counts_as_none(material, tmp_path, kind, path, undecided):
    aside = tmp_path / "aside"

    def edit(artifact):
        place = artifact.folder / path
        place.rename(aside)
        place.symlink_to(aside)

    found = judged(material, kind, tmp_path, edit=edit)
    assert {found[name] for name in undecided} <= {"undecided"}
    assert "fails" in found.values()  # by the check of the layout, or of the journal
    if path.startswith("bundle/certificates"):
        assert found["certificates"] == "holds"
    if path.endswith(("members.jsonl", "media.json")):
        assert found["bag-examined"] == "undecided"  # nobody read this record (15.2, name and type)


@pytest.mark.parametrize(
    ("kind", "path"), [("package", "sealed/custody"), ("bundle", "bundle/custody")]
)
def test_what_is_no_event_takes_no_proof_from_the_others(material, tmp_path, kind, path):
    def edit(artifact):
        (artifact.folder / path / "0099.json").write_bytes(b"{}")

    found = judged(material, kind, tmp_path, edit=edit)
    assert (found["custody-journal"], found["custody-logged"]) == ("fails", "holds")


@pytest.mark.parametrize("name", ["xb-ca.p256.pem", "xb-ca.p256.crl", "tsa.pem"])
@pytest.mark.parametrize("judge", JUDGES)
def test_a_byte_after_the_pem_of_a_stock_certificate_fails_it(material, tmp_path, judge, name):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    with (artifact.path / "certificates" / name).open("ab") as file:
        file.write(b"\n")
    found = JUDGES[judge](artifact, [material.directory], material.now).checks
    assert (found["certificates"], found["bundle-layout"]) == ("fails", "fails")


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("name", ["consent.json", "consent.second.mldsa65.p7s"])
def test_a_link_in_place_of_a_file_of_a_consent_counts_as_none(material, tmp_path, judge, name):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    [place] = artifact.folder.glob("opened-consent-*")
    (place / name).rename(tmp_path / "aside")
    (place / name).symlink_to(tmp_path / "aside")
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert found.failing() == {"custody-consents"}
    assert (place / name).is_symlink()


def long_list(material, withdrawn):
    """A revocation list by XB's State CA with so many certificates."""
    folder = material.case.federation.state("XB") / "ca"
    issuer = x509.load_pem_x509_certificate((folder / "p256.pem").read_bytes())
    at = material.case.clock.now()
    entry = x509.RevokedCertificateBuilder().revocation_date(at)
    builder = x509.CertificateRevocationListBuilder(
        issuer.subject,
        at,
        at + timedelta(days=30),
        revoked_certificates=[
            entry.serial_number((1 << 150) + number).build() for number in range(withdrawn)
        ],
    ).add_extension(x509.CRLNumber(2), critical=False)
    key = load_pem_private_key((folder / "p256.key").read_bytes(), None)
    return builder.sign(key, issuer.signature_hash_algorithm).public_bytes(Encoding.PEM)


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    ("kind", "folder"),
    [
        ("package", "sealed/certificates"),
        ("bag", "opened-custody/certificates"),
        ("bag", "opened-custody/seal/certificates"),
    ],
)
def test_a_revocation_list_has_the_same_largest_size_wherever_it_lies(
    material, tmp_path, judge, kind, folder
):
    artifact = material.artifacts[kind].copy(tmp_path / "long")
    place = artifact.folder / folder / "xb-ca.p256.crl"
    place.write_bytes(long_list(material, 30_000))
    assert place.stat().st_size > 1 << 20
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert found.outcome == "holds"
    with place.open("r+b") as file:
        file.truncate(LARGEST_REVOCATION_LIST + 1)
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert found.failing() == {"custody-journal" if "seal" not in folder else "seal-layout"}


@pytest.mark.parametrize("path", ["empty", "certificates/empty", "seals/1"])
@pytest.mark.parametrize("judge", JUDGES)
def test_an_empty_folder_has_no_place_in_a_package(material, tmp_path, judge, path):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    (artifact.path / path).mkdir(parents=True)
    found = JUDGES[judge](artifact, [material.directory], material.now).checks
    assert found["seal-layout"] == "fails"


@pytest.mark.parametrize("judge", JUDGES)
def test_an_empty_journal_is_an_absent_one(material, tmp_path, judge):
    artifact = material.artifacts["package"].copy(tmp_path / "forged")
    for file in (artifact.path / "custody").iterdir():
        file.unlink()
    found = JUDGES[judge](artifact, [material.directory], material.now).checks
    assert (found["seal-layout"], found["custody-journal"]) == ("holds", "undecided")


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    ("kind", "path"),
    [("package", "sealed/seal.json.tst"), ("bag", "opened-custody/seal/seal.json.tst")],
)
def test_a_timestamp_taken_from_what_was_handed_over_leaves_no_verdict(
    material, tmp_path, judge, kind, path
):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    (artifact.folder / path).unlink()
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert (found.outcome, found.checks["seal-stamped"]) == ("undecided", "undecided")


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    ("kind", "seal", "journal"),
    [
        ("package", "sealed", "sealed/custody"),
        ("bag", "opened-custody/seal", "opened-custody"),
    ],
)
def test_a_timestamp_taken_together_with_the_events_after_sealing_leaves_no_verdict(
    material, tmp_path, judge, kind, seal, journal
):
    """The remaining package looks like one that still waits for its timestamp at its maker."""
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    (artifact.folder / seal / "seal.json.tst").unlink()
    for number in ("0002", "0003", "0004", "0005", "0006"):
        for file in (artifact.folder / journal).glob(f"{number}.*"):
            file.unlink()
    before = artifact.files()
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert (found.outcome, found.checks["seal-stamped"]) == ("undecided", "undecided")
    assert found.checks["custody-journal"] == found.checks["seal-signed"] == "holds"
    assert artifact.files() == before


@pytest.mark.parametrize("judge", JUDGES)
def test_an_exporter_who_takes_the_timestamp_and_the_dispatch_away_leaves_no_verdict(
    material, tmp_path, judge
):
    """He keeps what is demanded of a bundle, and signs it all again."""
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    (artifact.path / "seal/seal.json.tst").unlink()
    for file in (artifact.path / "custody").glob("0002.*"):
        file.unlink()
    for file in sorted((artifact.path / "custody").glob("0*.*")):
        number, rest = int(file.name[:4]), file.name[4:]
        if number > 2:
            file.rename(file.with_name(f"{number - 1:04}{rest}"))
    for stamp in (*artifact.path.glob("bundle.json.tst"), *artifact.path.glob("archive.*")):
        stamp.unlink()
    relist(artifact.path, FORGER["exporter"].held(material).authorities["xa/central-authority"])
    found = JUDGES[judge](artifact, [material.directory], material.now)
    # The sending State's later event names the one that he took, and the reports describe it.
    assert found.failing() <= {"custody-journal", "reports"}
    assert found.outcome == ("fails" if found.failing() else "undecided")
    assert found.checks["seal-stamped"] == "undecided"
    assert judge_script(artifact, ()).outcome != "holds"


@pytest.mark.parametrize("judge", ["ours", "independent"])
class TestTrust:
    def test_a_copy_given_that_does_not_hold_fails_a_bundle(self, material, tmp_path, judge):
        """It would silently go unused, and with it the end of every key that it names."""
        copy = shutil.copytree(material.directory, tmp_path / "copy")
        with (copy / "metadata/timestamp.json").open("ab") as file:
            file.write(b"more")
        artifact = material.artifacts["bundle"]
        verdict = JUDGES[judge](artifact, [copy], material.now)
        assert verdict.checks["identity"] == "fails"
        assert verdict.outcome == "fails"

    @pytest.mark.parametrize("kind", ["bundle", "disclosure", "package"])
    def test_a_root_given_that_is_none_vouches_for_nothing(self, material, tmp_path, judge, kind):
        place = tmp_path / "1.root.json"
        place.write_text('{"signed":{}}')
        artifact, now = material.artifacts[kind], material.now
        with pytest.raises(Exception, match=r"[Gg]ive a (copy|root) of the directory") as refused:
            JUDGES[judge](artifact, [place], now)
        assert refused.typename in {"Refused", "Wrong"}

    def test_a_bundle_without_a_directory_has_no_root_of_its_own(self, material, tmp_path, judge):
        artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
        shutil.rmtree(artifact.folder / "bundle/directory")
        assert JUDGES[judge](artifact, [], material.now).checks["identity"] == "fails"
