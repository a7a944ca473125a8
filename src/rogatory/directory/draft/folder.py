# SPDX-License-Identifier: Apache-2.0
"""The folder in which a State works on its entry, on a machine of the ministry's own.

    entry.json        the entry as it will be signed
    officers.json     the register of officers, likewise
    published/        the entry and register that the directory has, which the new ones must only
                      add to; absent until something is published
    draft.json        the network, the version that is published, the keys announced
    card.json         the card that the entry names, for the State's own node

Each write replaces one file whole; the digests that bind them are made anew when it is signed, so
that an interruption between two files spoils nothing. Nothing here is secret but the card, which has mode 0600.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.directory.entry.card import LARGEST_CARD, Card, build_card, card_digest, parse_card
from rogatory.directory.entry.entry import DirectoryEntry, build_entry
from rogatory.directory.entry.fields import DIGEST, distinct, read_fields
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import OfficerRegister, build_register, parse_register
from rogatory.directory.submission.state_role import Submission, sign_entry
from rogatory.disk import PartialFolder, read_file, write_new
from rogatory.disk import replace as replace_file
from rogatory.wire import canonical
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Integer
from rogatory.wire.words import P_, FilledText

ENTRY = "entry.json"
OFFICERS = "officers.json"
PUBLISHED = "published"
STATUS = "draft.json"
CARD = "card.json"


@dataclass(frozen=True, slots=True)
class DraftStatus:
    """Of which network; which version is published (0: none yet); the ids of the keys that may
    sign next beside those that sign now.
    """

    network: str
    version: int = 0
    announced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """The contents of a draft's folder."""

    folder: Path
    entry: DirectoryEntry
    register: OfficerRegister
    status: DraftStatus
    published: tuple[DirectoryEntry, OfficerRegister] | None = None
    card: Card | None = None

    @property
    def state(self) -> str:
        return self.entry.state

    def signed(
        self, keys: Sequence[DirectoryKey], at: datetime, version: int | None = None
    ) -> Submission:
        """Return entry and register, signed by all of the keys as the next version.

        Raises:
            Refused: with every reason why they are not accepted.
        """
        return sign_entry(
            with_digests(self.entry, self.register, self.card),
            self.register,
            network=self.status.network,
            keys=keys,
            version=version or self.status.version + 1,
            at=at,
            announce=sorted({*self.status.announced, *(key.keyid for key in keys)}),
        )


def with_digests(
    entry: DirectoryEntry, register: OfficerRegister, card: Card | None
) -> DirectoryEntry:
    """Return the entry with the digests of the register and of the card beside it."""
    digest = entry.card if card is None else card_digest(build_card(card))
    return replace(entry, officers=sha256(build_register(register)), card=digest)


def create_draft(
    folder: Path,
    entry: DirectoryEntry,
    register: OfficerRegister,
    status: DraftStatus,
    published: tuple[bytes, bytes] | None = None,
) -> EntryDraft:
    """Make the folder, whole or not at all."""
    with PartialFolder(folder.absolute(), private=True) as partial:
        within = Path(os.fsdecode(partial.path))
        write_new(within / ENTRY, build_entry(with_digests(entry, register, None)))
        write_new(within / OFFICERS, build_register(register))
        write_new(within / STATUS, _status_bytes(status))
        if published is not None:
            (within / PUBLISHED).mkdir()
            write_new(within / PUBLISHED / ENTRY, published[0])
            write_new(within / PUBLISHED / OFFICERS, published[1])
    return read_draft(folder)


def read_draft(folder: Path) -> EntryDraft:
    """Return the contents of a draft's folder.

    Raises:
        Refused: a file is missing, or not in its form.
    """
    entry = parse_entry(_read(folder, ENTRY))
    register = parse_register(_read(folder, OFFICERS))
    was = folder / PUBLISHED
    published = None
    if was.exists():
        published = parse_entry(_read(was, ENTRY)), parse_register(_read(was, OFFICERS))
    card = None
    if (folder / CARD).exists():
        card = parse_card(read_file(folder / CARD, limit=LARGEST_CARD))
    return EntryDraft(folder, entry, register, _status(_read(folder, STATUS)), published, card)


def keep_entry(draft: EntryDraft, entry: DirectoryEntry) -> None:
    data = build_entry(with_digests(entry, draft.register, draft.card))
    parse_entry(data)
    replace_file(draft.folder / ENTRY, data)


def keep_register(draft: EntryDraft, register: OfficerRegister) -> None:
    data = build_register(register)
    parse_register(data)
    replace_file(draft.folder / OFFICERS, data)
    replace_file(draft.folder / ENTRY, build_entry(with_digests(draft.entry, register, draft.card)))


def keep_card(draft: EntryDraft, card: Card) -> None:
    """Put a card beside the entry, which names it from now on."""
    data = build_card(card)
    parse_card(data)
    replace_file(draft.folder / CARD, data, secret=True)
    replace_file(draft.folder / ENTRY, build_entry(with_digests(draft.entry, draft.register, card)))


def keep_status(draft: EntryDraft, status: DraftStatus) -> None:
    replace_file(draft.folder / STATUS, _status_bytes(status))


def keep_published(draft: EntryDraft, submission: Submission, version: int) -> None:
    """Keep what was handed in: the next draft is compared with it."""
    was = draft.folder / PUBLISHED
    was.mkdir(exist_ok=True)
    for name, path in zip((ENTRY, OFFICERS), sorted(submission.files), strict=True):
        replace_file(was / name, submission.files[path])
    keep_status(draft, replace(draft.status, version=version))


def _read(folder: Path, name: str) -> bytes:
    return read_file(folder / name, limit=LARGEST_DOCUMENT)


def _status_bytes(status: DraftStatus) -> bytes:
    return canonical.encode(
        {"network": status.network, "version": status.version, "announced": status.announced}
    )


def _status(data: bytes) -> DraftStatus:
    return read_fields(canonical.decode_object(data), FilledText(P_("draft")), _read_status)


def _read_status(of: Fields) -> DraftStatus:
    return DraftStatus(
        of.read("network", DIGEST),
        of.read("version", Integer(0, 2**31)),
        of.read("announced", distinct(DIGEST)),
    )
