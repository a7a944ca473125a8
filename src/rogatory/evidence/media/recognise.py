# SPDX-License-Identifier: Apache-2.0
"""The kind of image that a file is, by its first bytes; a raw one by the structures of a disk."""

import os
import stat

from rogatory.disk import open_untouched
from rogatory.evidence.media.ewf_sections import SIGNATURE, SIGNATURE_LOGICAL, SIGNATURE_V2

LOOKED_AT = 66 << 10
"""Bytes at the start that decide: Btrfs has its mark behind the first 64 KiB."""

_STARTS = {SIGNATURE: "ewf-1", SIGNATURE_V2: "ewf-2", SIGNATURE_LOGICAL: "ewf-logical"}

_MARKS = (
    (512, b"EFI PART"),
    (4096, b"EFI PART"),
    (3, b"NTFS    "),
    (3, b"EXFAT   "),
    (3, b"-FVE-FS-"),
    (54, b"FAT1"),
    (82, b"FAT32"),
    (0, b"LUKS\xba\xbe"),
    (0, b"XFSB"),
    (32, b"NXSB"),
    (1024, b"H+\0"),
    (1024, b"HX\0"),
    (0x8001, b"CD001"),
    (0x10040, b"_BHRfS_M"),
)
"""The first bytes of partition tables, file systems and encrypted volumes."""

RAW_NAMES = (".dd", ".raw", ".img", ".001", ".ima")
"""Endings of the names of raw images: one that is the source by itself is accepted even if its
first sectors identify nothing; in a folder, both name and sectors must identify it."""


def image_format(path: bytes) -> str | None:
    """Return the format of an image, None for another file. Raises OSError where it cannot be read."""
    file = open_untouched(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        mode = os.fstat(file).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISBLK(mode):
            return None
        start = os.pread(file, LOOKED_AT, 0)
        size = os.lseek(file, 0, os.SEEK_END)
    finally:
        os.close(file)
    container = container_format(start)
    if container is not None:
        return container
    named = path.lower().endswith(tuple(name.encode() for name in RAW_NAMES))
    whole = size > 0 and size % 512 == 0
    return "raw" if stat.S_ISBLK(mode) or (whole and (named or looks_like_disk(start))) else None


def container_format(start: bytes) -> str | None:
    return next((kind for mark, kind in _STARTS.items() if start.startswith(mark)), None)


def looks_like_disk(start: bytes) -> bool:
    """Decide whether the first sectors have what partition tables, file systems or volumes begin
    with.
    """
    if any(start[at : at + len(mark)] == mark for at, mark in _MARKS):
        return True
    return _is_ext(start) or _is_partition_table(start)


def _is_ext(start: bytes) -> bool:
    """Decide whether it is ext2 to ext4: the magic is two bytes; the states that the superblock may
    have narrow it.
    """
    superblock = start[1024:2048]
    return superblock[56:58] == b"\x53\xef" and superblock[58:60] in {
        b"\0\0", b"\1\0", b"\2\0", b"\3\0", b"\4\0", b"\5\0"
    }  # fmt: skip


def _is_partition_table(start: bytes) -> bool:
    """Decide whether it is a partition table of the old kind: its end mark, and four entries that
    are none or sound.
    """
    if start[510:512] != b"\x55\xaa":
        return False
    entries = [start[at : at + 16] for at in range(446, 510, 16)]
    used = [entry for entry in entries if any(entry)]
    return bool(used) and all(
        entry[0] in {0, 0x80} and entry[4] != 0 and any(entry[12:16]) for entry in used
    )
