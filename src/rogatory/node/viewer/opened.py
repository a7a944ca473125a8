# SPDX-License-Identifier: Apache-2.0
"""One package or bag while it is looked at: its items, and the journal that each act goes into.

An act is in the journal before anything of it is shown. What was recorded once since the keys were
unlocked is not recorded again: going back to an item is the same act.
"""

import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.errors import Refused
from rogatory.evidence.opening.browsing import Browsed, browse_bag, browse_sealed
from rogatory.node.viewer import refusals
from rogatory.node.viewer.item_numbers import Numbers
from rogatory.node.viewer.keys_in_use import KeysInUse
from rogatory.node.viewer.packages import PackageInFolder
from rogatory.node.workstation.journals.folders import bag_journal, journal_at
from rogatory.node.workstation.journals.kept_beside import read_beside
from rogatory.node.workstation.journals.recording import record_beside
from rogatory.node.workstation.opening import hybrid
from rogatory.node.workstation.verification.seal_trust import (
    SealTrust,
    trust_for_bag,
    trust_for_sealed,
)
from rogatory.node.workstation.verification.trust import Trusted

if TYPE_CHECKING:
    from rogatory.node.viewer.shown_picture import ShownPicture

MOST_ACTS = 5000
"""Events on one package between unlocking and locking; a journal holds twenty times as many in all."""


class OpenEvidence:
    """Opened with the keys in use; `close` forgets the key of the package."""

    def __init__(
        self, kept: PackageInFolder, keys: KeysInUse, trusted: Trusted | None, *, elsewhere: Path
    ) -> None:
        """Take `elsewhere` as the folder where the journal of a package lies whose own disk takes
        nothing.
        """
        self.kept, self.keys = kept, keys
        self.lock = threading.RLock()
        self.numbers = Numbers()
        self._elsewhere = elsewhere
        self._opened = ExitStack()
        self._recorded: dict[tuple[str, str], datetime] = {}
        self.shown: tuple[str, ShownPicture] | None = None
        """The picture that was shown last, by its item: its page asks for it once more."""
        now = keys.actor.clock()
        if kept.is_sealed:
            self.trust: SealTrust = trust_for_sealed(kept.path, trusted, now)
            opening = browse_sealed(
                kept.path, identities=hybrid(keys.identities), trust=self.trust.evidence
            )
        else:
            beside = read_beside(kept.path)
            self.trust = trust_for_bag(beside.own, None, trusted, now)
            opening = browse_bag(kept.path)
        self.browsed: Browsed = self._opened.enter_context(opening)
        network = self.trust.seal.network if self.trust.seal else None
        self.actor = replace(keys.actor, network=network)
        try:
            self.record_once("listed", "", act("listed", paths=None, more=None))
        except BaseException:
            self.close()
            raise

    @property
    def bag(self) -> str:
        return self.browsed.bag

    def record_once(self, kind: str, what: str, done: CustodyAct) -> None:
        """Record an act of a kind on something, unless it was since the keys were unlocked; one
        with a consent is always recorded.
        """
        key = kind, what
        if done.fields.get("consent") is None and key in self._recorded:
            return
        if len(self._recorded) >= MOST_ACTS:
            raise Refused(refusals.MANY_ACTS.because(limit=MOST_ACTS))
        words = self.keys.reason
        if self.kept.is_sealed:
            record_beside(self.kept.path, self._elsewhere, done, self.bag, words, self.actor)
        else:
            journal = journal_at(bag_journal(self.kept.path.absolute()))
            self.actor.record(journal, done, of=self.bag, words=words)
        self._recorded[key] = self.actor.clock()

    def recorded_at(self, kind: str, what: str) -> datetime | None:
        """Return when an act was recorded last, since the keys were unlocked."""
        return self._recorded.get((kind, what))

    def close(self) -> None:
        with self.lock:
            self.shown = None
            self._opened.close()
