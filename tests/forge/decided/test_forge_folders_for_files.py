# SPDX-License-Identifier: Apache-2.0
"""A folder in the place of a file, and a file in that of a folder (SPECIFICATION.md 15.2, name and type)."""

import shutil

import pytest

from forge.judges import JUDGES, judge_script

FOLDERS = [
    ("bundle", "seal/segments.b3", "bundle-layout", "seal-segment-list"),
    ("bundle", "request/receipt.json", "bundle-layout", "receipts"),
    ("bundle", "messages/0001/receipt.json", "bundle-layout", "receipts"),
    ("bundle", "report.json", "bundle-layout", "reports"),
    ("bundle", "check.sh", "bundle-layout", None),
    ("bundle", "custody/0001.tlog-proof", "bundle-layout", "custody-logged"),
    ("bundle", "certificates/xb-ca.p256.crl", "bundle-layout", None),
    ("bundle", "seal/seal.json.tst", "bundle-layout", "seal-stamped"),
    ("bundle", "bag/offsets", "bag-form", "bag-files"),
    ("bundle", "bag/media.json", "bag-form", "bag-examined"),
    ("bundle", "bag/items-root.txt", "bag-form", "bag-items-root"),
    ("package", "segments.b3", "seal-layout", "seal-segment-list"),
    ("package", "package.age", "seal-layout", "seal-package"),
    ("package", "seal.json.tst", "seal-layout", "seal-stamped"),
    ("bag", "offsets", "bag-form", "bag-files"),
    ("bag", "members.jsonl", "bag-form", "bag-examined"),
    ("bag", "conditions.json", "bag-form", "bag-conditions"),
    ("bag", "tagmanifest-sha256.txt.mldsa65.p7s", "bag-form", "bag-signed"),
    ("disclosure", "seal/segments.b3", "disclosure-form", None),
    ("certificate", "certificate.pdf", "certificate-layout", None),
]

FILES = [
    ("bundle", "messages", "bundle-layout", "messages"),
    ("bundle", "messages/0099", "bundle-layout", "messages"),
    ("bundle", "certificates", "bundle-layout", "certificates"),
    ("bundle", "request", "bundle-layout", "request"),
    ("bundle", "bag/earlier", "bag-form", "bag-earlier"),
    ("bag", "earlier", "bag-form", "bag-earlier"),
    ("bag", "request", "bag-form", None),
]


def replaced(material, tmp_path, kind, path, put):
    artifact = material.artifacts[kind].copy(tmp_path / "forged")
    place = artifact.path / path
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    put(place)
    return artifact


def empty_folder(place):
    place.mkdir()


def folder_with_a_file(place):
    place.mkdir()
    (place / "x").write_bytes(b"x")


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("put", [empty_folder, folder_with_a_file])
@pytest.mark.parametrize(("kind", "path", "layout", "reader"), FOLDERS)
def test_a_folder_in_the_place_of_a_file_fails_the_list_of_names(
    material, tmp_path, judge, put, kind, path, layout, reader
):
    artifact = replaced(material, tmp_path, kind, path, put)
    made = artifact.digest()
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert found.checks[layout] == "fails"
    assert found.outcome == "fails"
    if reader is not None:
        assert found.checks.get(reader) != "holds"
    assert artifact.digest() == made


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(("kind", "path", "layout", "reader"), FILES)
def test_a_file_in_the_place_of_a_folder_fails_the_list_of_names(
    material, tmp_path, judge, kind, path, layout, reader
):
    artifact = replaced(material, tmp_path, kind, path, lambda place: place.write_bytes(b"x"))
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert found.checks[layout] == "fails"
    if reader is not None:
        assert found.checks[reader] == "undecided"


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    ("kind", "path", "reader"),
    [
        ("bundle", "messages/0001/receipt.json", "receipts"),
        ("bundle", "bag/offsets", "bag-files"),
        ("bag", "offsets", "bag-files"),
        ("bundle", "seal/segments.b3", "seal-segment-list"),
        ("package", "segments.b3", "seal-segment-list"),
    ],
)
@pytest.mark.parametrize("put", [empty_folder, lambda place: place.symlink_to("/dev/null")])
def test_what_would_hold_without_the_file_is_undecided(
    material, tmp_path, judge, kind, path, reader, put
):
    artifact = replaced(material, tmp_path, kind, path, put)
    found = JUDGES[judge](artifact, [material.directory], material.now)
    assert found.checks[reader] == "undecided"


@pytest.mark.judge
@pytest.mark.parametrize(
    ("path", "layout", "reader"), [tuple(more) for kind, *more in FOLDERS if kind == "bundle"]
)
def test_check_sh_fails_the_list_of_names(material, tmp_path, path, layout, reader):
    artifact = replaced(material, tmp_path, "bundle", path, empty_folder)
    found = judge_script(artifact, ())
    assert (found.outcome, found.checks[layout]) == ("fails", "fails")
    assert found.checks.get(reader) != "holds"
