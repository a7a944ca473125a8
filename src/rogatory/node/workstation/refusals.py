# SPDX-License-Identifier: Apache-2.0
"""What a workstation refuses."""

from rogatory.errors import Code

KEY_FILE_OPEN = Code(
    "keys-file-open-to-others",
    "{path} can be read by others than its owner (mode {mode}).",
    "Run: chmod 600 {path}",
)
NO_IDENTITY = Code(
    "keys-no-identity",
    "{path} holds no decryption identity.",
    "Opening needs the folder of the authority's workstation, where identity.txt lies.",
)
RECIPIENT_MALFORMED = Code(
    "recipient-malformed",
    "{path} is no recipient file: {problem}.",
    "Ask the authority to send its recipient.json again.",
)
RECIPIENT_ANCHOR = Code(
    "recipient-anchor",
    "The State CA that {path} brings along is not the one that the directory lists for {state}.",
    "Do not seal to it; ask the authority by a channel you know, and tell the Secretariat.",
)
AUTHORITY_DIFFERS = Code(
    "keys-authority-differs",
    "{path} belongs to {found}, not to {wanted}.",
    "Give the folder of {wanted}.",
)
