# SPDX-License-Identifier: Apache-2.0
"""Collected and sealed data come out byte for byte, described, and from one file alone."""

import base64
import json
import os
from pathlib import Path

import pytest

from casts.evidence.states import ODD_NAMES, Sealing, clock, contents_of
from rogatory.errors import Refused
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.conditions import Conditions
from rogatory.evidence.names import stored_names
from rogatory.evidence.options import Contents, RunSettings, SealOptions
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.trust.anchors import NOT_COMPARED, Trust
from rogatory.evidence.verification.verify import is_bag, is_sealed, verify_bag, verify_sealed


def _payload(source: Path) -> dict[str, bytes]:
    """Return what must lie in `data/`, computed from the source another way."""
    found = {}
    for folder, folders, files in os.walk(os.fsencode(source)):
        names = stored_names([*folders, *files])
        above = Path(os.fsdecode(folder)).relative_to(source)
        for name in files:
            path = Path(os.fsdecode(folder)) / os.fsdecode(name)
            if path.is_file() and not path.is_symlink():
                found[str(above / names[name])] = path.read_bytes()
    return found


def _data(bag: Path) -> dict[str, bytes]:
    return contents_of(bag / "data")


@pytest.mark.law_line(45)
def test_a_tree_comes_back_byte_for_byte(tree, sealed, sealing: Sealing, tmp_path) -> None:
    opened = sealing.open(sealed, tmp_path / "opened")
    assert _data(tmp_path / "opened") == _payload(tree)
    assert opened.files == len(_payload(tree))
    assert [check.outcome for check in opened.checks] == ["holds"] * len(opened.checks)
    assert opened.bag == parse_seal((sealed / "seal.json").read_bytes()).bag
    assert sorted(path.name for path in tmp_path.iterdir()) == ["opened", "sealed", "seizure"]


@pytest.mark.law_line(45)
def test_a_bag_comes_back_with_the_record_of_its_collection(
    tree, collected, sealing: Sealing, tmp_path
) -> None:
    before = contents_of(collected)
    done = sealing.seal_bag(collected, tmp_path / "sealed")
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    after = contents_of(tmp_path / "opened")
    assert contents_of(collected) == before
    assert _data(tmp_path / "opened") == _payload(tree)
    for name in ("tagmanifest-sha256.txt", "tagmanifest-sha256.txt.p256.p7s", "case.jsonld"):
        assert after[f"earlier/1/{name}"] == before[name]
    for name in ("manifest-sha256.txt", "inventory.jsonl", "package-secret.bin"):
        assert after[name] == before[name]
    verified = verify_bag(tmp_path / "opened", trust=sealing.trust)
    assert verified.outcome == "holds"
    assert done.collected != done.bag == verified.bag


def test_an_opened_package_can_be_sealed_onward(sealed, sealing, arcadia, thalassia, tmp_path):
    sealing.open(sealed, tmp_path / "opened")
    onward = Sealing(arcadia, thalassia)
    onward.seal_bag(tmp_path / "opened", tmp_path / "onward")
    anchors = (*arcadia.anchors.certificates, *sealing.sender.anchors.certificates)
    trust = Trust(now=clock(), anchors=type(arcadia.anchors)(anchors))
    onward.open(tmp_path / "onward", tmp_path / "third", trust=trust)
    verified = verify_bag(tmp_path / "third", trust=trust)
    assert verified.outcome == "holds"
    assert [one.remark for one in verified.checks[-2:]] == [
        "xb/central-authority",
        "given by xb/central-authority",
    ]


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, (1 << 20) - 2048, 3 << 20, 9 << 20])
def test_a_single_file_of_any_size(size: int, sealing: Sealing, tmp_path) -> None:
    data = os.urandom(size)
    (tmp_path / "image.dd").write_bytes(data)
    done = sealing.seal(tmp_path / "image.dd", tmp_path / "sealed")
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    assert _data(tmp_path / "opened") == {"image.dd": data}
    assert (done.files, done.bytes) == (1, size)
    got = sealing.extract(tmp_path / "sealed", "image.dd", tmp_path / "image")
    assert (tmp_path / "image").read_bytes() == data
    assert got.size == size


@pytest.mark.parametrize("pad", range(0, 3 * 512, 512))
def test_a_stream_that_ends_at_a_chunk_or_a_segment(pad: int, sealing: Sealing, tmp_path) -> None:
    """Sizes chosen so that the stream's end falls on, before and behind a boundary."""
    (tmp_path / "one").write_bytes(b"x")
    options = SealOptions(segment_size=1 << 20)
    first = sealing.seal(tmp_path / "one", tmp_path / "probe", options=options)
    beyond = first.payload_size % 65552
    (tmp_path / "two").write_bytes(bytes(65536 * 3 - beyond + 16 - 1024 + pad))
    sealing.seal(tmp_path / "two", tmp_path / "sealed", options=options)
    sealing.open(tmp_path / "sealed", tmp_path / "opened")


def test_an_empty_folder(sealing: Sealing, tmp_path) -> None:
    (tmp_path / "nothing").mkdir()
    done = sealing.seal(tmp_path / "nothing", tmp_path / "sealed")
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    assert (done.files, done.bytes) == (0, 0)
    assert list((tmp_path / "opened" / "data").iterdir()) == []
    assert verify_bag(tmp_path / "opened", trust=sealing.trust).outcome == "holds"


def test_many_files_and_each_is_found_from_the_end(sealing: Sealing, tmp_path) -> None:
    source = tmp_path / "many"
    for number in range(3000):
        path = source / f"{number % 7}" / f"file-{number:05}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"contents of {number}".encode())
    sealing.seal(source, tmp_path / "sealed")
    for number in (0, 1, 1500, 2998, 2999):
        path = f"{number % 7}/file-{number:05}"
        sealing.extract(tmp_path / "sealed", path, tmp_path / f"out-{number}")
        assert (tmp_path / f"out-{number}").read_text() == f"contents of {number}"
    with pytest.raises(Refused) as refused:
        sealing.extract(tmp_path / "sealed", "3/file-99999", tmp_path / "none")
    assert refused.value.codes == ("evidence-no-such-item",)
    assert not (tmp_path / "none").exists()


def test_every_file_and_tag_file_of_a_tree_can_be_extracted(tree, sealed, sealing, tmp_path):
    for path, data in _payload(tree).items():
        out = tmp_path / "out"
        sealing.extract(sealed, path, out)
        assert out.read_bytes() == data
        out.unlink()
    got = sealing.extract(sealed, "inventory.jsonl", tmp_path / "inventory")
    assert got.path == "inventory.jsonl"
    assert got.remark.endswith("the rest of the package was not")


def test_the_inventory_names_what_holds_no_data(tree: Path, collected: Path) -> None:
    lines = [json.loads(line) for line in (collected / "inventory.jsonl").read_text().splitlines()]
    items = {line["path"]: line for line in lines}
    assert items["empty"]["kind"] == "folder"
    assert items["pipe"]["kind"] == "fifo"
    assert base64.b64decode(items["link-out"]["target"]) == b"/etc/passwd"
    assert not (collected / "data" / "link-out").exists()
    originals = {base64.b64decode(line["name"]) for line in lines if "name" in line}
    assert {b"line\nbreak.txt", b"\xff\xfe not utf-8", b"CON", b"Readme"} <= originals
    assert originals < set(ODD_NAMES)
    leaf = items["a/b/c/leaf.txt"]
    status = (tree / "a/b/c/leaf.txt").stat()
    assert leaf["mtime_ns"] == str(status.st_mtime_ns)
    assert leaf["mode"] == status.st_mode & 0o7777


def test_collecting_reads_without_changing_the_time_of_access(tree, collected) -> None:
    lines = (collected / "inventory.jsonl").read_text().splitlines()
    document = {line["path"]: line for line in map(json.loads, lines)}
    status = (tree / "size-65536.bin").stat()
    assert document["size-65536.bin"]["atime_ns"] == str(status.st_atime_ns)


def test_sparse_files_hard_links_and_attributes_are_described(tmp_path, acquisition) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with (source / "sparse").open("wb") as file:
        file.truncate(8 << 20)
        file.seek(4 << 20)
        file.write(b"x" * 4096)
    (source / "one").write_text("same")
    os.link(source / "one", source / "two")
    os.setxattr(source / "one", "user.origin", b"a camera")
    collect(
        source,
        tmp_path / "bag",
        terms=CollectionTerms(acquisition=acquisition),
        settings=RunSettings(clock=clock, random=os.urandom),
    )
    lines = (tmp_path / "bag" / "inventory.jsonl").read_text().splitlines()
    document = {line["path"]: line for line in map(json.loads, lines)}
    assert document["sparse"]["extents"] == [[4 << 20, 4096]]
    assert document["sparse"]["allocated"] == 4096
    assert document["one"]["links"] == document["two"]["links"] == 2
    assert document["one"]["inode"] == document["two"]["inode"]
    assert base64.b64decode(document["one"]["xattrs"]["user.origin"]) == b"a camera"


def test_conditions_and_request_travel_inside(tree, sealing: Sealing, tmp_path) -> None:
    contents = Contents(
        Conditions(purpose="Case 17/2026", police_information_only=True),
        {"message.json": b"{}", "approvals.json": b"[]"},
    )
    sealing.seal(tree, tmp_path / "sealed", contents=contents)
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    assert (tmp_path / "opened/request/message.json").read_bytes() == b"{}"
    conditions = json.loads((tmp_path / "opened/conditions.json").read_bytes())
    assert conditions["police_information_only"] is True


def test_a_second_manifest_of_sha512_is_made_and_checked(tree, sealing, tmp_path) -> None:
    sealing.seal(tree, tmp_path / "sealed", hashes=["sha512"])
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    path = tmp_path / "opened" / "manifest-sha512.txt"
    assert len(path.read_bytes().splitlines()) == len(_payload(tree))
    assert verify_bag(tmp_path / "opened", trust=sealing.trust).outcome == "holds"
    sealing.seal_bag(tmp_path / "opened", tmp_path / "again")
    sealing.open(tmp_path / "again", tmp_path / "reopened")


def test_verifying_a_sealed_package_needs_no_key_and_says_what_it_cannot_decide(
    sealed: Path, sealing: Sealing
) -> None:
    verified = verify_sealed(sealed, trust=sealing.trust)
    assert [check.number for check in verified.checks] == [1, 2, 3, 4, 5, 6, 7]
    assert [check.outcome for check in verified.checks] == ["holds"] * 6 + ["undecided"]
    assert "recipient" in str(verified.checks[-1].who)
    assert "2026-11-24T12:00:03Z" in str(verified.checks[1].remark)
    assert is_sealed(sealed)
    assert not is_bag(sealed)


def test_without_anchors_the_packages_own_certificates_speak_and_it_is_said(sealed, sealing):
    verified = verify_sealed(sealed, trust=Trust(now=clock()))
    assert verified.checks[2].outcome == "holds"
    assert verified.checks[2].remark == NOT_COMPARED


def test_a_missing_timestamp_is_pending_and_does_not_stop_opening(tree, sealing, tmp_path):
    sealing.seal(tree, tmp_path / "sealed", options=SealOptions())
    verified = verify_sealed(tmp_path / "sealed", trust=sealing.trust)
    assert verified.checks[1].outcome == "undecided"
    sealing.open(tmp_path / "sealed", tmp_path / "opened")


def test_an_unsigned_collection_is_undecided_not_failed(tree, tmp_path, acquisition, sealing):
    collect(
        tree,
        tmp_path / "bag",
        terms=CollectionTerms(acquisition=acquisition),
        settings=RunSettings(clock=clock, random=os.urandom),
    )
    verified = verify_bag(tmp_path / "bag", trust=sealing.trust)
    assert verified.outcome == "undecided"
    assert verified.checks[3].remark == "it was collected without a signature"


def test_progress_ends_at_the_whole(tree, sealing: Sealing, tmp_path) -> None:
    progress: list[tuple[int, int]] = []
    done = sealing.seal(tree, tmp_path / "sealed", progress=lambda n, of: progress.append((n, of)))
    assert progress[-1] == (done.bytes, done.bytes)
    assert progress == sorted(progress)
