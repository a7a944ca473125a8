# SPDX-License-Identifier: Apache-2.0
"""Any mutation of a sealed package, or of the stream in it, is refused or harmless: what comes
out is byte for byte what was sealed, or nothing does; and nothing is changed.
"""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casts.evidence.resealing import _plaintext, _reseal
from casts.evidence.states import Sealing, contents_of
from rogatory.errors import Refused
from rogatory.evidence.opening.extract import extract_wanted
from rogatory.evidence.opening.listing import list_sealed
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.stream.tar_reader import TarReader

_QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture(scope="module")
def package(sealing: Sealing, tmp_path_factory) -> Path:
    top = tmp_path_factory.mktemp("mutations")
    source = top / "source"
    source.mkdir()
    for name, size in {"a.txt": 10, "b.bin": 700, "empty": 0, "c.bin": 70_000}.items():
        (source / name).write_bytes(os.urandom(size))
    sealing.seal(source, top / "sealed")
    sealing.open(top / "sealed", top / "opened")
    return top


@st.composite
def mutations(draw):
    """A function that changes bytes: flip, cut, insert, repeat or swap parts, at any place."""
    kind = draw(st.sampled_from(["flip", "cut", "insert", "repeat", "swap", "end"]))
    one, two, three = (draw(st.floats(0, 1)) for _ in range(3))
    bit, extra = draw(st.integers(0, 7)), draw(st.binary(min_size=1, max_size=600))

    def mutate(data: bytes) -> bytes:
        size = len(data)
        at, low, high = (int(part * (size - 1)) for part in (one, *sorted((two, three))))
        match kind:
            case "flip":
                return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            case "cut":
                return data[:low] + data[high + 1 :]
            case "insert":
                return data[:at] + extra + data[at:]
            case "repeat":
                return data[:high] + data[low:high] + data[high:]
            case "end":
                return data + extra
        first, second, third = sorted((at, low, high))
        return data[:first] + data[second:third] + data[first:second] + data[third:]

    return mutate


def _what_comes_out(sealing: Sealing, sealed: Path, folder: Path) -> list[dict[str, bytes]]:
    """By opening, by extracting, by listing; nothing of what is refused."""
    given = {"identities": [sealing.receiver.identity], "trust": sealing.trust}
    before, found = contents_of(sealed), []
    try:
        sealing.open(sealed, folder / "opened")
        found.append(contents_of(folder / "opened"))
    except Refused:
        pass
    try:
        extract_wanted(sealed, ["**"], folder / "taken", **given)
        taken = contents_of(folder / "taken")
        del taken["extracted-sha256.txt"]
        found.append(taken)
    except Refused:
        pass
    try:
        with list_sealed(sealed, **given) as listing:
            lines = b"".join(one.item.line() for one in listing.items())
        found.append({"inventory.jsonl": lines})
    except Refused:
        pass
    assert contents_of(sealed) == before
    assert {path.name for path in folder.iterdir()} <= {"opened", "taken", "sealed"}
    for name in ("opened", "taken"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return found


def _spoilt(package: Path, folder: Path) -> Path:
    shutil.rmtree(folder / "sealed", ignore_errors=True)
    shutil.copytree(package / "sealed", folder / "sealed")
    return folder / "sealed"


@settings(suppress_health_check=_QUIET)
@given(
    name=st.sampled_from(["seal.json", "seal.json.p256.p7s", "segments.b3", "package.age"]),
    mutate=mutations(),
)
def test_a_mutation_of_a_file(name, mutate, package, sealing, tmp_path) -> None:
    sealed = _spoilt(package, tmp_path)
    data = (sealed / name).read_bytes()
    changed = mutate(data)
    (sealed / name).write_bytes(changed)
    honest = contents_of(package / "opened")
    found = _what_comes_out(sealing, sealed, tmp_path)
    for files in found:
        assert files.items() <= honest.items()
    if name in {"seal.json", "segments.b3"} and changed != data:
        assert not found


@settings(suppress_health_check=_QUIET)
@given(
    names=st.permutations(
        ["seal.json.p256.p7s", "seal.json.mldsa65.p7s", "segments.b3", "seal.json"]
    )
)
def test_files_in_each_others_place(names, package, sealing, tmp_path) -> None:
    sealed = _spoilt(package, tmp_path)
    for name, other in zip(sorted(names), names, strict=True):
        (sealed / name).write_bytes((package / "sealed" / other).read_bytes())
    found = _what_comes_out(sealing, sealed, tmp_path)
    if names == sorted(names):
        assert len(found) == 3
    else:
        assert not found


@settings(suppress_health_check=_QUIET)
@given(mutate=mutations())
def test_a_mutation_of_the_stream_by_who_holds_the_keys(mutate, package, sealing, tmp_path) -> None:
    """Encrypted and sealed anew, so that only the stream itself can show it."""
    sealed = _spoilt(package, tmp_path)
    plain = bytes(_plaintext(sealed, sealing.receiver))
    _reseal(sealed, mutate(plain), sealing.sender, [sealing.receiver, sealing.sender])
    honest = contents_of(package / "opened")
    for files in _what_comes_out(sealing, sealed, tmp_path):
        assert files.items() <= honest.items()


@given(mutate=mutations(), cuts=st.lists(st.integers(1, 5000), max_size=8))
def test_the_tar_reader_reads_alike_in_whatever_pieces_it_is_fed(
    mutate, cuts, package, sealing
) -> None:
    """And what it accepts of a mutated stream has the form that the writer writes."""
    plain = mutate(bytes(_plaintext(package / "sealed", sealing.receiver)))
    top = parse_seal((package / "sealed" / "seal.json").read_bytes()).package
    assert _read(top, plain, [len(plain)]) == _read(top, plain, [*cuts, len(plain)])


def _read(top: str, plain: bytes, pieces: list[int]) -> list[object]:
    reader, members, at = TarReader(top), [], 0
    data: dict[str, bytes] = {}
    try:
        for size in pieces:
            view = memoryview(plain)[at : at + size]
            for member, start, stop, _ in reader.feed(view):
                data[member.path] = data.get(member.path, b"") + bytes(view[start:stop])
            at += size
        members.append(reader.finish())
    except Refused as refused:
        members.append(refused.codes)
    return [*members, data]
