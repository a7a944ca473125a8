# SPDX-License-Identifier: Apache-2.0
"""Refusals of the custody package."""

from rogatory.errors import Code

_LOG_NODE = "Treat the checkpoint as altered; ask the node that keeps the log for it."
_EXPORTER = "Ask the provider of the export for an unaltered copy."
_PROVER = "The State that keeps the log must supply a proof made from its current log."
HOLDER = "Do not rely on this journal; ask the authority that gave it for an unaltered copy."

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
    "The operator of the node must restore the log's tiles from a copy, and begin a new epoch "
    "if no copy is complete.",
)

# A log computed again
ROOT_NOT_OF_ENTRIES = Code(
    "log-root-not-of-entries",
    "The checkpoint of {size} entries has another root than the entries stored there.",
    "Treat the log as altered since that checkpoint; compare it with a copy, and with what other States hold.",
)
ENTRIES_MISSING = Code(
    "log-entries-missing",
    "A checkpoint was signed over {size} entries, but there are only {entries}.",
    "The operator of the node must restore the entries from a copy, and begin a new epoch if there is none.",
)
TILE_NOT_OF_ENTRIES = Code(
    "log-tile-not-of-entries",
    "{path} is missing, or has other hashes than the entries stored there.",
    "The operator of the node must restore the log's rows from a copy, and begin a new epoch "
    "if no copy is complete.",
)
ENTRY_NOT_OF_EVENT = Code(
    "log-entry-not-of-event",
    "The entry at index {index} is not the commitment to the event that is kept for it.",
    "Treat the event or the entry as altered; compare both with a copy.",
)
ENTRY_WITHOUT_EVENT = Code(
    "log-entry-without-event",
    "No event is kept for the entry at index {index}.",
    "The operator of the node must restore the events from a copy.",
)
OPENING_OTHER = Code(
    "log-opening-other",
    "The log {origin} does not begin with a checkpoint of the epoch before that is known here.",
    "Ask the State that keeps the log for the first checkpoint of its epoch; until it shows "
    "one that others know, treat its statements on the earlier epoch as unproved.",
)

# A log as files
EXPORT_ENTRIES = Code(
    "log-export-entries",
    "{path} is not a bundle of {count} entries of 32 bytes.",
    _EXPORTER,
)
EXPORT_EVENT = Code(
    "log-export-event",
    "Line {line} of the exported events is not an event of a log.",
    _EXPORTER,
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
CHECKPOINT_MLDSA44 = Code(
    "checkpoint-mldsa44",
    "The ML-DSA signature of the log {origin} does not hold.",
    _LOG_NODE,
)
CHECKPOINT_MLDSA44_MISSING = Code(
    "checkpoint-mldsa44-missing",
    "The checkpoint lacks the ML-DSA signature of the log {origin}, for which the directory lists such a key.",
    _LOG_NODE,
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

# Witnesses
_WITNESS = "The witness must cosign the checkpoint again, or correct the keys that its State lists."
COSIGNATURE = Code(
    "cosignature-invalid", "The cosignature by {name} does not hold for this checkpoint.", _WITNESS
)
COSIGNATURE_NAME = Code(
    "cosignature-name",
    "A witness or a log has no name, or one of more than {limit} bytes.",
    _WITNESS,
)
POLICY_KEYLESS = Code(
    "policy-keyless",
    "The witness policy names the State {state}, which lists no witness key.",
    "The State must list its witness keys in the directory, or the policy must name another.",
)
_LOG_KEEPER = "The operator of the log must repeat the request as specified in C2SP tlog-witness."
WITNESS_REQUEST = Code(
    "witness-request", "The request to cosign is malformed: {problem}.", _LOG_KEEPER
)
WITNESS_ORIGIN = Code(
    "witness-origin",
    "The log {origin} is not one that this witness follows for the State that asks.",
    "The State must list its log and key in the directory before it asks for cosignatures.",
)
WITNESS_OLD_SIZE = Code(
    "witness-old-size",
    "The request begins at {old} entries; this witness has seen {seen}.",
    "The operator of the log must look whether it was restored from a backup; if so it begins a new epoch.",
)
WITNESS_FORK = Code(
    "witness-fork",
    "The log {origin} has signed two histories: what it shows now contradicts what this witness saw.",
    "Officers of both States must find out who altered the log; the proof of misbehaviour shows both checkpoints.",
)
WITNESS_EPOCH_FIRST = Code(
    "witness-epoch-first",
    "The first checkpoint of a new epoch shown to a witness of the one before has one entry, not {size}.",
    "The operator of the log must have the checkpoint of its opening cosigned first.",
)
WITNESS_EPOCH_OPENING = Code(
    "witness-epoch-opening",
    "The log {origin} does not begin with the last checkpoint of the epoch before that this witness saw, of {size} entries.",
    "An officer of the witness must ask the other State why, and may then accept the epoch: rogatory witness accept-epoch.",
)
WITNESS_EPOCH_OVER = Code(
    "witness-epoch-over",
    "The log {origin} has ended: a later epoch of it was cosigned.",
    "The operator of the log must go on with its newest epoch.",
)
MISBEHAVIOUR_FORM = Code(
    "misbehaviour-form",
    "The proof of misbehaviour is malformed: {problem}.",
    "Ask the State that made it for an unaltered copy.",
)
MISBEHAVIOUR_NONE = Code(
    "misbehaviour-none",
    "The two checkpoints do not contradict each other.",
    "Nothing is proved against the log; the accuser must show both checkpoints.",
)

# Journals
JOURNAL_ENTRY = Code(
    "journal-entry", "Event {number} of the custody journal does not hold.", HOLDER
)
JOURNAL_STRAY = Code(
    "journal-stray", "The custody journal holds {name}, which belongs to no event.", HOLDER
)
JOURNAL_GAP = Code("journal-gap", "Event {number} is missing from the custody journal.", HOLDER)
JOURNAL_CHAIN = Code(
    "journal-chain",
    "Event {number} does not continue the events of {authority}: one was removed, added, altered or moved.",
    HOLDER,
)
JOURNAL_OBJECT = Code(
    "journal-object", "Event {number} is about another object than this journal.", HOLDER
)
JOURNAL_NETWORK = Code("journal-network", "Event {number} was written in another network.", HOLDER)
JOURNAL_UNSIGNED = Code(
    "journal-unsigned",
    "Event {number} of {authority} has no signature: its writing was interrupted, or it was taken away.",
    "The authority must look whether it did that, and if so sign it: rogatory custody finish.",
)
JOURNAL_MISSING = Code(
    "journal-missing", "The event {digest}, known from elsewhere, is not in the journal.", HOLDER
)
JOURNAL_FULL = Code(
    "journal-full",
    "The custody journal has {limit} events and accepts no more.",
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
