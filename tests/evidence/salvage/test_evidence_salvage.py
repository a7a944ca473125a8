# SPDX-License-Identifier: Apache-2.0
"""The parts of a damaged package that hold are kept, byte for byte, and never in the form of
evidence.
"""

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casts.evidence.states import Sealing, contents_of
from rogatory.errors import Refused
from rogatory.evidence.salvage import marked, salvage
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.verification.verify import is_bag, is_sealed
from rogatory.seal.age import CHUNK, SEALED_CHUNK

CHUNKS_OF_SIZE = {"Mail/a.eml": 20_000, "disk.img": 30 * CHUNK, "zz/last.bin": 5 * CHUNK}


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    top = tmp_path_factory.mktemp("salvage-source") / "seizure"
    sizes = CHUNKS_OF_SIZE | {f"Mail/{n:03}.eml": 5000 for n in range(60)} | {"empty": 0}
    for path, size in sizes.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(os.urandom(size))
    return top


@pytest.fixture(scope="module")
def package(source, sealing: Sealing, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("salvage-package") / "sealed"
    sealing.seal(source, out)
    return out


class Patient:
    """A copy of a package to damage, and what salvage makes of it."""

    def __init__(self, package: Path, folder: Path, sealing: Sealing, source: Path) -> None:
        self.folder = folder / "patient"
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(package, self.folder)
        self.seal = parse_seal((package / "seal.json").read_bytes())
        self.out = folder / "rest"
        shutil.rmtree(marked(self.out), ignore_errors=True)
        self._sealing, self._source = sealing, source

    def spoil_chunk(self, index: int) -> None:
        with (self.folder / "package.age").open("r+b") as file:
            file.seek(len(self.seal.header) + 16 + index * SEALED_CHUNK + 100)
            file.write(b"\xff\x00" * 8)

    def cut(self, keep_chunks: float) -> None:
        size = len(self.seal.header) + 16 + int(keep_chunks * SEALED_CHUNK)
        os.truncate(self.folder / "package.age", size)

    def salvage(self, **more):
        given = {"identities": [self._sealing.receiver.identity], "trust": self._sealing.trust}
        before = contents_of(self.folder)
        done = salvage(self.folder, self.out, **(given | more))
        assert contents_of(self.folder) == before
        self.check(done)
        return done

    def check(self, done) -> None:
        """Check what is true of every salvage, whatever was damaged."""
        assert done.folder.name.endswith("-not-evidence")
        assert (done.folder / "NOT-EVIDENCE.txt").read_text().startswith("NOT EVIDENCE")
        assert not is_bag(done.folder)
        assert not is_sealed(done.folder)
        assert not list(done.folder.rglob("bagit.txt"))
        assert not list(done.folder.rglob("data"))
        self.record = json.loads((done.folder / "salvage.json").read_bytes())
        self.files = {one["path"]: one for one in self.record["files"]}
        for path, one in self.files.items():
            if path.startswith("data/"):
                self._check_file(done.folder, one, self._source / path.removeprefix("data/"))

    def _check_file(self, folder: Path, one: dict, original: Path) -> None:
        if one["state"] == "lost":
            assert "place" not in one
            return
        found, data = (folder / one["place"]).read_bytes(), original.read_bytes()
        if one["state"] in {"holds", "not-compared"}:
            assert one["place"].startswith("recovered/")
            assert found == data
            return
        assert one["state"] == "damaged"
        assert one["place"].startswith("damaged/")
        assert len(found) == len(data)
        holes = [*map(tuple, one["lost"]), (len(data), len(data))]
        assert sum(high - low for low, high in holes) == one["lost_bytes"] > 0
        at = 0
        for low, high in holes:
            assert found[at:low] == data[at:low]
            assert found[low:high] == bytes(high - low)
            at = high


@pytest.fixture
def patient(package, source, sealing, tmp_path) -> Patient:
    return Patient(package, tmp_path, sealing, source)


def test_a_damaged_chunk_costs_only_what_lies_in_it(patient) -> None:
    patient.spoil_chunk(20)
    done = patient.salvage()
    assert done.proved
    assert done.bound
    assert done.states == {"holds": 63, "damaged": 1}
    assert patient.files["data/disk.img"]["lost_bytes"] == CHUNK
    assert done.lost_segments == (1,)
    assert not done.undamaged


def test_a_whole_package_is_said_to_be_one(patient) -> None:
    done = patient.salvage()
    assert done.undamaged
    assert set(done.states) == {"holds"}


def test_a_package_cut_short_is_walked_from_its_beginning(patient) -> None:
    patient.cut(15.5)
    done = patient.salvage()
    assert done.proved
    assert not done.bound
    assert done.states == {"not-compared": 61, "damaged": 1}
    assert patient.files["data/disk.img"]["found_by"] == "header"
    assert patient.record["manifest"] is False


@pytest.mark.parametrize("lost", [1, 16, 17, 700, 2000])
def test_a_package_that_lost_a_few_bytes_keeps_its_lists(patient, lost) -> None:
    """The chunk in which it ends has no proof; its lists are proved by the digest in the seal."""
    path = patient.folder / "package.age"
    os.truncate(path, path.stat().st_size - lost)
    done = patient.salvage()
    assert (done.proved, done.bound) == (True, True)
    assert done.states == {"holds": 64}
    assert patient.record["manifest"] is True
    assert done.lost_segments
    assert not done.undamaged


def test_a_forged_tail_proves_nothing(patient) -> None:
    path = patient.folder / "package.age"
    os.truncate(path, path.stat().st_size - 1)
    start = len(patient.seal.header) + 16
    last = start + (patient.seal.payload_size - 17) // SEALED_CHUNK * SEALED_CHUNK
    with path.open("r+b") as file:  # a writer there can change what is decrypted
        file.seek(last)
        data = file.read()
        file.seek(last)
        file.write(bytes(byte ^ 1 for byte in data))
    done = patient.salvage()
    assert not done.bound
    assert patient.files["data/zz/last.bin"]["found_by"] in {"header", "search"}


def test_a_package_of_one_chunk_that_lost_a_byte_is_had_as_a_whole(sealing, tmp_path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "note.txt").write_bytes(b"few words")
    sealing.seal(source, tmp_path / "sealed")
    small = Patient(tmp_path / "sealed", tmp_path, sealing, source)
    path = small.folder / "package.age"
    os.truncate(path, path.stat().st_size - 1)
    done = small.salvage()
    assert (done.bound, done.states) == (True, {"holds": 1})


def test_without_the_table_the_next_header_is_looked_for_behind_a_hole(patient) -> None:
    last = patient.seal.payload_size // SEALED_CHUNK
    patient.spoil_chunk(last)
    patient.spoil_chunk(2)
    done = patient.salvage()
    found = {one.get("found_by") for one in patient.files.values()}
    assert found - {None} == {"header", "search"}  # None: lost, known from the manifest
    assert done.states["lost"] > 0
    assert sum(done.states.values()) - done.states["lost"] > 40
    assert patient.files["data/zz/last.bin"]["state"] in {"holds", "not-compared"}


def test_a_header_planted_in_evidence_is_not_taken_for_one_of_the_package(
    sealing, tmp_path
) -> None:
    """Evidence that is itself a stream of a package, behind a hole."""
    inner, source = tmp_path / "inner", tmp_path / "source"
    inner.mkdir()
    (inner / "fake").write_bytes(b"planted")
    sealing.seal(inner, tmp_path / "first")
    seal = parse_seal((tmp_path / "first" / "seal.json").read_bytes())
    from rogatory.evidence.stream.tar_format import member_header

    source.mkdir()
    planted = member_header(f"{seal.package}/data/fake", 7) + b"planted".ljust(512, b"\0")
    (source / "a.bin").write_bytes(os.urandom(3 * CHUNK) + planted * 200)
    (source / "b.bin").write_bytes(os.urandom(3 * CHUNK))
    sealing.seal(source, tmp_path / "sealed")
    patient = Patient(tmp_path / "sealed", tmp_path, sealing, source)
    patient.spoil_chunk(0)
    patient.spoil_chunk(patient.seal.payload_size // SEALED_CHUNK)
    patient.salvage()
    assert "data/fake" not in patient.files
    assert patient.files["data/b.bin"]["found_by"] == "search"


@pytest.mark.parametrize("name", ["segments.b3", "custody", "certificates"])
def test_what_else_is_missing(name: str, patient) -> None:
    path = patient.folder / name
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
    assert set(patient.salvage().states) == {"holds"}


def test_a_damaged_header_is_taken_from_the_seal(patient) -> None:
    with (patient.folder / "package.age").open("r+b") as file:
        file.write(b"X" * 500)
    done = patient.salvage()
    assert set(done.states) == {"holds"}
    assert [reason.code.id for reason in done.problems] == ["seal-header"]


def test_an_unsigned_seal_only_when_asked(patient) -> None:
    (patient.folder / "seal.json.p256.p7s").unlink()
    with pytest.raises(Refused) as refused:
        patient.salvage()
    assert refused.value.codes == ("salvage-not-proved",)
    assert not marked(patient.out).exists()
    done = patient.salvage(unproved=True)
    assert not done.proved
    assert not done.bound
    assert patient.record["proved"] is False


def test_no_seal_at_all(patient) -> None:
    (patient.folder / "seal.json").unlink()
    patient.cut(20)
    done = patient.salvage(unproved=True)
    assert done.bag is None
    assert done.states == {"not-compared": 61, "damaged": 1}


def test_nothing_can_be_had_without_header_or_nonce(patient, thalassia) -> None:
    with pytest.raises(Refused) as refused:
        patient.salvage(identities=[thalassia.identity])
    assert refused.value.codes == ("age-no-match",)
    with (patient.folder / "package.age").open("r+b") as file:
        file.seek(len(patient.seal.header))
        file.write(bytes(16))
    with pytest.raises(Refused) as refused:
        patient.salvage()
    assert refused.value.codes == ("salvage-nothing",)
    os.truncate(patient.folder / "package.age", len(patient.seal.header) + 3)
    with pytest.raises(Refused) as refused:
        patient.salvage()
    assert refused.value.codes == ("salvage-nothing",)
    assert not marked(patient.out).exists()
    assert not marked(patient.out).with_name(marked(patient.out).name + ".partial").exists()


def test_nothing_is_replaced(patient) -> None:
    marked(patient.out).mkdir()
    with pytest.raises(Refused) as refused:
        patient.salvage()
    assert refused.value.codes == ("disk-exists",)
    assert list(marked(patient.out).iterdir()) == []


_DAMAGE = st.lists(st.integers(0, 45), max_size=12)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spoilt=_DAMAGE, kept=st.none() | st.floats(0.5, 44))
def test_whatever_is_damaged_what_is_kept_is_the_source_s(
    spoilt, kept, package, source, sealing, tmp_path
) -> None:
    patient = Patient(package, tmp_path, sealing, source)
    last = (patient.seal.payload_size - 16) // SEALED_CHUNK
    for index in {each for each in spoilt if each <= last}:
        patient.spoil_chunk(index)
    if kept is not None and kept < last:
        patient.cut(kept)
    try:
        patient.salvage()
    except Refused as refused:
        assert refused.codes == ("salvage-nothing",)
