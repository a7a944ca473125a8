# SPDX-License-Identifier: Apache-2.0
"""Nothing lies in a bundle but what its format has a place for, regardless of who signed it."""

import os
import subprocess
import sys

import pytest

from casts.court.bundle_attacks import relist, tree
from casts.court.bundle_case import AT
from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.node.court import names
from rogatory.node.court.layout_check import check_layout
from rogatory.node.court.places import has_place, stray
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.verify import verify_bundle


def reasons(bundle):
    before = tree(bundle)
    try:
        with Beneath(bundle) as beneath:
            check_layout(BundleFiles(bundle, beneath))
        found = ()
    except Refused as refused:
        found = refused.reasons
    assert tree(bundle) == before
    return {(one.code.id, one.fields["path"]) for one in found if "path" in one.fields}


def test_a_whole_bundle_has_only_what_has_a_place(whole):
    assert reasons(whole) == set()


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        "other/folder/x",
        "seal/extra.bin",
        "seal/certificates/x.exe",
        "seal/seals/33/seal.json",
        "certificates/foreign.der",
        "certificates/XB-ca.p256.pem",
        "messages/0009/message.json",
        "messages/1/message.json",
        "request/attachments/readme",
        "request/receipt.json.tst",
        "custody/0000.json",
        "custody/0099.tlog-proof",
        "custody-node/earlier-1.0001.json",
        "directory/metadata/9.root.json",
        "directory/metadata/8.xa.json",
        "directory/metadata/5.xz.json",
        "directory/targets/states/" + "0" * 64 + ".xz.json",
        "disclosure.json",
        "report.de.html",
        "report.fr.html",
        "archive.2.json",
        ".hidden",
    ],
)
def test_a_file_without_a_place_is_refused_though_the_exporter_signed_it(bundle, case, path):
    (bundle / path).parent.mkdir(parents=True, exist_ok=True)
    (bundle / path).write_bytes(b"more")
    relist(bundle, case.authority("XA").signing_keys())
    assert path in {where for _, where in reasons(bundle)}
    found = verify_bundle(bundle, trusted=None, now=AT)
    assert found.outcome == "fails"
    assert {one.name: one.outcome for one in found.checks}[names.LAYOUT] == "fails"


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("certificates/xb-ca.p256.pem", b"this is no certificate\n"),
        ("certificates/xb-ca.p256.crl", b"this is no list\n"),
        ("seal/certificates/xb-ca.p256.pem", b""),
        ("report.en.html", b"<script>"),
        ("report.en.pdf", b"MZ"),
        ("report.json", b"{}"),
    ],
)
def test_a_place_holds_its_kind_of_content(bundle, path, data):
    (bundle / path).write_bytes(data)
    assert path in {where for _, where in reasons(bundle)}


def test_a_certificate_file_holds_not_a_byte_more(bundle):
    place = bundle / "certificates/xb-ca.p256.pem"
    for changed in (
        b"\n" + place.read_bytes(),
        place.read_bytes() + b"more\n",
        place.read_bytes().replace(b"\n", b"\r\n"),
    ):
        before = place.read_bytes()
        place.write_bytes(changed)
        assert ("bundle-content", "certificates/xb-ca.p256.pem") in reasons(bundle)
        place.write_bytes(before)


def test_a_certificate_under_another_holders_name_is_refused(bundle):
    other = (bundle / "certificates/xb-ca.p256.pem").read_bytes()
    (bundle / "certificates/xa-ca.p256.pem").write_bytes(other)
    assert ("bundle-content", "certificates/xa-ca.p256.pem") in reasons(bundle)


def test_a_list_of_timestamps_needs_its_timestamp_and_the_number_after_the_one_before():
    whole = ["bundle.json", "archive.1.json", "archive.1.json.tst"]
    assert list(stray(whole)) == []
    assert list(stray(whole[:2])) == ["archive.1.json"]
    assert "archive.3.json" in list(stray([*whole, "archive.3.json", "archive.3.json.tst"]))


@pytest.mark.parametrize(
    "path", ["bundle.json\n", "a/../bundle.json", "bundle.json.1.tst", "SHA256SUMS.tst"]
)
def test_a_name_is_compared_whole(path):
    assert not has_place(path)


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize("folder", ["certificates", "messages/0001/attachments"])
def test_a_name_that_is_no_text_is_reported_and_ends_nothing(bundle, folder, form):
    """A forger's file name of bytes that are no UTF-8, shown on a terminal that takes nothing
    else.
    """
    (bundle / folder).mkdir(exist_ok=True)
    (bundle / folder / os.fsdecode(b"\xff\xfe.pem")).write_bytes(b"x")
    before = tree(bundle)
    program = "import sys; from rogatory.main import run; sys.exit(run())"
    done = subprocess.run(
        [sys.executable, "-c", program, "evidence", "verify", bundle, *form],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8:strict"},
    )
    assert done.returncode == 1, done.stderr
    assert b"bundle-place" in done.stdout
    assert tree(bundle) == before
