# SPDX-License-Identifier: Apache-2.0
"""check.sh: one published file, which refuses each forgery that it can see and never says more."""

import hashlib
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from casts.court.bundle_attacks import edit_json, relist, tree
from casts.court.bundle_case import (
    AT,
    CHECK_SH,
    HTML,
    check_sh,
    copied,
    fingerprints_of,
    found_case,
    play,
    stated,
)
from casts.court.bundle_case import bundled as bundle_of
from rogatory.node.court.check_sh import SCRIPT_SHA256, check_script
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.certificates.revocation import EndedCertificate, crl_to_pem

pytestmark = pytest.mark.judge

SPECIFICATION = Path(__file__).parents[3] / "docs" / "specification" / "evidence-and-court.md"


@pytest.fixture(scope="module")
def given(case):
    return fingerprints_of(case)


def failing(bundle, *given, **environment):
    before = tree(bundle)
    done = check_sh(bundle, *given, **environment)
    found = stated(done)
    assert tree(bundle) == before
    assert done.returncode == (1 if "FAILS" in found.values() else 3), done.stdout + done.stderr
    return {name for name, outcome in found.items() if outcome == "FAILS"}


def test_the_published_digest_is_that_of_the_script_wherever_it_lies(whole):
    assert CHECK_SH.read_bytes() == check_script() == (whole / "check.sh").read_bytes()
    assert hashlib.sha256(check_script()).hexdigest() == SCRIPT_SHA256
    section = SPECIFICATION.read_text("utf-8").split("### 19.4 check.sh")[1].split("### 19.5")[0]
    assert re.findall(r"^    ([0-9a-f]{64})$", section, re.MULTILINE) == [SCRIPT_SHA256]


def test_it_never_exits_0_and_says_in_full_only_what_it_makes_in_full(whole, given):
    done = check_sh(whole, *given)
    assert done.returncode == 3, done.stdout
    found = stated(done)
    assert {name for name, one in found.items() if one == "holds"} == {
        "bundle-complete",
        "bag-files",
        "bag-tags",
    }
    for name in ("bundle-signed", "seal-signed", "seal-stamped", "custody-exported", "identity"):
        assert found[name] == "in part"
    for name in ("directory", "custody-logged", "exporter", "conditions"):
        assert found[name] == "not checked"
    assert (
        hashlib.sha256((whole / "directory/metadata/1.root.json").read_bytes()).hexdigest()
        not in done.stdout
    )


def test_without_fingerprints_no_signature_counts_and_all_are_listed(whole, given):
    done = check_sh(whole)
    found = stated(done)
    assert done.returncode == 3
    assert {found[name] for name in ("bundle-signed", "seal-signed", "request", "identity")} == {
        "not checked"
    }
    assert all(one in done.stdout for one in given)


def test_a_fingerprint_with_colons_and_capitals_is_read(whole, given):
    spelled = [":".join(re.findall("..", one.upper())) for one in given]
    assert stated(check_sh(whole, *spelled))["bundle-signed"] == "in part"


@pytest.mark.parametrize("wrong", ["", "12", "g" * 64, "0" * 64 + "\n" + "0" * 64, "-x"])
def test_what_is_no_fingerprint_is_a_wrong_use(whole, wrong):
    done = check_sh(whole, wrong)
    assert done.returncode == 2
    assert not stated(done)


def test_a_ca_that_the_bundle_lacks_fails(whole):
    assert "identity" in failing(whole, "0" * 64)


def test_a_whole_forged_network_with_the_true_directory_is_refused(whole, case, given, tmp_path):
    """The forger puts the true directory into a bundle of a network of his own."""
    forged = found_case(tmp_path / "network")
    play(forged)
    bundle_of(forged, tmp_path / "forged", reports=HTML)
    bundle = tmp_path / "forged"
    shutil.rmtree(bundle / "directory")
    shutil.copytree(whole / "directory", bundle / "directory")
    root = hashlib.sha256((bundle / "directory/metadata/1.root.json").read_bytes()).hexdigest()
    relist(bundle, forged.authority("XA").signing_keys(), network=root)
    assert stated(check_sh(bundle))["bundle-signed"] == "not checked"
    assert {"identity"} <= failing(bundle, *given)
    # With the true State CAs beside his own documents.
    shutil.rmtree(bundle / "certificates")
    shutil.copytree(whole / "certificates", bundle / "certificates")
    relist(bundle, forged.authority("XA").signing_keys(), network=root)
    assert {"bundle-signed", "seal-signed", "request"} <= failing(bundle, *given)
    assert {"bundle-signed", "seal-signed"} <= failing(bundle)


def test_a_state_ca_under_another_states_name_does_not_speak_for_it(bundle, case, given):
    """XB, whose CA the reader trusts, puts it among those of XA and signs as XA."""
    shutil.copy(bundle / "certificates/xb-ca.p256.pem", bundle / "certificates/xa-ca.p256.pem")
    relist(bundle, case.authority("XB").signing_keys())
    assert {"bundle-layout", "bundle-signed"} <= failing(bundle, *given)


@pytest.mark.parametrize("name", ["seal/seal.json", "custody/0001.json", "certificates/tsa.pem"])
def test_a_pipe_in_a_file_s_place_is_refused_and_not_read(bundle, given, name):
    """Reading it would never end."""
    (bundle / name).unlink()
    os.mkfifo(bundle / name)
    done = check_sh(bundle, *given)
    assert done.returncode == 1
    assert stated(done) == {"bundle-complete": "FAILS"}
    assert "neither file nor folder" in done.stdout


def test_a_script_in_the_bundle_is_not_the_one_that_is_run(bundle, case, given):
    (bundle / "check.sh").write_text("#!/bin/sh\nexit 0\n")
    relist(bundle, case.authority("XA").signing_keys())
    assert "bundle-layout" in failing(bundle, *given)


PLACELESS = {
    "notes.txt": "no place in a bundle: notes.txt",
    "other/folder/x": "no place in a bundle: other/folder/x",
    "seal/extra.bin": "no place in a bundle: seal/extra.bin",
    "certificates/foreign.pem": "no place in a bundle: certificates/foreign.pem",
    "messages/0009/message.json": "its number does not follow: messages/0009",
    "seal/seal.json.9.p256.p7s": "no place in a bundle: seal/seal.json.9.p256.p7s",
    "custody/0099.tlog-proof": "signed or stamped, but not there: custody/0099.json",
    "odd\nname.txt": "control character in a name: ./odd",
    "$(touch pwned)": "no place in a bundle: $(touch pwned)",
    "-": "no place in a bundle: -",
    "--files0-from=x": "no place in a bundle: --files0-from=x",
}
"""Files that an exporter added, and what the script reports of each."""


def test_files_without_a_place_are_refused_though_the_exporter_signed_them(
    bundle, case, given, tmp_path
):
    for path in PLACELESS:
        place = bundle / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"more")
    relist(bundle, case.authority("XA").signing_keys())
    before = tree(bundle)
    done = check_sh(bundle, *given)
    assert {stated(done)[name] for name in ("bundle-layout", "bundle-complete")} == {"FAILS"}
    reported = {line[36:] for line in done.stdout.splitlines()}
    assert set(PLACELESS.values()) - reported == set()
    assert tree(bundle) == before
    assert not list(tmp_path.rglob("pwned"))


def test_a_list_that_anybody_added_is_refused(bundle, given):
    (bundle / "archive.7.json").write_text('{"files":[],"version":1}')
    assert "bundle-layout" in failing(bundle, *given)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'"reason":"', b'"reason":"\\",\\"authority\\":\\"xb/x', 1),
        lambda text: text.replace(
            b'"version":1', b'"authority":"xb/central-authority","version":1'
        ),
        lambda text: text + b"\n",
    ],
)
def test_a_list_that_says_something_else_is_refused(bundle, given, change):
    place = bundle / "bundle.json"
    place.write_bytes(change(place.read_bytes()))
    assert {"bundle-complete", "bundle-signed"} & failing(bundle, *given)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'{"path"', b'{ "path"', 1),
        lambda text: text.replace(b'"files":[', b'"files":[[],', 1),
        lambda text: text[:-1],
    ],
)
def test_another_form_of_the_list_is_refused(bundle, change):
    """Looked at without the files that it lists: what is found of its form does not depend on them."""
    place = bundle / "bundle.json"
    place.write_bytes(change(place.read_bytes()))
    for one in bundle.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
    done = check_sh(bundle)
    assert done.returncode == 1
    assert stated(done)["bundle-complete"] == "FAILS"
    assert "bundle.json is not in its form" in done.stdout


def test_a_list_in_its_form_is_not_refused_for_its_form(bundle):
    shutil.rmtree(bundle / "bag")
    assert "bundle.json is not in its form" not in check_sh(bundle).stdout


def test_the_event_of_the_export_cannot_be_left_out(bundle, case, given):
    last = max(bundle.glob("custody/0*.json"))
    for one in bundle.glob(f"custody/{last.stem}.*"):
        one.unlink()
    relist(bundle, case.authority("XA").signing_keys())
    assert "custody-exported" in failing(bundle, *given)


def test_a_backdated_stamp_and_a_changed_seal_are_refused(bundle, case, given):
    edit_json(bundle / "seal/seal.json", lambda seal: seal.update(sealed="2026-11-01T00:00:00Z"))
    relist(bundle, case.authority("XA").signing_keys())
    assert {"seal-signed", "seal-stamped", "bundle-signed"} <= failing(bundle, *given)


@pytest.mark.parametrize(
    ("lacking", "expected"), [({"OPENSSL": "no-such-openssl"}, "openssl is lacking")]
)
def test_a_lacking_tool_is_said_and_never_passes_for_a_check(whole, given, lacking, expected):
    done = check_sh(whole, *given, **lacking)
    assert done.returncode == 3, done.stdout
    assert expected in done.stdout
    assert stated(done)["seal-signed"] == "not checked"


def test_an_openssl_without_ml_dsa_leaves_those_signatures_unchecked(whole, given, tmp_path):
    old = tmp_path / "openssl"
    old.write_text('#!/bin/sh\n[ "$1" = list ] && exit 0\nexec openssl "$@"\n')
    old.chmod(0o755)
    done = check_sh(whole, *given, OPENSSL=str(old))
    assert done.returncode == 3
    assert stated(done)["seal-signed"] == "not checked"
    assert "3.5 or later" in done.stdout


def test_a_certificate_that_ended_before_the_claimed_export_signs_nothing(bundle, case, given):
    late = (AT + timedelta(days=365 * 60)).replace(microsecond=0)
    relist(bundle, case.authority("XA").signing_keys(), exported=late)
    assert "bundle-signed" in failing(bundle, *given)


def test_what_a_withdrawn_certificate_signed_fails_wherever_it_signed(bundle, case, given):
    """XB's own list withdraws one of its authority's two certificates; the exporter puts the list in."""
    ca = load_state_ca(case.federation.state("XB") / "ca")
    der = pem_to_der((bundle / "certificates/xb-central-authority.p256.pem").read_bytes())
    ended = EndedCertificate(der, AT, "compromised")
    lists = ca.crls([ended], at=AT, until=AT + timedelta(days=30), number=9)
    for family, listed in lists.items():
        (bundle / f"certificates/xb-ca.{family}.crl").write_bytes(crl_to_pem(listed))
    relist(bundle, case.authority("XA").signing_keys())
    done = check_sh(bundle, *given)
    checks = ("seal-signed", "bag-signed", "custody-journal", "messages")
    assert {stated(done)[name] for name in checks} == {"FAILS"}
    assert done.stdout.count("the certificate that signed") >= len(checks)
    assert stated(done)["request"] == "in part"  # XA signed it


@pytest.mark.parametrize("received", ["2026-02-30T00:00:00Z", "2026-11-24T24:00:00Z"])
def test_a_receipt_of_a_day_that_no_calendar_has_dates_no_message(bundle, case, given, received):
    """The message is judged at the moment that it states itself; its receipt is not its sender's."""
    edit_json(bundle / "request/receipt.json", lambda document: document.update(received=received))
    relist(bundle, case.authority("XA").signing_keys())
    assert failing(bundle, *given) & {"request", "messages", "receipts"} == {"receipts"}


def test_a_file_that_holds_no_certificate_is_none(bundle, case, given):
    (bundle / "seal/certificates/empty.pem").write_bytes(b"")
    relist(bundle, case.authority("XA").signing_keys())
    done = check_sh(bundle, *given)
    assert "not a certificate in PEM: seal/certificates/empty.pem" in done.stdout


def test_it_runs_with_a_hostile_environment(whole, given, tmp_path):
    done = check_sh(copied(whole, tmp_path / "a b"), *given, CDPATH=os.fspath(tmp_path), IFS="/")
    assert done.returncode == 3
