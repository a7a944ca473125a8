# SPDX-License-Identifier: Apache-2.0
"""`order.json`: what an authority orders a provider to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rogatory.directory.entry.fields import AUTHORITY, DIGEST, MOMENT
from rogatory.errors import Code, Phrase
from rogatory.node.case_files.orders import CATEGORIES, OrderKind
from rogatory.node.case_files.texts import LONGEST_TEXT
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document_form import DocumentForm
from rogatory.wire import canonical
from rogatory.wire.fields import Fields, Form
from rogatory.wire.forms import (
    Flag,
    Integer,
    ListOf,
    Nullable,
    OneOf,
    Parsed,
    Record,
    Text,
)
from rogatory.wire.identifiers import parse_officer, parse_uuid7
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_

NAME = "order.json"
VERSION = 1

LARGEST_ORDER = 256 << 10
"""Bytes of `order.json`, which is parsed whole: two hundred accounts and every text at its limit stay below."""

LONGEST_LINE = 500
"""Characters of a reference, an issuer, an account: what is longer hides what a reader must see."""

MOST_ACCOUNTS = 200
"""Accounts of one order: a provider must look at each, and a longer list is a search and no order."""

MOST_RENEWALS = 100
"""Renewals of one order: years of them; more would only be parsed in vain."""

FOR_PROVIDERS = (OrderKind.PRESERVATION, OrderKind.PARTIAL_DISCLOSURE, OrderKind.PRODUCTION)
"""Kinds that ask a provider for stored data. A search is made by officers; collection in real time and
interception need a delivery of their own."""


class Authoriser(StrEnum):
    """The kind of authority that authorised an order, as its officer states it: the directory lists none."""

    COURT = "court"
    JUDGE = "judge"
    PROSECUTOR = "prosecutor"
    POLICE = "police_authority"
    OTHER = "other_authority"


class AccountKind(StrEnum):
    """The kind of identifier of an account or a user."""

    ACCOUNT = "account"
    EMAIL = "e-mail"
    TELEPHONE = "telephone"
    IP_ADDRESS = "ip-address"
    DEVICE = "device"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OrderedAccount:
    """An account or a user that the order is about."""

    kind: AccountKind
    value: str

    @property
    def typed(self) -> str:
        """The account as officers type it, KIND=VALUE."""
        return f"{self.kind.value}={self.value}"

    def as_json(self) -> canonical.Json:
        return {"kind": self.kind.value, "value": self.value}


def typed_account(text: str) -> OrderedAccount | None:
    """Return the account that an officer typed as KIND=VALUE; None where it is not in that form."""
    kind, mark, value = text.partition("=")
    known = bool(mark) and kind in set(AccountKind)
    return OrderedAccount(AccountKind(kind), value) if known else None


@dataclass(frozen=True, slots=True)
class OrderRenewal:
    """A renewal of the order, as its paper says."""

    reference: str
    issuer: str
    issued: datetime
    ends: datetime

    def as_json(self) -> canonical.Json:
        return {
            "reference": self.reference,
            "issuer": self.issuer,
            "issued": format_moment(self.issued),
            "ends": format_moment(self.ends),
        }


@dataclass(frozen=True, slots=True)
class OrderDocument:
    """The contents of `order.json`. All of it is the authority's word; the signatures prove whose word it is."""

    network: str
    authority: str
    officer: str
    """The number of the officer who had it signed, as the authority states."""
    order: str
    """The id of the record in the authority's case file."""
    signed: datetime
    kind: OrderKind
    provider: str
    reference: str
    issuer: str
    authorised_by: Authoriser
    independent: bool
    issued: datetime
    starts: datetime
    ends: datetime
    """The end of the period that runs now, renewals included."""
    renewals: tuple[OrderRenewal, ...]
    legal_basis: str | None
    scope: str
    categories: tuple[str, ...]
    accounts: tuple[OrderedAccount, ...]
    data_from: datetime | None
    data_until: datetime | None
    due: datetime | None
    secret: bool
    secret_until: datetime | None
    reply_to: str
    """Where the answer goes. It is never a number to call back."""

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "version": VERSION,
                "network": self.network,
                "authority": self.authority,
                "officer": self.officer,
                "order": self.order,
                "signed": format_moment(self.signed),
                "kind": self.kind.value,
                "provider": self.provider,
                "reference": self.reference,
                "issuer": self.issuer,
                "authorised_by": self.authorised_by.value,
                "independent": self.independent,
                "issued": format_moment(self.issued),
                "starts": format_moment(self.starts),
                "ends": format_moment(self.ends),
                "renewals": [one.as_json() for one in self.renewals],
                "legal_basis": self.legal_basis,
                "scope": self.scope,
                "categories": list(self.categories),
                "accounts": [one.as_json() for one in self.accounts],
                "data_from": _written(self.data_from),
                "data_until": _written(self.data_until),
                "due": _written(self.due),
                "secret": self.secret,
                "secret_until": _written(self.secret_until),
                "reply_to": self.reply_to,
            }
        )


LINE = Text(LONGEST_LINE, lambda text: bool(text.strip()) and "\n" not in text)
"""One line that is not empty."""

_SCOPE = Text(LONGEST_TEXT, lambda text: bool(text.strip()))
"""Only the scope may have several lines."""
_MOMENT = Nullable(MOMENT)
OFFICER = Parsed(parse_officer, "", "xb-0001")
ORDER_ID = Parsed(parse_uuid7, "", "a UUID of version 7")


def _read(of: Fields) -> OrderDocument:
    of.read("version", Integer(VERSION, VERSION))
    return OrderDocument(
        network=of.read("network", DIGEST),
        authority=of.read("authority", AUTHORITY),
        officer=of.read("officer", OFFICER),
        order=of.read("order", ORDER_ID),
        signed=of.read("signed", MOMENT),
        kind=OrderKind(of.read("kind", OneOf(FOR_PROVIDERS))),
        provider=of.read("provider", LINE),
        reference=of.read("reference", LINE),
        issuer=of.read("issuer", LINE),
        authorised_by=Authoriser(of.read("authorised_by", OneOf(tuple(Authoriser)))),
        independent=of.read("independent", Flag()),
        issued=of.read("issued", MOMENT),
        starts=of.read("starts", MOMENT),
        ends=of.read("ends", MOMENT),
        renewals=of.read("renewals", _several(Record(_renewal), MOST_RENEWALS)),
        legal_basis=of.read("legal_basis", Nullable(LINE)),
        scope=of.read("scope", _SCOPE),
        categories=of.read("categories", _several(OneOf(CATEGORIES), len(CATEGORIES), least=1)),
        accounts=of.read("accounts", _several(Record(_account), MOST_ACCOUNTS)),
        data_from=of.read("data_from", _MOMENT),
        data_until=of.read("data_until", _MOMENT),
        due=of.read("due", _MOMENT),
        secret=of.read("secret", Flag()),
        secret_until=of.read("secret_until", _MOMENT),
        reply_to=of.read("reply_to", LINE),
    )


def _several[T](form: Form[T], most: int, *, least: int = 0) -> ListOf[T]:
    return ListOf(form, least, most, distinct=True)


def _renewal(of: Fields) -> OrderRenewal:
    return OrderRenewal(
        of.read("reference", LINE),
        of.read("issuer", LINE),
        of.read("issued", MOMENT),
        of.read("ends", MOMENT),
    )


def _account(of: Fields) -> OrderedAccount:
    kind = AccountKind(of.read("kind", OneOf(tuple(AccountKind))))
    return OrderedAccount(kind, of.read("value", LINE))


def _contradictions(order: OrderDocument) -> Iterator[Phrase]:
    """Yield what cannot all be so."""
    if order.officer[:2] != order.authority[:2]:
        yield P_("the officer is of another State than the authority")
    if order.independent and order.authorised_by is Authoriser.POLICE:
        yield P_("the police authorised it, and it is stated to be independent")
    if order.ends <= order.starts:
        yield P_("it ends before it starts")
    if order.issued > order.signed:
        yield P_("it was signed before it was issued")
    if order.renewals and order.renewals[-1].ends != order.ends:
        yield P_("it does not end as its last renewal says")
    if order.data_from and order.data_until and order.data_until < order.data_from:
        yield P_("the period of the data ends before it begins")
    if order.secret_until is not None and not order.secret:
        yield P_("secrecy has an end, and there is no secrecy")


def _written(at: datetime | None) -> str | None:
    return None if at is None else format_moment(at)


_FORM = DocumentForm(NAME, LARGEST_ORDER, refusals.FORM, _read, _contradictions)


def parse_order(data: bytes, *, refusal: Code = refusals.FORM) -> OrderDocument:
    """Return the order of these bytes.

    Raises:
        Refused: as `DocumentForm.parse`, by the code given.
    """
    return replace(_FORM, refusal=refusal).parse(data)
