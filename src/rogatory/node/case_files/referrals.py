# SPDX-License-Identifier: Apache-2.0
"""A referral: what was asked of an executing authority that has no account here, and what came."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from rogatory.node.repositories.case_files import CaseFileEntry
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment


@dataclass(frozen=True, slots=True)
class ExecutingAuthority:
    """The authority or person that a referral goes to: no peer, no account, an address on paper."""

    name: str
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class PrintedReferral:
    """A letter as it went out: the digest of its printed bytes, which the node keeps."""

    at: datetime
    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file that came back, kept by its digest."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ReferralResult:
    """The result from the executing authority: papers, sealed packages, or the notice that there is
    nothing.
    """

    id: str
    recorded: datetime
    by: str
    received: datetime
    brought_by: str
    summary: str
    files: tuple[ResultFile, ...]
    packages: tuple[str, ...]
    """The digests of the seals of packages in which evidence came: see `results`."""
    is_final: bool


@dataclass(frozen=True, slots=True)
class Recall:
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Referral:
    id: str
    at: datetime
    by: str
    to: ExecutingAuthority
    asked: str
    wanted_by: datetime | None
    language: str
    letter: str
    """Digest of the letter's contents (see `letter`): what stream of print makes of it is `printed`."""
    printed: tuple[PrintedReferral, ...] = ()
    results: tuple[ReferralResult, ...] = ()
    recalled: Recall | None = None

    @property
    def is_open(self) -> bool:
        """Decide whether something is still awaited."""
        return self.recalled is None and not any(one.is_final for one in self.results)


def referral_of(entry: CaseFileEntry) -> Referral:
    to = cast("dict[str, str]", entry.data["to"])
    return Referral(
        id=entry.id,
        at=entry.at,
        by=entry.officer,
        to=ExecutingAuthority(to["name"], to["address"], to["contact"]),
        asked=str(entry.data["asked"]),
        wanted_by=moment_or_none(entry.data["wanted_by"]),
        language=str(entry.data["language"]),
        letter=str(entry.data["letter"]),
    )


def result_of(entry: CaseFileEntry) -> ReferralResult:
    files = cast("list[dict[str, Json]]", entry.data["files"])
    return ReferralResult(
        id=entry.id,
        recorded=entry.at,
        by=entry.officer,
        received=parse_moment(entry.data["received"]),
        brought_by=str(entry.data["brought_by"]),
        summary=str(entry.data["summary"]),
        files=tuple(
            ResultFile(
                str(each["name"]),
                str(each["media_type"]),
                cast("int", each["size"]),
                str(each["sha256"]),
            )
            for each in files
        ),
        packages=tuple(cast("list[str]", entry.data["packages"])),
        is_final=bool(entry.data["final"]),
    )


def moment_or_none(value: Json) -> datetime | None:
    return None if value is None else parse_moment(value)
