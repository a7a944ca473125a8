# SPDX-License-Identifier: Apache-2.0
"""Faults of a bundle, and reasons that keep one from being written."""

from rogatory.errors import Code

_COURT = (
    "Do not rely on this copy; ask the authority that exported the bundle for an unaltered one."
)
_EXPORTER = "The officer who exports must"

LISTING_FORM = Code("bundle-listing-form", "bundle.json is not in its form: {problem}.", _COURT)
MISSING = Code("bundle-file-missing", "{path} is listed in bundle.json but missing.", _COURT)
UNLISTED = Code(
    "bundle-file-unlisted", "{path} is in the bundle but not listed in bundle.json.", _COURT
)
DIGEST = Code(
    "bundle-digest",
    "{path} was changed: it does not have the digest that bundle.json lists.",
    _COURT,
)
PLACE = Code("bundle-place", "{path} has no place in a bundle.", _COURT)
CONTENT = Code(
    "bundle-content", "{path} is not what its place in a bundle holds: {problem}.", _COURT
)
REPORT_DIFFERS = Code(
    "bundle-report-differs",
    "{path} is not the page that its form makes of this bundle.",
    "Do not rely on the page; read what the verification itself shows, and ask the exporting authority.",
)
EXPORTER = Code(
    "bundle-exporter",
    "{authority} exported the bundle, and is neither sender nor recipient of a seal, nor was the evidence delivered to it.",
    _COURT,
)
EXPORT_EVENT = Code(
    "bundle-export-event", "The custody event of the export does not hold: {problem}.", _COURT
)
EXPECTED_EVENT = Code(
    "bundle-event-missing",
    "No custody event by {authority} says that it was {action}, which this bundle cannot be without.",
    _COURT,
)
NOT_A_FILE = Code(
    "bundle-not-a-file",
    "{path} is neither a file nor a folder, which a bundle has none of.",
    _COURT,
)
SUMS_DIFFER = Code("bundle-sums-differ", "SHA256SUMS does not say the same as bundle.json.", _COURT)
SCRIPT_CHANGED = Code(
    "bundle-script-changed",
    "check.sh is not the script that is published for this version of the format.",
    "Do not run it; get the published one and compare its digest with that in the specification.",
)
UNREADABLE = Code("bundle-unreadable", "{path} cannot be read: {problem}.", _COURT)
IDENTITY = Code(
    "bundle-identity",
    "The bundle is based on another directory than the one given to trust: {problem}.",
    "Do not rely on the bundle; ask the Secretariat which directory is the right one.",
)
OTHER_NETWORK = Code(
    "bundle-other-network", "{what} is of another network than the bundle's directory.", _COURT
)
MESSAGE_OTHER = Code("bundle-message", "The message {path}: {problem}.", _COURT)
APPROVAL_ENDED = Code(
    "bundle-approval-ended",
    "The passkey with which officer {officer} approved {path} was compromised, and nothing proves "
    "that the approval is older.",
    _COURT,
)
RECEIPT_OTHER = Code("bundle-receipt", "The receipt of {path}: {problem}.", _COURT)
MESSAGE_GAP = Code(
    "bundle-message-gap",
    "Of the messages of {state} in the thread {thread}, number {number} is missing or does not follow the one before.",
    _COURT,
)
NOT_TOGETHER = Code(
    "bundle-not-together", "The contents of the bundle do not belong together: {problem}.", _COURT
)
CERTIFICATES_DIFFER = Code(
    "bundle-certificates",
    "{path} is not a certificate that the directory in the bundle lists.",
    "Do not use it with the stock tools; ask for an unaltered copy.",
)
CONDITIONS = Code("bundle-conditions", "The conditions of use cannot be read: {problem}.", _COURT)

# Writing one.
NO_PACKAGE = Code(
    "bundle-no-package",
    "The node knows no package with the seal {seal}.",
    f"{_EXPORTER} name the sealed package as the node fetched it, or the right node.",
)
NO_SEAL = Code(
    "bundle-no-seal",
    "The seal in which the bag {path} arrived is not known.",
    f"{_EXPORTER} name the sealed package with --sealed.",
)
NO_REASON = Code(
    "bundle-no-reason",
    "An export needs a reason: the custody log records each export.",
    f"{_EXPORTER} say what it is for, and by which order.",
)
REASON_FORM = Code(
    "bundle-reason-form",
    "The reason of the export has more than {limit} characters, or some that cannot be seen.",
    f"{_EXPORTER} state it in plain text.",
)
POLICE_INFORMATION = Code(
    "bundle-police-information",
    "The sending authority gave this as police information, not as evidence.",
    f"{_EXPORTER} ask it for the same by a request for assistance, and export that.",
)
