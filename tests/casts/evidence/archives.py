# SPDX-License-Identifier: Apache-2.0
"""Archives as a provider, or somebody with bad intentions, would send them."""

import io
import json
import os
import stat
import tarfile
import zipfile
from pathlib import Path

from rogatory.evidence.returns.listing import ArchiveListing, listed
from rogatory.evidence.returns.members import ListingStoppedError


class Answers:
    """A receiver of the lister's output, in place of the child's parent."""

    def __init__(self) -> None:
        self.lines: list[dict] = []

    def progress(self, done: int) -> None:
        pass

    def line(self, line: bytes) -> None:
        self.lines.append(json.loads(line))


def list_archive(path: Path) -> tuple[list[dict], dict]:
    """The members' lines, and what is said about the whole."""
    answers = Answers()
    file = os.open(path, os.O_RDONLY)
    try:
        found = listed(file, "data/archive", answers)
    finally:
        os.close(file)
    return answers.lines, found


def within(path: Path, **limits: int) -> str | None:
    """Why the listing stops under other limits of what may be unpacked."""
    from rogatory.evidence.returns.members import Budget

    file = os.open(path, os.O_RDONLY)
    try:
        listing = ArchiveListing(file, lambda _done: None)
        listing.budget = Budget(path.stat().st_size, **limits)
        for _ in listing.members():
            pass
    except ListingStoppedError as stop:
        return str(stop)
    finally:
        os.close(file)
    return None


CONTENTS = {
    "account.json": b'{"name":"a","created":"2024-01-02"}' * 50,
    "photos/one.jpg": os.urandom(70_000),
    "photos/two.jpg": os.urandom(5),
    "empty.txt": b"",
    "log.txt": b"2026-01-01 login from 192.0.2.7\n" * 20_000,
    "日本語.txt": b"text",
}


def make_zip(path: Path, method: int = zipfile.ZIP_DEFLATED, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        made.mkdir("photos")
        for name, data in {**CONTENTS, **more}.items():
            made.writestr(name, data)
    return path


def make_tar(path: Path, mode: str = "w", form: int = tarfile.PAX_FORMAT) -> Path:
    with tarfile.open(path, mode, format=form) as made:
        for name, data in CONTENTS.items():
            member = tarfile.TarInfo(name)
            member.size, member.mtime = len(data), 1_700_000_000
            made.addfile(member, io.BytesIO(data))
        for name, kind, target in [
            ("photos", tarfile.DIRTYPE, ""),
            ("link", tarfile.SYMTYPE, "photos/one.jpg"),
            ("hard", tarfile.LNKTYPE, "log.txt"),
            ("pipe", tarfile.FIFOTYPE, ""),
        ]:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            made.addfile(member)
    return path


def link_in_zip(name: str, target: str) -> tuple[zipfile.ZipInfo, str]:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target
