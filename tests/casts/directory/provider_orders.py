# SPDX-License-Identifier: Apache-2.0
"""Borealia, which orders a provider to preserve data: its network, its keys, its card, its order."""

import shutil
from dataclasses import replace
from datetime import timedelta

from casts.directory.network import AT, YEAR, own_network, seeded
from rogatory.directory.entry.card import (
    Card,
    CardChannel,
    CardNumber,
    build_card,
    card_digest,
    new_salt,
)
from rogatory.directory.entry.entry import CertificateRecord
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.provider_orders.document import (
    AccountKind,
    Authoriser,
    OrderDocument,
    OrderedAccount,
)
from rogatory.node.provider_orders.signed_folder import FolderSigner
from rogatory.node.provider_orders.withdraw import write_withdrawal
from rogatory.node.provider_orders.withdrawal import WithdrawalDocument
from rogatory.node.provider_orders.write import write_order
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.seal.certificates import pem_to_der
from rogatory.seal.signatures import signing_keys_from_pem

OFFICE, CENTRAL = "xb/contact-point", "xb/central-authority"
NOW = AT + timedelta(hours=1)
CARD = Card(
    state="XB",
    issued=AT,
    salt=new_salt(seeded("card of Borealia")),
    numbers=(CardNumber(OFFICE, "Duty officer", "+99900000011"),),
    call_back=(CardChannel(CENTRAL, "telephone", "+99900000013"),),
)


def issue(state, office, at=AT):
    """New signing keys of an authority, with the records by which an entry lists them."""
    made = {
        name: state.ca.issue(
            office, "authority", name, at=at, until=at + YEAR, random=seeded((office, name, at))
        )
        for name in ("p256", "mldsa65")
    }
    keys = signing_keys_from_pem(
        office,
        made["p256"].key,
        made["p256"].certificate,
        made["mldsa65"].key,
        made["mldsa65"].certificate,
    )
    records = tuple(
        CertificateRecord(
            "authority", office, name, pem_to_der(one.certificate), Period(at, at + YEAR)
        )
        for name, one in made.items()
    )
    return keys, records


def listed(network, code, office, at=AT):
    """The keys of an authority, which its State lists from now on."""
    state = network.states[code]
    keys, records = issue(state, office, at)
    state.entry = replace(state.entry, certificates=(*state.entry.certificates, *records))
    return keys


def end(network, code, office, at, reason):
    """The State ends the keys of an authority, and publishes it."""
    state = network.states[code]
    state.entry = replace(
        state.entry,
        certificates=tuple(
            replace(one, period=replace(one.period, ended=PeriodEnd(at, reason)))
            if (one.use, one.holder) == ("authority", office)
            else one
            for one in state.entry.certificates
        ),
    )
    network.submit(code, at=NOW)


def borealia(folder, card=CARD):
    """A network in which Borealia names its card, and the keys of its office."""
    network = own_network(folder)
    keys = listed(network, "XB", OFFICE)
    state = network.states["XB"]
    state.entry = replace(state.entry, card=card_digest(build_card(card)), call_back=(CENTRAL,))
    network.submit("XB")
    return network, keys


def an_order(network, **changes):
    given = {
        "network": network.founding.network,
        "authority": OFFICE,
        "officer": "xb-0001",
        "order": "019ab3e2-1c80-7000-8000-000000000001",
        "signed": NOW,
        "kind": OrderKind.PRESERVATION,
        "provider": "Borealia Mail",
        "reference": "Gs 12/26",
        "issuer": "District Court of Borealia",
        "authorised_by": Authoriser.COURT,
        "independent": True,
        "issued": AT,
        "starts": AT,
        "ends": AT + timedelta(days=90),
        "renewals": (),
        "legal_basis": None,
        "scope": "Log-in records of one account",
        "categories": ("traffic",),
        "accounts": (OrderedAccount(AccountKind.EMAIL, "a.person@mail.example"),),
        "data_from": None,
        "data_until": None,
        "due": AT + timedelta(days=2),
        "secret": True,
        "secret_until": None,
        "reply_to": "orders@police.borealia.example",
    }
    return OrderDocument(**(given | changes))


def written(network, keys, out, *, card=True, at=NOW, **changes):
    """An order that Borealia's office wrote."""
    signer = FolderSigner(keys, read_trust(network.folder))
    given = build_card(CARD) if card else None
    write_order(an_order(network, **changes), signer, out, card=given, at=at)
    return out


def a_withdrawal(network, **changes):
    order = an_order(network)
    given = {
        "network": order.network,
        "authority": order.authority,
        "officer": order.officer,
        "order": order.order,
        "signed": NOW + timedelta(minutes=30),
        "since": NOW + timedelta(minutes=20),
        "provider": order.provider,
        "reference": order.reference,
    }
    return WithdrawalDocument(**(given | changes))


def withdrawn(network, keys, out, **changes):
    """A withdrawal that Borealia's office wrote."""
    document = a_withdrawal(network, **changes)
    signer = FolderSigner(keys, read_trust(network.folder))
    write_withdrawal(document, signer, out, at=NOW + timedelta(minutes=30))
    return out


def sign_withdrawal(folder, document, keys):
    """Put another withdrawal in place, signed by these keys: what a forger would send."""
    data = document.encode()
    signatures = keys.sign(data, document.signed)
    (folder / "withdrawal.json").write_bytes(data)
    (folder / "withdrawal.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "withdrawal.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


def sign_anew(folder, order, keys):
    """Put another order in place, signed by these keys: what its thief would send."""
    data = order.encode()
    signatures = keys.sign(data, order.signed)
    (folder / "order.json").write_bytes(data)
    (folder / "order.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "order.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


def bring_directory(folder, network):
    """Replace the copy of the directory that comes with an order."""
    shutil.rmtree(folder / "directory", ignore_errors=True)
    shutil.copytree(network.folder, folder / "directory")
    for path in (folder / "directory").rglob(".*"):
        path.unlink()
    for path in (folder / "directory").iterdir():
        if path.name not in {"metadata", "targets"}:
            path.unlink()


def contents(folder):
    """Every file of a folder with its bytes and time of change, to compare before and after."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
        if not path.is_fifo()
    }
