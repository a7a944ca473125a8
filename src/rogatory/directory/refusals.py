# SPDX-License-Identifier: Apache-2.0
"""What the directory room refuses, and what it waits for."""

from rogatory.errors import Code

_STATE = "The State must correct its {document}, sign it and submit it again."
_SUBMITTER = "The State must correct what it submits and submit it again."
_CEREMONY = "The key holders must repeat this step of the ceremony."
_MIRROR = "Whoever runs the directory must repair it; an officer may name another copy meanwhile."
_ASKER = "The asker must name one that the directory lists, or refresh the directory."

# The form of an entry or a register.
FIELD_MISSING = Code("directory-field-missing", "{field} is missing from the {document}.", _STATE)
FIELD_UNKNOWN = Code(
    "directory-field-unknown", "{field} is not a field that the {document} may have.", _STATE
)
NOT_TEXT = Code("directory-not-text", "{field} in the {document} is not a text.", _STATE)
BAD_TEXT = Code(
    "directory-text",
    "{field} in the {document} is empty, longer than {limit} characters, or holds control characters.",
    _STATE,
)
BAD_FORM = Code(
    "directory-form",
    "{field} in the {document} is {value}, which is not of the form {form}.",
    _STATE,
)
NOT_ALLOWED = Code(
    "directory-value", "{field} in the {document} is {value}, which is none of {allowed}.", _STATE
)
NOT_INTEGER = Code(
    "directory-integer",
    "{field} in the {document} is not an integer between {least} and {most}.",
    _STATE,
)
NOT_FLAG = Code("directory-flag", "{field} in the {document} is neither true nor false.", _STATE)
NOT_LIST = Code("directory-list", "{field} in the {document} is not a list.", _STATE)
EMPTY_LIST = Code("directory-list-empty", "{field} in the {document} lists nothing.", _STATE)
TOO_MANY = Code(
    "directory-list-long", "{field} in the {document} lists more than {limit} things.", _STATE
)
NOT_OBJECT = Code("directory-object", "{field} in the {document} is not an object.", _STATE)
NOT_BASE64 = Code("directory-base64", "{field} in the {document} is not in base64.", _STATE)
REPEATED = Code(
    "directory-repeated",
    "{field} in the {document} repeats what stands before in {value}.",
    _STATE,
)
PERIOD_REVERSED = Code(
    "directory-period", "{field} in the {document} ends before it begins.", _STATE
)

# What the fields say of each other and of the keys they hold.
ANOTHER_STATE = Code(
    "directory-other-state",
    "The {document} is of State {found}, where {state} was expected.",
    _STATE,
)
FOREIGN_HOLDER = Code(
    "directory-holder",
    "{field} in the {document} names {holder}, which is neither the State nor one of its authorities fit for it.",
    _STATE,
)
UNKNOWN_AUTHORITY = Code(
    "directory-unknown-authority",
    "{field} in the {document} names {authority}, which the entry does not list.",
    _STATE,
)
NOT_HTTPS = Code(
    "directory-url",
    "{field} in the {document} is {value}, which is not a plain https address.",
    _STATE,
)
BAD_ORIGIN = Code(
    "directory-origin",
    "{field} in the {document} is {value}, which is not a web origin under the relying party {relying_party}.",
    _STATE,
)
BAD_CERTIFICATE = Code(
    "directory-certificate", "{field} in the {document} is not a certificate: {problem}", _STATE
)
CERTIFICATE_DIFFERS = Code(
    "directory-certificate-differs",
    "{field} in the {document} says {said}, but the certificate says {found}.",
    _STATE,
)
CERTIFICATE_PERIOD = Code(
    "directory-certificate-period",
    "{field} in the {document} is in force outside the validity of its certificate.",
    _STATE,
)
NO_STATE_CA = Code(
    "directory-no-state-ca", "The {document} lists no certificate of the State CA.", _STATE
)
BAD_KEY = Code("directory-key", "{field} in the {document} is not a usable key: {problem}", _STATE)
VKEY_NAME = Code(
    "directory-vkey-name",
    "{field} in the {document} is a key of {found}, not of {name}.",
    _STATE,
)
REGISTER_DIGEST = Code(
    "directory-register-digest",
    "The entry of {state} names another register of officers than the one beside it.",
    "The State must put the digest of its register into its entry, sign both and submit them again.",
)

CARD_DIGEST = Code(
    "directory-card-digest",
    "The entry of {state} names another card than this one.",
    "Get the card that the entry names from {state} or from another member; or the State must put the digest of its card into its entry, sign it and submit it.",
)

# Entries are only added to.
REMOVED = Code(
    "directory-removed",
    "{field} of the {document} no longer lists {value}; what stood there may be ended, not removed.",
    _STATE,
)
CHANGED = Code(
    "directory-changed", "{field} of the {document} was changed, which is not allowed.", _STATE
)
PROLONGED = Code(
    "directory-prolonged",
    "{field} of the {document} was set to a later time; it may only be shortened.",
    _STATE,
)
REVIVED = Code(
    "directory-revived",
    "{field} of the {document} takes back or delays that the key has ended.",
    _STATE,
)

# A State's entry in the making.
ENTRY_TEXT = Code(
    "directory-entry-text",
    "The text of the entry is no TOML: {problem}.",
    "Correct the line that it names.",
)
CARD_TEXT = Code(
    "directory-card-text",
    "The text of the card is no TOML: {problem}.",
    "Correct the line that it names.",
)
KEY_NOT_NAMED = Code(
    "directory-key-not-named",
    "{found} keys of the entry have a fingerprint that begins with {fingerprint}.",
    "Give at least eight digits of the fingerprint, enough to name one key.",
)
KEY_LISTED = Code(
    "directory-key-listed",
    "The entry lists the key with the fingerprint {fingerprint} already.",
    "Nothing needs to be added.",
)
OFFICER_ENROLLED = Code(
    "directory-officer-enrolled",
    "Officer {number} is enrolled with this credential, authorities and roles already.",
    "Nothing needs to be added.",
)
OFFICER_NOT_ENROLLED = Code(
    "directory-officer-not-enrolled",
    "The register has no record of officer {number} in force with such a credential.",
    "Look at the list of officers and name one of it.",
)
ENROLMENT_OTHER = Code(
    "directory-enrolment-other",
    "The file asks for officer {officer} of {state}, not for {wanted}.",
    "Ask the officer for his own file, or enrol the number that the file names.",
)
ENROLMENT_RELYING_PARTY = Code(
    "directory-enrolment-relying-party",
    "The passkey was made for {found}; the entry lists {wanted} as the relying party.",
    "The officer must make a passkey at the console that the entry lists, and ask again.",
)
ENROLMENT_MISHEARD = Code(
    "directory-enrolment-misheard",
    "The digits heard of {officer} contradict themselves.",
    "Have the officer read them out again from his page.",
)
ENROLMENT_DIFFERS = Code(
    "directory-enrolment-differs",
    "The file is not the one whose digits {officer} read out.",
    "List nothing; look with the node's operator who changed the file on its way.",
)
OFFICER_NEW = Code(
    "directory-officer-new",
    "Officer {number} has no record in force whose authorities and roles could be taken over.",
    "Say of which authorities the officer is and in which roles (--authority, --role).",
)

# What of an entry is flagged.
NEVER_VERIFIED = Code(
    "directory-never-verified",
    "Nobody has verified {authority} yet (article 41(2), certainty: memory).",
    "{state} must call the office, see that all of its record is so, and write the day into its entry.",
)
VERIFIED_LONG_AGO = Code(
    "directory-verified-long-ago",
    "{authority} was last verified on {day}, more than a year ago (article 41(2), certainty: memory).",
    "Its State must verify the office again and write the day into its entry.",
)
VERIFIED_NOT_YET = Code(
    "directory-verified-not-yet",
    "{authority} is said to have been verified on {day}, a day that has not come or does not exist.",
    "Its State must correct the day in its entry.",
)
TIME_ZONE_UNKNOWN = Code(
    "directory-time-zone-unknown",
    "No time zone {time_zone}, which {authority} names, is known on this machine.",
    "Its State must name its zone as IANA does; or this machine needs newer time zone data.",
)
RUN_OUT = Code(
    "directory-run-out",
    "No {use} of {holder} is in force any more.",
    "The State must make a new one, list it in its entry, sign it and submit it.",
)
RUNS_OUT = Code(
    "directory-runs-out",
    "The last {use} of {holder} ends at {until}.",
    "The State must make a new one before then, list it in its entry, sign it and submit it.",
)
NO_CARD = Code(
    "directory-no-card",
    "{state} has no card: members know no number to call.",
    "{state} must make a card and name it in its entry.",
)
NO_CALL_BACK = Code(
    "directory-no-call-back",
    "{state} names no authority that confirms its emergencies by call-back.",
    "{state} must name one in its entry, whose officers are others than those of the contact point.",
)

# Ceremonies.
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
    "Each key holder must bring a key of their own.",
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
BELOW_THRESHOLD = Code(
    "directory-below-threshold",
    "The role {role} is signed by {signed} of the {threshold} keys it needs ({of}).",
    "More holders of the role's keys must sign.",
)
NOT_SIGNED_OFFLINE = Code(
    "directory-not-for-holders",
    "Metadata of the type {role} are signed by no holder.",
    "The holder must ask whoever handed this over for the file that is meant.",
)
NOT_NEXT_OF = Code(
    "directory-not-next-version",
    "The {role} metadata have version {version}, where {expected} follows what counts now.",
    "Whoever prepared it must prepare it anew from a current copy of the directory.",
)
UNSHOWN = Code(
    "directory-unshown",
    "The {role} metadata also say {found}, which no step of a ceremony makes.",
    "Nobody must sign this; the holders must find out who made it.",
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
    "The copies do not say the same: one begins with {first}, another with {other}.",
    "The holders must find out which of them they agreed on, and sign that one.",
)
NOT_AGREED = Code(
    "directory-not-agreed",
    "What is to be signed has the fingerprint {found}, not the one that was agreed on.",
    "The holder must sign nothing before all holders see the same fingerprint.",
)
LAST_KEY = Code("directory-last-key", "{state} would be left without a key.", _CEREMONY)

# Submissions to the publisher.
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
    "The metadata of {role} has version {version}, where the directory holds {held} already.",
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
    "The key holders must found the directory anew, and every State must be told its new network.",
)
METADATA_EXPIRED = Code(
    "directory-metadata-expired",
    "The metadata of {role} expired at {expires}.",
    "The holder of its key must sign it anew.",
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
    _CEREMONY,
)
DELEGATION_REMOVED = Code(
    "directory-delegation-removed",
    "The targets metadata no longer delegates to {role}, which it did before.",
    _CEREMONY,
)
MUST_RESIGN = Code(
    "directory-must-resign",
    "With the new targets metadata, {role} is no longer signed by a listed key.",
    "The State must sign its metadata with its new key, to be published together with it.",
)
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

# The condition of a directory.
ENDS_SOON = Code(
    "directory-ends-soon",
    "The metadata of {role} end at {expires}.",
    "The holders of its keys must renew them in time; of snapshot and timestamp, the publisher.",
)
NO_SPARE = Code(
    "directory-no-spare",
    "The role {role} has {count} keys and needs {threshold} of them: one lost key, and it can sign no more.",
    "The holders must add a key while they still can.",
)
SILENT = Code(
    "directory-silent",
    "{state} is enrolled and has submitted no entry yet.",
    "The State must sign its entry and submit it.",
)

# Reading the directory.
OTHER_NETWORK = Code(
    "directory-other-network",
    "The root is of network {found}, where {expected} was expected.",
    "The reader must use the first root of the network it belongs to.",
)
ROLLBACK = Code(
    "directory-rollback",
    "The directory shows an older state than was seen before: {problem}.",
    _MIRROR,
)
EXPIRED = Code("directory-expired", "The directory is out of date: {problem}.", _MIRROR)
UNSIGNED = Code(
    "directory-unsigned", "A part of the directory is not signed as it must be: {problem}.", _MIRROR
)
MIXED = Code(
    "directory-mixed", "A part of the directory does not belong to the rest: {problem}.", _MIRROR
)
ENDLESS = Code(
    "directory-too-long", "The directory sends more bytes than it may: {problem}.", _MIRROR
)
MALFORMED = Code("directory-malformed", "The directory cannot be read: {problem}.", _MIRROR)
INCOMPLETE = Code(
    "directory-incomplete",
    "The copy of the directory lacks {name}.",
    "Whoever made the copy must supply the missing file.",
)
UNREACHABLE = Code(
    "directory-unreachable",
    "The directory cannot be reached: {problem}.",
    "The operator must see to the line; the last good copy serves within its grace.",
)
NO_COPY = Code(
    "directory-no-copy",
    "There is no copy of the directory yet.",
    "The operator must refresh the directory once while it can be reached.",
)
TOO_OLD = Code(
    "directory-too-old",
    "The copy of the directory is of {refreshed}, which is more than {hours} hours ago.",
    "The operator must refresh the directory, or bring a newer copy in a folder.",
)
CLOCK = Code(
    "directory-clock",
    "The copy of the directory was refreshed at {refreshed}, which is later than the clock says.",
    "The operator must set the clock of this machine.",
)
STATE_KEY_CHANGED = Code(
    "state-key-changed",
    "{state} signs with the key {keyids}, which its former key has not announced.",
    "An officer must compare the new key's fingerprint with {state} by another channel and confirm it.",
)

# Looking things up.
STATE_NOT_LISTED = Code("state-not-listed", "The directory has no entry for {state}.", _ASKER)
AUTHORITY_NOT_LISTED = Code(
    "authority-not-listed", "The directory lists no authority {authority}.", _ASKER
)
NOTHING_IN_FORCE = Code(
    "directory-nothing-in-force",
    "{holder} has no {use} in force at {at}.",
    "The State of {holder} must list a current one in its entry.",
)
OFFICER_NOT_LISTED = Code(
    "officer-not-listed",
    "The register lists no officer {number} with this credential in force at {at}.",
    "The officer's State must list the officer, or another officer must act.",
)
LOG_NOT_LISTED = Code("log-not-listed", "The directory lists no log {origin}.", _ASKER)
