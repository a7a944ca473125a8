# SPDX-License-Identifier: Apache-2.0
"""Entries that were given: a directory of their States, as published, that holds back every other
State (specification 15).
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from string import ascii_uppercase

from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.directory.entry.register import OfficerRegister
from rogatory.directory.view.view import DirectoryView, ListedState
from rogatory.evidence.refusals import STATE_NOT_GIVEN

NO_NETWORK = ""
"""The network of entries, which name none: they have no register of officers either."""


def directory_of_entries(entries: Sequence[DirectoryEntry], at: datetime) -> DirectoryView:
    """Return the directory that these entries are, as far as it is known."""
    listed = {one.state: ListedState(one, OfficerRegister(one.state), b"", b"") for one in entries}
    every = ("".join(letters) for letters in product(ascii_uppercase, repeat=2))
    held = {one: (STATE_NOT_GIVEN.because(state=one),) for one in every if one not in listed}
    return DirectoryView(NO_NETWORK, 0, at, listed, held)
