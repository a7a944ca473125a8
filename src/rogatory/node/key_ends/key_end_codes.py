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
_OF_TOKENS = "The administrator must make a new token, change the system, and end the old one: rogatory systems."

TOKEN_THIRD_LEFT = Code("token-ends-third", THIRD_LEFT.what, _OF_TOKENS)
TOKEN_TENTH_LEFT = Code("token-ends-tenth", TENTH_LEFT.what, _OF_TOKENS)
TOKEN_FORTIETH_LEFT = Code("token-ends-fortieth", FORTIETH_LEFT.what, _OF_TOKENS)
ENDED = Code(
    "key-ended",
    "It ended at {until}: {key_use} ({holder}).",
    "The administrator and the State must replace it at once: other States refuse what rests on it.",
)
TOKEN_ENDED = Code(
    "token-ended",
    ENDED.what,
    "The node refuses the system. The administrator must make a new token if the system still works, and end the old one: rogatory systems.",
)
