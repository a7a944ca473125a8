# SPDX-License-Identifier: Apache-2.0
"""`approvals.json`: the approvals that travel beside a message, in canonical JSON.

Binary fields are base64url without padding, as WebAuthn writes them.
"""

import base64
import binascii
import re
from collections.abc import Iterable

from rogatory.errors import Phrase, Refused
from rogatory.seal import refusals
from rogatory.seal.approvals import Approval
from rogatory.wire import canonical
from rogatory.wire.words import P_, FilledText

APPROVALS_VERSION = 1

MOST_APPROVALS = 32
"""No kind demands more than a handful; each one costs its reader a signature check."""

_OFFICER_FORM = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_VERDICT_FORM = re.compile(r"[a-z][a-z-]{0,31}\Z")
_BYTES = ("authenticator_data", "client_data", "credential", "signature")
_FIELDS = {"officer", "verdict", *_BYTES}


def encode_approvals(approvals: Iterable[Approval]) -> bytes:
    """Return the bytes of `approvals.json`; an empty list is a valid document."""
    return canonical.encode(
        {"version": APPROVALS_VERSION, "approvals": [_entry(one) for one in approvals]}
    )


def parse_approvals(data: bytes) -> tuple[Approval, ...]:
    """Return the approvals of an `approvals.json`, none of them checked.

    Raises:
        Refused: not canonical, another version, missing or further fields, wrong base64url.
    """
    document = canonical.decode_object(data)
    entries = document.get("approvals")
    if document.keys() != {"version", "approvals"} or not isinstance(entries, list):
        raise _malformed("?", P_("the document is not a version and a list of approvals"))
    if not canonical.is_version(document["version"], APPROVALS_VERSION):
        raise _malformed(
            "?", FilledText(P_("its version is not {version}"), version=APPROVALS_VERSION)
        )
    if len(entries) > MOST_APPROVALS:
        raise _malformed(
            "?", FilledText(P_("there are more than {limit} approvals"), limit=MOST_APPROVALS)
        )
    return tuple(_approval(entry) for entry in entries)


def _entry(one: Approval) -> dict[str, str]:
    binary = {name: _base64url(getattr(one, name)) for name in _BYTES}
    return {"officer": one.officer, "verdict": one.verdict, **binary}


def _approval(entry: object) -> Approval:
    if (
        not isinstance(entry, dict)
        or entry.keys() != _FIELDS
        or not all(isinstance(value, str) for value in entry.values())
    ):
        raise _malformed("?", P_("an entry has not the fields of an approval"))
    officer: str = entry["officer"]
    if not _OFFICER_FORM.match(officer) or not _VERDICT_FORM.match(entry["verdict"]):
        raise _malformed(officer, P_("its officer or verdict is not written as such"))
    binary = {name: _bytes(entry[name], officer, name) for name in _BYTES}
    return Approval(officer=officer, verdict=entry["verdict"], **binary)


def _bytes(text: str, officer: str, name: str) -> bytes:
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise _malformed(officer, FilledText(P_("{name} is not base64url"), name=name)) from error
    if _base64url(found) != text:
        raise _malformed(
            officer, FilledText(P_("{name} is not base64url in its one spelling"), name=name)
        )
    return found


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _malformed(officer: str, problem: Phrase) -> Refused:
    return Refused(
        refusals.APPROVAL_MALFORMED.because(officer=ascii(officer)[1:-1][:40], problem=problem)
    )
