# SPDX-License-Identifier: Apache-2.0
"""Each form has one writing: what is written is read back, and nothing else is read."""

import io
import json
import os
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casts.custody.merkle_textbook import path as proof_path
from casts.evidence.states import NOW
from rogatory.errors import Refused
from rogatory.evidence.bag.texts import (
    BagInfo,
    compare,
    manifest_line,
    parse_bag_info,
    read_manifest,
)
from rogatory.evidence.hashing import Hasher
from rogatory.evidence.inventory import Item, ordering, parse_line, read_items
from rogatory.evidence.items_root import (
    ItemProof,
    ItemsRoot,
    item_entry,
    item_is_proved,
    parse_items_root,
    salt_of,
)
from rogatory.evidence.layout import FoldGuard, member_key
from rogatory.evidence.names import fold, stored_names
from rogatory.evidence.pipeline.plan import Planned
from rogatory.evidence.sealed.seal_document import Addressee, Seal, parse_seal
from rogatory.evidence.spool import IN_MEMORY, Spools
from rogatory.evidence.stream.tar_format import (
    END,
    Locator,
    member_header,
    offset_line,
    padding,
    parse_locator,
    parse_offset_line,
)
from rogatory.evidence.stream.tar_reader import TarReader
from rogatory.seal.age import HybridIdentity, HybridRecipient, payload_size, seal_header
from rogatory.wire import canonical

_IDENTITY = HybridIdentity.generate(os.urandom)
_ADDRESSEE = Addressee("xa/central-authority", str(_IDENTITY.recipient))
_HEADER = seal_header([HybridRecipient.parse(_ADDRESSEE.recipient)], os.urandom).header
_SEAL = Seal(
    network="ab" * 32,
    package="0190a5d0-ac96-774b-8cce-b302099a8057",
    thread=None,
    sender="xb/central-authority",
    recipients=(_ADDRESSEE,),
    sealed=NOW,
    bag="cd" * 32,
    header=_HEADER,
    payload_size=payload_size(10_000_000),
    segment_size=1 << 20,
    segments=10,
    root="ef" * 32,
)

_NAME = st.binary(min_size=1, max_size=20).map(lambda b: stored_names([b.replace(b"/", b"")])) \
    .filter(bool).map(lambda names: next(iter(names.values())))  # fmt: skip
_PATH = st.lists(_NAME, min_size=1, max_size=4).map("/".join)


def test_a_seal_is_read_back() -> None:
    assert parse_seal(_SEAL.encode()) == _SEAL


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 2), ("version", True), ("suite", "none"), ("package", "x"), ("thread", 5),
        ("sender", "XB/Central"), ("recipients", []), ("recipients", [{"authority": "xa/x"}]),
        ("recipients", [{"authority": "xa/x", "recipient": "age1qqqq"}]), ("sealed", "today"),
        ("bag", "CD" * 32), ("header", "!"), ("header", ""), ("header", "YWdl"),
        ("payload_size", -1), ("payload_size", 5), ("payload_size", 1.5), ("segment_size", 3 << 20),
        ("segment_size", 1 << 19), ("segment_size", 128 << 20), ("segments", 9), ("root", None),
        ("replaces", "x"), ("network", 0), ("extra", 1), ("derivative", "x"), ("derivative", {}),
    ],
)  # fmt: skip
def test_a_seal_with_one_wrong_field_is_refused(field: str, value: object) -> None:
    fields = json.loads(_SEAL.encode()) | {field: value}
    data = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(Refused):
        parse_seal(data)


def test_a_seal_that_is_wrong_thrice_has_three_reasons() -> None:
    fields = json.loads(_SEAL.encode()) | {"bag": "x", "sealed": "x", "root": "x"}
    with pytest.raises(Refused) as refused:
        parse_seal(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode())
    assert refused.value.codes == ("moment-malformed", "digest-malformed", "digest-malformed")


def test_a_recipient_named_twice_and_a_stanza_too_few() -> None:
    for recipients in ((_ADDRESSEE, _ADDRESSEE), (_ADDRESSEE, _other())):
        with pytest.raises(Refused):
            parse_seal(replace(_SEAL, recipients=recipients).encode())


def _other() -> Addressee:
    return Addressee("xb/x", str(HybridIdentity.generate(os.urandom).recipient))


@settings(max_examples=150)
@given(st.data())
def test_any_mutation_of_a_seal_is_refused_or_another_seal(data: st.DataObject) -> None:
    raw = bytearray(_SEAL.encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] = data.draw(st.integers(0, 255))
    try:
        read = parse_seal(bytes(raw))
    except Refused:
        return
    assert read.encode() == bytes(raw)


# The inventory.

_FACTS = st.fixed_dictionaries(
    {"mode": st.integers(0, 0o7777), "mtime_ns": st.integers(-(10**19), 10**19).map(str)},
    optional={"uid": st.integers(0, 2**32), "links": st.integers(2, 9), "inode": st.just("7")},
)


@given(
    _PATH, st.integers(0, 2**53 - 1), _FACTS, st.lists(st.sampled_from(["grew", "é"]), max_size=2)
)
def test_a_line_is_canonical_and_read_back(path, size, facts, changed) -> None:
    item = Item(path, "file", size, "ab" * 32, facts, tuple(changed), None)
    line = item.line()
    assert canonical.encode(canonical.decode(line[:-1])) + b"\n" == line
    assert parse_line(line, 1) == item


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{}\n", b'{"kind":"file","path":"a"}', b'{"kind":"file", "path":"a"}\n',
        b'{"kind":"book","path":"a"}\n', b'{"kind":"file","path":"../a"}\n',
        b'{"kind":"file","path":"a","size":-1}\n', b'{"kind":"file","odd":1,"path":"a"}\n',
        b'{"kind":"folder","path":"a","sha256":"%s","size":1}\n' % (b"ab" * 32),
        b'{"kind":"file","path":"a","sha256":"ab","size":1}\n', b"[1]\n",
        b'{"kind":"file","name":"!","path":"a"}\n', b'{"kind":"file","name":"YR==","path":"a"}\n',
        b'{"kind":"link","path":"a","target":"YWJ="}\n', b'{"kind":"file","name":"YQ","path":"a"}\n',
        b'{"kind":"file","path":"a","uid":"0"}\n',
    ],
)  # fmt: skip
def test_other_lines_are_refused(line: bytes) -> None:
    with pytest.raises(Refused) as refused:
        parse_line(line, 7)
    assert "Line 7" in refused.value.reasons[0].sentence()


def test_an_inventory_out_of_order_is_refused() -> None:
    lines = [Item("b", "file", 0).line(), Item("a", "file", 0).line()]
    with pytest.raises(Refused):
        list(read_items(lines))
    with pytest.raises(Refused):
        list(read_items(lines[:1] * 2))
    assert ordering("a", "folder") > ordering("a!", "file")


def test_any_selection_of_items_is_proved_and_no_other_item_is_named() -> None:
    secret = os.urandom(32)
    lines = [Item(f"file-{n:03}", "file", n, "ab" * 32).line() for n in range(100)]
    root = ItemsRoot(secret)
    for line in lines:
        root.add(line)
    salts = [salt_of(secret, index) for index in range(100)]
    entries = [item_entry(salt, line) for salt, line in zip(salts, lines, strict=True)]
    proofs = [ItemProof(n, lines[n], salts[n], tuple(proof_path(n, entries))) for n in (3, 98)]
    assert all(item_is_proved(proof, root.encode()) for proof in proofs)
    assert parse_items_root(root.encode())[0] == 100
    changed = replace(proofs[0], line=proofs[0].line.replace(b"003", b"004"))
    assert not item_is_proved(changed, root.encode())
    assert not item_is_proved(replace(proofs[0], index=4), root.encode())
    assert not item_is_proved(replace(proofs[0], salt=bytes(32)), root.encode())
    for text in (b"", root.encode() + b"x", root.encode().replace(b"v1", b"v2")):
        with pytest.raises(Refused):
            parse_items_root(text)


def test_a_plan_survives_names_of_any_bytes() -> None:
    planned = Planned("a_~1", b"\xff\n\x80", "file", 3, {"mode": 1}, (1, 2, 3, 4), None, None)
    assert Planned.decode(planned.encode()) == planned


# The bag.

_UUID = "01a20b7f-12d8-70b1-a8d6-d340f7c57d87"
_INFO = BagInfo("2026-11-24", "rogatory 1", "10.2", _UUID, "xb/x", _UUID, "ab" * 32, (_ADDRESSEE,))


def test_bag_info_is_read_back_and_nothing_else() -> None:
    assert parse_bag_info(_INFO.encode()) == _INFO
    good = _INFO.encode()
    for bad in (
        b"", good[:-1], good + b"\n", good.replace(b"Oxum: 10.2", b"Oxum: 10,2"),
        good.replace(b": ", b":"), good + b"Contact-Name: x\n", good + b"Payload-Oxum: 10.2\n",
        good.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + good, good.replace(b"rogatory 1", b" a\n b"),
        good.replace(b"xa/central-authority age", b"age"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            parse_bag_info(bad)


@pytest.mark.parametrize(
    ("label", "before", "after"),
    [
        ("Bagging-Date", "2026-11-24", "2026-11-31"),
        ("External-Identifier", _UUID, _UUID[:-1] + "g"),
        ("Rogatory-Sender", "xb/x", "XB/x"),
        ("Rogatory-Thread", _UUID, _UUID.upper()),
        ("Rogatory-Network", "ab" * 32, "ab" * 31),
        ("Rogatory-Recipient", "xa/central-authority", "xa/"),
        ("Rogatory-Recipient", "age1pq1", "age1pq2"),
        ("Rogatory-Recipient", " age1pq1", " age1pq1q"),
    ],
)
def test_bag_info_whose_value_has_another_form_is_refused(
    label: str, before: str, after: str
) -> None:
    lines = _INFO.encode().decode().split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith(label))
    head, found, tail = lines[place].rpartition(before)
    assert found
    lines[place] = head + after + tail
    with pytest.raises(Refused) as refused:
        parse_bag_info("\n".join(lines).encode())
    assert {reason.code.id for reason in refused.value.reasons} == {"bag-form"}


@pytest.mark.parametrize(
    "text",
    [
        b"ab  data/a\n", b"%s data/a\n", b"%s *data/a\n", b"%s  data/a", b"%s  data/a\r\n",
        b"%s  data/../a\n", b"%s  /data/a\n", b"%s  data/a%%41\n", b"%s  \n", b"\\%s  data/a\n",
        b"%s  data/b\n%s  data/a\n", b"%s  data/a\n%s  data/a\n", b"\n%s  data/a\n",
        b"%s  data/\xff\n", b"%s  data/" + b"x" * 5000 + b"\n",
    ],
)  # fmt: skip
def test_other_manifests_are_refused(text: bytes) -> None:
    digest = b"ab" * 32
    data = text % ((digest,) * text.count(b"%s")) if b"%s" in text else text
    with pytest.raises(Refused):
        list(read_manifest("manifest-sha256.txt", io.BytesIO(data), "sha256"))


@given(st.dictionaries(_PATH, st.just("ab" * 32), max_size=8))
def test_a_manifest_is_read_back(files) -> None:
    ordered = sorted(files.items(), key=lambda pair: pair[0].encode())
    data = b"".join(manifest_line(digest, path) for path, digest in ordered)
    assert list(read_manifest("m", io.BytesIO(data), "sha256")) == ordered


@given(st.dictionaries(_NAME, st.integers(0, 2)), st.dictionaries(_NAME, st.integers(0, 2)))
def test_comparing_finds_exactly_what_differs(listed, found) -> None:
    def rows(files):
        return [(p, str(d)) for p, d in sorted(files.items(), key=lambda f: f[0].encode())]

    reasons = list(compare("m", rows(listed), rows(found)))
    problems = {(reason.code.id, str(reason.fields["path"])) for reason in reasons}
    expected = {("bag-file-missing", p) for p in listed.keys() - found.keys()}
    expected |= {("bag-file-unlisted", p) for p in found.keys() - listed.keys()}
    both = listed.keys() & found.keys()
    expected |= {("bag-digest", p) for p in both if listed[p] != found[p]}
    assert problems == expected
    assert len(reasons) == len(problems)


@given(st.lists(_PATH, max_size=12, unique=True))
def test_the_guard_finds_every_collision_in_an_ordered_listing(paths: list[str]) -> None:
    guard = FoldGuard()
    ordered = sorted(paths, key=str.encode)
    admitted = all(guard.admit(path) for path in ordered)
    names: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            above, name = "/".join(parts[: end - 1]), parts[end - 1]
            marked = name if end == len(parts) else name + "/"
            names.setdefault((above, fold(name)), set()).add(marked)
    assert admitted == all(len(same) == 1 for same in names.values())


# The stream.


def _tar(members: list[tuple[str, bytes]]) -> bytes:
    out, table = bytearray(), bytearray()
    for path, data in members:
        out += member_header(f"top/{path}", len(data), folder=path == "data/")
        if path != "data/":
            table += offset_line(path, len(out), len(data))
        out += data + bytes(padding(len(data)))
    return bytes(out) + END + Locator(0, len(table), 0, 0, len(members)).encode()


def _read(data: bytes, cut: int) -> list[tuple[str, bytes]]:
    reader, hasher = TarReader("top"), Hasher()
    found: dict[str, bytes] = {}
    for start in range(0, len(data), cut):
        part = memoryview(bytearray(data[start : start + cut]))
        for member, at, stop, last in reader.feed(part):
            found[member.path] = found.get(member.path, b"") + bytes(part[at:stop])
            hasher.run(part[at:stop], last=last)
    reader.finish()
    return sorted(found.items())


_MEMBERS = st.dictionaries(
    _PATH.map(lambda path: f"data/{path}"), st.binary(max_size=1500), max_size=6
).map(lambda files: sorted([*files.items(), ("data/", b"")], key=lambda m: member_key(m[0])))


def _admissible(members) -> bool:
    guard = FoldGuard()
    return all(guard.admit(path) for path, _ in members if path != "data/")


@given(_MEMBERS.filter(_admissible), st.integers(1, 2000))
def test_a_stream_is_read_back_however_it_is_cut(members, cut: int) -> None:
    data = _tar(members)
    assert _read(data, cut) == sorted(m for m in members if m[0] != "data/")


@given(_MEMBERS.filter(_admissible), st.data())
def test_any_mutation_of_a_stream_is_refused_or_in_the_data(members, data: st.DataObject) -> None:
    raw = bytearray(_tar(members))
    at = data.draw(st.integers(0, len(raw) - 513))
    old = raw[at]
    raw[at] = data.draw(st.integers(0, 255).filter(lambda value: value != old))
    try:
        read = _read(bytes(raw), 512)
    except Refused:
        return
    # What was accepted is a stream like any other: the writer would have written it so.
    sorted_members = sorted([*read, ("data/", b"")], key=lambda m: member_key(m[0]))
    assert _tar(sorted_members)[:-512] == bytes(raw)[:-512]


@given(st.binary(max_size=3000))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(Refused):
        _read(noise, 700)


@given(st.integers(0, 2**53 - 1), _PATH)
def test_headers_of_any_size_and_path_are_read_by_pythons_tarfile(size: int, path: str) -> None:
    import tarfile

    raw = member_header(f"top/{path}", size)
    assert len(raw) % 512 == 0
    with tarfile.open(fileobj=io.BytesIO(raw + bytes(1024)), mode="r|") as stream:
        member = stream.next()
    assert member is not None
    assert (member.name, member.size) == (f"top/{path}".rstrip("/"), size)


@given(st.integers(0, 10**15), st.integers(0, 10**15), _PATH)
def test_offsets_and_locators_are_read_back(start: int, size: int, path: str) -> None:
    assert parse_offset_line(offset_line(path, start, size)) == (path, start, size)
    locator = Locator(start, size, 0, size, 3)
    assert parse_locator(locator.encode()) == locator


@given(st.binary(min_size=512, max_size=512))
def test_other_blocks_are_no_locator(block: bytes) -> None:
    with pytest.raises(Refused):
        parse_locator(block)


@pytest.mark.parametrize("size", [0, 10, IN_MEMORY + 100_000])
def test_a_spool_gives_back_its_lines_whether_it_fits_memory_or_not(size: int, tmp_path) -> None:
    line = b"x" * 99 + b"\n"
    with Spools(os.fsencode(tmp_path)) as spools:
        spool = spools.new()
        for _ in range(size // 100):
            spool.write(line)
        for _ in range(2):  # read as often as one likes, and written on in between
            assert sum(1 for found in spool.lines() if found == line) == spool.size // 100
            assert b"".join(spool.blocks()) == line * (spool.size // 100)
            spool.write(line)
        assert list(tmp_path.iterdir()) == []
