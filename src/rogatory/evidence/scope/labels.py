# SPDX-License-Identifier: Apache-2.0
"""Headings and other short labels, which are part of no record and which no reader judges."""

LONGEST_LABEL = 100
"""Characters of a label: a longer text may be what was not authorised."""

MOST_OF_A_FILE = 4000
"""Characters of all labels of one file: many short ones are a text."""


class ShortLabels:
    """The labels of one file so far."""

    def __init__(self) -> None:
        self._left = MOST_OF_A_FILE

    def take(self, text: str) -> bool:
        """Decide whether the text is still a label; its characters count."""
        text = text.strip()
        self._left -= len(text)
        return len(text) <= LONGEST_LABEL and self._left >= 0
