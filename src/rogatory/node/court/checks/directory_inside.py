# SPDX-License-Identifier: Apache-2.0
"""The directory that lies in a bundle: read as of a moment, and beside a newer copy that the reader has."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from rogatory.directory.ceremony.metadata import ROOT_LIMIT
from rogatory.directory.view.as_of import read_view
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused, refuse_if_any
from rogatory.node.court import layout, refusals
from rogatory.node.court.checks.identity import check_identity, is_vouched_for
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.verification.trust import (
    ReadFile,
    Trusted,
    TrustedDirectory,
    directory_of,
    folder_files,
)
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, P_, FilledText

_FIRST_ROOT = f"{layout.DIRECTORY}/{layout.FIRST_ROOT}"

_OF_STATE = re.compile(r"\.(?P<state>[a-z]{2})(\.officers)?\.json\Z", re.ASCII)
"""The end of a file's name in the directory, where it is a State's metadata, entry or register."""


@dataclass(frozen=True)
class DirectoryInside:
    """The directory inside: no other takes its place, however much a reader trusts it."""

    files: BundleFiles
    trusted: Trusted | None

    @cached_property
    def first_root(self) -> str | None:
        """The digest of its first root; None where that is not there, cannot be read or is above its limit (section 2)."""
        try:
            first = self.files.maybe(_FIRST_ROOT)
        except Refused:
            return None  # reported by the checks of identity and directory
        return sha256(first) if first and len(first) <= ROOT_LIMIT else None

    @cached_property
    def network(self) -> str:
        """The digest of its first root; that of nothing, which no network has, where there is none."""
        return self.first_root or sha256(b"")

    @property
    def read_file(self) -> ReadFile:
        """How a file of it is read."""
        return folder_files(self.files.folder / layout.DIRECTORY)

    @property
    def as_trusted(self) -> TrustedDirectory:
        """The same, as what a check trusts."""
        return TrustedDirectory(layout.DIRECTORY, self.network, self.read_file)

    def read(self, at: datetime) -> DirectoryView | None:
        """Return the view as of a moment, or nothing where it does not hold."""
        try:
            return self.view_as_of(at)
        except Refused:
            return None

    def view_as_of(self, at: datetime) -> DirectoryView:
        """Return the view; a State of which no file lies inside is not listed in it, and not held back.

        Raises:
            Refused: the directory does not hold.
        """
        view = read_view(self.read_file, network=self.network, at=at)
        inside = self._states()
        held = {state: reasons for state, reasons in view.held.items() if state in inside}
        return replace(view, held=held)

    def newest(self, published: DirectoryView) -> DirectoryView:
        """Return the copy with the higher snapshot: the bundle's, or one of its network that was given."""
        given = directory_of(self.trusted)
        if given is None or given.network != self.network:
            return published
        try:
            theirs = given.newest()
        except Refused:
            return published  # reported by the check of identity
        return max(theirs, published, key=lambda view: view.snapshot_version)

    @property
    def is_vouched_for(self) -> bool:
        """Decide whether anything that was given vouches for it."""
        return is_vouched_for(self.read_file, self.network, self.trusted)

    def check_identity(self, view: DirectoryView | None) -> str:
        """Decide whose directory this is, by what the reader gave (`checks.identity`)."""
        return check_identity(self.read_file, self.network, view, self.trusted)

    def check(self, at: datetime) -> str:
        """Decide that it holds as of a moment, with each State of which a file lies inside.

        Raises:
            Refused: with every reason.
        """
        if not self.files.there(_FIRST_ROOT):
            problem = P_("it is not there")
            raise Refused(refusals.UNREADABLE.because(path=_FIRST_ROOT, problem=problem))
        view = self.view_as_of(at)
        refuse_if_any(reason for found in view.held.values() for reason in found)
        moment, states = format_moment(at), ", ".join(view.states)
        return FilledText(N_("as of {at}: {states}"), at=moment, states=states)

    def _states(self) -> frozenset[str]:
        """Return the States of which any file lies in it (specification 18.9, 5)."""
        found = (_OF_STATE.search(path) for path in self.files.below(layout.DIRECTORY))
        return frozenset(each["state"].upper() for each in found if each)
