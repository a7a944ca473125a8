# SPDX-License-Identifier: Apache-2.0
"""Addresses for mail: one plain address, so that nothing of it becomes a header or a second mail."""

import re

LONGEST_ADDRESS = 254
"""RFC 5321 sec. 4.5.3.1.3, less the brackets."""

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\Z",
    re.ASCII,
)
"""A dot-atom on both sides (RFC 5322 sec. 3.4.1): no quotes, no line breaks, no second header."""


def is_address(text: str) -> bool:
    """Decide whether a text is one plain address for mail."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.match(text) is not None
