# SPDX-License-Identifier: Apache-2.0
"""Links, and a seal that cannot be read, in what evidence is judged by: refused, whatever they lead to."""

import shutil

import pytest

from casts.cli.commands import run
from casts.court.bundle_attacks import tree


@pytest.fixture
def opened(tmp_path, sealed, xa):
    result = run(
        "evidence", "open", sealed, "--key", xa, "--out", tmp_path / "opened",
        "--officer", "xa-0005",
    )  # fmt: skip
    assert result.status == 0, result.err
    return tmp_path / "opened"


def judged(path, *beside):
    before = [tree(one) for one in (path, *beside)]
    result = run("evidence", "verify", path, "--json")
    assert [tree(one) for one in (path, *beside)] == before
    failing = {one["id"] for one in result.json["checks"] if one["outcome"] == "fails"}
    assert (result.status == 1) == bool(failing)
    return failing


def linked(path):
    """A link in place of the file, to the same bytes elsewhere."""
    kept = path.parent.parent / f"kept-{path.name}"
    shutil.move(path, kept)
    path.symlink_to(kept)


@pytest.mark.parametrize("name", ["0001.json", "0001.p256.p7s"])
def test_a_link_for_a_file_of_a_packages_journal_is_refused(tmp_path, sealed, name):
    folder = tmp_path / "moved"
    shutil.copytree(sealed / "custody", folder)
    assert judged(sealed) == set()
    (sealed / "custody" / name).unlink()
    (sealed / "custody" / name).symlink_to(folder / name)
    assert "custody-journal" in judged(sealed)


@pytest.mark.parametrize(
    "name",
    ["0001.json", "0001.mldsa65.p7s", "certificates/xa-ca.p256.pem", "seal/seal.json.p256.p7s"],
)
def test_a_link_in_the_folder_beside_a_bag_is_refused(opened, name):
    beside = opened.with_name("opened-custody")
    assert judged(opened, beside) == set()
    linked(beside / name)
    assert "custody-journal" in judged(opened, beside)


def test_a_link_for_a_kept_folder_is_refused(opened):
    beside = opened.with_name("opened-custody")
    shutil.move(beside / "seal", beside.with_name("elsewhere"))
    (beside / "seal").symlink_to(beside.with_name("elsewhere"))
    assert "custody-journal" in judged(opened, beside)


def test_an_empty_folder_beside_a_bag_is_refused(opened):
    beside = opened.with_name("opened-custody")
    (beside / "seal" / "seals").mkdir()
    assert "custody-journal" in judged(opened, beside)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"version":1}', None])
def test_a_seal_beside_a_bag_that_cannot_be_read_is_no_bag_without_a_seal(opened, data):
    beside = opened.with_name("opened-custody")
    place = beside / "seal" / "seal.json"
    if data is None:
        place.unlink()
    else:
        place.write_bytes(data)
    assert "seal-form" in judged(opened, beside)


def test_a_journal_with_a_link_is_not_carried_on(tmp_path, sealed, xa):
    place = sealed / "custody" / "0001.json"
    shutil.move(place, tmp_path / "elsewhere.json")
    place.symlink_to(tmp_path / "elsewhere.json")
    before = tree(tmp_path)
    result = run(
        "evidence", "open", sealed, "--key", xa, "--out", tmp_path / "opened",
        "--officer", "xa-0005",
    )  # fmt: skip
    assert result.status == 1, result.out
    assert tree(tmp_path) == before
