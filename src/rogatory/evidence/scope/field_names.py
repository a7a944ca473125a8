# SPDX-License-Identifier: Apache-2.0
"""Usual names of columns and fields in returns, and how a record is read by them."""

import re
from collections.abc import Iterator, Sequence

from rogatory.evidence.scope.identifiers import PARTY, AccountIdentifier
from rogatory.evidence.scope.records import FoundRecord
from rogatory.evidence.scope.times import TimeSpan, read_time

_FROM = "caller calling_number calling_party a_number from_number from sender author"
_TO = "callee called_number called_party b_number to_number to cc recipient recipients"

_TIME, _END = "time", "end"

_NAMES = {
    _TIME: "timestamp datetime date_time start start_time starttime start_date begin begin_time call_start "
    "call_time call_date connection_start session_start event_time login_time sent sent_at received "
    "received_at created_at date time",
    _END: "end end_time endtime end_date call_end connection_end session_end logout_time",
    "phone": "phone phone_number telephone msisdn caller callee calling_number called_number calling_party "
    "called_party a_number b_number from_number to_number",
    "email": "email e_mail email_address mail",
    "ip": "ip ip_address ipaddress source_ip src_ip client_ip assigned_ip",
    "id": "account account_id account_name user user_id userid username user_name login subscriber "
    "subscriber_id customer customer_id",
    PARTY: "from to cc sender recipient recipients participants author",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}

_MARKS = {
    "traffic": "duration call_start call_end caller callee calling_number called_number calling_party "
    "called_party a_number b_number connection_start connection_end session_start session_end login_time "
    "logout_time ip ip_address ipaddress source_ip src_ip client_ip assigned_ip cell cell_id imei bytes "
    "bytes_in bytes_out",
    "subscriber": "address street postal_address birth_date date_of_birth registered registered_at "
    "registration_date activation_date",
    "content": "text body message content",
}
_CATEGORIES = {name: kind for kind, names in _MARKS.items() for name in names.split()}

_KEPT_OF_SUBSCRIBERS = {"created_at"}
"""Times that a record of a subscriber has without being one of something that happened."""


class FieldNames:
    """The fields of a record in a table or object, as their names are understood."""

    def __init__(self, names: Sequence[str]) -> None:
        plain = [_plain(name) for name in names]
        self._utc = [name.endswith(("_utc", "_gmt")) for name in plain]
        plain = [name.removesuffix("_utc").removesuffix("_gmt") for name in plain]
        self._plain = plain
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
        return any(role not in {None, _TIME, _END} for role in self.roles)

    def _category(self) -> str | None:
        """Return the category that all names which have one agree on."""
        kinds = {_CATEGORIES[name] for name in self._plain if name in _CATEGORIES}
        if len(kinds) != 1:
            return None
        (kind,) = kinds
        times = {
            name
            for name, role in zip(self._plain, self.roles, strict=True)
            if role in {_TIME, _END}
        }
        return None if kind == "subscriber" and times - _KEPT_OF_SUBSCRIBERS else kind

    def record(self, place: str, values: Sequence[Sequence[str]]) -> FoundRecord:
        """Return the record that has these values, several where a field is a list."""
        problems: list[str] = ["field-repeated"] if self.repeated else []
        named = [
            (name, AccountIdentifier(None if role == "id" else role, one))
            for name, role, many in zip(self._plain, self.roles, values, strict=True)
            if role not in {None, _TIME, _END}
            for one in many
            if one.strip()
        ]
        spans = [] if self.category == "subscriber" else list(self._spans(values))
        read = [span for span in spans if span is not None]
        whole = None
        if len(read) != len(spans):
            problems.append("time-unreadable")
        elif read:
            whole = TimeSpan(min(one.first for one in read), max(one.last for one in read))
        identifiers = tuple(one for _, one in named)
        complete = _is_complete({name for name, _ in named})
        return FoundRecord(place, self.category, identifiers, complete, whole, tuple(problems))

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


def _is_complete(names: set[str]) -> bool:
    """Decide whether a record names all whose it may be: with one side alone it is also the other's."""
    one, other = names & set(_FROM.split()), names & set(_TO.split())
    both = {name for name in names - one - other if _ROLES[name] != "ip"}
    return bool(both) or bool(one and other)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
