# SPDX-License-Identifier: Apache-2.0
"""Reasons against a signed folder that comes back, against what is recorded of its service, and what an order lacks."""

from rogatory.errors import Code

_SIGN = "The officer must sign it on the authority's workstation, and bring the folder back."
_CORRECT = "The officer must correct the moment."
_SERVE = "The officer must hand it to the provider, and record how and when."

ARCHIVE = Code(
    "order-archive",
    "The file is no zip of a signed folder: {problem}.",
    "The officer must pack the folder that the command wrote, and nothing else.",
)
UNDECIDED = Code(
    "order-kept-undecided",
    "The signed folder is not proved: {problem}.",
    "The officer must sign it anew, with the node's own copy of the directory.",
)
DIFFERS = Code(
    "order-kept-differs",
    "The signed folder does not say what the case file has recorded: {members}.",
    "The officer must sign what is recorded, or correct the record first.",
)
KEPT_ALREADY = Code(
    "order-kept-already", "This signed folder is kept already.", "No action is needed."
)
NO_FOLDER = Code(
    "order-folder-unknown",
    "The case file keeps no signed folder {folder} of this order.",
    "Choose one of the list.",
)
SERVED_AHEAD = Code(
    "order-served-ahead", "It is recorded as of {at}, which is in the future.", _CORRECT
)
SERVED_EARLY = Code(
    "order-served-early",
    "It is recorded as served at {at}; the folder was signed at {signed}.",
    _CORRECT,
)

# What an order lacks: shown as long as it lacks it
NOT_SIGNED = Code("order-not-signed", "No signed folder of this order is kept here.", _SIGN)
RECORD_CHANGED = Code(
    "order-record-changed",
    "The order was renewed after it was signed: what was signed ends at {until}.",
    _SIGN,
)
KEY_ENDED = Code(
    "order-key-ended",
    "The signature of the order does not hold by the directory of today: {problem}.",
    _SIGN,
)
NO_BASIS = Code(
    "order-no-basis",
    "The order cites no legal basis: no letter is printed of it.",
    _SIGN,
)
NOT_SERVED = Code(
    "order-not-served", "No service of the folder that was signed last is recorded.", _SERVE
)
NO_REPLY = Code(
    "order-no-reply",
    "The provider had to act by {due}, and no reply is recorded.",
    "The officer must ask the provider, and record its reply.",
)
WITHDRAWAL_MISSING = Code(
    "order-withdrawal-missing",
    "The order was ended, and the provider has it: no signed withdrawal is kept here.",
    _SIGN,
)
