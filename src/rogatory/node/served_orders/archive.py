# SPDX-License-Identifier: Apache-2.0
"""The signed folder of an order or a withdrawal as one zip: read without writing it anywhere, and written in one way.

A zip that somebody uploads is a stranger's: nothing of it is unpacked to a disk, and each member has its limit.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from rogatory.disk import refusals as disk_refusals
from rogatory.errors import Phrase, Refused
from rogatory.node.provider_orders import refusals as order_refusals
from rogatory.node.provider_orders.layout import (
    MOST_FAULTS,
    MOST_FILES,
    FolderForm,
    OrderFolder,
)
from rogatory.node.served_orders import refusals
from rogatory.node.workstation.verification.trust import ReadFile
from rogatory.wire.words import P_

LARGEST_FOLDER = 8 << 20
"""Bytes of a folder's files together: an order with its State's part of the directory is far below, and a zip of a few
kilobytes can hold gigabytes of zeros."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The moment of each member that is written: the zip of the same folder is the same bytes."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
)
"""The faults by which the standard library reports a broken, encrypted or strange zip: a `RuntimeError` that a password
is wanted, and its kind `NotImplementedError` a version, a patch or an encryption that the library does not know."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def unpack(data: bytes, form: FolderForm) -> OrderFolder:
    """Return the folder in a zip, in which it may lie in one folder more, as most programs pack it.

    What has no place in the folder is a fault of it, as on a disk.

    Raises:
        Refused: the bytes are no zip, or hold more than a folder of an order does.
    """
    try:
        files = dict(_members(data))
    except _UNREADABLE as error:
        raise _refused(P_("it cannot be read")) from error
    files = _inner(files, form)
    kept = {name: one for name, one in files.items() if form.has_place(name)}
    strays = sorted(files.keys() - kept.keys())[:MOST_FAULTS]
    faults = (order_refusals.STRAY.because(path=ascii(name)[1:-1][:200]) for name in strays)
    return OrderFolder(frozenset(kept), tuple(faults), _reader(kept), form)


def pack(folder: OrderFolder) -> bytes:
    """Return the zip of a folder; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(folder.names):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr = 0o600 << 16
            archive.writestr(member, folder.bytes_of(name, LARGEST_FOLDER), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = LARGEST_FOLDER
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if (
            len(archive.infolist()) > MOST_FILES
            or len({one.filename for one in members}) < len(members)
            or any(one.compress_type not in _METHODS for one in members)
        ):
            raise _refused(P_("it is packed in another way than a folder is"))
        for member in members:
            with archive.open(member) as opened:
                found = opened.read(left + 1)
            left -= len(found)
            if left < 0:
                raise _refused(P_("it holds more than the folder of an order"))
            yield member.filename, found


def _inner(files: Mapping[str, bytes], form: FolderForm) -> dict[str, bytes]:
    """Return the files below the one folder in which all of them lie; as they are where they lie in none."""
    tops = {name.partition("/")[0] for name in files}
    if form.signed in files or len(tops) != 1:
        return dict(files)
    return {name.partition("/")[2]: one for name, one in files.items()}


def _reader(files: Mapping[str, bytes]) -> ReadFile:
    def read(name: str, limit: int) -> bytes | None:
        found = files.get(name)
        if found is not None and len(found) > limit:
            raise Refused(disk_refusals.TOO_LARGE.because(path=name, limit=limit))
        return found

    return read


def _refused(problem: Phrase) -> Refused:
    return Refused(refusals.ARCHIVE.because(problem=problem))
