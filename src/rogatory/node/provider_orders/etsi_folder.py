# SPDX-License-Identifier: Apache-2.0
"""The order of a folder from which an HI-1 message is written, or with which one is compared."""

from datetime import datetime

from rogatory.errors import refuse_if_any
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.provider_orders.layout import FolderPlace, read_order_folder


def order_to_write(folder: FolderPlace, at: datetime) -> OrderDocument:
    """Return the order of a folder in which nothing fails.

    What cannot be decided without a root is left to the provider's check.

    Raises:
        Refused: with every reason of every check that fails.
    """
    found = check_order(folder, trusted=None, now=at)
    refuse_if_any(found.failing)
    assert found.order is not None  # else its form failed
    return found.order


def order_to_compare(folder: FolderPlace) -> OrderDocument:
    """Return the order of a folder. Its signatures are not checked here.

    Raises:
        Refused: the folder or the order is not in its form.
    """
    found = read_order_folder(folder)
    found.check_layout()
    return found.order()
