# SPDX-License-Identifier: Apache-2.0
"""Our reader of E01 chunks, judged by ewfacquire's images and by what ewfverify says of damage."""

import hashlib
import random
import re
import struct
import subprocess
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casts.evidence.images import SECTOR, acquire, flip, media_of, program
from rogatory.evidence.media import ewf_sections
from rogatory.evidence.media.ewf_chunks import EwfReader, ends_in, stated_at_end
from rogatory.evidence.media.ewf_sections import ChunkTable, DamagedSectionError, SegmentFile
from rogatory.evidence.media.ranges import Ranges
from rogatory.evidence.media.read_through import work
from rogatory.evidence.media.segment_names import (
    MOST_SEGMENTS,
    first_name_of,
    first_of,
    looks_numbered,
)

SECTORS = 6001  # no whole number of chunks


class Silent:
    def progress(self, done: int) -> None:
        pass


@pytest.fixture(scope="module")
def raw(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("media") / "disk.raw"
    path.write_bytes(media_of(SECTORS, 1))
    return path


def _read(files: list[Path]):
    reader = EwfReader([str(path).encode() for path in files])
    chunks = list(reader.chunks())
    data = b"".join(chunk.data if chunk.data is not None else bytes(chunk.size) for chunk in chunks)
    return data, [chunk.index for chunk in chunks if chunk.data is None], reader.stated


@pytest.mark.judge
@pytest.mark.parametrize(
    "form", ["encase1", "encase5", "encase6", "encase7", "ftk", "smart", "ewfx"]
)
@pytest.mark.parametrize("pressed", ["none", "fast"])
def test_the_media_are_what_ewfacquire_was_given(raw, form, pressed):
    files = acquire(raw, f"{form}-{pressed}", "-f", form, "-c", pressed, "-S", "1.2MiB")
    assert len(files) > 1 or pressed == "fast"
    data, bad, stated = _read(files)
    assert hashlib.sha256(data).digest() == hashlib.sha256(raw.read_bytes()).digest()
    assert (bad, stated.notes, stated.errors) == ([], [], [])
    assert stated.digests["md5"] == hashlib.md5(data).hexdigest()
    assert stated_at_end(str(files[-1]).encode()).digests == stated.digests
    assert [ends_in(str(path).encode()) for path in files] == ["next"] * (len(files) - 1) + ["done"]


def _sectors_that_ewfverify_finds(first: Path) -> list[tuple[int, int]]:
    output = subprocess.run(
        [program("ewfverify"), "-d", "sha1", str(first)], capture_output=True, text=True
    ).stdout
    assert "SUCCESS" not in output
    return [(int(a), int(b)) for a, b in re.findall(r"at sector\(s\): (\d+) - (\d+)", output)]


@pytest.mark.judge
@pytest.mark.parametrize("pressed", ["none", "fast"])
@pytest.mark.parametrize("seed", range(4))
def test_bad_sectors_are_those_that_ewfverify_finds(raw, pressed, seed):
    files = acquire(raw, f"bad-{pressed}-{seed}", "-c", pressed, "-S", "1.2MiB")
    made = random.Random(seed)
    for _ in range(made.randint(1, 6)):
        path = made.choice(files)
        with SegmentFile(str(path).encode()) as opened:
            (sectors,) = (part for part in opened.sections() if part.kind == "sectors")
        flip(path, made.randrange(sectors.data, sectors.end))
    expected = _sectors_that_ewfverify_finds(files[0])
    found = work({"paths": [str(path) for path in files], "ours": True}, Silent())
    ranges = found["damaged"]["ranges"]
    assert [(first, first + count - 1) for first, count in ranges] == expected
    assert expected
    assert found["differing"]["sectors"] == 0


def test_a_damaged_chunk_counts_as_zeros_in_the_digest_and_libewf_hands_it_out_unasked(raw):
    (file,) = acquire(raw, "zeros", "-S", "100MiB")
    media = raw.read_bytes()
    at = file.read_bytes().index(media[64 * SECTOR : 65 * SECTOR])
    flip(file, at + 7)
    found = work({"paths": [str(file)], "ours": True}, Silent())
    assert found["damaged"]["ranges"] == [[64, 64]]
    zeroed = media[: 64 * SECTOR] + bytes(64 * SECTOR) + media[128 * SECTOR :]
    assert found["digests"]["sha256"] == hashlib.sha256(zeroed).hexdigest()
    assert found["digests"]["md5"] != found["stored"]["md5"]
    assert found["stored"]["md5"] == hashlib.md5(media).hexdigest()


def _section(file: Path, kind: str):
    with SegmentFile(str(file).encode()) as opened:
        return next(part for part in opened.sections() if part.kind == kind)


def test_a_damaged_table_is_replaced_by_its_copy_and_reported(raw):
    (file,) = acquire(raw, "table", "-S", "100MiB")
    flip(file, _section(file, "table").data + 30)
    data, bad, stated = _read([file])
    assert (data, bad) == (raw.read_bytes(), [])
    assert any("its copy was used" in note for note in stated.notes)


def test_two_damaged_tables_leave_every_chunk_bad_and_are_reported(raw):
    (file,) = acquire(raw, "tables", "-S", "100MiB")
    flip(file, _section(file, "table").data + 30, _section(file, "table2").data + 31)
    data, bad, stated = _read([file])
    assert (data, bad, stated.lost) == (b"", [], -(-SECTORS // 64))
    assert any("what follows there was not read" in note for note in stated.notes)


def test_a_damaged_copy_of_the_table_is_reported_and_loses_nothing(raw):
    (file,) = acquire(raw, "copy", "-S", "100MiB")
    flip(file, _section(file, "table2").data + 31)
    data, bad, stated = _read([file])
    assert (data, bad) == (raw.read_bytes(), [])
    assert any("the first table was used" in note for note in stated.notes)


def test_a_cut_off_set_has_its_missing_end_as_bad_sectors(raw):
    files = acquire(raw, "cut", "-S", "1.2MiB")
    data, bad, stated = _read(files[:1])
    assert (bad, data) == ([], raw.read_bytes()[: len(data)])
    assert stated.lost == -(-SECTORS // 64) - len(data) // (64 * SECTOR)
    found = work({"paths": [str(files[0])], "ours": True}, Silent())
    first = len(data) // SECTOR
    assert found["damaged"]["ranges"] == [[first, SECTORS - first]]
    assert found["digests"] == {}
    files[0].write_bytes(files[0].read_bytes()[:-50])
    assert ends_in(str(files[0]).encode()) is None


def test_segments_in_the_wrong_order_are_not_taken_for_the_media(raw):
    files = acquire(raw, "order", "-S", "1.2MiB")
    with pytest.raises(DamagedSectionError, match="says that it is segment"):
        _read(files[::-1])
    _, _, stated = _read([files[0], files[0]])
    assert stated.lost
    assert any("says that it is segment 1" in note for note in stated.notes)


def _with_checksums(image: bytearray, section, length: int) -> None:
    """Make the checksums of a section right again, as a forger would."""
    at = section.data
    image[at + length : at + length + 4] = zlib.adler32(image[at : at + length]).to_bytes(
        4, "little"
    )


def test_an_image_that_claims_to_be_endless_costs_nothing(raw):
    (file,) = acquire(raw, "endless", "-S", "100MiB")
    image, volume = bytearray(file.read_bytes()), _section(file, "volume")
    image[volume.data + 16 : volume.data + 24] = (1 << 43).to_bytes(8, "little")
    _with_checksums(image, volume, 1048)
    file.write_bytes(image)
    began = time.process_time()
    found = work({"paths": [str(file)], "ours": True}, Silent())
    assert time.process_time() - began < 5
    assert found["damaged"]["sectors"] >= (1 << 43) - SECTORS - 64
    assert found["digests"] == {}


def test_chunks_that_share_bytes_are_bad_and_unpacked_once(raw):
    (file,) = acquire(raw, "shared", "-S", "100MiB")
    image, table = bytearray(file.read_bytes()), _section(file, "table")
    first, count = table.data + 24, -(-SECTORS // 64)
    image[first + 4 : first + 4 * count] = image[first : first + 4] * (count - 1)
    adler = zlib.adler32(image[first : first + 4 * count]).to_bytes(4, "little")
    image[first + 4 * count : first + 4 * count + 4] = adler
    file.write_bytes(image)
    _, bad, _ = _read([file])
    assert len(bad) >= count - 1


def test_a_chain_of_empty_sections_ends(raw, monkeypatch):
    monkeypatch.setattr(ewf_sections, "MOST_SECTIONS", 4)
    (file,) = acquire(raw, "chain", "-S", "100MiB")
    assert ends_in(str(file).encode()) is None


def test_offsets_beyond_two_gibibytes_go_on_with_all_bits():
    top = 1 << 31
    entries = (top - 70_000, top - 37_000, top - 4_000, top + 29_000, top + 62_000)
    places = list(ChunkTable(13, entries, 0).places(13 + top + 95_000))
    assert [start - 13 for start, _, _ in places] == list(entries)
    assert [stop - start for start, stop, _ in places] == [33_000] * 5
    assert not any(packed for _, _, packed in places)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_mutation_of_a_segment_file_passes_for_other_media(small, data):
    """Whatever bytes change, chunks that are given out are the media's own, or nothing opens."""
    image, media, scratch = small
    mutated = bytearray(image)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        kind = data.draw(st.sampled_from(["flip", "zero", "full", "cut", "insert"]))
        if kind == "cut":
            del mutated[at:]
            if not mutated:
                break
        elif kind == "insert":
            mutated[at:at] = data.draw(st.binary(min_size=1, max_size=40))
        else:
            value = {
                "flip": mutated[at] ^ 1 << data.draw(st.integers(0, 7)),
                "zero": 0,
                "full": 255,
            }
            mutated[at] = value[kind]
    scratch.write_bytes(mutated)
    try:
        found, bad, stated = _read([scratch])
    except DamagedSectionError:
        return
    assert stated.volume is not None
    assert len(found) <= stated.volume.size
    size = stated.volume.chunk_size
    for index in range(-(-len(found) // size)):
        if index not in bad:
            assert (
                found[index * size : (index + 1) * size] == media[index * size : (index + 1) * size]
            )


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    raw = folder / "disk.raw"
    raw.write_bytes(media_of(333, 5))
    (file,) = acquire(raw, "small", "-c", "fast", "-S", "100MiB")
    return file.read_bytes(), raw.read_bytes(), folder / "mutated.E01"


def test_runs_of_sectors_join_and_are_counted_beyond_what_is_listed():
    ranges = Ranges(limit=2)
    for first, count in [(0, 4), (4, 4), (100, 1), (200, 1), (201, 1)]:
        ranges.add(first, count)
    damage = {"complete": False, "ranges": [[0, 8], [100, 1]], "sectors": 11}
    assert ranges.as_json() == damage


def test_segments_are_named_as_the_format_names_them():
    name = first_of("folder/case.E01")
    assert name is not None
    named = [name.segment(number) for number in (2, 99, 100, 125, 126, 775, 776, MOST_SEGMENTS)]
    suffixes = ["E02", "E99", "EAA", "EAZ", "EBA", "EZZ", "FAA", "ZZZ"]
    assert named == [f"folder/case.{suffix}" for suffix in suffixes]
    lower = first_of("x.e01")
    assert lower is not None
    assert lower.segment(100) == "x.eaa"
    second = first_of("x.Ex01")
    assert second is not None
    assert [second.segment(number) for number in (2, 100, 776)] == ["x.Ex02", "x.ExAA", "x.EyAA"]
    assert all(looks_numbered(one) for one in ("a.E01", "a.e99", "a.s01", "a.L01", "a.Ex02"))
    assert not any(looks_numbered(one) for one in ("a.EAA", "a01", "x.t01", ""))
    assert (first_name_of("d/a.E07"), first_name_of("a.t02")) == ("d/a.E01", None)
    assert first_of("E01") is None


def _descriptor(kind: str, at: int, size: int, *, last: bool = False) -> bytes:
    following = at if last else at + size
    head = kind.encode().ljust(16, b"\0") + struct.pack("<QQ", following, 0 if last else size)
    head += bytes(40)
    return head + zlib.adler32(head).to_bytes(4, "little")


def _with_errors(file: Path, errors: list[tuple[int, int]]) -> None:
    """Insert a section of acquisition errors where the sections after the tables begin."""
    with SegmentFile(str(file).encode()) as opened:
        sections = list(opened.sections())
    image = file.read_bytes()
    behind = [part.kind for part in sections].index("table2") + 1
    at = sections[behind].start
    header = struct.pack("<I", len(errors)) + bytes(512)
    entries = b"".join(struct.pack("<II", *error) for error in errors)
    data = header + zlib.adler32(header).to_bytes(4, "little")
    data += entries + zlib.adler32(entries).to_bytes(4, "little")
    made = image[:at] + _descriptor("error2", at, 76 + len(data)) + data
    for part in sections[behind:]:
        last = part.kind == "done"
        size = part.end - part.start
        made += _descriptor(part.kind, len(made), size, last=last) + image[part.data : part.end]
    file.write_bytes(made)


@pytest.mark.judge
def test_errors_of_the_acquisition_are_reported_as_ewfinfo_reports_them(raw):
    (file,) = acquire(raw, "errors", "-S", "100MiB")
    _with_errors(file, [(64, 8), (1000, 1)])
    _, bad, stated = _read([file])
    assert (stated.errors, bad, stated.notes) == ([(64, 8), (1000, 1)], [], [])
    output = subprocess.run([program("ewfinfo"), str(file)], capture_output=True, text=True).stdout
    spans = re.findall(r"sector\(s\): (\d+) - (\d+)", output)
    assert spans == [("64", "71"), ("1000", "1000")]
