# SPDX-License-Identifier: Apache-2.0
"""Titles of the kinds of accounts in an order to a provider, and of who authorised it: on pages and in its letter."""

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
