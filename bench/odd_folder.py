# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PTH103, PTH118, PTH123, PTH211 - the names are bytes, which pathlib does not take
"""A folder as no examiner wants to find it: every name that a file system takes, links of every
kind, sockets and pipes, empty, sparse and deep things. The same count gives the same folder.
"""

import os
import random
import socket
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

NAMES = (
    b"plain.txt",
    b"two  spaces.txt",
    b" leading and trailing ",
    b"ends in a dot.",
    b"...",
    b"-rf",
    b"--help",
    b"~",
    b"$HOME; rm x",
    b"`id`",
    b"'quoted' \"twice\"",
    b"back\\slash",
    b"col:on",
    b"star*question?",
    b"less<more>pipe|",
    b"100%",
    b"%2e%2e",
    b"%0A",
    b"line\nfeed",
    b"carriage\rreturn",
    b"tab\tbell\x07escape\x1b[31m",
    b"delete\x7f",
    b"CON",
    b"nul.txt",
    b"COM1",
    b"lpt9.log",
    b"desktop.ini",
    b".hidden",
    b".partial",
    b"manifest-sha256.txt",
    b"bagit.txt",
    "caf\u00e9".encode(),
    "cafe\u0301".encode(),
    b"caf\xe9 in an old encoding",
    b"\xff\xfe not text",
    b"cut \xe2\x82",
    b"surrogate \xed\xa0\x80",
    "\u202egpj.exe".encode(),
    "left\u200eright\u200fmarks".encode(),
    "zero\u200bwidth".encode(),
    "line\u2028separator".encode(),
    "\u0130stanbul \u0131".encode(),
    "stra\u00dfe".encode(),
    b"STRASSE",
    "\u6e2f\u306e\u5009\u5eab".encode(),
    "\u0645\u0633\u062a\u0646\u062f".encode(),
    "\U0001f9fe receipt".encode(),
    "unassigned \u0378".encode(),
    "private \ue000".encode(),
    b"Upper.TXT",
    b"uPPER.txt",
    b"n" * 250,
    ("\u20ac" * 80).encode(),
)
"""As bytes: not all of them are text."""

SIZES = (0, 1, 511, 512, 513, 4096, 10_000, 65_536, 70_001)
SPARSE = 64 << 20
FOLDERS_DEEP = 60
LINKS = 40


def make_odd_folder(folder: Path, count: int) -> int:
    """Write about `count` files and whatever else there may be; returns how many files."""
    chance = random.Random(count)  # noqa: S311 - the same folder each time, nothing secret
    top = os.fsencode(folder)
    os.makedirs(top)
    made = [
        *_named_files(top, count, chance),
        *_deep(os.path.join(top, b"deep")),
        *_sparse(os.path.join(top, b"sparse")),
    ]
    _links(os.path.join(top, b"links"), made)
    _specials(os.path.join(top, b"specials"))
    _times(made)
    return len(made)


def _named_files(top: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    """Every name in every folder, and every name as a folder; numbered to make up the count."""
    folders = islice(cycle(NAMES), max(1, count // len(NAMES)))
    for number, folder_name in enumerate(folders, 1):
        folder = os.path.join(top, b"%04d" % number, folder_name)
        os.makedirs(folder)
        for name in NAMES:
            yield _file(os.path.join(folder, name), chance.randbytes(chance.choice(SIZES)))


def _deep(top: bytes) -> Iterator[bytes]:
    """Sixty folders one in the other, and a path almost as long as the kernel takes."""
    at = top
    for level in range(FOLDERS_DEEP):
        at = os.path.join(at, b"level %02d" % level)
        os.makedirs(at)
        if level % 20 == 19:
            yield _file(os.path.join(at, b"found.txt"), b"%d" % level)
    long = os.path.join(top, *[b"x" * 200] * 14)
    os.makedirs(long)
    yield _file(os.path.join(long, b"y" * 200), b"far down")


def _sparse(top: bytes) -> Iterator[bytes]:
    os.makedirs(top)
    yield _with_holes(os.path.join(top, b"all hole"), ())
    yield _with_holes(os.path.join(top, b"islands"), (0, 1 << 20, SPARSE - 10))


def _with_holes(path: bytes, islands: Sequence[int]) -> bytes:
    with open(path, "wb") as file:
        file.truncate(SPARSE)
        for start in islands:
            file.seek(start)
            file.write(b"an island")
    return path


def _links(top: bytes, files: Sequence[bytes]) -> None:
    """To files, into the void, out of the folder, in a circle, to itself; and hard links."""
    os.makedirs(top)
    targets = (b"/etc/hostname", b"../../..", b"nowhere", b"circle-b", b"", *files[:LINKS])
    for number, target in enumerate(targets):
        os.symlink(target or b"self", os.path.join(top, b"link %d" % number))
    os.symlink(b"circle-b", os.path.join(top, b"circle-a"))
    os.symlink(b"circle-a", os.path.join(top, b"circle-b"))
    os.symlink(b"self", os.path.join(top, b"self"))
    os.symlink(b"\xff\n", os.path.join(top, b"to no text"))
    for number, file in enumerate(files[:LINKS]):
        os.link(file, os.path.join(top, b"hard %d" % number))


def _specials(top: bytes) -> None:
    """Make files that hold no data: empty folders, pipes, sockets."""
    for name in NAMES:
        os.makedirs(os.path.join(top, b"empty", name))
    os.mkfifo(os.path.join(top, b"pipe"))
    # By a short relative name: a socket's path must fit into a hundred bytes.
    here = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.chdir(top)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket")
    finally:
        os.fchdir(here)
        os.close(here)


def _times(files: Sequence[bytes]) -> None:
    """Before the epoch, far ahead, and to the nanosecond."""
    for file, nanoseconds in zip(files, (-1, 2**33 * 10**9, 1_700_000_000_123_456_789)):  # noqa: B905 - three files are enough
        os.utime(file, ns=(nanoseconds, nanoseconds))


def _file(path: bytes, data: bytes) -> bytes:
    with open(path, "xb") as file:
        file.write(data)
    return path
