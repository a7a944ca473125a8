# SPDX-License-Identifier: Apache-2.0
"""Refusals and remarks on what the law of a request demands of its messages."""

from rogatory.errors import Code

REQUIRED_UNSAID = Code(
    "law-required-unsaid",
    "The instrument of the request requires this content, and the message does not state it: {label}.",
    "The officer must complete it before the message leaves; the State that received it may ask for it.",
)
FIELD_UNKNOWN = Code(
    "law-required-field",
    "The line {line} demands what no message can state: {problem}",
    "The lawyer must name a kind of message and one of its fields.",
)
