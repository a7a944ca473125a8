# SPDX-License-Identifier: Apache-2.0
"""Small disk images, made by the programs that examiners use."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

SECTOR = 512


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str, stdin: str | None = None) -> str:
    done = subprocess.run(command, input=stdin, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def media_of(sectors: int, seed: int) -> bytes:
    """Media of which a third does not compress, a third does, and a third is empty."""
    made = random.Random(seed)
    size = sectors * SECTOR
    third = size // 3
    text = (b"the same line again and again, number %d\n" % seed) * (third // 20)
    data = made.randbytes(third) + text[:third]
    return data + bytes(size - len(data))


def acquire(raw: Path, stem: str, *options: str) -> list[Path]:
    """The segment files that ewfacquire makes of a raw image."""
    target = raw.parent / stem
    given = dict(zip(options[::2], options[1::2], strict=True))
    given = {"-f": "encase6", "-c": "none", "-d": "sha1"} | given
    flat = [part for pair in given.items() for part in pair]
    run(program("ewfacquire"), "-u", *flat, "-t", str(target), str(raw))
    found = [path for path in raw.parent.glob(f"{stem}.*") if path.suffix != ".txt"]
    return sorted(found)


def disk_image(path: Path, *, size: int = 16 << 20) -> Path:
    """An MS-DOS partition table with ext4 in its first partition and FAT in the second."""
    with path.open("wb") as stream:
        stream.truncate(size)
    half = size // SECTOR // 2 - 2048
    table = f"label: dos\nstart=2048,size={half - 2048},type=83\nstart={half},size={half},type=c\n"
    run(program("sfdisk"), "-q", str(path), stdin=table)
    offset = f"offset={2048 * SECTOR}"
    blocks = f"{(half - 2048) * SECTOR >> 10}k"
    run(program("mkfs.ext4"), "-q", "-F", "-L", "Arcadia", "-E", offset, str(path), blocks)
    fat = path.with_suffix(".fat")
    with fat.open("wb") as stream:
        stream.truncate(half * SECTOR)
    run(program("mkfs.fat"), "-n", "XBDISK", str(fat))
    with path.open("r+b") as stream:
        stream.seek(half * SECTOR)
        stream.write(fat.read_bytes())
    fat.unlink()
    return path


def flip(path: Path, *places: int) -> None:
    data = bytearray(path.read_bytes())
    for place in places:
        data[place] ^= 0x10
    path.write_bytes(data)
