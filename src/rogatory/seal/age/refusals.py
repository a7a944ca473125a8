# SPDX-License-Identifier: Apache-2.0
"""Refusals of the age format.

Line and stanza numbers count from 1. No field ever contains a secret.
"""

from rogatory.errors import Code

_IDENTITY_COPY = "The holder must restore the identity file from its copy."
_SENDER = "The sender must seal again with a program that keeps to the age v1 format."
_FETCH = (
    "The receiver must fetch the data again; if they stay the same, the sender must send again."
)

VERSION = Code("age-version", "The data do not begin with the line age-encryption.org/v1.", _SENDER)
HEADER_INCOMPLETE = Code(
    "age-header-incomplete", "The age header ends before its last line.", _FETCH
)
HEADER_TOO_LARGE = Code(
    "age-header-too-large",
    "The age header is longer than {limit} bytes.",
    "The sender must seal to fewer recipients.",
)
HEADER_TRAILING = Code(
    "age-header-trailing", "{size} bytes follow the last line of the age header.", _SENDER
)
NO_STANZA = Code("age-header-no-stanza", "The age header names no recipient.", _SENDER)
STANZA_LINE = Code(
    "age-stanza-line", "Line {line} of the age header does not begin a stanza.", _SENDER
)
STANZA_BODY = Code(
    "age-stanza-body",
    "Line {line} of the age header is not canonical base64 of at most 64 columns.",
    _SENDER,
)
MAC_LINE = Code(
    "age-mac-line",
    "Line {line} of the age header is not three hyphens, a space and 43 columns of canonical base64.",
    _SENDER,
)
STANZA_MALFORMED = Code(
    "age-stanza-malformed",
    "Stanza {number} of the age header is not formed as its kind {kind} demands.",
    _SENDER,
)
STANZA_LOW_ORDER = Code(
    "age-stanza-low-order",
    "Stanza {number} of the age header holds a share from which no secret can come.",
    _SENDER,
)
SCRYPT_WITH_OTHERS = Code(
    "age-scrypt-not-alone",
    "A passphrase stanza is combined with other stanzas in the age header.",
    _SENDER,
)
WORK_FACTOR = Code(
    "age-work-factor",
    "The passphrase stanza demands 2^{work_factor} rounds of work; at most 2^{limit} are done.",
    "The one who made the file must protect it again with a smaller work factor.",
)
NOT_FOR_US = Code(
    "age-no-match",
    "None of the identities given opens this age file.",
    "The recipient must give the identity that the file was sealed to, or ask the sender to seal to another.",
)
PASSPHRASE_WRONG = Code(
    "age-passphrase-wrong",
    "The passphrase does not open this age file.",
    "The holder must give the passphrase that the file was protected with.",
)
MAC = Code(
    "age-mac", "The age header was changed after it was made: its MAC does not hold.", _FETCH
)
NONCE_INCOMPLETE = Code(
    "age-nonce-incomplete", "The age file ends within the 16 bytes after its header.", _FETCH
)
CHUNK = Code("age-chunk", "Chunk {index} of the encrypted data does not verify.", _FETCH)
EMPTY_CHUNK = Code(
    "age-chunk-empty", "Chunk {index} of the encrypted data is empty and not the only one.", _SENDER
)
PAYLOAD_SIZE = Code(
    "age-payload-size",
    "No age payload has {size} bytes: its last chunk would be cut short or empty.",
    _FETCH,
)
PAYLOAD_INCOMPLETE = Code(
    "age-payload-incomplete", "The encrypted data end before their final chunk.", _FETCH
)
PAYLOAD_TRAILING = Code(
    "age-payload-trailing", "Bytes follow the final chunk of the encrypted data.", _FETCH
)
ARMOR_BEGIN = Code(
    "age-armor-begin",
    "The armored data do not begin with the line BEGIN AGE ENCRYPTED FILE.",
    _SENDER,
)
ARMOR_END = Code(
    "age-armor-end", "The armored data do not end with the line END AGE ENCRYPTED FILE.", _FETCH
)
ARMOR_LINE = Code(
    "age-armor-line",
    "Line {line} of the armored data is not 64 columns (the last one: 1 to 64) of canonical base64.",
    _FETCH,
)
NO_RECIPIENT = Code(
    "age-no-recipient",
    "There are no recipients to seal to.",
    "The sealing officer must name at least one recipient.",
)
RECIPIENTS_MIXED = Code(
    "age-recipients-mixed",
    "Recipients of the kinds {kinds} cannot be combined in one file, since the weakest of them "
    "would decide.",
    "The sealing officer must choose recipients of one kind.",
)
RECIPIENT = Code(
    "age-recipient-malformed",
    "{text} is not an age recipient that this program can seal to.",
    "The authority that listed the recipient must list it again, as its key program printed it.",
)
IDENTITY = Code(
    "age-identity-malformed",
    "The text given is not an age identity known to this program.",
    "The holder must give the identity as the key program printed it.",
)
IDENTITY_LINE = Code(
    "age-identity-line",
    "Line {line} of the identity file is neither a comment nor an age identity that this program knows.",
    _IDENTITY_COPY,
)
NO_IDENTITY = Code(
    "age-identity-none",
    "The identity file contains no identity.",
    _IDENTITY_COPY,
)
IDENTITY_FILE_TOO_LARGE = Code(
    "age-identity-file-too-large",
    "The identity file has {size} bytes; at most {limit} are read.",
    "The holder must name the right file.",
)
PASSPHRASE_MISSING = Code(
    "age-passphrase-missing",
    "The identity file is protected by a passphrase, and none was given.",
    "The holder must give the passphrase.",
)
PASSPHRASE_EMPTY = Code(
    "age-passphrase-empty",
    "An empty passphrase protects nothing.",
    "The holder must choose a passphrase.",
)
