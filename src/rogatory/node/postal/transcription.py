# SPDX-License-Identifier: Apache-2.0
"""A transcription: what came on paper, through which channel, and how an officer read it.

The document names the original by digest, so that anybody who has the original can compare. Nobody
signed its content: it is as good as the two officers who read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rogatory.node.repositories.peers import Channel, Proposal
from rogatory.requests.envelope import MessageDraft
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment, parse_moment

TRANSCRIPTION_VERSION = 1

LARGEST_ORIGINAL = 64 << 20
"""Bytes of a scan or an e-mail with its parts: some hundred pages. What is evidence does not come
in here; a larger one would let a letter fill the node's disk."""


LONGEST_REFERENCE = 200
"""A file's, a registered letter's or a note's number, an e-mail's message id."""

LARGEST_TRANSCRIPTION = 2 << 20
"""Bytes: a message of the largest size, and what the transcription says around it."""


@dataclass(frozen=True, slots=True)
class Original:
    """The scan, e-mail or fax as it came; its bytes are among the objects."""

    name: str
    media_type: str
    size: int
    sha256: str

    def as_json(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class Transcription:
    """`written` is the paper's own date, `arrived` when the State had it: both as officers say.

    `corrects` names the transcribed message whose reading this one replaces.
    """

    content: MessageDraft
    written: datetime
    related: tuple[str, ...]
    channel: Channel
    reference: str
    arrived: datetime
    original: Original
    transcribed_by: str
    as_written: bool
    corrects: str | None = None


def transcription_document(found: Transcription) -> bytes:
    """Return the canonical bytes, which the second officer confirms and the log names."""
    return canonical.encode(
        {
            "version": TRANSCRIPTION_VERSION,
            "content": found.content.as_json(),
            "written": format_moment(found.written),
            "related": found.related,
            "channel": found.channel.value,
            "reference": found.reference,
            "arrived": format_moment(found.arrived),
            "original": found.original.as_json(),
            "transcribed_by": found.transcribed_by,
            "as_written": found.as_written,
            "corrects": found.corrects,
        }
    )


def transcription_of(proposal: Proposal) -> Transcription:
    """Return the transcription that a proposal holds; it was checked before it was written down."""
    value = canonical.decode_object(proposal.document, limit=LARGEST_TRANSCRIPTION)
    content, original, related = value["content"], value["original"], value["related"]
    assert isinstance(content, Mapping)
    assert isinstance(original, Mapping)
    assert isinstance(related, list)
    corrects = value["corrects"]
    return Transcription(
        content=_content(content),
        written=parse_moment(value["written"]),
        related=tuple(str(each) for each in related),
        channel=Channel(str(value["channel"])),
        reference=str(value["reference"]),
        arrived=parse_moment(value["arrived"]),
        original=Original(
            str(original["name"]),
            str(original["media_type"]),
            int(str(original["size"])),
            str(original["sha256"]),
        ),
        transcribed_by=str(value["transcribed_by"]),
        as_written=value["as_written"] is True,
        corrects=None if corrects is None else str(corrects),
    )


def _content(value: Mapping[str, Json]) -> MessageDraft:
    """Return the content read; the original serves for all enclosures, so nothing is attached."""
    body = value["body"]
    assert isinstance(body, Mapping)
    return MessageDraft(
        network=str(value["network"]),
        kind=str(value["kind"]),
        sender=parse_authority(value["from"]),
        addressee=parse_authority(value["to"]),
        thread=str(value["thread"]),
        language=str(value["language"]),
        body=body,
    )
