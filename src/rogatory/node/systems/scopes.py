# SPDX-License-Identifier: Apache-2.0
"""Scopes of tokens. No scope approves, sends, decides, acknowledges, or opens a restricted request."""

from enum import StrEnum


class Scope(StrEnum):
    """A permission of a token. It is none of an officer's: `node.permissions` knows no token."""

    READ_REQUESTS = "requests:read"
    """Requests with their messages, receipts and deadlines."""
    WRITE_DRAFTS = "drafts:write"
    """Drafts handed in for officers to approve, and what became of them."""
    READ_PACKAGES = "packages:read"
    """Sizes, dates and progress of sealed packages; never their content."""
