# SPDX-License-Identifier: Apache-2.0
"""Copies of a return in two folders: files that are wholly outside the scope, and all others."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import (
    PartialFolder,
    faults_at,
    is_plain_file,
    open_untouched,
    shown,
    walk,
    write_new,
)
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.scope import refusals
from rogatory.evidence.scope.authorised import AuthorisedScope
from rogatory.evidence.scope.check import ScopeCheck, check_return, paths_below

OUTSIDE, REMAINING, SUMS = "outside", "remaining", "SHA256SUMS"

_BLOCK = 1 << 20
_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


@dataclass(frozen=True, slots=True)
class SetApart:
    """The result of the check of the copies, and how many files went into which folder."""

    check: ScopeCheck
    outside: int
    remaining: int


def set_apart(source: Path, scope: AuthorisedScope, target: Path) -> SetApart:
    """Copy a return into the new folder `target`, judged by the copies. It has its name only when each
    file is in one of the two folders with the digest that the original has.

    Raises:
        Refused: `target` is there or lies in the return; the return has links or devices, or changed meanwhile.
    """
    _refuse_inside(source, target)
    with faults_at(source):
        names = _names(source)
    with PartialFolder(target, private=True, remove_leftover=True) as partial:
        made = Path(os.fsdecode(partial.path))
        with faults_at(made):
            remaining = made / REMAINING
            remaining.mkdir()
            _make_folders(source, remaining)
            digests = {name: _copy(_original(source, name), remaining / name) for name in names}
            check = check_return(remaining, scope)
            outside = [name for name in names if check.wholly_outside(shown(name))]
            for name in outside:
                (made / OUTSIDE / name).parent.mkdir(parents=True, exist_ok=True)
                (remaining / name).rename(made / OUTSIDE / name)
            (made / OUTSIDE).mkdir(exist_ok=True)
            _refuse_changed(source, digests)
            write_new(made / SUMS, _sums(digests, set(outside)))
    return SetApart(check, len(outside), len(names) - len(outside))


def _refuse_inside(source: Path, target: Path) -> None:
    place = target.absolute().parent.resolve()
    if source.is_dir() and source.resolve() in {place, *place.parents}:
        raise Refused(refusals.APART_INSIDE.because(path=shown(target), source=shown(source)))


def _original(source: Path, name: Path) -> Path:
    return source / name if source.is_dir() else source


def _names(source: Path) -> list[Path]:
    """Return the path of each file in the return; refuses whatever is no file."""
    names, reasons = [], list[Reason]()
    for path in paths_below(source):
        if not is_plain_file(path):
            reasons.append(refusals.APART_NOT_A_FILE.because(path=shown(path)))
        names.append(path.relative_to(source) if path != source else Path(path.name))
    refuse_if_any(reasons)
    return names


def _make_folders(source: Path, remaining: Path) -> None:
    for entry in walk(source) if source.is_dir() else ():
        if entry.is_folder:
            (remaining / os.fsdecode(entry.path)).mkdir()


def _copy(original: Path, copy: Path) -> str:
    """Return the SHA-256 of what was copied; the copy has the original's time of change."""
    descriptor = open_untouched(original, _READ)
    with os.fdopen(descriptor, "rb") as file, copy.open("xb") as out:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(refusals.APART_NOT_A_FILE.because(path=shown(original)))
        digest = hashlib.sha256()
        while block := file.read(_BLOCK):
            digest.update(block)
            out.write(block)
    os.utime(copy, ns=(status.st_mtime_ns, status.st_mtime_ns))
    return digest.hexdigest()


def _refuse_changed(source: Path, digests: dict[Path, str]) -> None:
    """Refuse unless the return still has the same files with the same bytes."""
    names = _names(source)
    changed = set(names) ^ set(digests)
    changed |= {name for name in set(names) - changed if _digest(source, name) != digests[name]}
    refuse_if_any([refusals.APART_CHANGED.because(path=shown(name)) for name in sorted(changed)])


def _digest(source: Path, name: Path) -> str:
    with os.fdopen(open_untouched(_original(source, name), _READ), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sums(digests: dict[Path, str], outside: set[Path]) -> bytes:
    """Return the digests of the copies, as `sha256sum -c` reads them."""
    lines = []
    for name, digest in digests.items():
        path = os.fsencode(Path(OUTSIDE if name in outside else REMAINING) / name)
        plain = path.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
        mark = b"\\" if plain != path else b""
        lines.append(mark + digest.encode() + b"  " + plain + b"\n")
    return b"".join(lines)
