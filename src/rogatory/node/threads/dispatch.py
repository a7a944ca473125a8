# SPDX-License-Identifier: Apache-2.0
"""The form in which a message travels: its bytes, signatures, approvals and attachments.

A dispatch is canonical JSON with the parts in base64; it decides nothing about what they say.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rogatory.errors import Phrase, Refused
from rogatory.node.threads import dispatch_refusals
from rogatory.seal.signatures import Signatures
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_, FilledText

LARGEST_DISPATCH = 8 << 20
"""8 MiB, so that a message fits with five attachments of the largest size, or with more of smaller
ones, and a peer cannot make the node hold more."""

SPACE_FOR_SIGNING = 640 << 10
"""The most bytes that the signatures and approvals of a message may still add to its dispatch, each
as large as is read, in base64: a draft that leaves less space could be approved and never arrive.
"""


@dataclass(frozen=True, slots=True)
class Dispatch:
    message: bytes
    signatures: Signatures
    approvals: bytes
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    """By SHA-256; not yet compared with the bytes."""


def build_dispatch(dispatch: Dispatch) -> bytes:
    return canonical.encode(
        {
            "approvals": to_base64(dispatch.approvals),
            "attachments": {
                digest: to_base64(data) for digest, data in dispatch.attachments.items()
            },
            "message": to_base64(dispatch.message),
            "signatures": signatures_to_json(dispatch.signatures),
        }
    )


def size_once_signed(message: bytes, attachments: Mapping[str, bytes]) -> int:
    """Return the most bytes that the dispatch of a message will have, before anybody has signed it."""
    unsigned = Dispatch(message, Signatures(b"", b""), b"", attachments)
    return len(build_dispatch(unsigned)) + SPACE_FOR_SIGNING


def parse_dispatch(data: bytes) -> Dispatch:
    """Return the dispatch of these bytes; refuses any other form, and more than `LARGEST_DISPATCH`."""
    if len(data) > LARGEST_DISPATCH:
        raise Refused(
            dispatch_refusals.DISPATCH_TOO_LARGE.because(size=len(data), limit=LARGEST_DISPATCH)
        )
    document = canonical.decode_object(data, limit=LARGEST_DISPATCH)
    require_names(document, {"message", "signatures", "approvals", "attachments"})
    attachments = document["attachments"]
    if not isinstance(attachments, Mapping):
        raise _malformed(P_("the attachments are no object"))
    return Dispatch(
        from_base64(document["message"]),
        signatures_from_json(document["signatures"]),
        from_base64(document["approvals"]),
        {parse_digest(digest): from_base64(part) for digest, part in attachments.items()},
    )


def encode_page(dispatches: Sequence[bytes]) -> bytes:
    """Return dispatches as they answer a question for messages: a list, each in base64."""
    return canonical.encode([to_base64(dispatch) for dispatch in dispatches])


def page_size(dispatches: Sequence[bytes]) -> int:
    """Return the size of `encode_page`, without making it: brackets, and for each quotes and a
    comma.
    """
    return 1 + sum(4 * ((len(dispatch) + 2) // 3) + 3 for dispatch in dispatches)


def require_names(document: Mapping[str, Json], names: set[str]) -> None:
    """Refuse an object that has a name too many or too few."""
    if document.keys() != names:
        odd = ", ".join(sorted(document.keys() ^ names))[:80]
        raise _malformed(FilledText(P_("missing or surplus: {names}"), names=ascii(odd)))


def signatures_to_json(signatures: Signatures) -> dict[str, Json]:
    return {
        "mldsa65": None if signatures.mldsa65 is None else to_base64(signatures.mldsa65),
        "p256": to_base64(signatures.p256),
    }


def signatures_from_json(value: Json) -> Signatures:
    if not isinstance(value, Mapping):
        raise _malformed(P_("the signatures are no object"))
    require_names(value, {"p256", "mldsa65"})
    mldsa65 = value["mldsa65"]
    return Signatures(from_base64(value["p256"]), None if mldsa65 is None else from_base64(mldsa65))


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def from_base64(text: Json) -> bytes:
    """Return the bytes of a standard base64 text with its padding; refuses every other way to write
    it.
    """
    if not isinstance(text, str):
        raise _malformed(P_("a part is not base64"))
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _malformed(P_("a part is not base64")) from error
    if to_base64(data) != text:
        raise _malformed(P_("a part is not in the one form of base64"))
    return data


def _malformed(problem: Phrase) -> Refused:
    return Refused(dispatch_refusals.DISPATCH_MALFORMED.because(problem=problem))
