# SPDX-License-Identifier: Apache-2.0
"""The workstation as its pages know it: what it was started with, and what is open on it now.

One process, one examiner, several requests at once. Keys and packages are open from the passphrase
until they are locked: by the officer, or by nobody asking for a page during the idle time.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.errors import Refused
from rogatory.node.peers.names import Names
from rogatory.node.viewer import refusals
from rogatory.node.viewer.correspondence import Correspondence, read_correspondence
from rogatory.node.viewer.exchange import NodeExchange, OpenLine
from rogatory.node.viewer.judging import VerificationThread
from rogatory.node.viewer.keys_in_use import KeysInUse, Unlocking, forget_tokens, unlock_keys
from rogatory.node.viewer.opened import OpenEvidence
from rogatory.node.viewer.packages import PackageInFolder, package_with_id, packages_in
from rogatory.node.viewer.searching import Search
from rogatory.node.workstation.consent.signing import Hand, TwoOfficers
from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder, open_authority_folder
from rogatory.node.workstation.keys.officer_keys import open_officer_folder
from rogatory.node.workstation.verification.trust import Trusted, TrustedDirectory
from rogatory.node.workstation.verification.verify import verify
from rogatory.wire.randomness import Random

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView

MOST_SEARCHES = 100
"""Searches of one unlocking that can be gone on with; the oldest is forgotten."""

MOST_OPEN = 8
"""Packages open at once: each holds buffers of some megabytes and a descriptor."""


type OwnOfficer = tuple[str, str]
"""An officer as a page names them: the folder with their own keys, and its passphrase."""


@dataclass(frozen=True, slots=True)
class SessionInputs:
    """The inputs with which the workstation was started. `officer_keys` and `messages` may be none."""

    key: Path
    packages: Path
    out: Path
    trusted: Trusted | None = None
    officer_keys: tuple[Path, ...] = ()
    messages: tuple[Path, ...] = ()
    idle: timedelta = timedelta(minutes=15)
    open_line: OpenLine | None = None
    """How the own node is reached; None where none was named."""


@dataclass(slots=True)
class _Open:
    """All that is forgotten when the keys are locked."""

    keys: KeysInUse
    touched: datetime
    evidence: "OrderedDict[str, OpenEvidence]" = field(default_factory=OrderedDict)
    searches: "OrderedDict[str, tuple[str, Search]]" = field(default_factory=OrderedDict)


class ViewerSession:
    """Several threads ask it; what they share is under one lock, what is open under its own."""

    def __init__(
        self, given: SessionInputs, *, clock: Callable[[], datetime], random: Random
    ) -> None:
        """Refuse a folder that is no authority's key folder."""
        self.given, self.clock, self._random = given, clock, random
        self.authority: AuthorityFolder = open_authority_folder(given.key)
        self._lock = threading.RLock()
        self._open: _Open | None = None
        self._judged: dict[str, VerificationThread] = {}
        self.exchange = NodeExchange(given.open_line, given.packages, self.unlocked)

    @property
    def state(self) -> str:
        return self.authority.authority.state

    def names(self) -> Names:
        """Return what States and authorities are called, where a directory was given."""
        view = self.view()
        entries = [view.entry(state) for state in view.states] if view else []
        return Names(
            {entry.state: entry.names for entry in entries},
            {record.id: record.names for entry in entries for record in entry.authorities},
        )

    def view(self) -> "DirectoryView | None":
        """Return the directory that was given, if it can be relied on now."""
        if not isinstance(self.given.trusted, TrustedDirectory):
            return None
        try:
            return self.given.trusted.view(self.clock())
        except Refused:
            return None

    def correspondence(self, evidence: OpenEvidence) -> Correspondence:
        """Return the messages that were given, judged by the directory as the package's own seal
        is: a copy on a stick has expired by the time an examiner reads it.
        """
        view = evidence.trust.whom.view_or_none
        return read_correspondence(self.given.messages, view, self.clock())

    def packages(self) -> list[PackageInFolder]:
        return packages_in(self.given.packages)

    def kept(self, name: str) -> PackageInFolder:
        return package_with_id(self.given.packages, name)

    def unlock(self, given: Unlocking) -> None:
        """Take the keys in use; refuses as `unlock` of the keys, and they are locked then.

        A token that is open already would take any PIN: so it is left first, and again where
        something else than its PIN is wrong.
        """
        with self._lock:
            self._forget()
            try:
                keys = unlock_keys(self.given.key, given, clock=self.clock, random=self._random)
            except BaseException:
                forget_tokens()
                raise
            self._open = _Open(keys, self.clock())

    def lock(self) -> None:
        """Forget keys, open packages and searches, and stop what is on its way."""
        self.exchange.stop()
        self._forget()

    def _forget(self) -> None:
        """Forget what was unlocked. What is on its way goes on by the key that it began with, if
        that is not on the token, which is left.
        """
        if self.authority.on_token:
            self.exchange.stop()
        with self._lock:
            closing, self._open = self._open, None
            forget_tokens()
        for each in closing.evidence.values() if closing else ():
            each.close()

    def lock_if_idle(self) -> None:
        with self._lock:
            found = self._open
            if found is not None and self.clock() - found.touched >= self.given.idle:
                self._forget()

    @property
    def keys_or_none(self) -> KeysInUse | None:
        """The keys in use; none where they are locked."""
        with self._lock:
            self.lock_if_idle()
            return self._open.keys if self._open else None

    def touch(self) -> None:
        """Note that somebody is here."""
        with self._lock:
            self.lock_if_idle()
            if self._open is not None:
                self._open.touched = self.clock()

    def unlocked(self) -> KeysInUse:
        """Return the keys in use; refuses where they are locked."""
        with self._lock:
            return self._unlocked().keys

    def opened(self, name: str) -> OpenEvidence:
        """Return a package or bag, opened with the keys in use; once until they are locked.

        Raises:
            Refused: the keys are locked, there is none of that name, or it does not let itself be
                opened.
        """
        with self._lock:
            found = self._unlocked()
            if name not in found.evidence:
                one = self.kept(name)
                elsewhere = bag_journal(self.given.out / one.path.name)
                found.evidence[name] = OpenEvidence(
                    one, found.keys, self.given.trusted, elsewhere=elsewhere
                )
                if len(found.evidence) > MOST_OPEN:
                    found.evidence.popitem(last=False)[1].close()
            return found.evidence[name]

    def remember(self, name: str, search: Search) -> str:
        """Return under which number a search of a package is gone on with."""
        with self._lock:
            found = self._unlocked()
            number = self._random(8).hex()
            found.searches[number] = name, search
            if len(found.searches) > MOST_SEARCHES:
                found.searches.popitem(last=False)
            return number

    def search(self, name: str, number: str) -> Search:
        with self._lock:
            of, search = self._unlocked().searches.get(number, ("", None))
            if search is None or of != name:
                raise Refused(refusals.SEARCH_UNKNOWN.because())
            return search

    def judged(self, name: str, *, anew: bool = False) -> VerificationThread:
        """Return the verification of a package, begun when it is first asked for. It needs no key."""
        one = self.kept(name)
        with self._lock:
            if anew or name not in self._judged:
                self._judged[name] = VerificationThread(
                    lambda progress: verify(
                        one.path, trusted=self.given.trusted, now=self.clock(), progress=progress
                    )
                )
            return self._judged[name]

    def two_officers(self, first: OwnOfficer, second: OwnOfficer) -> TwoOfficers | None:
        """Return both officers, each by a key folder and its passphrase; None where none is named.

        Raises:
            Refused: one is no officer's folder; or a directory was given that cannot be relied on
                now, so that their authority is unknown.
        """
        if not (first[0].strip() or second[0].strip()):
            return None
        trusted = self.given.trusted
        view = trusted.view(self.clock()) if isinstance(trusted, TrustedDirectory) else None
        return TwoOfficers(_hand(first), _hand(second), self.authority, view)

    def _unlocked(self) -> _Open:
        self.lock_if_idle()
        if self._open is None:
            raise Refused(refusals.LOCKED.because())
        return self._open


def _hand(named: OwnOfficer) -> Hand | None:
    folder, passphrase = named
    if not folder.strip():
        return None
    return Hand(open_officer_folder(Path(folder.strip())), lambda: passphrase)
