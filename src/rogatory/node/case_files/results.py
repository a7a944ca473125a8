# SPDX-License-Identifier: Apache-2.0
"""The reply of an executing authority: who brought it, when, and the bytes by their digests.

Papers are kept as they came. Evidence is not: a node can read what it keeps, so evidence is
collected and sealed on a workstation, and the result names the sealed package.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import (
    Acting,
    JournalLine,
    Recorded,
    case_file_reasons,
    read_case_file,
    record,
)
from rogatory.node.case_files.referring import open_reasons
from rogatory.node.case_files.texts import LONGEST_TEXT, text_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.repositories.case_files import EntryKind
from rogatory.requests.envelope import FORBIDDEN_IN_NAME
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_

LARGEST_FILE = 4 << 20
"""4 MiB: a scanned letter. What is larger is evidence, which a node must not hold in the clear."""

MOST_FILES = 20
"""The most files of a result; more would make a case file an archive that the node's operators can
read.
"""

LONGEST_FILE_NAME = 240
"""The most bytes of a file's name: the longest that every file system takes, less a suffix."""


@dataclass(frozen=True, slots=True)
class BroughtFile:
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class RecordedResult:
    """An officer's record of a result. `is_final` closes the referral."""

    received: datetime
    brought_by: str
    summary: str = ""
    files: Sequence[BroughtFile] = ()
    packages: Sequence[str] = ()
    is_final: bool = True


def record_result(
    node: Node, thread: str, referral: str, brought: RecordedResult, officer: str
) -> Recorded:
    """Keep what came back.

    1. The officer may record it for an authority that takes part; the referral awaits something.
    2. It is said who brought it and when, which is not ahead; there is something.
    3. Files have plain names and are small and few; packages are here.

    Raises:
        Refused: with every reason; no file is kept.
    """
    at, view = node.clock.now(), node.register.view()
    case_file = read_case_file(node, thread)
    refuse_if_any(
        [
            *case_file_reasons(view, case_file, officer, Permission.REFER_CASE_FILE, at),  # 1
            *open_reasons(case_file, referral),
            *_brought_reasons(brought, at),  # 2
            *_file_reasons(brought.files),  # 3
            *(
                refusals.RESULT_PACKAGE_UNKNOWN.because(seal=seal[:64])
                for seal in brought.packages
                if node.store.package(seal) is None
            ),
        ]
    )
    files = _kept(node, brought.files)
    warnings = (refusals.EVIDENCE_IN_CLEAR.because(),) if files else ()
    line = JournalLine(
        EntryKind.RESULT_RECEIVED,
        {
            "referral": referral,
            "received": format_moment(brought.received),
            "brought_by": brought.brought_by,
            "summary": brought.summary,
            "files": files,
            "packages": list(brought.packages),
            "final": brought.is_final,
        },
        warnings,
    )

    def act(case_file: CaseFile, _acting: Acting) -> JournalLine:
        refuse_if_any(open_reasons(case_file, referral))
        return line

    return record(node, thread, officer, Permission.REFER_CASE_FILE, act)


def _kept(node: Node, files: Sequence[BroughtFile]) -> list[Json]:
    return [
        {
            "name": each.name,
            "media_type": each.media_type,
            "size": len(each.data),
            "sha256": node.objects.put(each.data),
        }
        for each in files
    ]


def _brought_reasons(brought: RecordedResult, at: datetime) -> Iterator[Reason]:
    yield from text_reasons(N_("who delivered it"), brought.brought_by)
    yield from text_reasons(N_("summary"), brought.summary, LONGEST_TEXT, may_be_empty=True)
    if brought.received > at:
        yield refusals.RESULT_AHEAD.because(received=format_moment(brought.received))
    if not (brought.files or brought.packages or brought.summary.strip()):
        yield refusals.RESULT_EMPTY.because()


def _file_reasons(files: Sequence[BroughtFile]) -> Iterator[Reason]:
    if len(files) > MOST_FILES:
        yield refusals.RESULT_FILES_MANY.because(count=len(files), limit=MOST_FILES)
    for each in files:
        if not is_plain_name(each.name):
            yield refusals.RESULT_FILE_NAME.because(name=ascii(each.name)[:80])
        if len(each.data) > LARGEST_FILE:
            yield refusals.RESULT_FILE_LARGE.because(
                name=ascii(each.name)[:80], size=len(each.data), limit=LARGEST_FILE
            )
        yield from text_reasons(N_("media type"), each.media_type)


def is_plain_name(name: str) -> bool:
    """Decide whether a file can be written under that name in a folder, on every system."""
    return (
        0 < len(name.encode("utf-8", "replace")) <= LONGEST_FILE_NAME
        and not name.startswith(".")
        and not name.endswith((".", " "))
        and FORBIDDEN_IN_NAME.isdisjoint(name)
        and all(unicodedata.category(each) not in {"Cc", "Cf", "Cs"} for each in name)
    )
