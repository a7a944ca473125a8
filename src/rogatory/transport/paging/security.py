# SPDX-License-Identifier: Apache-2.0
"""How the line to a mail server is kept from others."""

from enum import StrEnum


class Security(StrEnum):
    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"
    """Only to a server on this machine."""
