# SPDX-License-Identifier: Apache-2.0
"""Refusals of the evidence package."""

from rogatory.errors import Code

_BEGIN_ANEW = "Start again with --discard-unfinished."
_SENDER = "Ask the sending authority to seal and deliver the package again."
KEEP_AS_RECEIVED = (
    "Do not use it as evidence; keep it as received and inform the sending authority."
)

# What comes in: collecting and sealing.
SOURCE_MISSING = Code(
    "source-missing", "{path} cannot be read: {problem}.", "Give the path of a file or a folder."
)
SOURCE_KIND = Code(
    "source-kind",
    "{path} holds no data to collect; its kind is: {kind}.",
    "Give a file, a folder, or a disk image or block device.",
)
SOURCE_GIVEN = Code(
    "source-is-evidence",
    "{path} is already a package of evidence: a new one would lose its giver and conditions of use.",
    "Seal or open the package itself, re-wrap it, or disclose items of it.",
)
SOURCE_UNREADABLE = Code(
    "source-unreadable",
    "{path} cannot be read: {problem}.",
    "Run the collection as a user who may read it, or repeat it with --allow-unreadable, which "
    "lists it in the inventory as not collected.",
)
SOURCE_CHANGED = Code(
    "source-changed",
    "{path} changed while it was read: {problem}.",
    "Stop what writes to it, or collect from a snapshot or an image; or repeat with "
    "--allow-changed, which lists it in the inventory as changed.",
)
SOURCE_TOO_DEEP = Code(
    "source-too-deep",
    "The folders below {path} nest deeper than {limit} levels or {bytes} bytes of path.",
    "Collect the inner folder on its own.",
)
STREAM_NAME = Code(
    "stream-name",
    "{name} cannot be the name of a file from standard input.",
    "Give --name with a file name, without folders.",
)
STREAM_SIZE = Code(
    "stream-size",
    "Standard input delivered {found} bytes; {announced} were announced.",
    "Check how the program that writes to the pipe ended, and collect again; nothing was kept.",
)
STREAM_SEAL = Code(
    "stream-seal",
    "What comes by standard input cannot be sealed at once: its length precedes it in the "
    "package and is known only at its end, and evidence is not stored on a disk unasked.",
    "Run `rogatory evidence collect - --name NAME --out BAG`, then seal BAG; it lies in the clear "
    "in between, so use a disk that is encrypted.",
)
ADD_NAME = Code(
    "add-name",
    "What is added cannot lie in the folder {name}: {problem}.",
    "Give --under with another name.",
)
ADD_SEALED = Code(
    "add-sealed",
    "The bag comes from a sealed package, to which nothing can be added.",
    "Collect the further source into a bag of its own, and seal that.",
)
ADD_UNSIGNED = Code(
    "add-unsigned",
    "The bag is signed, and what is added to it must be as well.",
    "Give --key with the key folder of the authority that adds.",
)
ADD_OWN = Code(
    "add-own",
    "{path} is inside the bag to which it is to be added.",
    "Name a source outside the bag.",
)
ADD_LINKS = Code(
    "add-links",
    "The file system of {path} knows no hard links, of which the bag's new state is made.",
    "Copy the bag and its journal to a file system of this machine (ext4, XFS, Btrfs) first.",
)
COLLECT_UNFINISHED = Code(
    "collect-unfinished",
    "The collection was interrupted; {files} files are safe in {path}.",
    "Repeat the command with --resume to continue, or with --discard-unfinished to start again.",
)
COLLECT_LEFT = Code(
    "collect-left",
    "An earlier collection into {path} was interrupted.",
    "Repeat the command with --resume to continue, or with --discard-unfinished to start again.",
)
RESUME_DIFFERS = Code(
    "resume-differs",
    "The collection was begun with another {field}: {then}; now it is {now}.",
    "Repeat the command as it was given first, with --resume; or start again with "
    "--discard-unfinished.",
)
RESUME_JOURNAL = Code(
    "resume-journal",
    "{path} does not record what was collected, so the collection cannot be resumed.",
    _BEGIN_ANEW,
)
PART_ALTERED = Code(
    "resume-part-altered",
    "What is stored of {path} is not what the journal says: it is read again from its first byte.",
    "Find out who can write in the folder of the collection.",
)
PART_SOURCE = Code(
    "resume-part-source",
    "{path} changed at the source since it was begun: it is read again from its first byte.",
    "No action is needed if you know who works with the source; otherwise find out before relying on it.",
)
RESUME_STREAM = Code(
    "resume-stream",
    "A collection from standard input cannot be resumed.",
    _BEGIN_ANEW,
)
OUTPUT_EXISTS = Code(
    "output-exists", "{path} exists already.", "Name a new folder or file; nothing is replaced."
)
OUTPUT_INSIDE_SOURCE = Code(
    "output-inside-source",
    "{path} is inside what is to be collected.",
    "Name an output outside the source.",
)
DISK_FULL = Code(
    "evidence-disk-full",
    "{path} has {free} bytes free; {needed} are needed.",
    "Free space or name an output on a larger disk, then repeat the command.",
)
DISK_NAMES = Code(
    "evidence-disk-names",
    "The disk of {path} can hold {free} more files; {needed} are needed.",
    "Name an output on another disk, then repeat the command.",
)
NO_RECIPIENT = Code(
    "seal-no-recipient",
    "No recipient was named.",
    "Name the recipient file of the asking authority.",
)

# The bag.
BAG_FORM = Code("bag-form", "{path} is not as a package has it: {problem}.", KEEP_AS_RECEIVED)
BAG_MISSING = Code("bag-file-missing", "{path} is listed but missing.", KEEP_AS_RECEIVED)
BAG_UNLISTED = Code(
    "bag-file-unlisted", "{path} is in the package but not listed.", KEEP_AS_RECEIVED
)
BAG_DIGEST = Code(
    "bag-digest", "{path} does not have the digest that {manifest} lists.", KEEP_AS_RECEIVED
)
BAG_OXUM = Code(
    "bag-payload-oxum",
    "The package holds {found} (bytes.files) of payload; bag-info.txt announces {announced}.",
    KEEP_AS_RECEIVED,
)
NAME_NOT_PLAIN = Code("evidence-name", "The name {path} is not allowed in a package.", _SENDER)
NAME_COLLISION = Code(
    "evidence-name-collision",
    "The name {path} differs from another in its folder only by case.",
    _SENDER,
)
INVENTORY_FORM = Code(
    "inventory-form", "Line {line} of the inventory: {problem}.", KEEP_AS_RECEIVED
)
INVENTORY_MISMATCH = Code(
    "inventory-mismatch",
    "The inventory and the data disagree about {path}: {problem}.",
    KEEP_AS_RECEIVED,
)
ITEMS_ROOT = Code("items-root", "The items root is not that of the inventory.", KEEP_AS_RECEIVED)
CONDITIONS_FORM = Code(
    "conditions-form",
    "The conditions of use in {path} do not conform to the specification: {problem}.",
    KEEP_AS_RECEIVED,
)
CONDITIONS_WEAKER = Code(
    "conditions-weaker",
    "The condition {field} was {before} and would be {after}: conditions are added to, never eased.",
    "Leave the condition as the State that gave the evidence stated it, or ask that State to send a"
    " package with other conditions.",
)
CONDITIONS_ORIGIN = Code(
    "conditions-origin",
    "An earlier form is of the package {found}, the package itself of {package}.",
    KEEP_AS_RECEIVED,
)
EARLIER = Code(
    "earlier-record",
    "The record {path} of an earlier form of the package: {problem}.",
    KEEP_AS_RECEIVED,
)

# The stream.
LOCATOR = Code("tar-locator", "The stream does not end in a locator.", _SENDER)
OFFSETS = Code("tar-offsets", "The table of offsets is not as the stream has it.", _SENDER)
TAR_FORM = Code("tar-form", "The stream breaks the form of a package: {problem}.", _SENDER)
TAR_KIND = Code(
    "tar-kind", "The stream contains a member of kind {kind}; only files are allowed.", _SENDER
)
TAR_PATH = Code("tar-path", "The stream names {path}, which is not allowed in a package.", _SENDER)
TAR_ORDER = Code("tar-order", "{path} occurs twice or out of order in the stream.", _SENDER)
TAR_SHORT = Code("tar-short", "The stream ends too early.", _SENDER)
TAR_TRAILING = Code("tar-trailing", "The stream continues after its end.", _SENDER)
TAR_MEMBER_LARGE = Code(
    "tar-member-large", "{path} has {size} bytes; a file of that name has at most {limit}.", _SENDER
)

# The seal.
SEAL_FORM = Code("seal-form", "The seal does not conform to the specification: {problem}.", _SENDER)
SEAL_FILE = Code("seal-file", "{path} is missing or cannot be read: {problem}.", _SENDER)
SEAL_STRAY = Code(
    "seal-layout",
    "{path} does not belong here: {problem}.",
    "Do not take it for a part of the package; ask the sending authority for its documents.",
)
SEAL_PAYLOAD_SIZE = Code(
    "seal-payload-size",
    "The encrypted package has {found} bytes after its header; the seal states {expected}.",
    "Fetch the package again from the sending authority.",
)
SEAL_HEADER = Code(
    "seal-header", "The encrypted package starts with another header than the seal's.", _SENDER
)
SEAL_SEGMENT_LIST = Code(
    "seal-segment-list", "The list segments.b3 does not lead to the root in the seal.", _SENDER
)
SEAL_SEGMENT = Code(
    "seal-segment",
    "Segment {index} of the encrypted package is damaged.",
    "Fetch that segment again from the sending authority.",
)
SEAL_SOME_SEGMENT = Code(
    "seal-some-segment",
    "The encrypted package does not lead to the root in the seal: something in it is damaged.",
    "Ask the sending authority for the list segments.b3, which identifies the segment, or "
    "fetch the package again.",
)
SEAL_TIMESTAMP = Code("seal-timestamp", "{path} does not stamp this seal: {problem}.", _SENDER)
SEAL_BAG = Code(
    "seal-bag", "The package inside is not the one that the seal names.", KEEP_AS_RECEIVED
)
SEAL_BAG_INFO = Code(
    "seal-bag-info",
    "bag-info.txt has {field} {inside}; the seal has {outside}. Someone may have sealed "
    "another authority's package as their own.",
    KEEP_AS_RECEIVED,
)
SEAL_RECIPIENT = Code(
    "seal-recipient",
    "The seal does not name the key that opened the package as a recipient.",
    KEEP_AS_RECEIVED,
)
SALVAGE_NOTHING = Code(
    "salvage-nothing",
    "Nothing can be salvaged of the package: {problem}.",
    _SENDER,
)
SALVAGE_HOLE = Code(
    "salvage-hole", "The {size} bytes at {offset} of the stream are not all there.", _SENDER
)
SALVAGE_NOT_PROVED = Code(
    "salvage-not-proved",
    "Who sealed the package cannot be shown: {problem}",
    "Ask the sending authority for its seal again; or repeat with --unproved, which salvages all "
    "the same and says so.",
)
WANTED = Code(
    "evidence-wanted",
    "{path} is not a path in a package: {problem}.",
    "Give paths, folders or patterns as `evidence list` shows them.",
)
RANGE = Code(
    "evidence-range",
    "The range {range} cannot be taken: {problem}.",
    "Give START-END (both taken, counted from 0) or START+LENGTH within the file.",
)
NO_SUCH_ITEM = Code(
    "evidence-no-such-item",
    "There is no file {path} in the package.",
    "Check the path against the delivery message or the inventory.",
)

PROTECTED_MISNAMED = Code(
    "evidence-protected-misnamed",
    "Nothing in the package is called {path}, which was to be handled as protected material.",
    "Name the file or folder by its stored path, as `evidence list` or the source shows it.",
)

# Judging years later.
_NAME_IT = "Repeat the command with an algorithm and a day, such as ecdsa@2035-01-01."
DISTRUST_NAME = Code("distrust-name", "{name} is not a supported algorithm ({names}).", _NAME_IT)
DISTRUST_DATE = Code("distrust-date", "{word} does not state its first day.", _NAME_IT)
TIMESTAMP_UNLISTED = Code(
    "timestamp-authority-unlisted",
    "The directory does not list the timestamp authority {authority} that made {path}.",
    "Ask the authority that sealed or timestamped it for a timestamp by a timestamp authority "
    "that a State lists.",
)
STATE_HELD_BACK = Code(
    "trust-state-held-back",
    "The copy of the directory that was given holds {state} back: {problem}.",
    "Compare with a newer copy of the directory, or with one that another node has; if that holds the "
    "State back too, ask its contact point.",
)
STATE_NOT_GIVEN = Code(
    "trust-state-not-given",
    "No entry of {state} was given beside the others.",
    "Give the entry of {state} as well, or a copy of the directory instead of entries.",
)
LIST_TOO_OLD = Code(
    "archive-older",
    "{path} was stamped at {at}, before {file} could have existed: that is of {later}.",
    "The list was assembled from other parts; ask the holder of the package for the original.",
)
TIMESTAMP_ENDED = Code(
    "timestamp-authority-ended",
    "The timestamp authority {authority} was not in force at {at}: it was from {since} to {until}.",
    "Ask the authority that sealed or timestamped it for a timestamp by a timestamp authority "
    "that was in force.",
)
TIMESTAMP_FADED = Code(
    "timestamp-faded",
    "The timestamp in {path} counts only until {until} ({why}), and nothing proves "
    "that it existed before.",
    "Look for a later timestamp over it (`rogatory evidence timestamp`), or for a copy that "
    "somebody else has kept since.",
)
CERTIFICATE_REVOKED = Code(
    "certificate-revoked",
    "According to a revocation list of the State CA, the certificate of {holder} was revoked "
    "on {at} ({reason}); the moment in question is {judged}.",
    "Ask the State's contact point why it was withdrawn; do not rely on the signature meanwhile.",
)
CERTIFICATE_UNTRUSTED = Code(
    "certificate-revoked-later",
    "According to a revocation list of the State CA, the certificate of {holder} was revoked on {at} "
    "({reason}): others may have had its key, and nothing proves that this signature is older.",
    "Ask the State's contact point for the reason, or for a timestamp that proves that the signature is older.",
)
RESTAMP_NOTHING = Code(
    "restamp-nothing",
    "{path} is neither a sealed package nor a court bundle.",
    "Give the folder with seal.json, or with bundle.json.",
)
ARCHIVE_FORM = Code(
    "archive-list-form",
    "The list {path} does not conform to the specification: {problem}.",
    KEEP_AS_RECEIVED,
)
ARCHIVE_CHANGED = Code(
    "archive-list-changed",
    "{file} is not as it was when the list {path} was stamped.",
    KEEP_AS_RECEIVED,
)

# Re-wrapping

SEAL_CHAIN = Code(
    "seal-chain",
    "The earlier seal {number} does not hold: {problem}",
    _SENDER,
)
SEAL_CHAIN_MISSING = Code(
    "seal-chain-missing",
    "The seal replaces an earlier one, and the earlier seal {number} is missing.",
    "Ask the authority that re-wrapped the package, or the first sender, for the earlier seals.",
)
SEAL_CHAIN_EXTRA = Code(
    "seal-chain-extra",
    "There are earlier seals with a seal that replaces none.",
    _SENDER,
)
SEAL_CHAIN_LONG = Code(
    "seal-chain-long",
    "There are {count} earlier seals, more than the {limit} that are read.",
    "Open the package and seal the bag again.",
)
SEAL_CHAIN_STRANGER = Code(
    "seal-chain-stranger",
    "{sender}, who re-wrapped the package, was neither sender nor recipient of seal {number}.",
    _SENDER,
)
TIMESTAMP_GONE = Code(
    "workstation-timestamp-gone",
    "The custody journal records that the seal was timestamped, but there is no timestamp with it.",
    "It was removed: ask the sealing authority for the package's documents again.",
)
REWRAP_STRANGER = Code(
    "rewrap-stranger",
    "{authority} is neither sender nor recipient of this package, and may not re-wrap it.",
    "An authority that the package is sealed to must re-wrap it.",
)
