# SPDX-License-Identifier: Apache-2.0
"""Codes of keys and certificates that end: the doctor's, the console's and those inside alerts."""

from rogatory.errors import Code

THIRD_LEFT = Code(
    "key-ends-third",
    "It ends at {until}, and a third of its lifetime or less is left: {key_use} ({holder}).",
    "The administrator must plan with the State how it is renewed.",
)
TENTH_LEFT = Code(
    "key-ends-tenth",
    "It ends at {until}, and a tenth of its lifetime or less is left: {key_use} ({holder}).",
    "The administrator must have a new one made now, and the State must list it.",
)
FORTIETH_LEFT = Code(
    "key-ends-fortieth",
    "It ends at {until}, and a fortieth of its lifetime or less is left: {key_use} ({holder}).",
    "The administrator and the State must replace it at once: after its end, other States refuse what rests on it.",
)
ENDED = Code(
    "key-ended",
    "It ended at {until}: {key_use} ({holder}).",
    "The administrator and the State must replace it at once: other States refuse what rests on it.",
)
