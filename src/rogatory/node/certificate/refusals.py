# SPDX-License-Identifier: Apache-2.0
"""Why a certificate of authenticity is not made, and what is wrong with one."""

from rogatory.errors import Code

_OFFICER = "The officer who certifies must"
_READER = (
    "Do not rely on it; ask the authority that gave the evidence for a certificate that holds."
)

FORM_FILE = Code(
    "certificate-form-file",
    "{path} is no form of a certificate: {problem}.",
    f"{_OFFICER} get the form from the requesting authority again, or name one that is shipped.",
)
OTHER_FORM = Code(
    "certificate-form-asked",
    "The request asks for another form: {problem}.",
    f"{_OFFICER} use the form that the request asks for, or agree on another with its authority.",
)
NO_FORM_REQUESTED = Code(
    "certificate-no-form-asked",
    "The package holds no request that asks for a form.",
    f"{_OFFICER} name a form: {{shipped}}, or a file.",
)
NOT_ANSWERED = Code(
    "certificate-not-answered",
    "The form asks {id}: {text}",
    f"{_OFFICER} answer it (--answer {{id}}=…), or say why not (--decline {{id}}=…).",
)
UNKNOWN_ANSWER = Code(
    "certificate-unknown-answer",
    "The form has no question {id} that can be answered in this way.",
    f"{_OFFICER} choose a question of the form.",
)
NOT_COLLECTOR = Code(
    "certificate-not-collector",
    "The package says that {collector} collected it, not {officer}.",
    "The officer who collected must certify it.",
)
NO_COLLECTOR = Code(
    "certificate-no-collector",
    "The package does not say which officer collected it.",
    f"{_OFFICER} be named at collection (--officer); it cannot be said afterwards.",
)
EVIDENCE_FAILS = Code(
    "certificate-evidence-fails",
    "The evidence itself does not hold: {problem}.",
    f"{_OFFICER} read the result of `rogatory evidence verify`, with --trust where a directory "
    "is available; evidence that still fails must not be certified.",
)
SEALED = Code(
    "certificate-sealed",
    "The package is sealed, and what it says of its collection cannot be read.",
    f"{_OFFICER} give --key, a key folder that opens it, or certify the opened bag.",
)
EARLY = Code(
    "certificate-early",
    "It claims to be of {certified}, before the collection ended at {ended}.",
    _READER,
)
MALFORMED = Code("certificate-malformed", "{path} is not in its form: {problem}.", _READER)
FILE = Code("certificate-file", "{path} is missing, changed or too much.", _READER)
OTHER = Code(
    "certificate-other",
    "The certificate is for another {what}: it says {said}, and here is {found}.",
    _READER,
)
STATEMENTS = Code(
    "certificate-statements",
    "What it states is not what its form asks: {problem}.",
    _READER,
)
WITHDRAWN = Code(
    "certificate-officer-withdrawn",
    "A revocation list says that the certificate of officer {officer} was withdrawn at {at}.",
    _READER,
)
NOT_OF_AUTHORITY = Code(
    "certificate-officer-authority",
    "The register does not list officer {officer} for {authority} at {at}.",
    _READER,
)
