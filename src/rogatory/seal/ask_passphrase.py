# SPDX-License-Identifier: Apache-2.0
"""How the passphrase of a key is asked for, which the edge decides."""

from collections.abc import Callable

type AskPassphrase = Callable[[], str]
"""Asks for the passphrase; nothing is kept of it here."""
