# SPDX-License-Identifier: Apache-2.0
"""Tars that others made: no member is hidden, sparse files are whole, and two readers judge."""

import hashlib
import random
import tarfile

import pytest

from casts.evidence.archives import list_archive
from casts.evidence.tars import (
    block,
    bsdtar,
    named_by_libarchive,
    named_by_python,
    pax,
    random_tar,
    record,
    sparse_tar,
    whole,
    write,
)
from rogatory.evidence.returns import tar_sparse


def digest(data):
    return hashlib.sha256(data).hexdigest()


def names(lines):
    return [line["name"].rstrip("/") for line in lines]


@pytest.mark.judge
@pytest.mark.parametrize("kind", [b"2", b"3", b"4", b"5", b"6"])
def test_a_member_without_data_that_announces_some_hides_nobody(tmp_path, kind):
    hidden = block(b"hidden", 6) + whole(b"secret")
    path = write(
        tmp_path / "a.tar",
        block(b"outer", len(hidden), kind, target=b"x" if kind == b"2" else b""),
        hidden,
        block(b"last", 4),
        whole(b"last"),
    )
    lines, found = list_archive(path)
    assert names(lines) == ["outer", "hidden", "last"] == named_by_libarchive(path)
    assert named_by_python(path) == names(lines)
    assert lines[1]["sha256"] == digest(b"secret")
    assert lines[0]["problems"] == ["readers-differ"]
    assert found["stopped"] is None


@pytest.mark.judge
@pytest.mark.parametrize("size", [5, 512, 700])
def test_data_of_a_hard_link_are_hashed_where_pax_lets_it_have_them(tmp_path, size):
    data = b"d" * size
    path = write(
        tmp_path / "a.tar",
        pax((b"comment", b"as pax")),
        block(b"first", size),
        whole(data),
        block(b"second", size, b"1", target=b"first"),
        whole(data),
        block(b"last", 4),
        whole(b"last"),
    )
    lines, found = list_archive(path)
    assert names(lines) == ["first", "second", "last"] == named_by_libarchive(path)
    assert (lines[1]["size"], lines[1]["sha256"]) == (size, digest(data))
    assert (lines[1]["kind"], lines[1]["problems"]) == ("hard-link", ["readers-differ"])
    assert found["stopped"] is None


@pytest.mark.judge
def test_a_hard_link_that_repeats_its_files_size_has_no_data(tmp_path):
    path = write(
        tmp_path / "a.tar",
        block(b"first", 700, magic=b""),
        whole(b"d" * 700),
        block(b"second", 700, b"1", target=b"first", magic=b""),
        block(b"last", 4, magic=b""),
        whole(b"last"),
    )
    lines, _ = list_archive(path)
    assert names(lines) == ["first", "second", "last"] == named_by_libarchive(path)
    assert (lines[1]["size"], lines[1]["sha256"]) == (None, None)


@pytest.mark.judge
@pytest.mark.parametrize("form", ["old", "0.0", "0.1", "1.0"])
@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 30, 300])
def test_a_sparse_file_has_the_digest_of_the_file_with_its_holes(tmp_path, form, count):
    of = random.Random(count)
    spans, image = [], bytearray()
    for _ in range(count):
        image += bytes(512 * of.randint(1, 40))
        data = of.randbytes(512 * of.randint(1, 3))
        spans.append((len(image), len(data)))
        image += data
    image += bytes(0 if count % 2 else 5000)
    stored = b"".join(bytes(image[at : at + length]) for at, length in spans)
    # GNU ends a map with an empty span where the file ends in a hole.
    ended = [*spans, (len(image), 0)]
    path = sparse_tar(tmp_path / "a.tar", form, ended, len(image), stored)
    lines, found = list_archive(path)
    assert [(line["name"], line["kind"]) for line in lines] == [
        ("holes", "file"),
        ("after", "file"),
    ]
    assert (lines[0]["size"], lines[0]["sha256"]) == (len(image), digest(bytes(image)))
    assert lines[1]["sha256"] == digest(b"after")
    assert found["stopped"] is None
    assert not lines[0]["problems"]
    assert bsdtar("-xOf", path, "holes") == bytes(image)
    with tarfile.open(path) as judge:
        opened = judge.extractfile("holes")
        assert opened is not None
        assert opened.read() == bytes(image)


def test_a_map_that_contradicts_itself_stops_the_list(tmp_path):
    for spans in ([(100, 10), (50, 10)], [(0, 30)], [(0, 10), (5000, 10)]):
        for form in ("old", "0.0", "0.1", "1.0"):
            path = sparse_tar(tmp_path / "a.tar", form, spans, 4000, b"x" * 20)
            lines, found = list_archive(path)
            assert lines == []
            assert "contradicts itself" in found["stopped"]


def test_a_map_of_endless_pieces_is_not_held(tmp_path, monkeypatch):
    monkeypatch.setattr(tar_sparse, "MOST_SPANS", 10)
    spans = [(at, 1) for at in range(0, 40, 2)]
    for form in ("old", "1.0"):
        path = sparse_tar(tmp_path / "a.tar", form, spans, 4000, b"x" * 20)
        assert "more than 10 pieces" in list_archive(path)[1]["stopped"]


def test_a_hole_of_petabytes_costs_no_time_and_hides_nothing_behind_it(tmp_path):
    path = sparse_tar(tmp_path / "a.tar", "1.0", [(1 << 52, 5)], (1 << 52) + 5, b"tiny.")
    lines, found = list_archive(path)
    assert (lines[0]["sha256"], lines[0]["problems"]) == (None, ["too-large"])
    assert lines[1]["sha256"] == digest(b"after")
    assert found["stopped"] is None


def test_what_a_solaris_tar_leaves_out_is_reported_as_unknown(tmp_path):
    path = write(
        tmp_path / "a.tar",
        pax((b"SUN.holesdata", b" 0 5 9"), kind=b"X"),
        block(b"a", 3),
        whole(b"abc"),
    )
    lines, _ = list_archive(path)
    assert (lines[0]["sha256"], lines[0]["problems"]) == (None, ["method-unknown"])


@pytest.mark.judge
def test_a_checksum_of_signed_bytes_is_a_checksum(tmp_path):
    path = write(
        tmp_path / "a.tar",
        block("\u00e9t\u00e9".encode(), 4, magic=b"", signed=True),
        whole(b"data"),
    )
    lines, found = list_archive(path)
    assert names(lines) == ["\u00e9t\u00e9"] == named_by_libarchive(path) == named_by_python(path)
    assert found["stopped"] is None


def test_a_name_with_a_nul_is_reported(tmp_path):
    path = write(
        tmp_path / "a.tar", pax((b"path", b"seen.txt\0../../hidden")), block(b"seen.txt", 0)
    )
    lines, found = list_archive(path)
    assert lines[0]["problems"] == ["escapes", "nul-in-name"]
    assert lines[0]["name"] == "seen.txt\0../../hidden"
    assert found["stopped"] is None


def test_names_that_fall_together_on_some_disks_are_reported(tmp_path):
    written = [
        "Plan.txt",
        "plan.TXT",
        "\u00e9",
        "e\u0301",
        "./plan.TXT",
        "stra\u00dfe",
        "STRASSE",
        "other",
    ]
    path = write(tmp_path / "a.tar", *(block(name.encode(), 0) for name in written))
    lines, _ = list_archive(path)
    assert [line["problems"] for line in lines] == [
        [],
        ["duplicate-by-case"],
        [],
        ["duplicate-by-form"],
        ["duplicate"],
        [],
        ["duplicate-by-case"],
        [],
    ]


def test_a_record_without_a_value_takes_the_general_one_back(tmp_path):
    path = write(
        tmp_path / "a.tar",
        pax((b"path", b"general"), kind=b"g"),
        pax((b"path", b"")),
        block(b"own", 0),
        block(b"other", 0),
    )
    assert names(list_archive(path)[0]) == ["own", "general"]


@pytest.mark.parametrize("data", [bytes(40), record(b"path", b"new") + b"\0" * 9 + b"1"])
def test_an_extended_header_without_records_stops_the_list(tmp_path, data):
    """Programs differ in whether the next member then has its own name, size and holes."""
    path = write(tmp_path / "a.tar", block(b"x", len(data), b"x"), whole(data), block(b"own", 0))
    lines, found = list_archive(path)
    assert lines == []
    assert found["stopped"] == "an extended header is damaged"


@pytest.mark.judge
@pytest.mark.parametrize("seed", range(40))
def test_random_tars_are_listed_as_libarchive_lists_them(tmp_path, seed):
    """Where it lists others, or Python does, the member at which they differ is reported."""
    path = write(tmp_path / "a.tar", *random_tar(seed))
    lines, found = list_archive(path)
    differs = any("readers-differ" in line["problems"] for line in lines)
    assert differs or names(lines) == named_by_libarchive(path) == named_by_python(path)
    assert found["stopped"] is None or differs


def long_name(name):
    return block(b"././@LongLink", len(name) + 1, b"L", magic=b"ustar  \0") + whole(name + b"\0")


def for_all(*records):
    made = bytearray(pax(*records))
    made[156:157], made[148:156] = b"g", b" " * 8
    made[148:156] = b"%06o\0 " % sum(made[:512])
    return bytes(made)


TWO_NAMES = {
    "a long name, then a record": [long_name(b"first"), pax((b"path", b"second"))],
    "a record, then a long name": [pax((b"path", b"first")), long_name(b"second")],
    "two records": [pax((b"path", b"first"), (b"path", b"second"))],
    "two headers of records": [pax((b"path", b"first")), pax((b"path", b"second"))],
    "a record of all": [for_all((b"path", b"second"))],
}


@pytest.mark.judge
@pytest.mark.parametrize("case", TWO_NAMES)
def test_a_member_with_two_names_is_reported_as_one_that_programs_read_differently(tmp_path, case):
    """Listed as report.pdf, unpacked by another program as ../../evil.exe."""
    path = write(tmp_path / "a.tar", *TWO_NAMES[case], block(b"third", 4), whole(b"data"))
    lines, found = list_archive(path)
    assert (names(lines), found["stopped"]) == (["second"], None)
    assert lines[0]["problems"] == ["readers-differ"]
    assert len(named_by_libarchive(path)) == 1


@pytest.mark.judge
def test_a_record_whose_size_swallows_members_is_reported(tmp_path):
    """A program that knows no records lists what lies in the member."""
    hidden = block(b"hidden", 6) + whole(b"secret")
    path = write(
        tmp_path / "a.tar",
        pax((b"size", str(len(hidden)).encode())),
        block(b"outer", 0),
        hidden,
        block(b"last", 4),
        whole(b"last"),
    )
    lines, _ = list_archive(path)
    assert names(lines) == ["outer", "last"] == named_by_libarchive(path)
    assert [line["problems"] for line in lines] == [["readers-differ"], []]


@pytest.mark.judge
def test_records_that_agree_are_no_problem(tmp_path):
    path = write(
        tmp_path / "a.tar",
        for_all((b"comment", b"a commit")),
        long_name(b"name"),
        pax((b"path", b"name"), (b"size", b"4")),
        block(b"name", 4),
        whole(b"data"),
    )
    lines, _ = list_archive(path)
    assert (names(lines), lines[0]["problems"]) == (["name"], [])
