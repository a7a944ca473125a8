# SPDX-License-Identifier: Apache-2.0
"""Approvals made anew with an officer's passkey, over the content of a message as it is now (SPECIFICATION.md 6, 7)."""

import json
from collections.abc import Mapping
from typing import Any

from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

CONTENT = ("network", "kind", "from", "to", "thread", "language", "body", "attachments")


def content_of(message: Mapping[str, Any]) -> str | None:
    """Return the content digest of a message; None where a member of it is missing."""
    if not all(name in message for name in CONTENT):
        return None
    return sha256(canonical.encode({name: message[name] for name in CONTENT}))


def approved_anew(
    approval: Any, credentials: Mapping[str, SoftwareAuthenticator], content: str
) -> Any:
    """Return the approval of an officer whose passkey is held, over this content; another one as it is."""
    officer = str(approval.get("officer")) if isinstance(approval, dict) else ""
    if officer not in credentials:
        return approval
    verdict = str(approval.get("verdict"))
    made = credentials[officer].approve(officer, verdict, content)
    return json.loads(encode_approvals([made]))["approvals"][0]
