# SPDX-License-Identifier: Apache-2.0
"""A State's node on which a production order is recorded, with the keys that sign it on the workstation."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

from casts.directory.provider_orders import CARD, NOW, OFFICE
from rogatory.directory.entry.card import build_card
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.ordering import NewOrder, record_order
from rogatory.node.case_files.orders import Custodian, OrderKind
from rogatory.node.provider_orders.document import AccountKind, Authoriser, OrderedAccount
from rogatory.node.provider_orders.signed_folder import FolderSigner
from rogatory.node.provider_orders.write import OrderTerms, order_document, write_order
from rogatory.node.workstation.verification.trust import read_trust

TERMS = OrderTerms(
    Authoriser.COURT,
    "orders@police.borealia.example",
    accounts=(OrderedAccount(AccountKind.EMAIL, "shop@mail.example"),),
    legal_basis="Section 100g",
)


class ListedKeys:
    """The node's directory: the world's officers, with the keys and the card that the network lists."""

    def __init__(self, register, network):
        self.register = register
        self.network, self.entry = network.founding.network, network.states["XB"].entry

    def __getattr__(self, name):
        return getattr(self.register, name)

    def view(self):
        view = self.register.view()
        listed = view.listed["XB"]
        entry = replace(
            listed.entry,
            certificates=self.entry.certificates,
            card=self.entry.card,
            call_back=self.entry.call_back,
        )
        listing = {**view.listed, "XB": replace(listed, entry=entry)}
        return replace(view, network=self.network, listed=listing)


class ProviderDesk:
    def __init__(self, world, thread, made, folder):
        self.network, self.keys = made
        self.world, self.folder = world, folder
        self.thread = thread
        world.clock.at = NOW
        node = world.node("XB")
        register = ListedKeys(node.register, self.network)
        self.node = replace(node, network=self.network.founding.network, register=register)
        new = NewOrder(
            kind=OrderKind.PRODUCTION,
            custodian=Custodian("Borealia Mail"),
            reference="Gs 12/26",
            issuer="District Court of Borealia",
            issued=NOW - timedelta(hours=1),
            ends=NOW + timedelta(days=60),
            scope="Log-in records of one account",
            categories=("traffic",),
        )
        self.order = record_order(self.node, self.thread, new, "xb-0001").entry.id
        self.at = f"/threads/{self.thread}/matter/orders/{self.order}"

    @property
    def signer(self):
        return FolderSigner(self.keys, read_trust(self.network.folder))

    def document(self, **changes):
        made = order_document(
            self.node, self.thread, self.order, TERMS, officer="xb-0001", signer=OFFICE, at=NOW
        )
        return replace(made, **changes)

    def written(self, name="order", signer=None, **changes):
        out = self.folder / name
        signer = signer or self.signer
        write_order(self.document(**changes), signer, out, card=build_card(CARD), at=NOW)
        return out

    def recorded(self):
        return read_case_file(self.node, self.thread).order(self.order)


def zipped(folder, *, below="", change=None):
    """The folder as a zip, as a person packs it; `change` alters a file's bytes by its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            name = path.relative_to(folder).as_posix()
            data = path.read_bytes()
            archive.writestr(below + name, change(name, data) if change else data)
    return out.getvalue()
