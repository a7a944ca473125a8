# SPDX-License-Identifier: Apache-2.0
"""Refusals of key holders and of what they sign: founding, enrolling, renewing."""

from rogatory.directory.submission_refusals import CEREMONY
from rogatory.errors import Code

KEY_ALGORITHM = Code(
    "directory-key-algorithm",
    "{algorithm} is not an algorithm for directory keys; {allowed} are.",
    "The key holder must make a key with one of these.",
)
KEY_UNREADABLE = Code(
    "directory-key-unreadable",
    "The key in {name} cannot be used: {problem}.",
    "The key holder must supply the private key and the public key that were made together.",
)
KEY_LOCKED = Code(
    "directory-key-locked",
    "The key in {name} is protected by a passphrase, and none was given.",
    "The key holder must give the passphrase.",
)
TOO_FEW_KEYS = Code(
    "directory-too-few-keys",
    "The role {role} has {count} different keys; its threshold of {threshold} needs at least {least}.",
    "Each key holder must provide a key of their own.",
)
THRESHOLD_LOW = Code(
    "directory-threshold",
    "The role {role} would need {threshold} of its keys; fewer than {least} let one stolen key do all.",
    "The key holders must agree on a higher threshold.",
)
NOT_OFFLINE = Code(
    "directory-not-offline",
    "{role} is no role that holders have offline; {allowed} are.",
    "The key holders must name one of these.",
)
STATE_ENROLLED = Code(
    "directory-state-enrolled",
    "{state} is enrolled already, and a role name is never used twice.",
    "Change the State's key instead of enrolling it again.",
)
STATE_NOT_ENROLLED = Code(
    "directory-state-not-enrolled",
    "{state} is not enrolled in this directory.",
    "The holders of the targets keys must enrol the State first.",
)
FOREIGN_KEY = Code(
    "directory-foreign-key",
    "The key {keyid} has no part in the role {role}.",
    "The key holders must name a key that the role has.",
)
LAST_KEY = Code("directory-last-key", "{state} would be left without a key.", CEREMONY)
BELOW_THRESHOLD = Code(
    "directory-below-threshold",
    "The role {role} is signed by {signed} of the {threshold} keys it needs ({of}).",
    "More holders of the role's keys must sign.",
)
NOT_SIGNED_OFFLINE = Code(
    "directory-not-for-holders",
    "Metadata of the type {role} are signed by no holder.",
    "The holder must ask the person who supplied this for the correct file.",
)
NOT_NEXT_OF = Code(
    "directory-not-next-version",
    "The {role} metadata have version {version}, where {expected} follows what counts now.",
    "The person who prepared it must prepare it again from a current copy of the directory.",
)
UNSHOWN = Code(
    "directory-unshown",
    "The {role} metadata also contain {found}, which no step of a ceremony produces.",
    "Do not sign this; the holders must find out who made it.",
)
NO_ROOT_BESIDE = Code(
    "directory-no-root-beside",
    "These are the targets metadata of a new network, without its root.",
    "The holder must take both files of the founding together.",
)
NO_TARGETS_BESIDE = Code(
    "directory-no-targets-beside",
    "This is the root of a new network, without its targets metadata.",
    "The operator must publish both files of the founding together.",
)
COPIES_DIFFER = Code(
    "directory-copies-differ",
    "The copies differ: one begins with {first}, another with {other}.",
    "The holders must find out which of them they agreed on, and sign that one.",
)
NOT_AGREED = Code(
    "directory-not-agreed",
    "What is to be signed has the fingerprint {found}, not the one that was agreed on.",
    "The holder must sign nothing before all holders see the same fingerprint.",
)
