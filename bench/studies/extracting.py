# SPDX-License-Identifier: Apache-2.0
"""One mebibyte at any place of a big sealed package, and the command that takes a small file out."""

import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

from bench import sources
from bench.rows import Found, Row, WrongOutputError, at_most, median
from bench.running import Contestant, contest, rogatory
from bench.study import Study
from bench.workplace import Workplace, done, same
from rogatory.evidence.opening.offsets_table import OffsetsTable
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.stream.plain_reader import PlainReader
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.seal.age import CHUNK, NONCE_SIZE, SEALED_CHUNK, FileKey, PayloadCipher, open_header

MIB = 1 << 20
NEEDLE = "part-0z.bin"
"""Sorts behind the first part and before the second, so it lies in the middle."""

PLACE = Row(
    "extract-place",
    "1 MiB at any place of a big sealed package, header open",
    "reading and decrypting 1 MiB",
    at_most(3, 2),
)
COMMAND = Row(
    "extract-command",
    "a file of 1 MiB out of the middle of a big sealed package, whole command",
    "-",
    at_most(1.0, None, "s"),
)


@dataclass(frozen=True, slots=True)
class _Package:
    """An open sealed package, and the source of a part in it."""

    file: int
    seal: Seal
    key: FileKey
    source: Path


def measure(work: Workplace) -> dict[str, Found]:
    source, sealed = work.folder / "extract-source", work.folder / "extract-sealed"
    sources.link_all(work.parts[: work.scale.sealed_parts], source)
    sources.make_file(source / NEEDLE, MIB, 1000)
    done(work.seal(source, sealed))
    sources.warm(sealed)
    rounds = [_round(work, sealed, source) for _ in range(work.scale.rounds)]
    figures = {
        "package_gib": work.scale.sealed_parts * work.scale.part / (1 << 30),
        "ours_ms": 1000 * median([ours for ours, _ in rounds]),
        "reading_and_decrypting_ms": 1000 * median([bare for _, bare in rounds]),
    }
    place = Found(
        [ours / bare for ours, bare in rounds],
        figures,
        remark="by the reader that extracting uses; a command takes whole files out",
    )
    return {PLACE.id: place, COMMAND.id: _command(work, sealed, source)}


def _round(work: Workplace, sealed: Path, source: Path) -> tuple[float, float]:
    """Median seconds of a read, ours and bare, in turn at places drawn by chance."""
    seal = parse_seal((sealed / "seal.json").read_bytes())
    identities = open_authority_folder(work.asking_keys).identities()
    file = os.open(sealed / "package.age", os.O_RDONLY)
    try:
        package = _Package(
            file, seal, open_header(seal.header, identities), source / work.parts[0].name
        )
        return _read_both(package, work.scale.reads // work.scale.rounds or 1)
    finally:
        os.close(file)


def _read_both(package: _Package, reads: int) -> tuple[float, float]:
    reader = PlainReader(package.file, package.seal, package.key)
    found = OffsetsTable(reader).find(f"data/{package.source.name}")
    if found is None:
        raise WrongOutputError("the package does not list its own part")
    start, size = found
    bare = _Bare(package)
    chance = random.Random(11)  # noqa: S311 - the same places each time, nothing secret
    ours_took, bare_took = [], []
    with package.source.open("rb", buffering=0) as original:
        for _ in range(reads):
            offset = chance.randrange(size - MIB)
            begun = time.perf_counter()
            read = reader.read(start + offset, MIB)
            between = time.perf_counter()
            bare.read(chance.randrange(size // CHUNK - MIB // CHUNK))
            bare_took.append(time.perf_counter() - between)
            ours_took.append(between - begun)
            if read != os.pread(original.fileno(), MIB, offset):
                raise WrongOutputError(f"other bytes than the source's at {offset}")
    return median(ours_took), median(bare_took)


class _Bare:
    """Whole chunks read and decrypted in one go, with nothing around."""

    def __init__(self, package: _Package) -> None:
        self._file, self._start = package.file, len(package.seal.header) + NONCE_SIZE
        nonce = os.pread(package.file, NONCE_SIZE, len(package.seal.header))
        self._cipher = PayloadCipher(package.key, nonce)
        self._sealed = memoryview(bytearray(MIB // CHUNK * SEALED_CHUNK))
        self._plain = memoryview(bytearray(MIB))

    def read(self, chunk: int) -> None:
        os.preadv(self._file, [self._sealed], self._start + chunk * SEALED_CHUNK)
        self._cipher.decrypt_into(chunk, False, self._sealed, self._plain)


def _command(work: Workplace, sealed: Path, source: Path) -> Found:
    expected = {"out.bin": sources.digests(source)[NEEDLE]}

    def command(place: Path) -> list[str]:
        return rogatory(
            "evidence", "extract", sealed, NEEDLE, "--key", work.asking_keys,
            "--out", place / "out.bin",
        )  # fmt: skip

    def check(place: Path) -> None:
        same(sources.digests(place), expected)

    found = contest(
        [Contestant("rogatory", command, check=check, glance=check)],
        rounds=max(work.scale.rounds, 3),
        folder=work.scratch,
        warm=lambda: None,
    )
    return Found(found.walls("rogatory"), {}, found.peaks)


STUDIES = (Study((PLACE, COMMAND), measure),)
