# SPDX-License-Identifier: Apache-2.0
"""Refusals of files that are to convict a log or the publisher."""

from rogatory.errors import Code

PROOF_UNCHECKED = Code(
    "misbehaviour-unchecked",
    "A proof against the publisher is checked with the signed directory, which is not "
    "available here.",
    "Give the copy of the directory with --trust.",
)
PROOF_OPEN = Code(
    "misbehaviour-unexplained",
    "The file accuses the log of {state} and proves nothing yet.",
    "Ask the log for a consistency proof; hand on only what proves.",
)
PROOF_UNKNOWN = Code(
    "misbehaviour-unknown",
    "{count} proofs of misbehaviour here begin with {name}.",
    "Name one as shown by `rogatory witness show`.",
)
UNLOGGED_FORM = Code(
    "log-unlogged-form",
    "The file does not show that a receipt was not kept to: {problem}.",
    "Ask its source for the file as the node wrote it.",
)
