# SPDX-License-Identifier: Apache-2.0
"""Whatever is removed, added or changed, ours and check.sh both say so, and change nothing."""

import os
import shutil
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import edit_json, examined, relist, tree
from casts.court.bundle_case import AT, check_sh
from rogatory.custody.log.proof import parse_proof
from rogatory.node.court import names
from rogatory.node.court.verify import verify_bundle
from rogatory.node.custody_log.log import prove, signed_checkpoint
from rogatory.node.workstation.verification.journal_checks import JOURNAL, LOGGED
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256

EXAMINED = "What is said of images and archives agrees with the files"
"""As the stand-alone verifier says it."""

NOW = AT + timedelta(days=400)

KINDS = (
    "SHA256SUMS",
    "bag/bag-info.txt",
    "bag/bagit.txt",
    "bag/case.jsonld",
    "bag/conditions.json",
    "bag/data/mail-0.eml",
    "bag/earlier/1/tagmanifest-sha256.txt",
    "bag/inventory.jsonl",
    "bag/items-root.txt",
    "bag/manifest-sha256.txt",
    "bag/package-secret.bin",
    "bag/request/message.json",
    "bag/tagmanifest-sha256.txt",
    "bag/tagmanifest-sha256.txt.mldsa65.p7s",
    "bundle.json",
    "bundle.json.mldsa65.p7s",
    "bundle.json.p256.p7s",
    "certificates/xb-ca.p256.pem",
    "custody/0001.json",
    "custody/0001.p256.p7s",
    "custody/0001.tlog-proof",
    "custody/earlier-1.0001.json",
    "directory/metadata/1.root.json",
    "directory/metadata/timestamp.json",
    "messages/0001/approvals.json",
    "messages/0001/message.json",
    "messages/0001/receipt.json",
    "messages/0001/custody/0001.json",
    "report.en.html",
    "report.en.pdf",
    "request/message.json",
    "request/message.json.mldsa65.p7s",
    "seal/seal.json",
    "seal/seal.json.p256.p7s",
    "seal/seal.json.tst",
    "seal/segments.b3",
)

DECIDING = ("SHA256SUMS", "bundle.json", "bundle.json.mldsa65.p7s")
"""Files from which the script reads what it expects of all others: each is altered alone."""

SCRIPTED = (
    "bag/data/mail-0.eml",
    "bag/tagmanifest-sha256.txt",
    "custody/0001.p256.p7s",
    "request/message.json",
    "seal/seal.json.tst",
    "bag/conditions.json",
    "messages/0001/receipt.json",
    "report.en.pdf",
)
"""A file for each kind of check in the script, which reads one list for all others."""


def failing(bundle):
    found = verify_bundle(bundle, trusted=None, now=NOW)
    return {check.name: check for check in found.checks if check.outcome == "fails"}


def assert_ours_says_so(bundle):
    before = tree(bundle)
    failed = failing(bundle)
    assert failed
    assert all(check.reasons for check in failed.values())
    assert examined(bundle)[0] == "fails"
    assert tree(bundle) == before
    return failed


def assert_the_script_says_so(bundle):
    before = tree(bundle)
    done = check_sh(bundle)
    assert done.returncode == 1, done.stdout
    assert "FAILS" in done.stdout
    assert tree(bundle) == before
    return {line[36:] for line in done.stdout.splitlines()}


def assert_both_say_so(bundle):
    failed = assert_ours_says_so(bundle)
    assert_the_script_says_so(bundle)
    return failed


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("path", KINDS)
def test_a_flipped_bit_is_found(bundle, path):
    flip(bundle / path)
    assert_ours_says_so(bundle)


@pytest.mark.judge
@pytest.mark.parametrize("path", DECIDING)
def test_a_flipped_bit_in_what_decides_is_found_by_the_script(bundle, path):
    flip(bundle / path)
    assert_the_script_says_so(bundle)


@pytest.mark.judge
def test_the_script_finds_every_flipped_bit(bundle):
    for path in SCRIPTED:
        flip(bundle / path)
    reported = assert_the_script_says_so(bundle)
    assert [path for path in SCRIPTED if f"digest: {path}: FAILED" not in reported] == []


@pytest.mark.parametrize("path", KINDS)
def test_a_missing_file_is_found(bundle, path):
    (bundle / path).unlink()
    assert_ours_says_so(bundle)


@pytest.mark.judge
@pytest.mark.parametrize("path", ["SHA256SUMS", "bundle.json.mldsa65.p7s"])
def test_the_absence_of_what_decides_is_found_by_the_script(bundle, path):
    (bundle / path).unlink()
    assert_the_script_says_so(bundle)


@pytest.mark.parametrize(
    "path",
    [
        "more.txt",
        "bag/data/more.txt",
        "bag/more.txt",
        "custody/0099.json",
        "seal/seal.json.2.tst.txt",
        "directory/metadata/9.root.json",
        "odd\nname.txt",
        ".hidden",
    ],
)
def test_a_file_too_many_is_found(bundle, path):
    (bundle / path).write_bytes(b"more")
    assert names.COMPLETE in assert_ours_says_so(bundle)


@pytest.mark.judge
def test_the_script_finds_what_is_missing_and_what_is_too_many(bundle):
    (bundle / "bag/data/mail-0.eml").unlink()
    (bundle / "more.txt").write_bytes(b"more")
    (bundle / "odd\nname.txt").write_bytes(b"more")
    reported = assert_the_script_says_so(bundle)
    assert {
        "listed in bundle.json but missing: bag/data/mail-0.eml",
        "not listed in bundle.json: more.txt",
        "control character in a name: ./odd",
    } <= reported


@pytest.mark.judge
def test_a_link_in_place_of_a_file_is_found(bundle, tmp_path):
    for path in ("report.en.html", "bag/data/mail-0.eml"):
        shutil.move(bundle / path, tmp_path / "aside")
        (bundle / path).symlink_to(tmp_path / "aside")
        assert_both_say_so(bundle)
        (bundle / path).unlink()
        shutil.move(tmp_path / "aside", bundle / path)
    assert not failing(bundle)


@pytest.mark.judge
def test_a_pipe_and_an_empty_folder_are_found(bundle):
    os.mkfifo(bundle / "pipe")
    assert names.COMPLETE in assert_both_say_so(bundle)
    (bundle / "pipe").unlink()
    (bundle / "messages" / "0009").mkdir()
    assert names.COMPLETE in assert_both_say_so(bundle)


def test_another_script_is_found_by_ours(bundle):
    (bundle / "check.sh").write_text("#!/bin/sh\necho All checks hold.\n")
    failed = failing(bundle)
    assert failed.keys() == {names.COMPLETE, names.LAYOUT}
    assert failed[names.LAYOUT].reasons[0].code.id == "bundle-script-changed"


@pytest.mark.judge
def test_a_list_signed_by_another_authority_is_refused(bundle, case):
    (bundle / "report.en.html").write_text("<!doctype html>\nanother report")
    relist(bundle, case.authority("XB").signing_keys())
    failed = assert_both_say_so(bundle)
    assert failed.keys() == {names.SIGNED}


@pytest.mark.judge
def test_a_list_signed_with_keys_that_no_directory_lists_is_refused(bundle, tmp_path):
    from rogatory.node.workstation.keys.authority_folder import open_authority_folder
    from rogatory.node.workstation.keys.new_keys import new_authority_keys
    from rogatory.wire.identifiers import parse_authority

    made = new_authority_keys(
        parse_authority("xa/central-authority"),
        tmp_path / "forger",
        state_ca=None,
        passphrase=None,
        at=AT - timedelta(days=1),
        random=os.urandom,
    )
    relist(bundle, open_authority_folder(made.folder).signing_keys())
    assert assert_both_say_so(bundle).keys() == {names.SIGNED}


class TestByAnExporterWhoSigns:
    """He has the exporting authority's keys, and signs what he altered."""

    @pytest.fixture
    def keys(self, case):
        return case.authority("XA").signing_keys()

    def test_evidence_cannot_be_changed(self, bundle, keys):
        (bundle / "bag" / "data" / "mail-0.eml").write_bytes(b"mail 0" * 100 + b"!")
        relist(bundle, keys)
        failed = failing(bundle)
        assert names.COMPLETE not in failed
        assert names.SIGNED not in failed
        assert {names.BAG_FILES, names.BAG_INVENTORY} <= failed.keys()

    @pytest.mark.parametrize(
        "change",
        [
            lambda image: image["files"][0].update(sha256="0" * 64),
            lambda image: image["files"][0].update(size=1),
            lambda image: image["digests"].update(sha256="0" * 64),
            lambda image: image.update(agreement="equal"),
        ],
        ids=["digest", "size", "media", "agreement"],
    )
    def test_what_is_said_of_an_image_must_be_said_of_the_file(self, bundle, keys, change):
        edit_json(bundle / "bag/media.json", lambda media: change(media["images"][0]))
        relist(bundle, keys)
        assert {names.BAG_EXAMINED, names.BAG_TAGS} <= failing(bundle).keys()
        _, checks = examined(bundle)
        assert checks[EXAMINED].outcome == "fails"

    def test_the_request_cannot_be_swapped(self, bundle, keys):
        other = bundle / "messages" / "0001"
        request = bundle / "request"
        for each in ("message.json", "message.json.p256.p7s", "message.json.mldsa65.p7s"):
            (request / each).write_bytes((other / each).read_bytes())
        relist(bundle, keys)
        assert names.TOGETHER in failing(bundle)

    def test_the_request_cannot_be_rewritten(self, bundle, keys):
        edit_json(
            bundle / "request" / "message.json",
            lambda message: message["body"].update(case_number="AR-2026-9999"),
        )
        relist(bundle, keys)
        assert {names.REQUEST, names.TOGETHER} <= failing(bundle).keys()

    def test_approvals_cannot_be_taken_away(self, bundle, keys):
        (bundle / "request" / "approvals.json").write_bytes(b'{"approvals":[],"version":1}')
        relist(bundle, keys)
        failed = failing(bundle)
        assert failed.keys() == {names.REQUEST}
        assert "approvals-too-few" in {one.code.id for one in failed[names.REQUEST].reasons}

    def test_an_answer_cannot_be_left_out(self, bundle, keys):
        shutil.rmtree(bundle / "messages" / "0001")
        relist(bundle, keys)
        assert names.MESSAGES in failing(bundle)

    def test_a_custody_event_cannot_be_altered(self, bundle, keys):
        edit_json(bundle / "custody" / "0004.json", lambda event: event.update(reason="Looked at"))
        relist(bundle, keys)
        assert JOURNAL in failing(bundle)

    def test_a_custody_event_cannot_be_left_out(self, bundle, keys):
        for path in bundle.glob("custody/0003.*"):
            path.unlink()
        relist(bundle, keys)
        failed = failing(bundle)
        assert {"journal-gap", "journal-chain"} <= {one.code.id for one in failed[JOURNAL].reasons}

    def test_a_proof_of_another_event_is_refused(self, bundle, keys):
        other = (bundle / "custody" / "0002.tlog-proof").read_bytes()
        (bundle / "custody" / "0001.tlog-proof").write_bytes(other)
        relist(bundle, keys)
        assert {JOURNAL, LOGGED} & failing(bundle).keys()

    def test_a_proof_by_another_states_log_is_refused(self, bundle, case, keys):
        """The exporting State logs a foreign event itself, at a time that suits it."""
        node = case.node("XA")
        stem = bundle / "custody" / "0001"
        signatures = Signatures(
            stem.with_suffix(".p256.p7s").read_bytes(),
            stem.with_suffix(".mldsa65.p7s").read_bytes(),
        )
        event = stem.with_suffix(".json").read_bytes()
        with node.store.transaction():
            node.store.append_event(event, signatures, b"s" * 32, AT, None)
        logged = node.store.event(sha256(event))
        proof = prove(node, logged, signed_checkpoint(node, node.store.log_size()))
        assert parse_proof(proof)
        stem.with_suffix(".tlog-proof").write_bytes(proof)
        relist(bundle, keys)
        failed = failing(bundle)
        assert "workstation-other-log" in {one.code.id for one in failed[JOURNAL].reasons}

    def test_a_proof_left_out_is_reported_as_not_checked(self, bundle, keys):
        (bundle / "custody" / "0001.tlog-proof").unlink()
        relist(bundle, keys)
        found = verify_bundle(bundle, trusted=None, now=NOW)
        assert [check.name for check in found.not_checked] == [LOGGED]
        assert found.not_checked[0].who
        # The report still says that there was one.
        assert failing(bundle).keys() == {names.REPORTS}

    def test_a_timestamp_left_out_is_reported_as_not_checked(self, bundle, keys):
        (bundle / "seal" / "seal.json.tst").unlink()
        relist(bundle, keys)
        found = verify_bundle(bundle, trusted=None, now=NOW)
        assert names.STAMPED in {check.name for check in found.not_checked}
        assert failing(bundle).keys() == {names.REPORTS}

    def test_a_certificate_for_the_stock_tools_cannot_be_swapped(self, bundle, keys):
        place = bundle / "certificates" / "xb-ca.p256.pem"
        place.write_bytes((bundle / "request" / "message.json.p256.p7s").read_bytes()[:0])
        place.write_bytes(_self_made())
        relist(bundle, keys)
        assert names.CERTIFICATES in failing(bundle)

    def test_another_directory_does_not_hold_for_what_was_signed(self, bundle, keys, tmp_path):
        shutil.copyfile(
            bundle / "directory" / "metadata" / "timestamp.json", tmp_path / "timestamp.json"
        )
        (bundle / "directory" / "metadata" / "1.root.json").write_bytes(b"{}")
        relist(bundle, keys)
        found = verify_bundle(bundle, trusted=None, now=NOW)
        assert found.outcome == "fails"
        assert names.DIRECTORY in failing(bundle)

    def test_what_bundle_json_says_of_the_package_must_be_so(self, bundle, keys):
        relist(bundle, keys, bag="0" * 64)
        assert failing(bundle).keys() == {names.SIGNED, names.EXPORTED, names.EXPECTED}


def test_a_list_in_another_form_is_refused_with_a_reason(bundle):
    listing = (bundle / "bundle.json").read_bytes()
    for wrong in (
        b"",
        b"[]",
        listing[:-1],
        listing + b"\n",
        listing.replace(b'"files":[', b'"files":[,', 1),
        listing.replace(b'"files":[', b'"files": [', 1),
        listing.replace(b'"path":"SHA256SUMS"', b'"path":"../SHA256SUMS"', 1),
        listing.replace(b'"version":1', b'"version":true', 1),
    ):
        (bundle / "bundle.json").write_bytes(wrong)
        failed = failing(bundle)
        assert {names.COMPLETE, names.SIGNED} <= failed.keys()


def _self_made():
    from rogatory.seal.certificates.reading import der_to_pem
    from rogatory.seal.certificates.state_ca import new_state_ca

    ca = new_state_ca("XB", at=AT - timedelta(days=1), years=1, random=os.urandom)
    return der_to_pem(ca.certificates["p256"])
