# SPDX-License-Identifier: Apache-2.0
"""Refusals of the object store. That it does not answer is not final: the same may succeed later."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

STORE_FAILS = Code(
    "object-store-fails",
    "The node's object store {problem}.",
    f"{_OPERATOR} check that the store runs and can be reached, and then try again.",
)
STORE_DENIES = Code(
    "object-store-denies",
    "The node's object store rejects the access key (status {status}).",
    f"{_OPERATOR} correct the access key, or give it the rights to read, write and delete in the bucket.",
)
BUCKET_ABSENT = Code(
    "object-store-bucket",
    "The node's object store has no bucket {bucket}.",
    f"{_OPERATOR} create the bucket, or correct its name in node.toml.",
)
STORE_OVERWRITES = Code(
    "object-store-overwrites",
    "The node's object store overwrites an existing object although the condition If-None-Match forbids it.",
    f"{_OPERATOR} use a store that answers such a write with status 412; in this one evidence could be replaced.",
)
STORE_ALTERS = Code(
    "object-store-alters",
    "The node's object store returns other bytes than were written.",
    f"{_OPERATOR} use another store.",
)
