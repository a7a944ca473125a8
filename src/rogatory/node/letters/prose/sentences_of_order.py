# SPDX-License-Identifier: Apache-2.0
"""Sentences of the letter of an order to a provider."""

from collections.abc import Mapping

from rogatory.node.case_files.orders import OrderKind
from rogatory.node.provider_orders.document import Authoriser
from rogatory.requests.contents import labels
from rogatory.wire.words import N_

TITLES: Mapping[OrderKind, str] = {
    OrderKind.PRESERVATION: N_("Order to preserve stored data"),
    OrderKind.PARTIAL_DISCLOSURE: N_(
        "Order to preserve stored traffic data and to disclose part of them"
    ),
    OrderKind.PRODUCTION: N_("Order to produce stored data"),
}
OPERATIVE: Mapping[OrderKind, str] = {
    OrderKind.PRESERVATION: N_(
        "The undersigned authority orders {provider} to preserve, complete and unaltered, the stored data "
        "described below. No data are to be released on the basis of this order."
    ),
    OrderKind.PARTIAL_DISCLOSURE: N_(
        "The undersigned authority orders {provider} to preserve, complete and unaltered, the stored traffic "
        "data described below, and to disclose as much of them as identifies the service providers and the "
        "path through which the communication was transmitted."
    ),
    OrderKind.PRODUCTION: N_(
        "The undersigned authority orders {provider} to produce the stored data described below."
    ),
}
BASIS = N_("The order rests on the following provision: {basis}.")

AUTHORISED: Mapping[Authoriser, str] = {
    Authoriser.COURT: N_(
        "The order was authorised by {issuer}, a court, on {day} (reference {reference})."
    ),
    Authoriser.JUDGE: N_(
        "The order was authorised by {issuer}, a judge, on {day} (reference {reference})."
    ),
    Authoriser.PROSECUTOR: N_(
        "The order was authorised by {issuer}, a prosecutor, on {day} (reference {reference})."
    ),
    Authoriser.POLICE: N_(
        "The order was authorised by {issuer}, a police authority, on {day} (reference {reference})."
    ),
    Authoriser.OTHER: N_("The order was authorised by {issuer} on {day} (reference {reference})."),
}
INDEPENDENT = N_("The authorising body is independent of the investigation.")
NOT_INDEPENDENT = N_("The authorising body is not independent of the investigation.")

CATEGORIES = N_("The order covers the following categories of data: {categories}.")
ONLY = N_("It covers exactly the following:")
FROM_TO = N_("The data are those of the period from {start} to {end}.")
FROM = N_("The data are those of the period from {start} on.")
TO = N_("The data are those of the period until {end}.")
NO_PERIOD = N_("The order does not limit the period of the data.")

TERM = N_("The order is in force from {start} to {end}.")
RENEWED = N_("It was renewed by {issuer} on {day} (reference {reference}) until {end}.")
AFTERWARDS = N_(
    "The data are to be kept until the order ends, even if they would be deleted before. After that day, the "
    "order no longer binds the addressee, unless it is renewed."
)

ANSWER_PRESERVED = N_(
    "The preservation is to be confirmed, under the reference above, to {address}."
)
ANSWER_PRESERVED_BY = N_(
    "The preservation is to be confirmed, under the reference above, to {address}, by {due}."
)
ANSWER_DATA = N_("The data are to be delivered, under the reference above, to {address}.")
ANSWER_DATA_BY = N_(
    "The data are to be delivered, under the reference above, to {address}, by {due}."
)
NOT_MORE = N_("Nothing that the order does not cover is to be delivered.")
LACKING = N_(
    "If the addressee cannot comply with the order, or only in part, it states to the same address what is "
    "missing, and why."
)

SECRET = N_(
    "The order and all steps taken under it are confidential. Neither the user concerned nor any other person "
    "may be informed."
)
SECRET_UNTIL = N_(
    "The order and all steps taken under it are confidential until {end}. Before that, neither the user concerned "
    "nor any other person may be informed."
)
NOT_SECRET = N_("The order does not bind the addressee to secrecy.")

CALL_BACK = N_(
    "Call the undersigned authority back before releasing any data, and ask whether it ordered exactly this."
)
LISTED_NUMBER = N_(
    "The directory lists the numbers below. A letter can be forged: use a number only if the check "
    "described in the annex displays the same one, or if you know it from elsewhere."
)
NO_NUMBER = N_(
    "This letter has no number, because none is proved. Use the one that the check described in the annex displays, or "
    "one that you know from elsewhere."
)

CLOSING = N_(
    "Signed electronically on {moment} on the instruction of officer {officer}. The annex explains how to verify the "
    "signature."
)
ENCLOSED = N_(
    "The signed order: a folder with order.json, two signatures and the directory of the network"
)

ORIGINAL = N_(
    "This letter renders an order that the authority signed electronically. The signed order, which is enclosed as a "
    "folder, is the original; where the letter differs from it, the order prevails. The letter alone proves nothing."
)
DIGEST = N_("SHA-256 of the signed order, the file order.json")
STEPS = (
    N_(
        "Obtain the fingerprint of the directory's first root by another way than this letter: from the Secretariat of the "
        "network, or from an authority that you know. It is not printed here on purpose."
    ),
    N_(
        "Run the first command on a computer with the program. You need no account, and nothing is fetched. The page "
        "docs/providers.md of the program explains every result."
    ),
    N_(
        "Act only if the command ends with 0: the authority named above signed the order, its keys are in force, and the "
        "order has not ended. If it ends with 1, do not act on the order."
    ),
    N_(
        "Compare what the command displays with this letter: provider, accounts, categories, period and reference."
    ),
    N_("Call back before releasing anything, also if everything holds."),
)
COMMANDS = N_("Commands")
STATED = N_(
    "Who authorised the order, and that it is lawful, is what the undersigned authority states. The signatures prove only "
    "that it stated this."
)

CHANNELS: Mapping[str, str] = {
    "telephone": N_("telephone"),
    "secure-telephone": N_("secure telephone"),
    "e-mail": labels.VALUES["email"],
    "i-24-7": N_("INTERPOL I-24/7"),
}
