# SPDX-License-Identifier: Apache-2.0
"""Codes of the workstation's pages."""

from rogatory.errors import Code

LOCKED = Code(
    "viewer-locked",
    "The keys are locked.",
    "Unlock them with your number and the passphrase of the authority's decryption key.",
)
NO_EVIDENCE = Code(
    "viewer-no-evidence",
    "There is no package {name} in the folder of packages.",
    "Choose one of the list; read it again if a package was added.",
)
NO_NUMBER = Code(
    "viewer-no-number",
    "The number {number} belongs to no item here any more.",
    "Choose the item in the list again.",
)
OFFICER = Code(
    "viewer-officer",
    "The value given is not the number of an officer such as xa-0003.",
    "Type your number as the State's register has it.",
)
NO_REASON = Code(
    "viewer-no-reason",
    "No reason was given.",
    "Give the reason: the number of the case, the order or the request. It is kept in the "
    "custody journal.",
)
TEXT_FORM = Code(
    "viewer-text-form",
    "{name} is longer than {limit} characters, or has characters that cannot be seen.",
    "Write it shorter, in plain text.",
)
NO_DATA = Code(
    "viewer-no-data",
    "{path} is of the kind {kind} and has no bytes to be shown.",
    "Read what is recorded of it on this page.",
)
NOT_SHOWN = Code(
    "viewer-not-shown",
    "{path} is neither text nor a picture that a page can show.",
    "Export it, and open it with a suitable program on a disposable machine.",
)
TOO_LARGE = Code(
    "viewer-too-large",
    "The picture {path} has {size} bytes; a page shows one of at most {limit}.",
    "Export it, and open it with a program made for it.",
)
CANVAS = Code(
    "viewer-canvas",
    "The picture {path} claims {width} by {height} points, which may be an attack on the "
    "person who opens it.",
    "Export it, and view it with care on a disposable machine.",
)
_ASIDE = "Export it, and view it with care on a disposable machine."
PICTURE_DAMAGED = Code(
    "viewer-picture-damaged",
    "The picture {path} is damaged, or is not a picture although it begins like one: none of it could be decoded.",
    "Export it, and open it with a suitable program on a disposable machine.",
)
PICTURE_COSTLY = Code(
    "viewer-picture-costly",
    "The picture {path} took more time or memory than a picture may, which may be an attack on "
    "the person who opens it.",
    _ASIDE,
)
PICTURE_CRASHED = Code(
    "viewer-picture-crashed",
    "The picture {path} made its decoder crash or return nonsense, which may be an attack on "
    "the person who opens it.",
    _ASIDE,
)
PICTURE_UNGUARDED = Code(
    "viewer-picture-unguarded",
    "The picture {path} was not decoded: this machine has no means to shut its decoder in (seccomp).",
    "Look at pictures on a machine with Linux on x86-64 or 64-bit ARM, or export this one.",
)
NOT_OPENED = Code(
    "viewer-not-opened",
    "{path} was not opened for viewing, or that was too long ago.",
    "Open it on its own page: the custody journal records that first.",
)
TWO_OFFICERS = Code(
    "viewer-two-officers",
    "{what} is protected material, and no second officer was named.",
    "A second officer of this authority must name their own key folder and enter its passphrase.",
)
MANY_ACTS = Code(
    "viewer-many-acts",
    "{limit} acts were recorded on this package since the keys were unlocked.",
    "Lock and unlock the keys to continue; a journal is always read completely when it is checked.",
)
SEARCH_EMPTY = Code(
    "viewer-search-empty",
    "No search text was given.",
    "Write a part of a name, the beginning of a digest, a kind of file or some words.",
)
SEARCH_DIGEST = Code(
    "viewer-search-digest",
    "{text} is no beginning of a digest.",
    "Write at least {least} of its hexadecimal digits.",
)
SEARCH_UNKNOWN = Code(
    "viewer-search-unknown",
    "That search is not known here any more.",
    "Search again.",
)
NO_PURPOSE = Code(
    "viewer-no-purpose",
    "The proceedings for which the items are needed are missing.",
    "Choose the recorded proceedings, or name the others.",
)
MESSAGES_UNJUDGED = Code(
    "viewer-messages-unjudged",
    "The messages in {path} cannot be checked, since no directory was given; none of them counts.",
    "Start the workstation with --trust and a copy of the directory.",
)
NO_NODE = Code(
    "viewer-no-node",
    "This workstation was started without a node.",
    "Start it with --node and the https address of your State's node, and --trust with a copy of the directory.",
)
NOT_WAITING = Code(
    "viewer-not-waiting",
    "No such item is waiting at the node.",
    "Choose one of the list.",
)
NOT_OURS = Code(
    "viewer-not-ours",
    "{name} is no package that {authority} sealed.",
    "Hand over what this authority sealed; a package of others is handed over by who sealed it.",
)
TRANSFERS_MANY = Code(
    "viewer-transfers-many",
    "{limit} packages are on their way already.",
    "Wait until one of them is through.",
)
TRANSFER_STOPPED = Code(
    "viewer-transfer-stopped",
    "It was stopped when the keys were locked.",
    "Unlock the keys and start it again: it continues with what is there.",
)
NOTHING_NAMED = Code(
    "viewer-nothing-named",
    "No items were chosen for export.",
    "Name paths, folders or patterns, one a line.",
)
