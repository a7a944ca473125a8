# SPDX-License-Identifier: Apache-2.0
"""Titles of what an order to a provider says: its members, the kinds of its accounts, who authorised it."""

from collections.abc import Mapping

from rogatory.node.provider_orders.document import AccountKind, Authoriser
from rogatory.requests.contents import labels
from rogatory.wire.words import N_

AUTHORISER_TITLES: Mapping[Authoriser, str] = {one: labels.VALUES[one.value] for one in Authoriser}

ACCOUNT_TITLES: Mapping[AccountKind, str] = {
    AccountKind.ACCOUNT: N_("account"),
    AccountKind.EMAIL: labels.VALUES["email"],
    AccountKind.TELEPHONE: labels.VALUES["phone"],
    AccountKind.IP_ADDRESS: labels.VALUES["ip"],
    AccountKind.DEVICE: N_("device"),
    AccountKind.OTHER: N_("other identifier"),
}

MEMBER_TITLES: Mapping[str, str] = {
    "authority": N_("Authority"),
    "categories": N_("Category of data"),
    "ends": N_("Ends"),
    "independent": N_("independent decision"),
    "issued": N_("Issued"),
    "issuer": N_("Issued by"),
    "kind": N_("Kind"),
    "network": N_("Network"),
    "provider": N_("Custodian"),
    "reference": N_("Reference"),
    "renewals": N_("Renewed"),
    "scope": N_("Scope"),
    "secret": N_("Secrecy"),
    "secret_until": N_("Secrecy until"),
    "since": N_("Ended"),
    "starts": N_("Starts"),
}
"""The members in which a signed order or withdrawal can differ from the record, as the case file's page calls them."""
