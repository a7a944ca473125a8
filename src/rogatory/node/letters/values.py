# SPDX-License-Identifier: Apache-2.0
"""The values of a letter: of a message, a draft, an internal referral, or a request to a State
that has no node.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from rogatory.requests.envelope import Attachment
from rogatory.treaty.law import WORLD, Law, packaged_law
from rogatory.wire.canonical import Json


class LetterRole(Enum):
    """The status of the letter for its reader."""

    MESSAGE = "message"
    """A rendering of a message that is signed electronically."""

    DRAFT = "draft"
    """A draft as it would be sent: not signed, as its head says."""

    UNFINISHED = "unfinished"
    """A text that is still being written: with gaps, as its head says."""

    PAPER = "paper"
    """The letter itself is what is sent, to be signed by hand: to a State without a node."""

    TRANSCRIPT = "transcript"
    """A transcription of a paper of a State without a node: signed by nobody here, and nothing
    of it verified."""

    REFERRAL = "referral"
    """To an authority at home without an account, which is to execute what another State asked:
    signed by hand."""


@dataclass(frozen=True, slots=True)
class LetterParty:
    """Sender or addressee, with names by language; `id` is empty for who is not in the directory.

    `details` are printed as they are: an address, a telephone number.
    """

    names: Mapping[str, str]
    state: str
    state_names: Mapping[str, str]
    id: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterBasis:
    """The instrument that a letter rests on, by its identifier, and the articles named; `agreed` are the
    provisions that the two States apply in this case in place of a treaty.
    """

    instrument: str
    articles: tuple[str, ...]
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterSignature:
    """How the message was signed: its digest, by which algorithms, and who approved it."""

    digest: str
    algorithms: tuple[str, ...]
    officers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterSignatory:
    """A person who signs a letter; their own State's node alone knows the name."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class OpeningMessage:
    """The message that opened the thread, which a later letter refers to."""

    kind: str
    at: datetime
    digest: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Wordings:
    """A translation that holds: by JSON Pointer the text in `language`, and who answers for it."""

    language: str
    fields: Mapping[str, str]
    capacity: str
    authority: str
    officer: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class LetterValues:
    """All that a letter says. The same values give the same bytes."""

    kind: str
    body: Mapping[str, Json]
    language: str
    """In which the body's texts, and the remarks, are written."""
    sender: LetterParty
    addressee: LetterParty
    at: datetime
    """When the message was issued, drafted, or the letter is dated."""
    manner: LetterRole = LetterRole.MESSAGE
    basis: LetterBasis | None = None
    reference: str = ""
    content: str = ""
    """The digest of what officers approve; empty where nothing was drafted."""
    thread: str = ""
    sequence: int | None = None
    signed: LetterSignature | None = None
    signatories: tuple[Mapping[str, LetterSignatory], ...] | None = None
    """Of a letter of the State that prints it: each signatory by language; none where the name is filled
    in by hand. None of a letter of another State, whose officers are known by number only."""
    opened: OpeningMessage | None = None
    origin: LetterParty | None = None
    """Of a referral: the authority that asked."""
    attachments: tuple[Attachment, ...] = ()
    related: tuple[str, ...] = ()
    wanted_by: datetime | None = None
    """Of a referral: when the result is wanted."""
    to_be_named: str = ""
    """Of a referral: what the answer is to name."""
    secret: bool = False
    """True if it is confidential, though the body does not say so."""
    remarks: tuple[str, ...] = ()
    """The sender's additional words, before the points."""
    translations: tuple[Wordings, ...] = ()
    instruments: Mapping[str, str] = field(default_factory=dict)
    """Names of instruments by identifier, as the treaty data have them."""
    law: Law = field(default_factory=lambda: packaged_law(WORLD), repr=False)
    """The law from which provisions are cited."""
    unagreed: frozenset[str] = frozenset()
    """The conditions of use in the body to which the receiving State agreed in no message."""
    states: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names of States by code and language, as the directory has them."""
