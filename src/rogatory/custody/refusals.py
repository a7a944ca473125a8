# SPDX-License-Identifier: Apache-2.0
"""What the custody room refuses."""

from rogatory.errors import Code

_PROVER = "The State that keeps the log must give a proof made from its log as it stands."
_WRITER = "The authority that wrote the event must correct it and sign it again."
_HOLDER = "Do not rely on this journal; ask the authority that gave it for an unaltered copy."

# The tree
HASH_SIZE = Code("log-hash-size", "A hash in the proof has {size} bytes, not 32.", _PROVER)
INDEX_OUTSIDE = Code(
    "log-index-outside", "A log of {size} entries has no entry with the index {index}.", _PROVER
)
PATH_LENGTH = Code(
    "log-path-length", "The proof has {found} hashes where {needed} are needed.", _PROVER
)
NOT_INCLUDED = Code(
    "log-not-included",
    "The proof does not lead from the entry at index {index} to the root of the log of {size} entries: the entry, its place or the proof was altered.",
    _PROVER,
)
TREE_SHRANK = Code(
    "log-shrank",
    "A log of {old_size} entries cannot be the beginning of a log of {size}, or there is nothing to compare.",
    _PROVER,
)
NOT_CONSISTENT = Code(
    "log-not-consistent",
    "The log of {size} entries does not continue the log of {old_size} entries: entries were changed or removed.",
    "Treat the log as falsified; keep both checkpoints and ask the State that keeps it to explain.",
)

# Tiles
TILE_PATH = Code(
    "log-tile-path",
    "{path} is not the path of a tile such as tile/0/x001/x234/067.p/5.",
    "Ask for a tile by its path as C2SP tlog-tiles writes it.",
)
TILE_SIZE = Code(
    "log-tile-size",
    "The tile {path} has {size} bytes where {needed} are needed.",
    "The operator of the node must restore the log's tiles from a copy, and begin a new epoch if none is whole.",
)

# Events
EVENT_FIELD = Code(
    "custody-event-field", "In a custody event the field {field} is not acceptable.", _WRITER
)
EVENT_FIELD_MISSING = Code(
    "custody-event-field-missing", "A custody event lacks the field {field}.", _WRITER
)
EVENT_FIELD_UNKNOWN = Code(
    "custody-event-field-unknown", "A custody event has a field {field} that none has.", _WRITER
)
EVENT_VERSION = Code(
    "custody-event-version",
    "A custody event is of version {found}; this program reads version {known}.",
    "Read it with a newer program, or ask its writer for one of a version that both know.",
)
EVENT_ACTION = Code("custody-event-action", "{found} is not an action of the closed list.", _WRITER)
EVENT_OFFICER = Code(
    "custody-event-officer", "{found} is not the number of an officer such as xa-0003.", _WRITER
)
EVENT_OFFICER_STATE = Code(
    "custody-event-officer-state",
    "The officer {officer} is not of the State of the authority {authority}.",
    _WRITER,
)
EVENT_REASON = Code(
    "custody-event-reason",
    "The reason given for an act must be text of 1 to {limit} characters without control characters.",
    "The officer must say in a sentence why the act was done.",
)

# Checkpoints and epochs
CHECKPOINT_LINES = Code(
    "checkpoint-lines",
    "A checkpoint is not made of origin, size and root, each on a line.",
    _PROVER,
)
CHECKPOINT_EXTENSIONS = Code(
    "checkpoint-extensions", "A checkpoint has more than {limit} further lines.", _PROVER
)
CHECKPOINT_SIZE = Code("checkpoint-size", "{text} is not the size of a log.", _PROVER)
CHECKPOINT_ROOT = Code(
    "checkpoint-root", "{text} is not the root of a log of that size, in base64.", _PROVER
)
CHECKPOINT_ORIGIN = Code(
    "checkpoint-origin",
    "The checkpoint or its key is of {found}, not of the log {wanted}.",
    "Ask the State for a checkpoint of the log that its directory entry names.",
)
ORIGIN = Code("log-origin", "{text} is not the origin of a log: network, State and epoch.", _PROVER)
EPOCH_BEFORE = Code(
    "log-epoch-before",
    "The log {origin} cannot begin with a checkpoint of {found}: it is not the epoch before.",
    "The operator of the node must begin the epoch with the last checkpoint of the one before that witnesses know.",
)

# Proofs
PROOF_TOO_LARGE = Code(
    "log-proof-too-large", "The proof has {size} bytes; at most {limit} are read.", _PROVER
)
PROOF_FORM = Code("log-proof-form", "The file is not a proof of the form tlog-proof v1.", _PROVER)
PROOF_SALT = Code(
    "log-proof-salt", "The proof lacks the salt of {size} bytes in its extra line.", _PROVER
)
PROOF_INDEX = Code("log-proof-index", "The proof gives no index: {text}.", _PROVER)
PROOF_PATH = Code(
    "log-proof-path",
    "A line of the proof is not a hash in base64, or it has more than {limit} of them.",
    _PROVER,
)
PROOF_NETWORK = Code(
    "log-proof-network",
    "The event is of another network than the log {origin}.",
    "Do not rely on it: an event of one network proves nothing in another.",
)

# Journals
JOURNAL_ENTRY = Code(
    "journal-entry", "Event {number} of the custody journal does not hold.", _HOLDER
)
JOURNAL_STRAY = Code(
    "journal-stray", "The custody journal holds {name}, which belongs to no event.", _HOLDER
)
JOURNAL_GAP = Code("journal-gap", "Event {number} is missing from the custody journal.", _HOLDER)
JOURNAL_CHAIN = Code(
    "journal-chain",
    "Event {number} does not continue the events of {authority}: one was removed, added, altered or moved.",
    _HOLDER,
)
JOURNAL_OBJECT = Code(
    "journal-object", "Event {number} is about another object than this journal.", _HOLDER
)
JOURNAL_NETWORK = Code("journal-network", "Event {number} was written in another network.", _HOLDER)
JOURNAL_UNSIGNED = Code(
    "journal-unsigned",
    "Event {number} of {authority} has no signature: its writing was interrupted, or it was taken away.",
    "The authority must look whether it did that, and if so sign it: rogatory custody finish.",
)
JOURNAL_MISSING = Code(
    "journal-missing", "The event {digest}, known from elsewhere, is not in the journal.", _HOLDER
)
JOURNAL_FULL = Code(
    "journal-full",
    "The custody journal has {limit} events and takes no more.",
    "The officer must find out what keeps writing to it.",
)
JOURNAL_NO_ENTRY = Code(
    "journal-no-entry", "The custody journal has no event {number}.", "Name one that it has."
)
JOURNAL_SIGNER = Code(
    "journal-signer",
    "The keys of {holder} cannot sign an act of {authority}.",
    "The officer must use the keys of the authority that acted.",
)
LOG_UNKNOWN = Code(
    "log-unknown",
    "The directory lists no key for the log {origin}.",
    "Refresh the directory, or ask the State to list the keys of its log.",
)
