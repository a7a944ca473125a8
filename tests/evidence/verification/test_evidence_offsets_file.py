# SPDX-License-Identifier: Apache-2.0
"""The table of offsets that a tar program unpacks with a bag: this bag's, or no file of a bag."""

import io
import tarfile
from pathlib import Path

import pytest

from casts.evidence.resealing import _plaintext
from casts.evidence.states import Sealing, State, contents_of
from rogatory.errors import Refused
from rogatory.evidence.verification.verify import verify_bag

TREES = ("tree", "long_names")


@pytest.fixture
def long_names(tmp_path: Path) -> Path:
    """Names at and beyond the hundred bytes of a ustar header, and none in ASCII."""
    top = tmp_path / "long"
    for path in ("a" * 50, "b" * 58, "c" * 59, "d" * 200, "Ж/ж", "x/" + "é" * 100 + "/y"):
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(path)
    return top


def _unpacked(sealed: Path, receiver: State, folder: Path) -> Path:
    """The bag as any age tool and any tar program give it."""
    with tarfile.open(fileobj=io.BytesIO(_plaintext(sealed, receiver))) as archive:
        archive.extractall(folder, filter="data")
    (bag,) = folder.iterdir()
    assert (bag / "offsets").is_file()
    return bag


@pytest.fixture
def unpacked(sealed: Path, sealing: Sealing, tmp_path: Path) -> Path:
    return _unpacked(sealed, sealing.receiver, tmp_path / "by-tar")


def _failing(bag: Path, sealing: Sealing) -> dict[str, tuple[str, ...]]:
    """The codes of each check that does not hold; the bag is as it was."""
    before = contents_of(bag)
    checks = verify_bag(bag, trust=sealing.trust).checks
    assert contents_of(bag) == before
    return {
        one.id: tuple(reason.code.id for reason in one.reasons) or (one.outcome,)
        for one in checks
        if one.outcome != "holds" and one.id.startswith("bag-")
    }


@pytest.mark.parametrize("source", TREES)
def test_a_bag_unpacked_by_tar_holds_with_its_table(source, sealing, tmp_path, request) -> None:
    sealing.seal(request.getfixturevalue(source), tmp_path / "sealed")
    bag = _unpacked(tmp_path / "sealed", sealing.receiver, tmp_path / "by-tar")
    assert _failing(bag, sealing) == {}
    (bag / "offsets").unlink()
    assert _failing(bag, sealing) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda table: b"",
        lambda table: table + b"\n",
        lambda table: table + b"0 0 notes.txt\n",
        lambda table: table.partition(b"\n")[2],
        lambda table: table.replace(b" data/", b"  data/", 1),
        lambda table: b"what somebody wants a reader to find here\n",
    ],
)
def test_another_file_of_that_name_fails(change, unpacked, sealing) -> None:
    table = unpacked / "offsets"
    table.write_bytes(change(table.read_bytes()))
    assert _failing(unpacked, sealing) == {"bag-files": ("tar-offsets",)}


def test_the_table_of_another_package_fails(unpacked, sealing, tmp_path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("of another case")
    sealing.seal(tmp_path / "other", tmp_path / "other-sealed")
    other = _unpacked(tmp_path / "other-sealed", sealing.receiver, tmp_path / "other-by-tar")
    (unpacked / "offsets").write_bytes((other / "offsets").read_bytes())
    assert _failing(unpacked, sealing) == {"bag-files": ("tar-offsets",)}


def test_without_bag_info_the_table_cannot_be_compared(unpacked, sealing) -> None:
    """`bag-info.txt` names the folder on top of the stream."""
    info = unpacked / "bag-info.txt"
    info.write_bytes(info.read_bytes().replace(b"External-Identifier", b"External-Name"))
    failing = _failing(unpacked, sealing)
    assert failing["bag-tags"] == ("bag-digest",)
    assert failing["bag-files"] == ("undecided",)
    (unpacked / "offsets").unlink()
    assert "bag-files" not in _failing(unpacked, sealing)


def test_a_bag_sealed_again_has_a_new_table(unpacked, sealing, tmp_path) -> None:
    sealing.seal_bag(unpacked, tmp_path / "again")
    sealing.open(tmp_path / "again", tmp_path / "opened")
    assert not (tmp_path / "opened" / "offsets").exists()
    resealed = _unpacked(tmp_path / "again", sealing.receiver, tmp_path / "again-by-tar")
    assert _failing(resealed, sealing) == {}


def test_a_bag_with_another_file_of_that_name_is_not_sealed(unpacked, sealing, tmp_path) -> None:
    (unpacked / "offsets").write_bytes(b"0 0 notes.txt\n")
    before = contents_of(unpacked)
    with pytest.raises(Refused) as refused:
        sealing.seal_bag(unpacked, tmp_path / "again")
    assert refused.value.codes == ("tar-offsets",)
    assert contents_of(unpacked) == before
    assert not (tmp_path / "again").exists()
