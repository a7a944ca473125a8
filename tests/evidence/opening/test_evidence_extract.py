# SPDX-License-Identifier: Apache-2.0
"""Files, folders, patterns and bytes taken out of a sealed package, and its list."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.evidence.states import Sealing, contents_of
from rogatory.errors import Refused
from rogatory.evidence.conditions import Conditions
from rogatory.evidence.opening.byte_range import parse_range
from rogatory.evidence.opening.extract import (
    LISTING,
    ExtractedFolder,
    extract_wanted,
)
from rogatory.evidence.opening.extract_range import DIGEST_NOT_COMPUTED, extract_range
from rogatory.evidence.opening.listing import list_bag, list_sealed
from rogatory.evidence.opening.selection import merged, parse_wanted
from rogatory.evidence.options import Contents
from rogatory.seal.age import CHUNK, PayloadCipher


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    top = tmp_path_factory.mktemp("source") / "seizure"
    for path, data in {
        "Mail/0001.eml": b"one", "Mail/0002.eml": b"two" * 40_000, "Mail/Sent/0003.eml": b"",
        "Mail.txt": b"beside", "Mail-old/x.eml": b"old", "a/b.pdf": b"%PDF", "disk.img": None,
    }.items():  # fmt: skip
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(os.urandom(5_000_000) if data is None else data)
    (top / "nothing").mkdir()
    return top


@pytest.fixture(scope="module")
def package(source, sealing: Sealing, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("package") / "sealed"
    conditions = Conditions(protected_items=("Mail/0001.eml", "data/a"))
    sealing.seal(source, out, contents=Contents(conditions=conditions))
    return out


@pytest.fixture
def take(package, sealing, tmp_path):
    def attempt(*wanted: str, out="out"):
        return extract_wanted(
            package, wanted, tmp_path / out,
            identities=[sealing.receiver.identity], trust=sealing.trust,
        )  # fmt: skip

    return attempt


def _below(source: Path, *folders: str) -> dict[str, bytes]:
    return {
        f"data/{path}": data
        for path, data in contents_of(source).items()
        if path.startswith(folders)
    }


def test_a_folder_comes_with_all_beneath_it_and_nothing_beside_it(take, source, tmp_path) -> None:
    done = take("Mail")
    found = contents_of(tmp_path / "out")
    listing = found.pop(LISTING)
    assert found == _below(source, "Mail/")
    assert isinstance(done, ExtractedFolder)
    assert (done.files, done.bytes) == (3, sum(map(len, found.values())))
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}" for path, data in found.items()]
    assert listing.decode().splitlines() == lines
    assert hashlib.sha256(listing).hexdigest() == done.listing
    assert (tmp_path / "out").stat().st_mode & 0o77 == 0
    assert done.remark.endswith("the rest of the package was not")


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        (["Mail/*.eml"], ["Mail/0001.eml", "Mail/0002.eml"]),
        (["Mail/000?.eml"], ["Mail/0001.eml", "Mail/0002.eml"]),
        (["**/*.eml"], ["Mail-old/x.eml", "Mail/0001.eml", "Mail/0002.eml", "Mail/Sent/0003.eml"]),
        (["Mail/**"], ["Mail/0001.eml", "Mail/0002.eml", "Mail/Sent/0003.eml"]),
        (["data/Mail/Sent/", "Mail.txt"], ["Mail.txt", "Mail/Sent/0003.eml"]),
        (["Mail/Sent", "Mail", "a/b.pdf"],
         ["Mail/0001.eml", "Mail/0002.eml", "Mail/Sent/0003.eml", "a/b.pdf"]),
        (["*"], ["Mail.txt", "disk.img"]),
    ],
)  # fmt: skip
def test_patterns_and_several_paths(wanted, paths, take, source, tmp_path) -> None:
    take(*wanted)
    found = contents_of(tmp_path / "out")
    del found[LISTING]
    assert found == {f"data/{path}": (source / path).read_bytes() for path in paths}


def test_evidence_and_tag_files_together(take, tmp_path) -> None:
    take("a", "inventory.jsonl", "tagmanifest-sha256.txt")
    assert set(contents_of(tmp_path / "out")) == {
        "data/a/b.pdf", "inventory.jsonl", "tagmanifest-sha256.txt", LISTING,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["absent"], "evidence-no-such-item"),
        (["Mail", "absent", "*.pdf"], "evidence-no-such-item"),
        (["nothing"], "evidence-no-such-item"),
        (["Mail/"] * 1001, "evidence-wanted"),
        ([""], "evidence-wanted"),
        (["/"], "evidence-wanted"),
        (["x" * 4000], "evidence-wanted"),
        (["**/**/**/**/x"], "evidence-wanted"),
        (["../../etc/passwd"], "evidence-no-such-item"),
    ],
)
def test_what_names_nothing_is_refused_and_nothing_is_left(wanted, code, take, tmp_path) -> None:
    with pytest.raises(Refused) as refused:
        take(*wanted)
    assert set(refused.value.codes) == {code}
    assert list(tmp_path.iterdir()) == []


def test_every_name_that_finds_nothing_is_reported(take) -> None:
    with pytest.raises(Refused) as refused:
        take("Mail", "absent", "b*")
    sentences = " ".join(reason.sentence() for reason in refused.value.reasons)
    assert "absent" in sentences
    assert "b*" in sentences
    assert len(refused.value.reasons) == 2


@pytest.mark.parametrize(
    ("text", "start", "stop"),
    [
        ("0-0", 0, 1),
        ("0-511", 0, 512),
        ("65535+2", 65535, 65537),
        ("1048575-1048577", 1048575, 1048578),
        ("4999999-", 4999999, 5_000_000),
        ("0+5000000", 0, 5_000_000),
    ],
)
@pytest.mark.parametrize("compare", [False, True])
def test_bytes_of_a_file(text, start, stop, compare, package, source, sealing, tmp_path) -> None:
    done = extract_range(
        package, "disk.img", parse_range(text), tmp_path / "out", compare=compare,
        identities=[sealing.receiver.identity], trust=sealing.trust,
    )  # fmt: skip
    data = (source / "disk.img").read_bytes()
    assert (tmp_path / "out").read_bytes() == data[start:stop]
    assert done.sha256 == hashlib.sha256(data[start:stop]).hexdigest()
    assert done.listed == hashlib.sha256(data).hexdigest()
    assert (done.remark == DIGEST_NOT_COMPUTED) is not compare


@pytest.mark.parametrize("text", ["5-4", "x", "-5", "5", "1-2-3", "0+0", "٣-٤", "1" * 17 + "-", ""])
def test_a_range_that_is_none(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_range(text)
    assert refused.value.codes == ("evidence-range",)


@pytest.mark.parametrize("text", ["5000000-", "4999999+2", "0-5000000", "9007199254740991+1"])
def test_a_range_beyond_the_file(text, package, sealing, tmp_path) -> None:
    with pytest.raises(Refused) as refused:
        extract_range(
            package, "disk.img", parse_range(text), tmp_path / "out",
            identities=[sealing.receiver.identity], trust=sealing.trust,
        )  # fmt: skip
    assert refused.value.codes == ("evidence-range",)
    assert list(tmp_path.iterdir()) == []


def test_only_the_chunks_of_what_is_taken_are_decrypted(take, monkeypatch) -> None:
    """And each chunk of many small files once."""
    seen: list[int] = []
    honest = PayloadCipher.decrypt_chunk_into

    def counting(self, index, last, sealed, out):
        seen.append(index)
        return honest(self, index, last, sealed, out)

    monkeypatch.setattr(PayloadCipher, "decrypt_chunk_into", counting)
    take("Mail")
    assert len(set(seen)) < 10 < 5_000_000 // CHUNK


def test_a_damaged_file_keeps_no_other_from_being_taken(package, source, sealing, tmp_path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for name, data in contents_of(package).items():
        (broken / name).parent.mkdir(exist_ok=True)
        (broken / name).write_bytes(data)
    with (broken / "package.age").open("r+b") as file:
        file.seek(3_000_000)
        file.write(b"\0" * 8)
    given = {"identities": [sealing.receiver.identity], "trust": sealing.trust}
    extract_wanted(broken, ["Mail"], tmp_path / "mail", **given)
    for wanted, out in (["disk.img"], "one"), (["disk.img", "Mail"], "many"):
        with pytest.raises(Refused) as refused:
            extract_wanted(broken, wanted, tmp_path / out, **given)
        assert refused.value.codes == ("age-chunk",)
    assert {each.name for each in tmp_path.iterdir()} == {"broken", "mail"}


def test_the_list_shows_what_the_inventory_says(package, sealing, source, tmp_path) -> None:
    given = {"identities": [sealing.receiver.identity], "trust": sealing.trust}
    with list_sealed(package, **given) as found:
        items = list(found.items())
    sealing.open(package, tmp_path / "opened")
    with list_bag(tmp_path / "opened") as bag:
        assert list(bag.items()) == items
        assert (bag.package, bag.bag) == (found.package, found.bag)
        assert bag.tags | {"tagmanifest-sha256.txt": found.bag} == found.tags
    by_path = {one.item.path: one for one in items}
    files = contents_of(source)
    assert {path: one.item.size for path, one in by_path.items() if one.item.has_data} == {
        path: len(data) for path, data in files.items()
    }
    assert by_path["nothing"].item.kind == "folder"
    assert {path for path, one in by_path.items() if one.protected} == {
        "Mail/0001.eml", "a", "a/b.pdf",
    }  # fmt: skip


def test_a_part_of_the_list(package, sealing) -> None:
    given = {"identities": [sealing.receiver.identity], "trust": sealing.trust}
    with list_sealed(package, ["Mail", "**/*.pdf"], **given) as found:
        paths = [one.item.path for one in found.items()]
    expected = ["Mail", "Mail/0001.eml", "Mail/0002.eml", "Mail/Sent", "Mail/Sent/0003.eml"]
    assert paths == [*expected, "a/b.pdf"]
    with list_sealed(package, ["absent"], **given) as found, pytest.raises(Refused) as refused:
        list(found.items())
    assert refused.value.codes == ("evidence-no-such-item",)


def test_the_list_of_a_bag_whose_inventory_was_touched(package, sealing, tmp_path) -> None:
    sealing.open(package, tmp_path / "opened")
    with (tmp_path / "opened" / "inventory.jsonl").open("ab") as file:
        file.write(b"\n")
    with pytest.raises(Refused) as refused, list_bag(tmp_path / "opened"):
        pass
    assert refused.value.codes == ("bag-digest",)


def test_the_list_needs_the_key(package, sealing, thalassia) -> None:
    given = {"identities": [thalassia.identity], "trust": sealing.trust}
    with pytest.raises(Refused), list_sealed(package, **given):
        pass


_PART = st.text("ab*?", min_size=1, max_size=4)
_NAMES = st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=3).map("/".join)


@given(st.lists(_PART, min_size=1, max_size=3).map("/".join), st.lists(_NAMES, max_size=20))
def test_what_matches_lies_in_the_parts_that_are_searched(pattern: str, names: list[str]) -> None:
    """Patterns agree with a slow matcher, and no file that matches is passed over."""
    try:
        (wanted,) = parse_wanted([pattern])
    except Refused:
        return
    spans = merged([wanted])
    for name in names:
        path = f"data/{name}"
        if wanted.is_pattern:
            assert wanted.matches(path) == _slowly(f"data/{pattern}".split("/"), path.split("/"))
        if wanted.matches(path):
            assert any(low <= path.encode() < high for low, high in spans)


def _slowly(pattern: list[str], parts: list[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        deeper = bool(parts) and _slowly(pattern, parts[1:])
        return deeper or (_slowly(pattern[1:], parts) if len(pattern) > 1 else bool(parts))
    return bool(parts) and _fits(pattern[0], parts[0]) and _slowly(pattern[1:], parts[1:])


def _fits(pattern: str, name: str) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "*":
        return _fits(pattern[1:], name) or (bool(name) and _fits(pattern, name[1:]))
    return bool(name) and pattern[0] in {"?", name[0]} and _fits(pattern[1:], name[1:])
