# SPDX-License-Identifier: Apache-2.0
"""The contents of a provider's return: listed and hashed as other programs see it, whatever the
form.
"""

import base64
import bz2
import gzip
import hashlib
import lzma
import shutil
import struct
import subprocess
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casts.evidence.archives import CONTENTS, link_in_zip, list_archive, make_tar, make_zip, within
from rogatory.evidence.returns import members as limits
from rogatory.evidence.returns.document import parse_member
from rogatory.evidence.returns.members import ArchiveMember, target_escapes
from rogatory.evidence.returns.unpacking import BLOCK
from rogatory.wire import canonical


def _digests(lines: list[dict]) -> dict[str, str]:
    return {line["name"]: line["sha256"] for line in lines if line["kind"] == "file"}


EXPECTED = {name: hashlib.sha256(data).hexdigest() for name, data in CONTENTS.items()}


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_the_members_of_a_zip_have_the_digests_of_their_data(tmp_path, method):
    lines, found = list_archive(make_zip(tmp_path / "a.zip", method))
    assert _digests(lines) == EXPECTED
    assert (found["stopped"], found["notes"], found["format"]) == (None, [], "zip")
    assert found["members"] == len(CONTENTS) + 1
    assert not any(line["problems"] for line in lines)
    with zipfile.ZipFile(tmp_path / "a.zip") as judge:
        for line, info in zip(lines, judge.infolist(), strict=True):
            assert (line["name"], line["size"]) == (info.filename, info.file_size)
            assert line["compressed"] == info.compress_size
            assert line["kind"] == ("folder" if info.is_dir() else "file")


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_the_members_of_a_tar_have_the_digests_of_their_data(tmp_path, mode, form):
    lines, found = list_archive(make_tar(tmp_path / "a.tar", mode, form))
    assert _digests(lines) == EXPECTED
    assert (found["stopped"], found["notes"]) == (None, [])
    kinds = {line["name"]: (line["kind"], line["target"]) for line in lines}
    assert kinds["link"] == ("link", "photos/one.jpg")
    assert kinds["hard"] == ("hard-link", "log.txt")
    assert (kinds["pipe"][0], kinds["photos/"][0]) == ("fifo", "folder")
    assert not any(line["problems"] for line in lines)
    assert lines[0]["modified"] == "2023-11-14T22:13:20Z"


@pytest.mark.judge
@pytest.mark.parametrize("form", ["ustar", "pax", "gnutar", "zip"])
def test_bsdtar_makes_and_lists_what_we_list(tmp_path, form):
    tool = shutil.which("bsdtar")
    if tool is None:
        pytest.skip("bsdtar is not installed")
    top = tmp_path / "top"
    (top / "deep" / ("long-name-" * 12) / ("another-" * 9)).mkdir(parents=True)
    (top / "deep" / ("long-name-" * 12) / ("another-" * 9) / "file.bin").write_bytes(b"x" * 1000)
    (top / "link").symlink_to("deep")
    (top / "small").write_bytes(b"1")
    path = tmp_path / "a"
    done = subprocess.run(
        [tool, "--format", form, "-cf", path, "-C", top, "."], capture_output=True
    )
    if form == "ustar":
        assert done.returncode in (0, 1)
    lines, found = list_archive(path)
    output = subprocess.run([tool, "-tf", path], capture_output=True, text=True, check=True).stdout
    assert [line["name"] for line in lines] == output.splitlines()
    assert found["stopped"] is None
    for line in lines:
        if line["kind"] == "file":
            data = subprocess.run([tool, "-xOf", path, line["name"]], capture_output=True).stdout
            assert line["sha256"] == hashlib.sha256(data).hexdigest()


def test_a_file_packed_alone_is_one_member_and_several_streams_are_one(tmp_path):
    data = CONTENTS["log.txt"]
    for name, pack in {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}.items():
        path = tmp_path / name
        path.write_bytes(pack(data) + pack(b"more") + bytes(512 if name == "gzip" else 0))
        (line,), found = list_archive(path)
        assert line["sha256"] == hashlib.sha256(data + b"more").hexdigest()
        assert (found["format"], found["stopped"], found["notes"]) == (name, None, [])
        path.write_bytes(pack(data) + b"something else entirely")
        assert list_archive(path)[1]["notes"] == [f"bytes that are no {name} follow the archive"]
        path.write_bytes(pack(data)[:-6])
        lines, found = list_archive(path)
        assert (lines, found["members"]) == ([], 0)
        assert "too early" in found["stopped"]


def test_names_that_would_escape_are_reported_and_never_written(tmp_path):
    before = sorted(tmp_path.parent.rglob("*"))
    names = {
        "../up.txt": ["escapes"],
        "/etc/passwd": ["absolute"],
        "a/../../b": ["escapes"],
        "C:\\windows\\x": ["absolute"],
        "..\\up": ["escapes"],
        "fine..name/x": [],
    }
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for name in names:
            made.writestr(name, b"x")
        made.writestr(*link_in_zip("d/out", "../../etc"))
        made.writestr(*link_in_zip("d/in", "../fine"))
    lines, found = list_archive(tmp_path / "a.zip")
    problems = {line["name"]: line["problems"] for line in lines}
    assert {name: problems[name] for name in names} == names
    assert (problems["d/out"], problems["d/in"]) == (["target-escapes"], [])
    assert [line["target"] for line in lines if line["kind"] == "link"] == ["../../etc", "../fine"]
    assert found["stopped"] is None
    assert sorted(tmp_path.parent.rglob("*")) == sorted([*before, tmp_path / "a.zip"])


def test_links_are_followed_in_mind_only():
    assert target_escapes(b"a/b", b"../../c")
    assert target_escapes(b"a", b"/c")
    assert target_escapes(b"a", b"b/../../c")
    assert not target_escapes(b"a/b", b"../c")
    assert not target_escapes(b"./a/b", b"../c")


def test_duplicate_names_are_all_listed_and_reported(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
            made.writestr("x", b"first")
            made.writestr("x", b"second")
    lines, _ = list_archive(tmp_path / "a.zip")
    assert [line["problems"] for line in lines] == [[], ["duplicate"]]
    assert lines[1]["sha256"] == hashlib.sha256(b"second").hexdigest()


def test_a_wrong_checksum_leaves_the_member_without_a_digest(tmp_path):
    path = make_zip(tmp_path / "a.zip", zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.index(CONTENTS["photos/one.jpg"]) + 10] ^= 1
    path.write_bytes(data)
    lines, found = list_archive(path)
    by_name = {line["name"]: line for line in lines}
    assert by_name["photos/one.jpg"]["problems"] == ["damaged"]
    assert by_name["photos/one.jpg"]["sha256"] is None
    others = {name: line["sha256"] for name, line in by_name.items() if line["kind"] == "file"}
    assert others | {"photos/one.jpg": None} == EXPECTED | {"photos/one.jpg": None}
    assert found["stopped"] is None


@pytest.mark.judge
def test_an_encrypted_member_is_listed_as_such_and_not_hashed(tmp_path):
    tool = shutil.which("zip")
    if tool is None:
        pytest.skip("zip is not installed")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "open.txt").write_bytes(b"open")
    subprocess.run([tool, "-qjP", "word", "a.zip", "secret.txt"], cwd=tmp_path, check=True)
    subprocess.run([tool, "-qj", "a.zip", "open.txt"], cwd=tmp_path, check=True)
    lines, _ = list_archive(tmp_path / "a.zip")
    listed = {line["name"]: (line["encrypted"], line["sha256"]) for line in lines}
    assert listed["secret.txt"] == (True, None)
    assert listed["open.txt"] == (False, hashlib.sha256(b"open").hexdigest())


def test_a_zip64_is_read_by_its_wide_fields(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        with made.open("wide", "w", force_zip64=True) as member:
            member.write(b"wide")
        for number in range(66_000):  # more than the narrow field can count
            made.writestr(zipfile.ZipInfo(f"{number}"), b"")
    lines, found = list_archive(path)
    assert (found["members"], found["stopped"]) == (66_001, None)
    assert lines[0]["sha256"] == hashlib.sha256(b"wide").hexdigest()
    assert len({line["name"] for line in lines}) == 66_001


def _overlapping(path: Path) -> Path:
    """Two entries of the directory that share one member's bytes, as a small bomb has millions."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", bytes(1 << 20))
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = bytearray(data[start:end])
    copy = bytearray(entry)
    copy[46:47] = b"b"
    directory = bytes(entry + copy)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), start, 0)
    path.write_bytes(data[:start] + directory + tail)
    return path


def test_overlapping_members_are_reported_and_read_once(tmp_path):
    lines, found = list_archive(_overlapping(tmp_path / "a.zip"))
    assert lines[0]["problems"] == []
    assert "overlaps" in lines[1]["problems"]
    assert lines[1]["sha256"] is None
    assert found["expanded"] == 1 << 20


def test_two_ends_that_both_fit_are_refused_as_two_directories(tmp_path):
    inner = make_zip(tmp_path / "inner.zip").read_bytes()
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as made:
        made.writestr("shown", b"x")
        made.comment = b"-" * 10
    data = outer.read_bytes()[:-10]
    tail = inner[inner.rindex(b"PK\x05\x06") :]
    outer.write_bytes(data[:-2] + struct.pack("<H", len(tail)) + tail)
    _, found = list_archive(outer)
    assert "two central directories" in found["stopped"]


def test_members_that_the_directory_leaves_out_are_reported(tmp_path):
    first, second = make_zip(tmp_path / "1.zip").read_bytes(), tmp_path / "2.zip"
    with zipfile.ZipFile(second, "w") as made:
        made.writestr("shown", b"x")
    whole = tmp_path / "both.zip"
    data = second.read_bytes()
    start = data.index(b"PK\x01\x02")
    gap = data[:start] + first + data[start:]
    end = gap.rindex(b"PK\x05\x06")
    size, offset = struct.unpack("<II", gap[end + 12 : end + 20])
    fixed = gap[: end + 12] + struct.pack("<II", size, offset + len(first)) + gap[end + 20 :]
    whole.write_bytes(fixed)
    lines, found = list_archive(whole)
    assert [line["name"] for line in lines] == ["shown"]
    assert any("does not name" in note for note in found["notes"])


def test_bytes_before_and_after_a_zip_are_reported(tmp_path):
    data = make_zip(tmp_path / "a.zip").read_bytes()
    (tmp_path / "after.zip").write_bytes(data + b"trailing")
    lines, found = list_archive(tmp_path / "after.zip")
    assert _digests(lines) == EXPECTED
    assert found["notes"] == ["bytes follow its end"]


@pytest.mark.parametrize("share", [0.2, 0.7, 0.999])
def test_a_truncated_archive_stops_with_its_reason(tmp_path, share):
    for make, name in ((make_zip, "a.zip"), (make_tar, "a.tar")):
        path = make(tmp_path / name)
        if name == "a.tar":  # without the zeros that fill its last record
            path.write_bytes(path.read_bytes().rstrip(b"\0"))
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share) - 20])
        lines, found = list_archive(path)
        assert found["stopped"]
        assert found["members"] == len(lines)
        assert all(EXPECTED[name] == digest for name, digest in _digests(lines).items() if digest)


def test_a_bomb_is_stopped_by_what_it_unpacks_to(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros", bytes(8 << 20))
    (tmp_path / "a.tgz").write_bytes(gzip.compress(bytes(8 << 20)))
    for name in ("a.zip", "a.tgz"):
        assert "200 times its size" in str(within(tmp_path / name, freely=1 << 20))
        assert within(tmp_path / name) is None
        assert within(tmp_path / name, freely=1 << 20, ratio=2000) is None


def test_an_archive_within_an_archive_is_a_file(tmp_path):
    inner = make_zip(tmp_path / "inner.zip").read_bytes()
    lines, found = list_archive(make_zip(tmp_path / "outer.zip", **{"inner.zip": inner}))
    by_name = {line["name"]: line for line in lines}
    assert by_name["inner.zip"]["sha256"] == hashlib.sha256(inner).hexdigest()
    assert found["members"] == len(CONTENTS) + 2


def test_more_members_than_are_listed_stop_the_list(tmp_path, monkeypatch):
    from rogatory.evidence.returns import tar_members, zip_members

    monkeypatch.setattr(zip_members, "MOST_MEMBERS", 3)
    monkeypatch.setattr(tar_members, "MOST_MEMBERS", 3)
    assert limits.MOST_MEMBERS == 1_000_000
    assert "more than 3 members" in list_archive(make_zip(tmp_path / "a.zip"))[1]["stopped"]
    lines, found = list_archive(make_tar(tmp_path / "a.tar"))
    assert (len(lines), found["members"]) == (3, 3)
    assert "more than 3 members" in found["stopped"]


def test_huge_names_and_headers_stop_a_tar(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as made:
        made.addfile(tarfile.TarInfo("x" * 70_000))
    assert "a name has 70000 bytes" in list_archive(tmp_path / "a.tar")[1]["stopped"]
    with tarfile.open(tmp_path / "b.tar", "w") as made:
        made.addfile(tarfile.TarInfo("x" * (2 << 20)))
    assert "extended header has" in list_archive(tmp_path / "b.tar")[1]["stopped"]


def test_a_member_of_a_size_beyond_all_sense_stops_a_tar(tmp_path):
    path = make_tar(tmp_path / "a.tar", form=tarfile.GNU_FORMAT)
    data = bytearray(path.read_bytes())
    data[124:136] = b"\x80" + b"\xff" * 11
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    path.write_bytes(data)
    assert "size is impossible" in list_archive(path)[1]["stopped"]


def test_a_local_header_that_says_something_else_is_reported(tmp_path):
    path = make_zip(tmp_path / "a.zip")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"account.json", b"another.json", 1))
    lines, _ = list_archive(path)
    problems = {line["name"]: line["problems"] for line in lines}
    assert problems["account.json"] == ["differs-from-local"]


def respelled(text):
    """The same bytes in other base64: the bits after the last byte are not zero."""
    end = len(text.rstrip("="))
    found = text[: end - 1] + chr(ord(text[end - 1]) + 1) + text[end:]
    assert base64.b64decode(found, validate=True) == base64.b64decode(text)
    return found


def test_names_that_are_no_text_keep_their_bytes(tmp_path):
    name = b"\xff\xfe" + "e\u0301".encode()
    line = ArchiveMember(name, "file").line("data/a.tar", 0)
    fields = parse_member(line)
    assert fields["name_bytes"]
    other = fields | {"name_bytes": respelled(fields["name_bytes"])}
    with pytest.raises(ValueError, match="another name"):
        parse_member(canonical.encode(other) + b"\n")
    with tarfile.open(tmp_path / "a.tar", "w", encoding="utf-8", errors="surrogateescape") as made:
        made.addfile(tarfile.TarInfo(name.decode("utf-8", "surrogateescape")))
    (found,), _ = list_archive(tmp_path / "a.tar")
    assert found["name_bytes"] == parse_member(line)["name_bytes"]


_WORDS = {"flip", "zero", "full", "cut", "insert"}


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    zipped = make_zip(folder / "zip", **{"log.txt": b"short"}).read_bytes()
    packed = make_tar(folder / "gz", "w:gz").read_bytes()
    return folder, {"zip": zipped, "tar": make_tar(folder / "tar").read_bytes(), "gz": packed}


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_mutation_of_an_archive_does_more_than_stop_its_list(forms, data):
    """Whatever bytes change: lines in form, a bounded amount unpacked, and no false digest."""
    folder, made = forms
    form = data.draw(st.sampled_from(sorted(made)))
    mutated = bytearray(made[form])
    for _ in range(data.draw(st.integers(1, 5))):
        near = data.draw(st.sampled_from([0, len(mutated) - 700]))
        at = data.draw(st.integers(max(near, 0), max(min(near + 700, len(mutated) - 1), 0)))
        word = data.draw(st.sampled_from(sorted(_WORDS)))
        if not mutated:
            break
        if word == "cut":
            del mutated[at:]
        elif word == "insert":
            mutated[at:at] = data.draw(st.binary(min_size=1, max_size=30))
        else:
            at = min(at, len(mutated) - 1)
            mutated[at] = {"flip": mutated[at] ^ 1 << data.draw(st.integers(0, 7)), "zero": 0}.get(
                word, 255
            )
    path = folder / "mutated"
    path.write_bytes(mutated)
    lines, found = list_archive(path)
    assert found["members"] == len(lines)
    assert found["expanded"] <= limits.FREELY_EXPANDED
    for index, line in enumerate(lines):
        assert line["index"] == index
    if form == "zip":  # every member has a checksum of its own
        known = {*EXPECTED.values(), hashlib.sha256(b"short").hexdigest(), None}
        assert {line["sha256"] for line in lines} <= known


def test_memory_stays_at_a_few_blocks_while_a_large_member_is_read(tmp_path):
    import tracemalloc

    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros", bytes(64 << 20))
    tracemalloc.start()
    lines, _ = list_archive(tmp_path / "a.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines[0]["size"] == 64 << 20
    assert peak < 16 * BLOCK
