# SPDX-License-Identifier: Apache-2.0
"""A State's card: whom to call there, for members only.

The public entry names the card by its SHA-256, so the State key that signs the entry speaks for
exactly this card, and for one at a time. The card begins with 32 random bytes, without which
anybody could try telephone numbers until the digest comes out. A reader of a card, from the State
or from a third one that passed it on, checks it against the entry (`check_card`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.entry import refusals
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.directory.entry.fields import (
    AUTHORITY,
    LINE,
    MOMENT,
    Reading,
    distinct,
    read_fields,
)
from rogatory.directory.entry.hours import OpeningHours, hours_json, read_hours
from rogatory.directory.entry.reading import STATE
from rogatory.errors import Reason
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Integer, Matching, OneOf, Record
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_, FilledText

CARD_VERSION = 1
SALT_BYTES = 32
CHANNELS = ("telephone", "secure-telephone", "e-mail", "i-24-7")
"""By what a State can be called back; `i-24-7` is INTERPOL's network."""

E164 = Matching(re.compile(r"\+[1-9][0-9]{6,14}"), "+38344123456 (E.164)")
SALT = Matching(re.compile(r"[0-9a-f]{64}"), "32 random bytes in hex digits")

LARGEST_CARD = 64 << 10
"""A few hundred numbers and names. Every node keeps every State's card; a larger one is aimed at
their disks."""


@dataclass(frozen=True, slots=True)
class CardNumber:
    """A duty number, and when it is answered (without hours: day and night), by the clock of its
    authority.
    """

    authority: str
    label: str
    e164: str
    hours: tuple[OpeningHours, ...] = ()


@dataclass(frozen=True, slots=True)
class CardChannel:
    """By what an authority is called back, other than the node itself."""

    authority: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class CardName:
    """The name of a person who answers there: the one part of the network where people have
    names.
    """

    authority: str
    name: str
    function: str


@dataclass(frozen=True, slots=True)
class Card:
    """The contacts that a State gives the other members, as of `issued`."""

    state: str
    issued: datetime
    salt: str
    numbers: tuple[CardNumber, ...] = ()
    call_back: tuple[CardChannel, ...] = ()
    names: tuple[CardName, ...] = ()


def new_salt(random: Callable[[int], bytes]) -> str:
    return random(SALT_BYTES).hex()


def card_digest(data: bytes) -> str:
    """Return the digest by which an entry names a card: SHA-256 of its bytes, the salt among
    them.
    """
    return sha256(data)


def build_card(card: Card) -> bytes:
    """Return the canonical bytes of a card."""
    return canonical.encode(
        {
            "version": CARD_VERSION,
            "state": card.state,
            "salt": card.salt,
            "issued": format_moment(card.issued),
            "numbers": [
                {
                    "authority": one.authority,
                    "label": one.label,
                    "e164": one.e164,
                    "hours": [hours_json(span) for span in one.hours],
                }
                for one in card.numbers
            ],
            "call_back": [
                {"authority": one.authority, "kind": one.kind, "value": one.value}
                for one in card.call_back
            ],
            "names": [
                {"authority": one.authority, "name": one.name, "function": one.function}
                for one in card.names
            ],
        }
    )


def parse_card(data: bytes) -> Card:
    """Return the card of these bytes.

    Raises:
        Refused: the bytes are too many or not canonical, or with every field that is missing,
            unknown, malformed or repeated.
    """
    return read_fields(
        canonical.decode_object(data, limit=LARGEST_CARD), FilledText(P_("card")), _card
    )


def check_card(entry: DirectoryEntry, card: Card, data: bytes) -> list[Reason]:
    """Return why a card is not the one that a State's entry names.

    What must hold:
      1. It is of the entry's State.
      2. The entry names its digest.
      3. 3. Each authority on it is in the entry.
    """
    reading = Reading(FilledText(P_("card")))
    if card.state != entry.state:
        reading.note(refusals.ANOTHER_STATE, "state", found=card.state, state=entry.state)  # 1
    if entry.card != card_digest(data):
        reading.reasons.append(refusals.CARD_DIGEST.because(state=entry.state))  # 2
    listed = {authority.id for authority in entry.authorities}
    named = {
        "numbers": [one.authority for one in card.numbers],
        "call_back": [one.authority for one in card.call_back],
        "names": [one.authority for one in card.names],
    }
    for name, authorities in named.items():
        for index, authority in enumerate(authorities):
            if authority not in listed:
                path = f"{name}[{index}].authority"
                reading.note(refusals.UNKNOWN_AUTHORITY, path, authority=authority)  # 3
    return reading.reasons


def _card(of: Fields) -> Card:
    of.read("version", Integer(CARD_VERSION, CARD_VERSION))
    return Card(
        state=of.read("state", STATE),
        issued=of.read("issued", MOMENT),
        salt=of.read("salt", SALT),
        numbers=of.read("numbers", distinct(Record(_number))),
        call_back=of.read("call_back", distinct(Record(_channel))),
        names=of.read("names", distinct(Record(_name))),
    )


def _number(of: Fields) -> CardNumber:
    return CardNumber(
        authority=of.read("authority", AUTHORITY),
        label=of.read("label", LINE),
        e164=of.read("e164", E164),
        hours=of.read("hours", distinct(Record(read_hours))),
    )


def _channel(of: Fields) -> CardChannel:
    return CardChannel(
        authority=of.read("authority", AUTHORITY),
        kind=of.read("kind", OneOf(CHANNELS)),
        value=of.read("value", LINE),
    )


def _name(of: Fields) -> CardName:
    return CardName(
        authority=of.read("authority", AUTHORITY),
        name=of.read("name", LINE),
        function=of.read("function", LINE),
    )
