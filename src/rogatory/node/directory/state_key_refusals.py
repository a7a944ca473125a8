# SPDX-License-Identifier: Apache-2.0
"""Refusals where a State's key changed and an officer confirms it by another channel."""

from rogatory.errors import Code

NO_KEY_WAITS = Code(
    "state-key-none-waits",
    "No changed key of {state} waits to be confirmed.",
    "The officer must refresh the directory, or look why the State is held otherwise.",
)
KEY_DIFFERS = Code(
    "state-key-differs",
    "The digits that were read out do not match the key {fingerprint}… in the directory.",
    "Nobody may rely on it: the officer must inform the State and the Secretariat at once.",
)
KEY_MISHEARD = Code(
    "state-key-misheard",
    "The digits do not match their check value: they were misheard or mistyped and "
    "prove nothing about the key {fingerprint}….",
    "The officer must have it read out once more.",
)
OWN_STATE = Code(
    "state-key-own",
    "The changed key is that of this node's own State, {state}: no officer can confirm it.",
    "The operator must take it over with the file that the State key signed: `rogatory directory own-key`.",
)
OWN_SUBMISSION = Code(
    "state-key-submission",
    "The directory has other metadata for {state} than the signed file: version {published}, not {signed}, or "
    "other content.",
    "The operator must get the file that the State key signed last; if this is the one, somebody else may hold the "
    "directory's keys, and the Secretariat must be informed at once.",
)
