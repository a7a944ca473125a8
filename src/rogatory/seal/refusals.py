# SPDX-License-Identifier: Apache-2.0
"""Refusals of the seal package (those of its age part are in `seal/age`)."""

from rogatory.errors import Code

_SIGNER = "The signing authority must sign again and send the new signature."
_CA = "The State's certification office must issue a certificate as SPECIFICATION.md describes."
_DIRECTORY = (
    "Compare with the State's entry in the directory; if the entry is right, treat the "
    "document as not authentic and call the State's contact point."
)
_TSA = "Ask the timestamp authority, or another one, for a new timestamp."
_OFFICER = "The officer must approve again on the page that shows this document."

# Keys

KEY_UNREADABLE = Code(
    "key-unreadable",
    "The private key of {what} cannot be read: {problem}.",
    "The administrator must supply an unencrypted PKCS#8 PEM file; an ML-DSA key in seed form.",
)
KEY_ALGORITHM = Code(
    "key-algorithm",
    "The key of {what} is of the kind {found}, not {wanted}.",
    "The administrator must supply a key of the kind that is asked for.",
)
KEY_NOT_OF_CERTIFICATE = Code(
    "key-not-of-certificate",
    "The private key and the certificate of {what} do not belong together.",
    "The administrator must place the key with the certificate that was issued for it.",
)

# Tokens

_UNLOCKING = (
    "Look the PIN up before trying again; a locked token is unlocked by its administrator with the "
    "token's own program."
)

TOKENS_NOT_INSTALLED = Code(
    "tokens-not-installed",
    "Keys on tokens cannot be used here: the library python-pkcs11 is not installed.",
    "The administrator must install the extra: pip install 'rogatory[tokens]'.",
)
TOKEN_DESCRIPTION = Code(
    "token-description",
    "{what} does not describe in its one form which token holds the key: {problem}.",
    "The administrator must put back the file that `rogatory keys new --pkcs11` wrote.",
)
TOKEN_MODULE = Code(
    "token-module",
    "The PKCS#11 module {module} cannot be used: {problem}.",
    "The administrator must install the token's module, and name it by its full path.",
)
TOKEN_ABSENT = Code(
    "token-absent",
    "The token {token} is missing (module {module}).",
    "Put the token in, or connect the module, and try again.",
)
TOKEN_AMBIGUOUS = Code(
    "token-ambiguous",
    "There are several tokens with the label {token}: serial numbers {serials}.",
    "Name the right one with --token-serial, or remove the other.",
)
TOKEN_NO_PIN = Code(
    "token-no-pin",
    "The token {token} needs a PIN, and none was given.",
    "Run the command at a terminal, or give --pin-file; a node reads p256.pin beside the key's "
    "description.",
)
TOKEN_PIN_WRONG = Code(
    "token-pin-wrong",
    "The token {token} did not accept this PIN; {left}.",
    _UNLOCKING,
)
TOKEN_LAST_TRY = Code(
    "token-last-try",
    "The next wrong PIN locks the token {token}, so none is tried here.",
    "Log in to it once with the token's own program and the right PIN, then try again.",
)
TOKEN_LOCKED = Code("token-locked", "The token {token} is locked.", _UNLOCKING)
TOKEN_KEY_ABSENT = Code(
    "token-key-absent",
    "The token {token} does not have exactly one key {key} with the id that is described.",
    "Use the token on which the key was made; if the key is gone, the authority needs a new one.",
)
TOKEN_KEY_LEAVES = Code(
    "token-key-can-leave",
    "The key {key} on the token {token} can be taken out of it.",
    "The authority must make its key with `rogatory keys new --pkcs11`, which forbids that.",
)
TOKEN_SIGNATURE = Code(
    "token-signature-wrong",
    "The signature from the token {token} is not valid under its key.",
    "Do not use this token any more; have its maker look at it.",
)
TOKEN_FAILED = Code(
    "token-failed",
    "The token {token} failed or was taken out: {problem}.",
    "Put the token back in and repeat the command; nothing incomplete was left.",
)

# Certificates

CERTIFICATE_UNREADABLE = Code(
    "certificate-unreadable", "The certificate cannot be read: {problem}.", _CA
)
CERTIFICATE_ALGORITHM = Code(
    "certificate-algorithm",
    "The certificate of {subject} has a key of the kind {found}, which is not admitted here.",
    _CA,
)
CERTIFICATE_NAMES_NOBODY = Code(
    "certificate-names-nobody",
    "The certificate of {subject} does not state in one rogatory name whose it is and for what "
    "use.",
    _CA,
)
CERTIFICATE_USE = Code(
    "certificate-use",
    "The certificate of {holder} is for the use {found}, not {wanted}.",
    _DIRECTORY,
)
CERTIFICATE_KEY_USAGE = Code(
    "certificate-key-usage",
    "The certificate of {subject} does not have the key usage that its use {use} takes.",
    _CA,
)
CERTIFICATE_HOLDER = Code(
    "certificate-holder",
    "The certificate is that of {found}, not of {wanted}.",
    _DIRECTORY,
)
CERTIFICATE_NOT_YET_VALID = Code(
    "certificate-not-yet-valid",
    "The certificate of {subject} is valid from {since}; the moment in question is {at}.",
    _DIRECTORY,
)
CERTIFICATE_EXPIRED = Code(
    "certificate-expired",
    "The certificate of {subject} was valid until {until}; the moment in question is {at}.",
    _DIRECTORY,
)
CERTIFICATE_CHAIN = Code(
    "certificate-chain",
    "No State CA that is trusted for {state} issued the certificate of {subject}.",
    _DIRECTORY,
)
CERTIFICATE_OUTLIVES_CA = Code(
    "certificate-outlives-ca",
    "The certificate would run from {since} to {until}, beyond its State CA, which runs from "
    "{ca_since} to {ca_until}.",
    "The State's certification office must choose another period, or renew its CA first.",
)
CERTIFICATE_FOREIGN_HOLDER = Code(
    "certificate-foreign-holder",
    "The State CA of {state} cannot issue a certificate to {holder}.",
    "The holder must ask the certification office of its own State.",
)
CRL_UNREADABLE = Code("crl-unreadable", "The revocation list cannot be read: {problem}.", _CA)
CRL_CHAIN = Code(
    "crl-chain", "The revocation list is not signed by the State CA that it names.", _DIRECTORY
)

# Signatures

SIGNATURE_MALFORMED = Code(
    "signature-malformed",
    "The {algorithm} signature is not the strict CMS form that is admitted: {problem}.",
    _SIGNER,
)
SIGNATURE_ALGORITHM = Code(
    "signature-algorithm",
    "The {algorithm} signature names algorithms that do not go with its certificate's key.",
    _SIGNER,
)
SIGNATURE_OTHER_DOCUMENT = Code(
    "signature-other-document",
    "The {algorithm} signature was made over another document, or the document was altered.",
    _SIGNER,
)
SIGNATURE_OTHER_CERTIFICATE = Code(
    "signature-other-certificate",
    "The {algorithm} signature does not bind the certificate that comes with it.",
    _SIGNER,
)
SIGNATURE_WRONG = Code(
    "signature-wrong",
    "The {algorithm} signature does not hold under the key of {subject}.",
    _SIGNER,
)
SIGNATURE_MISSING = Code(
    "signature-missing",
    "The {algorithm} signature that {holder} must give is missing.",
    _SIGNER,
)
SIGNATURE_HOLDERS_DIFFER = Code(
    "signature-holders-differ",
    "The two signatures are by different holders: {one} and {other}.",
    _SIGNER,
)

# Timestamps

TIMESTAMP_REJECTED = Code(
    "timestamp-rejected", "The timestamp authority gave no timestamp: {problem}.", _TSA
)
TIMESTAMP_MALFORMED = Code("timestamp-malformed", "The timestamp cannot be read: {problem}.", _TSA)
TIMESTAMP_OTHER_DOCUMENT = Code(
    "timestamp-other-document", "The timestamp was issued for another document.", _TSA
)
TIMESTAMP_OTHER_REQUEST = Code(
    "timestamp-other-request", "The timestamp is for a different request.", _TSA
)
TIMESTAMP_WRONG = Code(
    "timestamp-wrong", "The timestamp's signature does not hold: {problem}.", _TSA
)
TIMESTAMP_UNKNOWN_AUTHORITY = Code(
    "timestamp-unknown-authority",
    "The timestamp is by {subject}, which no State lists as a timestamp authority.",
    _TSA,
)

# Approvals

APPROVAL_MALFORMED = Code(
    "approval-malformed", "The approval of officer {officer} cannot be read: {problem}.", _OFFICER
)
APPROVAL_KEY = Code(
    "approval-key",
    "The registered key of officer {officer} cannot be used: {problem}.",
    "The officer's State must enrol the officer's passkey again (ES256 or Ed25519).",
)
APPROVAL_CREDENTIAL = Code(
    "approval-credential",
    "The approval of officer {officer} was made with another passkey than the registered one.",
    _OFFICER,
)
APPROVAL_KIND = Code(
    "approval-kind", "What officer {officer} signed is no approval but {found}.", _OFFICER
)
APPROVAL_OTHER_SUBJECT = Code(
    "approval-other-matter",
    "Officer {officer} approved a different document or gave a different verdict.",
    _OFFICER,
)
APPROVAL_ORIGIN = Code(
    "approval-origin",
    "Officer {officer} approved on the page {origin}, which the State does not list.",
    _OFFICER,
)
APPROVAL_CROSS_ORIGIN = Code(
    "approval-cross-origin",
    "Officer {officer} approved on a page shown inside another one.",
    _OFFICER,
)
APPROVAL_RELYING_PARTY = Code(
    "approval-relying-party",
    "The approval of officer {officer} was made for another relying party than {wanted}.",
    _OFFICER,
)
APPROVAL_NOT_PRESENT = Code(
    "approval-not-present",
    "The authenticator of officer {officer} did not see that a person was present.",
    _OFFICER,
)
APPROVAL_NOT_VERIFIED = Code(
    "approval-not-verified",
    "The authenticator did not verify that it was officer {officer} (PIN or fingerprint).",
    _OFFICER,
)
APPROVAL_SIGNATURE = Code(
    "approval-signature",
    "The approval does not hold under the registered key of officer {officer}.",
    _OFFICER,
)

# Notes

NOTE_KEY = Code(
    "note-key",
    "The note key cannot be read: {problem}.",
    "The administrator must copy the key again, completely and on one line.",
)
NOTE_MALFORMED = Code(
    "note-malformed",
    "The signed note is malformed: {problem}.",
    "Ask the log that published the note for it again.",
)
NOTE_SIGNATURE = Code(
    "note-signature",
    "The note's signature by {name} does not hold.",
    "Keep the note, treat it as forged, and inform the operator of the log that it names.",
)
NOTE_UNSIGNED = Code(
    "note-unsigned",
    "The note is not signed by {names}.",
    "Ask the log that published the note for one with its signature.",
)
MOMENT_AHEAD = Code(
    "moment-ahead",
    "The document is dated {at}, more than {minutes} minutes after this check.",
    "Check the clock of this computer. If it is right, ask the authority that signed to confirm the date.",
)
ID_TOKEN = Code(
    "id-token",
    "The statement of the log-in service is not accepted: {problem}.",
    "Log in again; if it happens again, the node's operator must look at the service's settings.",
)
KEPT_SECRET = Code(
    "kept-secret",
    "A secret in the node's database was not encrypted with this node's key, or was changed.",
    "The node's operator must restore keys/django.key that belongs to the database; else administrators "
    "must reset the account.",
)
