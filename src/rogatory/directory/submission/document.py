# SPDX-License-Identifier: Apache-2.0
"""A State's signed metadata as one document: a file carried to the publisher, or the body that it
is sent.

    {"files":{"states/xa.json":base64,"states/xa.officers.json":base64},"metadata":base64}

in canonical JSON. The paths say whose it is; the signature alone says whether that is true.
"""

import base64
import binascii
import re
from collections.abc import Mapping

from rogatory.directory import submission_refusals
from rogatory.directory.submission.state_role import Submission
from rogatory.errors import Phrase, Refused
from rogatory.wire import canonical
from rogatory.wire.identifiers import parse_state
from rogatory.wire.words import P_

LARGEST_SUBMISSION = 2 << 20
"""An entry with all keys of thirty years and a register of some thousand officers."""

_ENTRY = re.compile(r"states/([a-z]{2})\.json\Z")


def encode_submission(submission: Submission) -> bytes:
    return canonical.encode(
        {
            "files": {path: _to_base64(data) for path, data in submission.files.items()},
            "metadata": _to_base64(submission.metadata),
        }
    )


def decode_submission(data: bytes, state: str | None = None) -> Submission:
    """Return the submission in these bytes; of `state`, or of the one whose entry is among its
    files.

    Raises:
        Refused: it is of another form, or contains no State's entry.
    """
    document = canonical.decode_object(data, limit=LARGEST_SUBMISSION)
    files = document.get("files")
    if document.keys() != {"files", "metadata"} or not isinstance(files, Mapping):
        raise _malformed(P_("a submission has files and metadata"))
    return Submission(
        state=_state_of(files) if state is None else state,
        metadata=_from_base64(document["metadata"]),
        files={path: _from_base64(text) for path, text in files.items()},
    )


def _state_of(files: Mapping[str, object]) -> str:
    found = [match[1] for path in files if (match := _ENTRY.match(path))]
    if len(found) != 1:
        raise _malformed(P_("it does not contain exactly one State's entry"))
    return parse_state(found[0].upper())


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _from_base64(text: object) -> bytes:
    """Return the bytes of a base64 text with its padding; refuses every other way to write it."""
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        data = b""
    if not isinstance(text, str) or _to_base64(data) != text:
        raise _malformed(P_("a part is not in the one form of base64"))
    return data


def _malformed(problem: Phrase) -> Refused:
    return Refused(submission_refusals.SUBMISSION_FORM.because(problem=problem))
