# SPDX-License-Identifier: Apache-2.0
"""Usual names of columns and fields in returns, and how a record is read by them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rogatory.evidence.scope.identifiers import PARTY, AccountIdentifier
from rogatory.evidence.scope.records import FoundRecord, ItemMark
from rogatory.evidence.scope.times import TimeSpan, read_time

_FROM = (
    "caller calling_number calling_party calling_msisdn a_number a_party originating_number from_number from "
    "from_id from_name sender sender_id sender_name author author_id creator created_by src source_number"
)
_TO = (
    "callee called_number called_party called_msisdn b_number b_party terminating_number dialled_number "
    "dialed_number to_number to to_id cc bcc recipient recipient_id recipients receiver dst destination_number"
)
_BESIDE = "c_number c_party forwarded_to redirecting_number third_party_number mentions"
"""Accounts of a record that are neither of its sides: they do not make it complete."""

_TIME, _END, _ITEM = "time", "end", "item"

_NAMES = {
    _TIME: "timestamp timestamp_ms timestamp_usec time_stamp time_usec datetime date_time start start_time starttime "
    "start_date begin begin_time call_start call_time call_date call_date_time setup_time seizure_time answer_time "
    "connect_time connection_start session_start event_time event_timestamp event_date login_time sent sent_at "
    "date_sent received received_at date_received created_at created_date created_time creation_time "
    "creation_timestamp date_unixtime answer calldate date time",
    _END: "end end_time endtime end_date call_end connection_end session_end logout_time release_time disconnect_time",
    _ITEM: "message_id msg_id item_id record_id event_id call_id post_id file_id id_str tweet_id uniqueid",
    "phone": "phone phone_number telephone telephone_number mobile mobile_number msisdn caller callee calling_number "
    "called_number calling_party called_party calling_msisdn called_msisdn a_number b_number c_number "
    "originating_number terminating_number dialled_number dialed_number source_number destination_number "
    "redirecting_number forwarded_to third_party_number from_number to_number",
    "email": "email e_mail email_address mail registered_email recovery_email",
    "ip": "ip ip_address ipaddress source_ip src_ip client_ip assigned_ip login_ip",
    "id": "account account_id account_identifier account_name user user_id userid username user_name screen_name login "
    "subscriber subscriber_id customer customer_id sender_id recipient_id from_id to_id author_id",
    PARTY: "from from_name to cc bcc sender sender_name recipient recipients receiver participants author creator "
    "created_by a_party b_party c_party src dst mentions",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}

_MARKS = {
    "traffic": "duration call_start call_end caller callee calling_number called_number calling_party "
    "called_party calling_msisdn called_msisdn a_number b_number a_party b_party originating_number "
    "terminating_number dialled_number dialed_number setup_time seizure_time answer_time connect_time release_time "
    "disconnect_time billsec call_type connection_start connection_end session_start session_end login_time "
    "logout_time ip ip_address ipaddress source_ip src_ip client_ip assigned_ip login_ip cell cell_id first_cell "
    "last_cell lac cgi imei imsi bytes bytes_in bytes_out",
    "subscriber": "address street postal_address birth_date date_of_birth registered registered_at "
    "registration_date activation_date",
    "content": "text body message content full_text message_text body_text plain_text html_body",
}
_CATEGORIES = {name: kind for kind, names in _MARKS.items() for name in names.split()}

ITEM_NAMES = frozenset(_NAMES[_ITEM].split())
"""Names of fields that mark one item, as an authorisation can name it."""

_KEPT_OF_SUBSCRIBERS = {"created_at", "created_date", "creation_time", "creation_timestamp"}
"""Times that a record of a subscriber has without being one of something that happened."""


class FieldNames:
    """The fields of a record in a table or object, as their names are understood."""

    def __init__(self, names: Sequence[str]) -> None:
        plain = [_plain(name) for name in names]
        self._utc = [name.endswith(("_utc", "_gmt")) for name in plain]
        plain = [name.removesuffix("_utc").removesuffix("_gmt") for name in plain]
        self.plain = plain
        self.roles = [_ROLES.get(name) for name in plain]
        self.repeated = len(set(plain)) != len(plain)
        self.category = self._category()
        self._date = plain.index("date") if "date" in plain else None
        self._clock = plain.index("time") if "time" in plain else None

    @property
    def recognised(self) -> int:
        """How many fields are understood."""
        return sum(role is not None for role in self.roles)

    @property
    def names_accounts(self) -> bool:
        return any(self.is_account(role) for role in self.roles)

    @property
    def names_times(self) -> bool:
        return any(role in {_TIME, _END} for role in self.roles)

    @property
    def is_side(self) -> bool:
        """True if a name is that of a sender or recipient."""
        return bool(set(self.plain) & {*_FROM.split(), *_TO.split()})

    @property
    def marks(self) -> frozenset[str]:
        """The categories that some name shows."""
        return frozenset(_CATEGORIES[name] for name in self.plain if name in _CATEGORIES)

    @property
    def only_of_creation(self) -> bool:
        """True if each time is one that a subscriber's record has as well."""
        return self._times() <= _KEPT_OF_SUBSCRIBERS

    @staticmethod
    def is_account(role: str | None) -> bool:
        return role not in {None, _TIME, _END, _ITEM}

    def _times(self) -> set[str]:
        return {
            name for name, role in zip(self.plain, self.roles, strict=True) if role in {_TIME, _END}
        }

    def _category(self) -> str | None:
        """Return the category that all names which have one agree on."""
        if len(self.marks) != 1:
            return None
        (kind,) = self.marks
        return None if kind == "subscriber" and not self.only_of_creation else kind

    def record(self, place: str, values: Sequence[Sequence[str]]) -> FoundRecord:
        """Return the record that has these values, several where a field is a list."""
        problems: list[str] = ["field-repeated"] if self.repeated else []
        named = [
            (name, AccountIdentifier(None if role == "id" else role, one))
            for name, role, many in zip(self.plain, self.roles, values, strict=True)
            if self.is_account(role)
            for one in many
            if one.strip()
        ]
        items = tuple(
            ItemMark(name, one.strip())
            for name, role, many in zip(self.plain, self.roles, values, strict=True)
            if role == _ITEM
            for one in many
            if one.strip()
        )
        spans = [] if self.category == "subscriber" else list(self._spans(values))
        read = [span for span in spans if span is not None]
        whole = None
        if len(read) != len(spans):
            problems.append("time-unreadable")
        elif read:
            whole = TimeSpan(min(one.first for one in read), max(one.last for one in read))
        return FoundRecord(
            place,
            self.category,
            tuple(one for _, one in named),
            _is_complete({name for name, _ in named}),
            whole,
            tuple(problems),
            items=items,
        )

    def _spans(self, values: Sequence[Sequence[str]]) -> Iterator[TimeSpan | None]:
        """Yield each stated time: one from begin to end lies within only as a whole."""
        for index, many in enumerate(values):
            if self.roles[index] not in {_TIME, _END}:
                continue
            texts = list(many)
            if self._date is not None and self._clock is not None:
                if index == self._clock:
                    continue
                if index == self._date:
                    clock = " ".join(values[self._clock])
                    texts = [f"{day} {clock}" for day in many]
            for text in texts:
                if text.strip():
                    yield read_time(text, utc=self._utc[index])


LONGEST_REMEMBERED = 2000
"""Characters of the names of one record that are remembered: a thousand such are two megabytes."""


def names_of(names: Sequence[str]) -> FieldNames:
    """Return the names as they are understood, once for the many records that have the same."""
    if sum(map(len, names)) + len(names) > LONGEST_REMEMBERED:
        return FieldNames(names)
    return _remembered(tuple(names))


@lru_cache(maxsize=1000)
def _remembered(names: tuple[str, ...]) -> FieldNames:
    return FieldNames(names)


def has_both_sides(names: Sequence[str]) -> bool:
    """Decide whether a sender and a recipient are among these fields."""
    plain = {_plain(name) for name in names}
    return bool(plain & set(_FROM.split())) and bool(plain & set(_TO.split()))


def _is_complete(names: set[str]) -> bool:
    """Decide whether a record names all whose it may be: with one side alone it is also the other's."""
    one, other = names & set(_FROM.split()), names & set(_TO.split())
    rest = names - one - other - set(_BESIDE.split())
    both = {name for name in rest if _ROLES[name] != "ip"}
    return bool(both) or bool(one and other)


def _plain(name: str) -> str:
    """Return the name in small letters with an underline between words, those of `camelCase` as well."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", apart.casefold()).strip("_")
