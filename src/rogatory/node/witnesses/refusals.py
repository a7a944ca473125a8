# SPDX-License-Identifier: Apache-2.0
"""Refusals of a witness of logs, reports on witnesses, and refusals of a new epoch."""

from rogatory.errors import Code

_WITNESS_OPERATOR = (
    "The operator of the witness must look into it; until then the policy may stay unmet."
)
WITNESS_KEYLESS = Code(
    "witness-keyless",
    "The node of {state} has no witness key.",
    "Its administrator must make one (rogatory witness keys) and the State list it.",
)
WITNESS_BUSY = Code(
    "witness-busy",
    "The log of {state} was shown by several requests at once.",
    "Its node must ask again from the size that was returned.",
)
WITNESS_RESTORED = Code(
    "witness-restored",
    "The witness of {state} lost its newest records, and first asks other States how far they know this log.",
    "Nothing needs to be done: it cosigns when they have answered, after a day in any case.",
)
EPOCH_UNLISTED = Code(
    "witness-epoch-unlisted",
    "The directory lists no key now for the log {origin}.",
    "The State must list its new log before it is accepted.",
)
EPOCH_SEEN = Code(
    "witness-epoch-seen",
    "Epoch {epoch} of the log of {state} was seen by this witness already.",
    "Accept only an epoch after the newest one seen.",
)
WITNESS_UNLISTED = Code(
    "witness-unlisted",
    "The directory lists no witness key of {state}.",
    "The State must list its witness keys, or the policy must name another State.",
)
WITNESS_SAW_MORE = Code(
    "witness-saw-more",
    "The witness of {state} has cosigned this node's log with {seen} entries; it has {size} here.",
    "The administrator must find out whether the database was restored from a backup; if so "
    "the node must be stopped, and what was lost recovered (rogatory node recover).",
)
RESTORED = Code(
    "restored",
    "{state} holds a checkpoint of this node's log over {seen} entries. The log here has {size} entries, or other "
    "ones: the database was restored from a backup.",
    "The node's operator must take back what was lost, with rogatory node recover, before the node may run.",
)
WITNESS_REFUSES = Code(
    "witness-refuses",
    "The witness of {state} refuses to cosign this node's log: {codes}.",
    "Officers of both States must compare what the witness saw with the log here: rogatory log verify.",
)
WITNESS_INCOMPLETE = Code(
    "witness-incomplete",
    "The witness of {state} did not cosign with each kind of key that its State lists.",
    _WITNESS_OPERATOR,
)
WITNESS_UNSTEADY = Code(
    "witness-unsteady",
    "The witness of {state} returns another size at each request.",
    _WITNESS_OPERATOR,
)
WITNESS_ANSWER = Code(
    "witness-answer",
    "The answer of the witness of {state} is malformed: {problem}.",
    _WITNESS_OPERATOR,
)
POLICY_UNSTATED = Code(
    "policy-unstated",
    "The entry of {state} states no witness policy.",
    "The State must state one in its entry, or give a policy file of your own.",
)
LOG_CONVICTED = Code(
    "witness-log-convicted",
    "It is proved that the log {origin} of {state} has two histories.",
    "The State must begin a new epoch of its log, and an officer of the witness accept it.",
)
EPOCH_FORKED = Code(
    "epoch-forked",
    "Several ends of this log are known that are not of one history: {heads}.",
    "Officers must find out which of them it continues, and name a State that knows that end (--over); the witnesses of the others must accept the epoch by an officer.",
)
EPOCH_OVER_UNKNOWN = Code(
    "epoch-over-unknown",
    "{state} knows no end of this log; these do: {states}.",
    "Name one of them.",
)
EPOCH_WITNESS_SILENT = Code(
    "epoch-witness-silent",
    "These witnesses did not report what they last saw of the log: {states}.",
    "Begin the epoch when they answer; or an officer decides to do without them (--without), and each may refuse it afterwards.",
)
EPOCH_KEY_ABSENT = Code(
    "epoch-key-absent",
    "There is no key for epoch {epoch} of the log in {path}.",
    "Make it first (--prepare) and have the State list it in its entry.",
)
