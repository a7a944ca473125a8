# SPDX-License-Identifier: Apache-2.0
"""The sources of a verdict, who gave them, and what its reader must still compare or ask for.

A verdict is no better than its starting point. Where nothing was given, all of it is relative to
what came along; where something was, to that. Either way it names what the reader must compare with
something from elsewhere, and how old the newest known copy of the directory is: an end that was
published later is not in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Literal

from rogatory.errors import Refused
from rogatory.node.workstation.verification.trust import (
    Trusted,
    TrustedCertificates,
    TrustedDirectory,
    TrustedEntry,
    TrustedFingerprint,
    TrustedRoot,
    directories_of,
    directory_of,
    parts_of,
)
from rogatory.seal.certificates.reading import state_ca_of
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, FilledText, TextsInTurn

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView

type CopyOrigin = Literal["given", "brought"]

GIVEN = N_("It rests on what you gave: {what}")
BROUGHT = N_("It rests on what came along alone: nothing was given to trust (--trust)")
NOT_VOUCHING = N_(
    "It rests on what came along alone: what you gave ({what}) does not vouch for the directory in it"
)
A_DIRECTORY = N_("a copy of the directory whose first root is {root}")
A_ROOT = N_("the root {root}")
AN_ENTRY = N_("the entry of {state}")
STATE_CAS = N_("State CAs of {states}")
COMPARE_ROOT = N_("Compare the first root {root} with one that you have from elsewhere")
COMPARE_GIVEN = N_("Be sure that you had this from elsewhere than the evidence itself")
COMPARE_CERTIFICATES = N_(
    "Compare the State CA's fingerprint with one that you have from elsewhere, or give the "
    "directory (--trust)"
)
ROOT_ONLY = N_(
    "A root alone names no State's keys: give a copy of the directory that begins with it"
)
COPY_EXPIRED = N_(
    "The newest copy of the directory known here (snapshot {snapshot}) was current until "
    "{expires}; ask {whom} for a newer one: it would list a key that was ended since"
)
SECRETARIAT = N_("the publisher of the directory, or any State's node")


@dataclass(frozen=True, slots=True)
class UsedDirectoryCopy:
    """A copy of the directory that was read."""

    source: Literal["given", "brought"]
    network: str
    root: int
    root_expires: datetime
    snapshot: int
    snapshot_expires: datetime
    expires: datetime

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "network": self.network,
            "root_version": self.root,
            "root_expires": format_moment(self.root_expires),
            "snapshot_version": self.snapshot,
            "snapshot_expires": format_moment(self.snapshot_expires),
            "expires": format_moment(self.expires),
        }


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The sources of a verdict. `root` is the SHA-256 of the first root that was used, if one was."""

    basis: CopyOrigin
    what: tuple[str, ...] = ()
    root: str | None = None
    newest_root: str | None = None
    """SHA-256 of the newest root that the reader gave."""
    compare: tuple[str, ...] = ()
    """The comparisons that the reader must make, or what to ask for, in words."""
    copies: tuple[UsedDirectoryCopy, ...] = ()
    ask: tuple[str, ...] = field(default=())
    """The same as codes: `compare-first-root`, `compare-certificates`, `newer-directory`,
    `directory`, `roots`."""

    def first_line(self) -> str:
        """Return the first sentence: whose root, who gave it, what to compare."""
        what = TextsInTurn.of(self.what, ", ")
        if self.basis == "given":
            problem: str = FilledText(GIVEN, what=what)
        else:
            problem = FilledText(NOT_VOUCHING, what=what) if self.what else BROUGHT
        return TextsInTurn.of([problem, *self.compare], ". ")

    def as_json(self) -> dict[str, object]:
        return {
            "basis": self.basis,
            "root": self.root,
            "newest_root": self.newest_root,
            "ask": list(self.ask),
            "copies": [one.as_json() for one in self.copies],
        }


def copy_of(source: CopyOrigin, view: "DirectoryView | None") -> tuple[UsedDirectoryCopy, ...]:
    """Return the edition of a copy of the directory; nothing where there is none."""
    if view is None or view.edition is None:
        return ()
    found = view.edition
    return (
        UsedDirectoryCopy(
            source,
            view.network,
            found.root,
            found.root_expires,
            found.snapshot,
            found.snapshot_expires,
            found.expires,
        ),
    )


def rests_on(
    trusted: Trusted | None,
    now: datetime,
    *,
    of_bundle: bool = False,
    network: str | None = None,
    brought: "DirectoryView | None" = None,
    vouched: bool = True,
) -> RestsOn:
    """Return what a verdict rests on. `network` and `brought` are a bundle's own directory, for which what was given
    may not have `vouched`; None where there is none that can be read.
    """
    given = directory_of(trusted)
    copies = copy_of("brought", brought)
    for one in directories_of(trusted):
        copies += copy_of("given", _or_none(one.newest))
    ask: list[tuple[str, str]] = []
    used = trusted is not None and vouched
    if not used and network:
        ask.append(("compare-first-root", FilledText(COMPARE_ROOT, root=network)))
    elif not used:
        ask.append(("compare-certificates", COMPARE_CERTIFICATES))
    else:
        ask.append(("given-from-elsewhere", COMPARE_GIVEN))
    parts = parts_of(trusted)
    if (
        parts
        and not of_bundle
        and all(isinstance(one, TrustedRoot | TrustedFingerprint) for one in parts)
    ):
        ask.append(("directory", ROOT_ONLY))
    newest = max(copies, key=lambda one: one.snapshot, default=None)
    if newest is not None and newest.expires <= now:
        problem = FilledText(
            COPY_EXPIRED,
            snapshot=newest.snapshot,
            expires=format_moment(newest.expires),
            whom=FilledText(SECRETARIAT),
        )
        ask.append(("newer-directory", problem))
    return RestsOn(
        "given" if used else "brought",
        tuple(_text_of(one) for one in parts),
        network if of_bundle or given is None else given.network,
        _newest_root(parts),
        tuple(question for _, question in ask),
        copies,
        tuple(code for code, _ in ask),
    )


def _text_of(one: object) -> str:
    match one:
        case TrustedDirectory():
            return FilledText(A_DIRECTORY, root=one.network)
        case TrustedFingerprint():
            return FilledText(A_ROOT, root=one.root)
        case TrustedRoot():
            return FilledText(A_ROOT, root=sha256(one.data))
        case TrustedEntry():
            return FilledText(AN_ENTRY, state=one.entry.state)
        case TrustedCertificates():
            states = {ca for der in one.certificates if (ca := state_ca_of(der))}
            return FilledText(STATE_CAS, states=", ".join(sorted(states)))
    return ""


def _newest_root(parts: Iterable[object]) -> str | None:
    """Return the digest of the newest root among what was given: the highest version."""
    from rogatory.directory.view.root_chain import root_version

    found: list[tuple[int, str]] = []
    for one in parts:
        if isinstance(one, TrustedDirectory):
            chain = _or_none(one.roots) or ()
            found += [(number, sha256(data)) for number, data in enumerate(chain, 1)]
        elif isinstance(one, TrustedRoot):
            version = _or_none(partial(root_version, one.data))
            found += [(version, sha256(one.data))] if version else []
    return max(found)[1] if found else None


def _or_none[T](read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Refused:
        return None
