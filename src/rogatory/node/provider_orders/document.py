# SPDX-License-Identifier: Apache-2.0
"""`order.json`: what an authority orders a provider to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from rogatory.errors import Phrase, Refused
from rogatory.node.case_files.orders import CATEGORIES, OrderKind
from rogatory.node.case_files.texts import LONGEST_TEXT
from rogatory.node.provider_orders import refusals
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.forbidden_characters import refuse_hidden
from rogatory.wire.identifiers import parse_authority, parse_officer, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, problem_of, reasons_text

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
    POLICE = "police"
    OTHER = "other"


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

    def as_json(self) -> canonical.Json:
        return {"kind": self.kind.value, "value": self.value}


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


def parse_order(data: bytes) -> OrderDocument:
    """Return the order of these bytes; refuse, with the first problem, another form.

    Raises:
        Refused: the bytes are not canonical, a member is missing, unknown or not in its form, a text hides
            characters, or dates contradict each other.
    """
    try:
        found = canonical.decode_object(data, limit=LARGEST_ORDER)
    except Refused as error:
        raise _wrong(reasons_text(error.reasons[:1])) from error
    refuse_hidden(found, "order.json")
    names = {one.name for one in fields(OrderDocument)} | {"version"}
    if set(found) != names:
        differing = ", ".join(sorted(ascii(name) for name in set(found) ^ names)[:5])
        raise _wrong(
            FilledText(P_("these fields are missing or unknown: {names}"), names=differing)
        )
    try:
        order = _read(found)
    except Refused as error:
        raise _wrong(reasons_text(error.reasons[:1])) from error
    except (ValueError, TypeError, KeyError) as error:
        raise _wrong(problem_of(error)) from error
    if order.encode() != data:
        raise _wrong(P_("it is not as a writer writes it"))
    return order


def _read(found: Mapping[str, Any]) -> OrderDocument:
    if not canonical.is_version(found["version"], VERSION):
        raise ValueError(FilledText(P_("it is of another version")))
    order = OrderDocument(
        network=parse_digest(found["network"]),
        authority=str(parse_authority(found["authority"])),
        officer=parse_officer(found["officer"]),
        order=parse_uuid7(found["order"]),
        signed=parse_moment(found["signed"]),
        kind=_one_of(FOR_PROVIDERS, "kind", found["kind"]),
        provider=_line(found, "provider"),
        reference=_line(found, "reference"),
        issuer=_line(found, "issuer"),
        authorised_by=_one_of(tuple(Authoriser), "authorised_by", found["authorised_by"]),
        independent=_flag(found, "independent"),
        issued=parse_moment(found["issued"]),
        starts=parse_moment(found["starts"]),
        ends=parse_moment(found["ends"]),
        renewals=_each(found, "renewals", _renewal, MOST_RENEWALS),
        legal_basis=None if found["legal_basis"] is None else _line(found, "legal_basis"),
        scope=_line(found, "scope", LONGEST_TEXT),
        categories=_each(found, "categories", _category, len(CATEGORIES), least=1),
        accounts=_each(found, "accounts", _account, MOST_ACCOUNTS),
        data_from=_moment_or_none(found["data_from"]),
        data_until=_moment_or_none(found["data_until"]),
        due=_moment_or_none(found["due"]),
        secret=_flag(found, "secret"),
        secret_until=_moment_or_none(found["secret_until"]),
        reply_to=_line(found, "reply_to"),
    )
    _refuse_contradictions(order)
    return order


def _refuse_contradictions(order: OrderDocument) -> None:
    """Refuse dates that cannot all be so, an officer of another State, and an end of secrecy without secrecy."""
    if order.officer[:2] != order.authority[:2]:
        raise ValueError(FilledText(P_("the officer is of another State than the authority")))
    if order.ends <= order.starts:
        raise ValueError(FilledText(P_("it ends before it starts")))
    if order.issued > order.signed:
        raise ValueError(FilledText(P_("it was signed before it was issued")))
    if order.renewals and order.renewals[-1].ends != order.ends:
        raise ValueError(FilledText(P_("it does not end as its last renewal says")))
    if order.data_from and order.data_until and order.data_until < order.data_from:
        raise ValueError(FilledText(P_("the period of the data ends before it begins")))
    if order.secret_until is not None and not order.secret:
        raise ValueError(FilledText(P_("secrecy has an end, and there is no secrecy")))


def _renewal(found: Any) -> OrderRenewal:
    if not isinstance(found, dict) or set(found) != {"reference", "issuer", "issued", "ends"}:
        raise ValueError(FilledText(P_("a renewal has other members")))
    return OrderRenewal(
        _line(found, "reference"),
        _line(found, "issuer"),
        parse_moment(found["issued"]),
        parse_moment(found["ends"]),
    )


def _account(found: Any) -> OrderedAccount:
    if not isinstance(found, dict) or set(found) != {"kind", "value"}:
        raise ValueError(FilledText(P_("an account has other members")))
    return OrderedAccount(_one_of(tuple(AccountKind), "kind", found["kind"]), _line(found, "value"))


def _category(found: Any) -> str:
    if found not in CATEGORIES:
        raise ValueError(FilledText(P_("{name} has another value"), name="categories"))
    return str(found)


def _each[T](
    found: Mapping[str, Any], name: str, read: Callable[[Any], T], most: int, *, least: int = 0
) -> tuple[T, ...]:
    listed = found[name]
    if not isinstance(listed, list) or not least <= len(listed) <= most:
        raise ValueError(
            FilledText(
                P_("{name} is no list of {least} to {most}"), name=name, least=least, most=most
            )
        )
    values = tuple(read(one) for one in listed)
    if len(set(values)) < len(values):
        raise ValueError(FilledText(P_("{name} has something twice"), name=name))
    return values


def _one_of[T: StrEnum](allowed: Sequence[T], name: str, value: Any) -> T:
    for one in allowed:
        if isinstance(value, str) and one.value == value:
            return one
    raise ValueError(FilledText(P_("{name} has another value"), name=name))


def _line(found: Mapping[str, Any], name: str, longest: int = LONGEST_LINE) -> str:
    """Return a text that is not blank; only the scope may have several lines."""
    value = found[name]
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise ValueError(
            FilledText(
                P_("{name} is no text of 1 to {longest} characters"), name=name, longest=longest
            )
        )
    if "\n" in value and name != "scope":
        raise ValueError(FilledText(P_("{name} has several lines"), name=name))
    return value


def _flag(found: Mapping[str, Any], name: str) -> bool:
    value = found[name]
    if not isinstance(value, bool):
        raise ValueError(FilledText(P_("{name} has another value"), name=name))  # noqa: TRY004 - as the others
    return value


def _moment_or_none(value: Any) -> datetime | None:
    return None if value is None else parse_moment(value)


def _written(at: datetime | None) -> str | None:
    return None if at is None else format_moment(at)


def _wrong(problem: Phrase) -> Refused:
    return Refused(refusals.FORM.because(problem=problem))
