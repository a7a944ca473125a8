# SPDX-License-Identifier: Apache-2.0
"""Filling a State's entry from the files that other commands wrote: keys and recipients."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rogatory.directory.draft.entry_keys import (
    add_certificate,
    add_log,
    add_recipient,
    add_witness,
)
from rogatory.directory.draft.folder import DraftStatus, EntryDraft, create_draft
from rogatory.directory.draft.template import first_entry
from rogatory.directory.entry.entry import LANGUAGES, DirectoryEntry, RelyingParty, build_entry
from rogatory.directory.entry.fields import KEY, distinct, line, lines, read_fields
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.reading import parse_entry
from rogatory.errors import refuse_if_any
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.recipient_file import (
    RECOVERY,
    WORKSTATION,
    compared_with,
    read_recipient_file,
)
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.fields import Fields
from rogatory.wire.identifiers import parse_state
from rogatory.wire.words import P_, FilledText

LARGEST_FILE = 1 << 20
"""Of one certificate, recipient file, listing or enrolment: far more than any of them has."""

LARGEST_PEM = 32 << 10
"""An ML-DSA certificate has some 8 KiB in PEM."""


@dataclass(frozen=True, slots=True)
class NodeKeyListing:
    """The listing of a node's own keys: its certificates (PEM), its logs' and witnesses' keys."""

    state: str
    certificates: tuple[str, ...]
    logs: tuple[str, ...]
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listings:
    """Files of keys to be listed, by their bytes."""

    certificates: Sequence[bytes] = ()
    recipients: Sequence[bytes] = ()
    node: bytes | None = None
    logs: Sequence[str] = ()
    witnesses: Sequence[str] = field(default=())


def new_entry_folder(
    folder: Path,
    state: str,
    *,
    network: str,
    node_url: str,
    console_url: str,
    time_zone: str,
    languages: Iterable[str],
) -> EntryDraft:
    """Return a first entry with its folder.

    Raises:
        Refused: with every value that is not in its form.
    """
    code = parse_state(state.upper())
    entry, register = first_entry(
        code,
        dict.fromkeys(LANGUAGES, code),
        node_url=node_url,
        relying_party=RelyingParty(urlsplit(console_url).hostname or "", (console_url,)),
        kinds=sorted(KINDS),
        subjects=_subjects(),
        languages=tuple(languages),
        time_zone=time_zone,
    )
    parse_entry(build_entry(entry))
    return create_draft(folder, entry, register, DraftStatus(parse_digest(network)))


def _subjects() -> dict[str, tuple[str, ...]]:
    """Return the authority; mutual legal assistance goes to the central authority (article 40(12);
    parallel), every other request to the contact point.
    """
    opening = sorted(OPENING_KINDS)
    central = tuple(kind for kind in opening if kind.startswith(_ASSISTANCE))
    others = tuple(kind for kind in opening if kind not in central)
    return {"contact-point": others, "central-authority": central}


_ASSISTANCE = ("mla_", "joint_investigation")


def with_listings(
    entry: DirectoryEntry, found: Listings, period: Period, network: str
) -> DirectoryEntry:
    """Return the entry with all of these; `period` is for those without a certificate that gives
    it.

    Raises:
        Refused: one of them is not in its form, signed for another network, or listed already.
    """
    node = None if found.node is None else parse_listing(found.node)
    pems = [*found.certificates, *(one.encode() for one in (node.certificates if node else ()))]
    for pem in pems:
        entry = add_certificate(entry, pem)
    for data in found.recipients:
        stated = read_recipient_file(data, layout.RECIPIENT, period.start)
        refuse_if_any(compared_with(stated, stated.state_ca, network, layout.RECIPIENT))
        for label, recipient in stated.labelled:
            kind = RECOVERY if label == RECOVERY else WORKSTATION
            entry = add_recipient(entry, str(stated.authority), kind, recipient, period)
    for vkey in (*found.logs, *(node.logs if node else ())):
        entry = add_log(entry, vkey, period)
    for vkey in (*found.witnesses, *(node.witnesses if node else ())):
        entry = add_witness(entry, vkey, period)
    return entry


def build_listing(listing: NodeKeyListing) -> bytes:
    return canonical.encode(
        {
            "state": listing.state,
            "certificates": listing.certificates,
            "logs": listing.logs,
            "witnesses": listing.witnesses,
        }
    )


def parse_listing(data: bytes) -> NodeKeyListing:
    """Parse the file that a node's operator gives to the keeper of the State's entry; refuse any
    other file.
    """
    return read_fields(canonical.decode_object(data), FilledText(P_("listing")), _listing)


def _listing(of: Fields) -> NodeKeyListing:
    return NodeKeyListing(
        state=of.read("state", line(2)),
        certificates=of.read("certificates", distinct(lines(LARGEST_PEM))),
        logs=of.read("logs", distinct(KEY)),
        witnesses=of.read("witnesses", distinct(KEY)),
    )
