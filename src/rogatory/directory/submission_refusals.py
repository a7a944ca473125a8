# SPDX-License-Identifier: Apache-2.0
"""The publisher's refusals of metadata that are submitted, and of where it shall publish."""

from rogatory.errors import Code

_SUBMITTER = "The State must correct what it submits and submit it again."
CEREMONY = "The key holders must repeat this step of the ceremony."

METADATA_MALFORMED = Code(
    "directory-metadata-malformed", "The metadata of {role} cannot be read: {problem}.", _SUBMITTER
)
METADATA_TOO_LARGE = Code(
    "directory-metadata-too-large",
    "The metadata of {role} has {size} bytes; at most {limit} are read.",
    _SUBMITTER,
)
NOT_SIGNED = Code(
    "directory-not-signed",
    "The metadata of {role} is not signed by the keys that the directory lists for it.",
    "The holder of the listed key must sign it.",
)
NOT_NEWER = Code(
    "directory-not-newer",
    "The metadata of {role} has version {version}, but the directory already has {held}.",
    "The holder of its key must sign a higher version.",
)
NOT_NEXT = Code(
    "directory-not-next",
    "The root has version {version}, where {expected} comes next.",
    "The key holders must sign each version of the root in turn.",
)
ROOTS_TOO_MANY = Code(
    "directory-roots-too-many",
    "The directory has more than {limit} roots, and no reader climbs further.",
    "The key holders must found the directory again, and every State must be informed of its "
    "new network.",
)
METADATA_EXPIRED = Code(
    "directory-metadata-expired",
    "The metadata of {role} expired at {expires}.",
    "The holder of its key must sign it again.",
)
LIFE_TOO_LONG = Code(
    "directory-life-too-long",
    "The metadata of {role} would last until {expires}; it may last until {limit} at most.",
    "The holder of its key must sign it with a shorter life.",
)
WRONG_PATHS = Code(
    "directory-wrong-paths",
    "The metadata of {role} speaks for {found}; it must speak for exactly {expected}.",
    _SUBMITTER,
)
DELEGATES_ON = Code(
    "directory-delegates-on",
    "The metadata of {role} hands its power on to other roles, which no State may.",
    _SUBMITTER,
)
SUBMISSION_FORM = Code(
    "directory-submission-form", "This is no submission of a State: {problem}.", _SUBMITTER
)
WRONG_FILES = Code(
    "directory-wrong-files",
    "The submission of {state} holds the files {found}; it must hold exactly {expected}.",
    _SUBMITTER,
)
TARGET_DIFFERS = Code(
    "directory-target-differs",
    "The file {path} is not the one that the metadata names.",
    _SUBMITTER,
)
TARGET_TOO_LARGE = Code(
    "directory-target-too-large",
    "The metadata of {role} names a file of more than {limit} bytes.",
    _SUBMITTER,
)
WRONG_DELEGATION = Code(
    "directory-wrong-delegation",
    "The targets metadata delegates {role} otherwise than every State is delegated.",
    CEREMONY,
)
DELEGATION_REMOVED = Code(
    "directory-delegation-removed",
    "The targets metadata no longer delegates to {role}, which it did before.",
    CEREMONY,
)
MUST_RESIGN = Code(
    "directory-must-resign",
    "With the new targets metadata, {role} is no longer signed by a listed key.",
    "The State must sign its metadata with its new key, to be published together with it.",
)

# The publisher's key and folder
ONLINE_KEY_FOREIGN = Code(
    "directory-online-key",
    "The publisher's key is not the one that the root lists for snapshot and timestamp.",
    "The operator must start the publisher with the listed key.",
)
ALREADY_PUBLISHED = Code(
    "directory-already-published",
    "There is a directory in {folder} already.",
    "The operator must choose an empty folder for a new network.",
)
ANOTHER_DIRECTORY = Code(
    "directory-another",
    "There is the directory of another network in {folder}.",
    "The operator must name the folder of this network's copy, or an empty one.",
)
NOT_PUBLISHED = Code(
    "directory-not-published",
    "There is no directory in {folder}.",
    "The operator must create the network first, or name the folder that holds it.",
)
