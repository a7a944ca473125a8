# SPDX-License-Identifier: Apache-2.0
"""Refusals of a workstation."""

from rogatory.errors import Code

_ASK_STATE = "Ask the State of the authority who that was."
_BOTH_FOLDERS = "Give --first-key and --second-key with each officer's own key folder."
_DO_NOT_SEAL = (
    "Do not seal to it; ask the authority by a channel you know, and inform the Secretariat."
)

KEY_FILE_OPEN = Code(
    "keys-file-open-to-others",
    "{path} can be read by others than its owner (mode {mode}).",
    "Run: chmod 600 {path}",
)
NO_IDENTITY = Code(
    "keys-no-identity",
    "{path} contains no decryption identity.",
    "Opening needs the folder of the authority's workstation, which contains identity.txt.",
)
RECIPIENT_MALFORMED = Code(
    "recipient-malformed",
    "{path} is no recipient file: {problem}.",
    "Ask the authority to send its recipient.json again.",
)
RECIPIENT_ANCHOR = Code(
    "recipient-anchor",
    "The State CA supplied in {path} is not the one that the directory lists for {state}.",
    _DO_NOT_SEAL,
)
RECIPIENT_NETWORK = Code(
    "recipient-network",
    "{path} was signed for the network {found}, not for {expected}.",
    "Do not seal to it; ask the authority for the recipient.json that it signed for this network.",
)
OTHER_NETWORK = Code(
    "workstation-other-network",
    "{what} was signed for the network {found}, not for that of the directory given, {expected}.",
    "Do not rely on it here: documents of an exercise are valid nowhere else. Give "
    "the directory of its own network to judge it there.",
)
RECIPIENT_LABEL = Code(
    "recipient-label",
    "{label} is no label of a recipient.",
    "Give 1 to 40 small letters, digits and hyphens, such as lab-2.",
)
RECIPIENT_LABEL_TAKEN = Code(
    "recipient-label-taken",
    "The authority has a recipient with the label {label} already.",
    "End that one first, if it is replaced, or give the new one another label.",
)
RECIPIENT_TWICE = Code(
    "recipient-twice",
    "The key of {label} is already in the list under another label.",
    "Make an identity of its own on each workstation; none is carried from one to another.",
)
RECIPIENT_TOO_MANY = Code(
    "recipient-too-many",
    "The list has the {limit} recipients that are allowed.",
    "End those that are not in use any more.",
)
RECIPIENT_OTHER_CA = Code(
    "recipient-other-ca",
    "{path} rests on another State CA of {state} than this key folder.",
    "Make the keys of both workstations with --ca and the State's own State CA.",
)
RECIPIENT_UNKNOWN = Code(
    "recipient-unknown",
    "There is no recipient with the label {label}.",
    "List them: rogatory keys recipients FOLDER.",
)
RECIPIENT_LAST = Code(
    "recipient-last",
    "{label} is the last recipient: without it, packages could be sealed to nobody.",
    "Add its successor first.",
)
RECOVERY_ONE_PERSON = Code(
    "recovery-one-person",
    "{path} is not under two passphrases.",
    "Use the file that `rogatory keys recovery new` wrote. One that a single person can open must "
    "not be kept as a recovery identity.",
)
RECOVERY_OFFICERS = Code(
    "recovery-officers",
    "The recovery identity is used by two officers together: {what}.",
    _BOTH_FOLDERS,
)
PROTECTED_TWO = Code(
    "protected-two-officers",
    "{what}: two officers look at it together, and each signs with keys of their own.",
    _BOTH_FOLDERS,
)
PROTECTED_FIRST = Code(
    "protected-first-officer",
    "The first key folder is of officer {officer}, and the officer who acts is {named}.",
    "The officer who acts must use their own key folder.",
)
OFFICER_TYPED = Code(
    "workstation-officer-typed",
    "{text} is not the number of an officer such as xa-0003.",
    "Enter the number of the officer who acts, as the register of officers lists it.",
)
OFFICER_UNLISTED = Code(
    "workstation-officer-unlisted",
    "Officer {officer} is not of {authority}, by the register of officers or by State.",
    "Give the number of the officer who acts, as the register of officers lists it.",
)
CONSENT_FORM = Code(
    "consent-form",
    "The consent of two officers does not conform to the specification: {problem}.",
    "Do not rely on it; ask the authority that acted for an unaltered copy.",
)
CONSENT_TWICE = Code(
    "consent-used-twice",
    "{events} custody events name the consent {digest}, which two officers gave to one act.",
    "Do not rely on them; ask the authority that acted what two officers agreed to.",
)
CONSENT_UNREAD = Code(
    "consent-unread",
    "The consent {digest} is named by no custody event that is understood here, so that nobody read it.",
    "Do not rely on what it says; ask the authority that exported the bundle what two officers agreed to.",
)
CONSENT_DIFFERS = Code(
    "consent-differs",
    "The consent {digest} is of another {field} than the custody event that names it.",
    "Do not rely on it; ask the authority that acted what two officers agreed to.",
)
CONSENT_ENDED = Code(
    "consent-ended",
    "The consent {digest} could be used until {until}; it is {at}.",
    "Ask both officers to consent again, and repeat the act.",
)
PROTECTED_SAME = Code(
    "protected-same-officer",
    "Officer {officer} cannot be both of the two.",
    "Ask another officer of your State to consent with their own keys.",
)
PROTECTED_OFFICE = Code(
    "protected-other-office",
    "Officer {officer} is not of {authority}, by the register of officers.",
    "Ask an officer of that authority.",
)
RECOVERY_PASSPHRASE = Code(
    "recovery-passphrase",
    "A passphrase of the recovery identity has fewer than {least} characters.",
    "Each of the two persons must choose a longer one, such as six random words.",
)
RECOVERY_SAME = Code(
    "recovery-passphrase-same",
    "Both persons gave the same passphrase.",
    "Each must choose their own, and not disclose it to the other.",
)
AUTHORITY_DIFFERS = Code(
    "keys-authority-differs",
    "{path} belongs to {found}, not to {wanted}.",
    "Give the folder of {wanted}.",
)
JOURNAL_EXISTS = Code(
    "workstation-journal-exists",
    "{path} exists already: a custody journal without its object, or of another one.",
    "The officer must name another output, or find out whose journal it is.",
)
NO_JOURNAL = Code(
    "workstation-no-journal",
    "There is no custody journal with {path}.",
    "The officer must name the bag, the sealed package or the journal's own folder.",
)
NOT_EVIDENCE = Code(
    "workstation-not-evidence",
    "{path} is neither a sealed package nor a bag nor a court bundle.",
    "The officer must name the folder that holds seal.json, bagit.txt or bundle.json.",
)
NEITHER = Code(
    "workstation-not-a-package",
    "{path} is neither a sealed package nor a bag.",
    "The officer must name the folder that holds seal.json or bagit.txt.",
)
TRUST_UNKNOWN = Code(
    "trust-unknown",
    "{path} is nothing that trust can rest on: {problem}.",
    "Give a root of the directory, a State's entry, a folder with a copy of the directory, or "
    "the certificate of a State CA (PEM), as you had it from elsewhere.",
)
TRUST_ALTERED = Code(
    "trust-altered",
    "{path} was altered on its way: it is not written as the directory publishes it (a space or a line "
    "break more, for example).",
    "Obtain the file once more and keep it byte for byte: do not save it in an editor, and do not send "
    "it as text.",
)
TRUST_MIXED = Code(
    "trust-mixed",
    "{paths}: these are copies of the directories of different networks.",
    "Give what you had of one network; ask the Secretariat which first root is the right one.",
)
TRUST_KINDS = Code(
    "trust-kinds",
    "{paths}: these are not of one kind. Given are either copies of the directory and its roots, or entries, "
    "one of each State and with its State CA, and State CAs of other States.",
    "Give one kind alone; for a State that the copy lacks, make a second check with that State's entry.",
)
NO_KEY_FOLDER = Code(
    "no-key-folder",
    "{path} is no authority's key folder: it has no authority.json.",
    "Give the folder that `rogatory keys new` made.",
)
NOT_ITS_CERTIFICATE = Code(
    "revocation-foreign",
    "A certificate that is to be withdrawn was not issued by the State CA of {state}.",
    "The certification office of the State that issued it must withdraw it.",
)
REVOKED_FORM = Code(
    "revocation-record",
    "{path} is not the record of what the State CA has withdrawn.",
    "Restore the State CA's folder from its backup.",
)
REQUEST_FOLDER = Code(
    "request-folder",
    "{path} holds no request: {problem}.",
    "Give the folder with the request's message.json, its signatures and approvals.json.",
)
RECIPIENT_NOT_LISTED = Code(
    "recipient-not-listed",
    "The directory does not list the encryption key that {path} states for {authority}.",
    _DO_NOT_SEAL,
)
RECIPIENT_FORM = Code(
    "recipient-form",
    "{text} is neither a recipient file nor an authority of the directory given.",
    "Give the recipient.json of the asking authority; or --trust and a name such as "
    "xa/central-authority.",
)
CERTIFICATE_NOT_LISTED = Code(
    "workstation-certificate-not-listed",
    "The directory does not list the {algorithm} certificate with which {holder} signed.",
    "Do not rely on it; ask the State of {holder} which certificates are its authority's.",
)
CERTIFICATE_ENDED = Code(
    "workstation-certificate-ended",
    "The {algorithm} certificate with which {holder} signed was not in force at {at}, as the "
    "directory lists it.",
    "Do not rely on it; ask the State of {holder} who used the key then.",
)
SIGNATURES_UNPROVED = Code(
    "signatures-unproved",
    "The {algorithm} key of {holder} was compromised at {ended}, and nothing proves that this "
    "signature is older: a timestamp over a document proves only its text.",
    "Ask the State of {holder} for a proof of its log, or for a timestamp over a list that names "
    "the signature files.",
)
LOG_KEY_COMPROMISED = Code(
    "log-key-compromised",
    "The key of the log {origin} was compromised at {ended}, and nothing proves that this checkpoint "
    "is older.",
    "Ask the State that keeps the log for a proof that other States cosigned before then.",
)
DISCLOSURE_OFFICER_UNLISTED = Code(
    "disclosure-officer-unlisted",
    "The disclosure names officer {officer}, whom the register does not list for {authority}.",
    _ASK_STATE,
)
EVENT_OFFICER_UNLISTED = Code(
    "custody-officer-unlisted",
    "A custody event names officer {officer}, whom the register does not list for that authority.",
    _ASK_STATE,
)
LINE_NEEDS_DIRECTORY = Code(
    "workstation-line-directory",
    "The node at {address} can be reached only as the directory lists it, and none was given.",
    "Give --trust with a copy of the directory, or --node with the node's home on this machine.",
)
OTHER_LOG = Code(
    "workstation-other-log",
    "Event {number} is proved by the log {origin}, which is not that of its authority's State.",
    "Ask the State that recorded it for a proof from its own log.",
)
LOG_CONTRADICTS = Code(
    "log-contradicts",
    "The proof of event {number} contradicts another proof of the log {origin}.",
    "Both are signed by the log. Ask the State that keeps it, and compare with its witnesses.",
)
KEYS_EXPIRED = Code(
    "keys-out-of-force",
    "The {algorithm} certificate of {holder} counts from {since} until {until} only.",
    "The authority must get a new certificate from its State CA and have it listed.",
)
KEY_ENDED = Code(
    "signing-key-ended",
    "The directory given lists the {algorithm} key of {holder} as in force until {at} only.",
    "Sign with the keys that the State lists now; a package signed with an ended key is "
    "accepted by nobody.",
)
KEY_NOT_LISTED = Code(
    "signing-key-not-listed",
    "The directory given does not list the {algorithm} key of {holder}.",
    "The State must list the certificate in its entry first; or give a newer copy of the directory.",
)
TSA_ENDED = Code(
    "workstation-timestamp-authority-ended",
    "The directory given lists the timestamp authority of {state} as in force until {at} only.",
    "Name another timestamp authority with --timestamp.",
)
NOTHING_TO_COMPARE = Code(
    "compare-nothing",
    "{path} has no digest that could be read out.",
    "Name a sealed package, a bag, a bundle, a disclosure, a certificate of authenticity, a key "
    "folder, a copy of the directory, or a file.",
)
NOT_A_BAG = Code(
    "workstation-not-a-bag",
    "{path} is no bag.",
    "Name the folder of an opened package or of a collection; open a sealed package first.",
)
PASSPHRASE_SHORT = Code(
    "officer-passphrase-short",
    "The passphrase is shorter than {least} characters.",
    "Choose a longer one, such as five unrelated words.",
)
OFFICER_KEYS = Code(
    "officer-keys",
    "{path} does not hold the two private keys of an officer.",
    "Have the State CA issue new keys to the officer.",
)
