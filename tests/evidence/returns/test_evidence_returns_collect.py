# SPDX-License-Identifier: Apache-2.0
"""A provider's return as it is collected and sealed: kept byte for byte, with its list beside."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from casts.evidence.archives import CONTENTS, make_tar, make_zip
from casts.evidence.states import Sealing, clock, collect
from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.confinement import process
from rogatory.evidence.returns.document import Archive, parse_lines, parse_member, read_members
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import verify_bag

WHO = Acquisition("xb/central-authority", officer="xb-0003")


def _collect(source: Path, out: Path, **more):
    given = {"provider_return": True} | more
    return collect(source, out, acquisition=WHO, clock=clock, random=os.urandom, **given)


def _lines(bag: Path) -> list:
    with Beneath(bag) as beneath:
        found = read_members(beneath)
        return list(found) if found is not None else []


def test_a_return_is_kept_as_it_came_and_its_members_are_listed(tmp_path):
    source = make_zip(tmp_path / "return.zip")
    done = _collect(source, tmp_path / "bag")
    assert (tmp_path / "bag" / "data" / "return.zip").read_bytes() == source.read_bytes()
    assert [path.name for path in (tmp_path / "bag" / "data").iterdir()] == ["return.zip"]
    *members, last = _lines(tmp_path / "bag")
    assert isinstance(last, Archive)
    assert last == done.examined.archives[0]
    assert last.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert (last.members, last.stopped) == (len(CONTENTS) + 1, None)
    digests = {line["name"]: line["sha256"] for line in members if line["kind"] == "file"}
    assert digests == {name: hashlib.sha256(data).hexdigest() for name, data in CONTENTS.items()}
    checks = verify_bag(tmp_path / "bag", trust=Trust(clock())).checks
    assert (checks[-1].id, checks[-1].outcome) == ("bag-examined", "holds")


def test_all_returns_of_a_folder_are_listed_in_order(tmp_path):
    folder = tmp_path / "returns"
    folder.mkdir()
    make_zip(folder / "a.zip")
    make_tar(folder / "b.tgz", "w:gz")
    (folder / "c.zip").write_bytes(b"no zip at all")
    (folder / "letter.txt").write_bytes(b"enclosed")
    done = _collect(folder, tmp_path / "bag")
    archives = [line for line in _lines(tmp_path / "bag") if isinstance(line, Archive)]
    assert [one.path for one in archives] == ["data/a.zip", "data/b.tgz"]
    assert [one.format for one in archives] == ["zip", "tar+gzip"]
    assert done.files == 4


def test_sealing_lists_the_same(tmp_path, sealing: Sealing):
    source = make_tar(tmp_path / "return.tar.xz", "w:xz")
    _collect(source, tmp_path / "bag")
    sealing.seal(source, tmp_path / "sealed", provider_return=True)
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    assert _lines(tmp_path / "opened") == _lines(tmp_path / "bag")
    members = (tmp_path / "opened" / "members.jsonl").read_bytes()
    assert members == (tmp_path / "bag" / "members.jsonl").read_bytes()


def test_without_a_request_an_archive_is_only_recognised(tmp_path):
    done = _collect(make_zip(tmp_path / "x.zip"), tmp_path / "bag", provider_return=False)
    assert (done.examined.unlisted, done.examined.archives) == ("x.zip", ())
    assert not (tmp_path / "bag" / "members.jsonl").exists()


def test_what_is_no_archive_is_refused_as_a_return(tmp_path):
    (tmp_path / "letter.txt").write_bytes(b"x" * 600)
    (tmp_path / "empty").mkdir()
    for source in ("letter.txt", "empty"):
        with pytest.raises(Refused) as refused:
            _collect(tmp_path / source, tmp_path / "bag")
        assert refused.value.codes == ("return-unknown",)
        assert not (tmp_path / "bag").exists()


def test_a_damaged_return_is_collected_and_its_list_says_where_it_stops(tmp_path):
    source = make_tar(tmp_path / "return.tgz", "w:gz")
    source.write_bytes(source.read_bytes()[:60_000])
    done = _collect(source, tmp_path / "bag")
    (remark,) = done.examined.remarks
    assert remark.code.id == "return-listing-stopped"
    *_, last = _lines(tmp_path / "bag")
    assert "too early" in last.stopped
    assert (tmp_path / "bag" / "data" / "return.tgz").read_bytes() == source.read_bytes()


@pytest.mark.parametrize(
    "answer",
    [
        "import os;os.abort()",
        "print('l{}')",
        'print(\'r\'+\'{"failed":null,"result":{"members":1}}\')',
        "import sys;sys.stdout.write('l'+'x'*3000000)",
    ],
)
def test_a_crash_or_a_lie_of_the_child_stops_the_list_and_nothing_else(
    tmp_path, monkeypatch, answer
):
    source = make_zip(tmp_path / "return.zip")
    monkeypatch.setattr(process, "_START", answer)
    done = _collect(source, tmp_path / "bag")
    (line,) = _lines(tmp_path / "bag")
    assert line.stopped
    assert line.members == 0
    assert [remark.code.id for remark in done.examined.remarks] == ["return-listing-stopped"]
    assert (tmp_path / "bag" / "data" / "return.zip").read_bytes() == source.read_bytes()


def test_a_record_of_another_archive_fails_its_check(tmp_path):
    _collect(make_zip(tmp_path / "return.zip"), tmp_path / "bag")
    path = tmp_path / "bag" / "members.jsonl"
    good = path.read_bytes()
    *members, last = good.splitlines(keepends=True)
    other = json.loads(last)["sha256"].encode()
    for spoilt in (
        good.replace(other, b"0" * 64),
        b"".join(members),
        b"".join([*members[1:], last]),
        b"".join([*members, members[0], last]),
        good.replace(b"data/return.zip", b"data/another.zip"),
        good + b"{}\n",
        good[:-1],
    ):
        path.write_bytes(spoilt)
        check = verify_bag(tmp_path / "bag", trust=Trust(clock())).checks[-1]
        assert (check.id, check.outcome) == ("bag-examined", "fails")
    assert [parse_member(line) for line in members] == list(parse_lines([*members, last]))[:-1]


@pytest.mark.judge
def test_the_case_graph_has_the_return_and_validates(tmp_path):
    _collect(make_zip(tmp_path / "return.zip"), tmp_path / "bag")
    graph = json.loads((tmp_path / "bag" / "case.jsonld").read_bytes())["@graph"]
    assert [node["@type"] for node in graph].count("uco-observable:ArchiveFile") == 1
    done = subprocess.run(
        [
            Path(sys.executable).parent / "case_validate",
            "--built-version",
            "case-1.5.0",
            tmp_path / "bag" / "case.jsonld",
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "Conforms: True" in done.stdout
