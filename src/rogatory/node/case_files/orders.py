# SPDX-License-Identifier: Apache-2.0
"""Domestic orders: their kinds, each with what it cites, and one order as a case file's journal
records it.

A promise to another State is executed under one's own law (article 25, certainty: parallel): the
order has its own dates, which are not those of the treaty's hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from rogatory.node.case_files.referrals import moment_or_none
from rogatory.node.repositories.case_files import CaseFileEntry
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_


class OrderKind(StrEnum):
    PRESERVATION = "preservation"
    PARTIAL_DISCLOSURE = "partial-disclosure"
    PRODUCTION = "production"
    SEARCH_SEIZURE = "search-seizure"
    REALTIME_TRAFFIC = "realtime-traffic"
    INTERCEPTION = "interception"


class CustodianPresence(StrEnum):
    """A custodian's relation to the territory, which decides how far a production order reaches."""

    IN_TERRITORY = "in-territory"
    OFFERING_SERVICES = "offering-services"


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The properties of every order of a kind. `cites` is the id of the provision by which an instrument has
    States provide for it; `intrusive` ones need an independent decision.
    """

    title: str
    cites: str
    intrusive: bool = False


ORDERS: Mapping[OrderKind, OrderFacts] = {
    OrderKind.PRESERVATION: OrderFacts(N_("Preservation order"), "preservation_order"),
    OrderKind.PARTIAL_DISCLOSURE: OrderFacts(
        N_("Preservation with partial disclosure of traffic data"), "partial_disclosure_order"
    ),
    OrderKind.PRODUCTION: OrderFacts(N_("Production order"), "production_order"),
    OrderKind.SEARCH_SEIZURE: OrderFacts(N_("Search and seizure of stored data"), "search_order"),
    OrderKind.REALTIME_TRAFFIC: OrderFacts(
        N_("Real-time collection of traffic data"), "realtime_order", intrusive=True
    ),
    OrderKind.INTERCEPTION: OrderFacts(
        N_("Interception of content data"), "interception_order", intrusive=True
    ),
}
"""A test compares them with what the data of the law say of each measure."""

PRESENCE_TITLES: Mapping[CustodianPresence, str] = {
    CustodianPresence.IN_TERRITORY: N_("A person in the territory"),
    CustodianPresence.OFFERING_SERVICES: N_("A provider that offers services in the territory"),
}

CATEGORIES = ("subscriber", "user_identification", "traffic", "content", "unspecified")
"""As in requests: article 2 (seen)."""


@dataclass(frozen=True, slots=True)
class Custodian:
    """The holder of the data, who is bound by the order."""

    name: str
    presence: CustodianPresence = CustodianPresence.IN_TERRITORY


@dataclass(frozen=True, slots=True)
class Renewal:
    """A further period, decided before the running one ended."""

    recorded: datetime
    by: str
    reference: str
    issuer: str
    issued: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class OrderEnd:
    """That somebody lifted an order, or noted that it has served its purpose."""

    recorded: datetime
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """A signed folder for a provider, an order's or a withdrawal's, that was proved and kept."""

    recorded: datetime
    by: str
    sha256: str
    """Of the document that is signed, `order.json` or `withdrawal.json`."""
    signed: datetime
    archive: str
    """The digest of the folder as a zip, among the node's objects."""


class ProviderReply(StrEnum):
    """The reply of a provider to an order, as an officer records it."""

    COMPLIED = "complied"
    IN_PART = "in-part"
    QUESTION = "question"
    DECLINED = "declined"


REPLY_TITLES: Mapping[ProviderReply, str] = {
    ProviderReply.COMPLIED: N_("It did what was ordered"),
    ProviderReply.IN_PART: N_("It did a part of what was ordered"),
    ProviderReply.QUESTION: N_("It asks something first, or called back"),
    ProviderReply.DECLINED: N_("It declines"),
}


@dataclass(frozen=True, slots=True)
class OrderService:
    """That a signed order, or a withdrawal, was handed to its provider: nobody sends it by this program."""

    recorded: datetime
    by: str
    at: datetime
    means: str
    sha256: str
    """Of the document that was handed over."""


@dataclass(frozen=True, slots=True)
class RecordedReply:
    """A provider's reply. Data that it gave are sealed on a workstation, never kept here."""

    recorded: datetime
    by: str
    at: datetime
    reply: ProviderReply
    words: str


@dataclass(frozen=True, slots=True)
class DomesticOrder:
    id: str
    kind: OrderKind
    custodian: Custodian
    reference: str
    issuer: str
    independent: bool
    """True where a court or another independent body decided (article 24(2), certainty: parallel)."""
    issued: datetime
    starts: datetime
    ends: datetime
    scope: str
    categories: tuple[str, ...]
    secret: bool
    """True if the custodian is bound to secrecy (article 25(3), certainty: parallel)."""
    secret_until: datetime | None
    recorded: datetime
    by: str
    renewals: tuple[Renewal, ...] = ()
    ended: OrderEnd | None = None
    signed: tuple[KeptFolder, ...] = ()
    withdrawals: tuple[KeptFolder, ...] = ()
    services: tuple[OrderService, ...] = ()
    replies: tuple[RecordedReply, ...] = ()

    @property
    def facts(self) -> OrderFacts:
        return ORDERS[self.kind]

    @property
    def until(self) -> datetime:
        """When the order in force now ends."""
        return self.renewals[-1].ends if self.renewals else self.ends

    @property
    def period_start(self) -> datetime:
        """When the period that runs now began: with the order, or where the last one ended."""
        if len(self.renewals) > 1:
            return self.renewals[-2].ends
        return self.ends if self.renewals else self.starts


def order_of(entry: CaseFileEntry) -> DomesticOrder:
    data = entry.data
    custodian = cast("Mapping[str, str]", data["custodian"])
    return DomesticOrder(
        id=entry.id,
        kind=OrderKind(str(data["kind"])),
        custodian=Custodian(custodian["name"], CustodianPresence(custodian["stands"])),
        reference=str(data["reference"]),
        issuer=str(data["issuer"]),
        independent=bool(data["independent"]),
        issued=parse_moment(data["issued"]),
        starts=parse_moment(data["starts"]),
        ends=parse_moment(data["ends"]),
        scope=str(data["scope"]),
        categories=tuple(cast("list[str]", data["categories"])),
        secret=bool(data["secret"]),
        secret_until=moment_or_none(data["secret_until"]),
        recorded=entry.at,
        by=entry.officer,
    )


def kept_folder_of(entry: CaseFileEntry) -> KeptFolder:
    """Return the signed folder that a line of the journal keeps."""
    data = entry.data
    return KeptFolder(
        recorded=entry.at,
        by=entry.officer,
        sha256=str(data["sha256"]),
        signed=parse_moment(data["signed"]),
        archive=str(data["archive"]),
    )


def service_of(entry: CaseFileEntry) -> OrderService:
    data = entry.data
    return OrderService(
        recorded=entry.at,
        by=entry.officer,
        at=parse_moment(data["at"]),
        means=str(data["means"]),
        sha256=str(data["sha256"]),
    )


def reply_of(entry: CaseFileEntry) -> RecordedReply:
    data = entry.data
    return RecordedReply(
        recorded=entry.at,
        by=entry.officer,
        at=parse_moment(data["at"]),
        reply=ProviderReply(str(data["reply"])),
        words=str(data["words"]),
    )
