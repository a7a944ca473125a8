# SPDX-License-Identifier: Apache-2.0
"""Codes of unfinished texts, and of drafts that are taken out of the way."""

from rogatory.errors import Code

UNKNOWN = Code(
    "unfinished-unknown",
    "There is no unfinished text {text} here.",
    "Look for it among the drafts: it was submitted, discarded, or erased because nobody "
    "continued it.",
)
WRITTEN_DOWN = Code(
    "unfinished-written-down",
    "This text has been written down as the draft {draft}.",
    "Open the draft; any officer who may write for its authority can withdraw and edit it.",
)
CHANGED = Code(
    "unfinished-changed",
    "The content of this page was changed at {changed} UTC in another window or on another device.",
    "Keep what you typed here as a second text, or go on with the newer one; neither is lost.",
)
TOO_MANY = Code(
    "unfinished-too-many",
    "Officer {officer} has {count} unfinished texts, and {limit} are kept for each.",
    "Write one of them down, or discard one.",
)
TOO_LARGE = Code(
    "unfinished-too-large",
    "The text has {size} bytes, and {limit} are kept.",
    "Shorten it; anything this large is evidence.",
)
UNREADABLE = Code(
    "unfinished-unreadable",
    "The text has characters that no file can hold.",
    "Write it without them.",
)
TOO_MUCH_WRONG = Code(
    "unfinished-too-much-wrong",
    "Too much of this text is malformed to show it as a letter.",
    "Correct what the list of reasons names first.",
)
"""The refusal of a body made to fail everywhere: it has more reasons than are shown, see
`contents.MOST_REASONS`.
"""
