# SPDX-License-Identifier: Apache-2.0
"""The verdict of the State's own scanner on a file that comes in, or is about to go out again."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings

from rogatory.errors import Reason

if TYPE_CHECKING:
    from rogatory.bootstrap.ports.scanner import Scanner


def malicious_reasons(name: str, data: bytes) -> Iterator[Reason]:
    """Yield why a file goes neither in nor out; nothing where the node has no scanner.

    Raises:
        Unreachable: the scanner could not look.
    """
    scanner: Scanner | None = settings.ROGATORY_SCANNER
    if scanner is not None:
        yield from scanner.reasons(name, data)
