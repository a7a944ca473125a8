# SPDX-License-Identifier: Apache-2.0
"""`rogatory/translation/v1`: what an authority signs of a translation.

It names the body that it translates by the digest of the canonical bytes, so that it says nothing
of any other text; and the network, so that an exercise's cannot be replayed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.translations.fields import CAPACITIES
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.control_characters import is_unseen
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import parse_authority, parse_officer
from rogatory.wire.language_tags import is_language_tag
from rogatory.wire.moments import format_moment, parse_moment

DOCUMENT = "rogatory/translation/v1"
MEDIA_TYPE = "application/vnd.rogatory.translation+json"
SIGNATURE_MEDIA_TYPE = "application/pkcs7-signature"
ALGORITHMS = ("p256", "mldsa65")

MOST_FIELDS = 2000
"""More texts than the largest body has; a longer list is meant to keep the reader busy."""

LONGEST_TEXT = 40_000
"""Twice the longest text of a body: languages differ in length, not tenfold."""

_FIELDS = frozenset(
    {
        "document",
        "network",
        "body",
        "from",
        "to",
        "fields",
        "capacity",
        "authority",
        "officer",
        "at",
    }
)


@dataclass(frozen=True, slots=True)
class Translation:
    """`source` and `target` are languages; `fields` has the translated texts by JSON Pointer."""

    network: str
    body: str
    source: str
    target: str
    fields: Mapping[str, str]
    capacity: str
    authority: str
    officer: str
    at: datetime

    def encode(self) -> bytes:
        """Return the canonical bytes; refuses what `parse_translation` would refuse."""
        data = canonical.encode(
            {
                "document": DOCUMENT,
                "network": self.network,
                "body": self.body,
                "from": self.source,
                "to": self.target,
                "fields": dict(self.fields),
                "capacity": self.capacity,
                "authority": self.authority,
                "officer": self.officer,
                "at": format_moment(self.at),
            }
        )
        parse_translation(data)
        return data


class Malformed(Exception):
    """Why bytes are no translation, in words."""


def body_digest(body: Mapping[str, Json]) -> str:
    """Return the digest that a translation names: SHA-256 of the canonical bytes of the body alone."""
    return sha256(canonical.encode(body))


def parse_translation(data: bytes) -> Translation:
    """Return the translation that the bytes are.

    Raises:
        Malformed: they are none, and why.
    """
    try:
        found = canonical.decode_object(data)
        if set(found) != _FIELDS or found["document"] != DOCUMENT:
            raise Malformed("it is another document, or has other fields")
        return Translation(
            network=parse_digest(found["network"]),
            body=parse_digest(found["body"]),
            source=_language(found["from"]),
            target=_language(found["to"]),
            fields=_fields(found["fields"]),
            capacity=_capacity(found["capacity"]),
            authority=str(parse_authority(found["authority"])),
            officer=parse_officer(found["officer"]),
            at=parse_moment(found["at"]),
        )
    except Refused as refused:
        text = " ".join(reason.sentence() for reason in refused.reasons)
        raise Malformed(text[:300]) from refused


def _language(value: Json) -> str:
    if not is_language_tag(value):
        raise Malformed("a language is a tag such as en or zh-Hans")
    return value


def _capacity(value: Json) -> str:
    if not isinstance(value, str) or value not in CAPACITIES:
        raise Malformed(f"the capacity is one of {', '.join(CAPACITIES)}")
    return value


def _fields(value: Json) -> Mapping[str, str]:
    if not isinstance(value, dict) or not 0 < len(value) <= MOST_FIELDS:
        raise Malformed(f"fields is an object with 1 to {MOST_FIELDS} texts")
    found: dict[str, str] = {}
    for place, text in value.items():
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
            raise Malformed(f"a text has 1 to {LONGEST_TEXT} characters, not all of them blank")
        if any(map(is_unseen, text)):
            raise Malformed(
                "a text has a control character, or one that changes the order of others"
            )
        found[place] = text
    return found
