# SPDX-License-Identifier: Apache-2.0
"""A caller's decisions about collecting and sealing, and the reports that the caller receives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import rogatory
from rogatory.errors import Reason
from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.conditions import Conditions
from rogatory.evidence.sealed.segments import DEFAULT_SEGMENT
from rogatory.wire.randomness import Random

TOOL = "rogatory"

type Now = Callable[[], datetime]
type ReportProgress = Callable[[int, int], None]
"""Receives the bytes done and the bytes in all."""

type Stamp = Callable[[bytes], bytes]
"""Gives the RFC 3161 token (DER) for a SHA-256 digest; the caller decides where and how."""


def tool_version() -> str:
    return rogatory.__version__


def no_progress(done: int, total: int) -> None:
    """Ignore progress, for callers who watch nothing."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Which shortcomings of the source are recorded instead of refused."""

    unreadable: bool = False
    changed: bool = False
    damaged: bool = False
    """Images that lack a file, have bad sectors, or are not what they say of themselves."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a package beside the evidence: conditions, and the request it answers, whose
    files (`message.json`, signatures, `approvals.json`) are given by name.
    """

    conditions: Conditions = field(default_factory=Conditions)
    request: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Settings of one run: time, randomness, who receives the progress, and what happens to an interrupted run."""

    clock: Now
    random: Random
    progress: ReportProgress = no_progress
    remove_leftover: bool = False
    resume: bool = False


@dataclass(frozen=True, slots=True)
class SealOptions:
    """`certificates` are the sealing State's CA certificates, PEM by file name.

    `stamp` gives the seal's timestamp, `more_stamps` those of further authorities.

    `fork_reader` lets a child process read many small files. Only for a process of its own that
    holds no database or network connection, such as a command; it must have no other thread.
    """

    network: str | None = None
    thread: str | None = None
    segment_size: int = DEFAULT_SEGMENT
    certificates: Mapping[str, bytes] = field(default_factory=dict)
    stamp: Stamp | None = None
    more_stamps: tuple[Stamp, ...] = ()
    fork_reader: bool = False


@dataclass(frozen=True, slots=True)
class Shortcomings:
    """Path and what was wrong with it, of everything that was tolerated."""

    unreadable: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """A new bag. `bag` is the SHA-256 of its tag manifest, by which custody knows it."""

    folder: Path
    package: str
    bag: str
    files: int
    bytes: int
    items: int
    shortcomings: Shortcomings
    tool: str
    examined: ExaminedBag = field(default_factory=ExaminedBag)
    taken_over: int = 0
    """Files that an interrupted run had collected."""
    begun: int = 0
    """Bytes that it had stored of one that it did not end."""
    begun_anew: tuple[Reason, ...] = ()
    """Why a file that it had begun was read again from its first byte."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A new sealed package. `collected` is the digest that its bag had before it was sealed, if
    it was a bag; `seal` the SHA-256 of `seal.json`.
    """

    folder: Path
    package: str
    bag: str
    collected: str | None
    seal: str
    files: int
    bytes: int
    payload_size: int
    segments: int
    sealed: datetime
    shortcomings: Shortcomings
    tool: str
    examined: ExaminedBag = field(default_factory=ExaminedBag)
