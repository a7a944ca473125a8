# SPDX-License-Identifier: Apache-2.0
"""Why an order to a provider is not written, and what is wrong with one that came."""

from rogatory.errors import Code

_PROVIDER = "Do not act on it; call the authority back by a number that you have from elsewhere."
_CALL = "Ask the authority, called back by a number that you have from elsewhere, whether the order is withdrawn."
_OFFICER = "The officer must"

FORM = Code("order-form", "order.json is not in its form: {problem}.", _PROVIDER)
TERMS = Code(
    "order-terms",
    "The order would not be in its form: {problem}.",
    f"{_OFFICER} correct what they state, or the record in the case file.",
)
MISSING = Code("order-file-missing", "{path} is missing from the folder.", _PROVIDER)
STRAY = Code("order-file-stray", "{path} has no place in the folder.", _PROVIDER)
OTHER_DIRECTORY = Code(
    "order-directory-other",
    "The order's copy of the directory is not the one that you gave to trust: {problem}.",
    _PROVIDER,
)
ENDED = Code(
    "order-ended",
    "The order ended at {at}.",
    "Ask the authority whether another order is in force.",
)
WITHDRAWAL_FORM = Code(
    "order-withdrawal-form", "withdrawal.json is not in its form: {problem}.", _CALL
)
WITHDRAWS_ANOTHER = Code(
    "order-withdrawal-other-order",
    "The withdrawal is of the order {found}, not of {wanted}.",
    _CALL,
)
WITHDRAWN_BY_ANOTHER = Code(
    "order-withdrawal-other-authority",
    "The withdrawal is by {found}. The order is by {wanted}, which alone can withdraw it.",
    _CALL,
)
WITHDRAWN_EARLIER = Code(
    "order-withdrawal-earlier",
    "The withdrawal was signed at {at}, before the order ({order}), as both state.",
    _CALL,
)
WITHDRAWN = Code(
    "order-withdrawn",
    "The order is withdrawn since {since}.",
    "Do not release data under it. If you hold data under it alone, ask the authority whether another order is in force.",
)
NOT_ENDED = Code(
    "order-not-ended",
    "The order {order} runs: its end is not recorded in the case file.",
    f"{_OFFICER} record its end, with the reason, before they withdraw it at the provider.",
)
CARD = Code("order-card", "card.json is not the card of {state}: {problem}.", _PROVIDER)
TRUST = Code(
    "order-trust",
    "{path} names no network, so that it does not show whose directory it is.",
    "Give the fingerprint of the network's first root, a root of it, or a copy of the directory.",
)
NOT_FOR_PROVIDERS = Code(
    "order-not-for-providers",
    "An order of the kind {kind} is not written for a provider.",
    f"{_OFFICER} choose an order of one of these kinds: {{kinds}}.",
)
OTHER_AUTHORITY = Code(
    "order-other-authority",
    "The keys are of {found}, and the case file is with {wanted}.",
    f"{_OFFICER} sign with the keys of the authority in charge.",
)
SCOPE_OPEN = Code(
    "order-scope-open",
    "The order leaves open what a return would be compared with: {members}.",
    "State the scope in a file of its own; docs/workstation.md has its members.",
)
ETSI_FORM = Code(
    "order-etsi-form",
    "The file is no message of ETSI TS 103 120: {problem}.",
    "Ask its sender for a message in that form.",
)
ETSI_ENDPOINT = Code(
    "order-etsi-endpoint",
    "The receiver is {found}, which is no country and identifier.",
    f"{_OFFICER} state the receiver in the form XB/MAIL01, as agreed with the provider.",
)
ETSI_NOT_WRITTEN = Code(
    "order-etsi-not-written",
    "The order cannot be written as a message of ETSI TS 103 120: {problem}.",
    f"{_OFFICER} correct the record in the case file, and sign the order anew.",
)
ETSI_OTHER = Code(
    "order-etsi-differs",
    "The message differs from what is written from the order: {problem}.",
    _PROVIDER,
)
