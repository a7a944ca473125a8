# SPDX-License-Identifier: Apache-2.0
"""The result of printing, for those who do not load typst."""

from dataclasses import dataclass

from rogatory.node.printing.fonts import FontFile


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF, and the fonts that it was printed with beside those inside typst."""

    data: bytes
    fonts: tuple[FontFile, ...]
