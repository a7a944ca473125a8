# SPDX-License-Identifier: Apache-2.0
"""The material to be sealed: big files and small ones, of bytes that no tool can make smaller."""

import hashlib
import os
import random
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 1 << 20
SMALLEST, LARGEST = 1 << 10, 50 << 10
FILES_A_FOLDER = 500


def make_file(path: Path, size: int, seed: int) -> None:
    """A file of that many pseudo-random bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = Cipher(algorithms.AES(seed.to_bytes(32)), modes.CTR(bytes(16))).encryptor()
    zeros = bytes(BLOCK)
    with path.open("wb") as file:
        for start in range(0, size, BLOCK):
            file.write(stream.update(zeros[: min(BLOCK, size - start)]))


def make_small_files(folder: Path, count: int, seed: int = 7) -> int:
    """Files of 1 to 50 KiB, five hundred a folder; returns their size together."""
    chance = random.Random(seed)  # noqa: S311 - the same bytes each time, nothing secret
    reservoir = chance.randbytes(BLOCK)
    total = 0
    for number in range(count):
        size, start = chance.randint(SMALLEST, LARGEST), chance.randrange(BLOCK - LARGEST)
        # The number first, so that no two files are the same.
        _put(folder, number, (number.to_bytes(8) + reservoir[start : start + size])[:size])
        total += size
    return total


def make_tiny_files(folder: Path, count: int) -> None:
    """Files of a few bytes: what grows with their number shows, and nothing else."""
    for number in range(count):
        _put(folder, number, b"%d\n" % number)


def make_equal_files(folder: Path, count: int, size: int) -> None:
    for number in range(count):
        make_file(folder / f"{number // FILES_A_FOLDER:04d}" / f"{number:08d}.bin", size, number)


def link_all(files: Iterable[Path], folder: Path) -> None:
    """The same files under another folder, without a copy."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        os.link(file, folder / file.name)


def link_tree(source: Path, folder: Path) -> None:
    """The same tree once more, without copies."""
    for root, _, files in os.walk(source):
        to = folder / os.path.relpath(root, source)
        to.mkdir(parents=True, exist_ok=True)
        for name in files:
            os.link(Path(root) / name, to / name)


def warm(path: Path) -> None:
    """Read a file, or all files below a folder, into the page cache."""
    buffer = bytearray(BLOCK)
    for file in files_below(path):
        with file.open("rb", buffering=0) as opened:
            while opened.readinto(buffer):
                pass


def digests(path: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by relative path."""
    found = {}
    for file in files_below(path):
        with file.open("rb") as opened:
            found[str(file.relative_to(path))] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found


def files_below(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(Path(root) / name for root, _, names in os.walk(path) for name in names)


def _put(folder: Path, number: int, data: bytes) -> None:
    inner = folder / f"{number // FILES_A_FOLDER:05d}"
    if number % FILES_A_FOLDER == 0:
        inner.mkdir(parents=True, exist_ok=True)
    (inner / f"{number:08d}.bin").write_bytes(data)
