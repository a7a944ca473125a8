# SPDX-License-Identifier: Apache-2.0
"""Exports in JSON: objects in lists and in other objects, each that names an account or a time a record.

An object without a time that has records in it is their container. Accounts that it names are those of its records
unless they name their own. What it has besides, other than short labels, is not judged, and it says so.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from rogatory.evidence.scope.field_names import FieldNames, names_of
from rogatory.evidence.scope.identifiers import UNNAMED, AccountIdentifier
from rogatory.evidence.scope.json_text import (
    DEEPEST,
    JsonNumber,
    JsonText,
    LargeValue,
)
from rogatory.evidence.scope.labels import ShortLabels
from rogatory.evidence.scope.records import BrokenTextError, FoundRecord

LONGEST_PLACE = 200
"""Characters of a place: names of members are the file's, and each finding repeats them."""

LONGEST_STEP = 40
"""Characters of one name in a place."""

MOST_OWN_FIELDS = 10_000
"""Fields of a large object that are kept until it ends."""

MOST_AROUND = 20
"""Accounts of an object that are compared with each record in it; of those of more, nobody knows whose it is."""

_OWNERS = frozenset(
    [
        "account",
        "account_info",
        "account_information",
        "customer",
        "owner",
        "profile",
        "profile_information",
        "subscriber",
        "subscriber_information",
        "user",
        "user_info",
    ]
)
"""Members whose object is a record of the account of which all else beside it is."""

type _Records[T] = Generator[FoundRecord, None, T]


@dataclass(frozen=True, slots=True)
class _Context:
    """The accounts that the objects around name, and whether these are all that they name. `are_records` is
    False in a record of an event, where an object with an account alone is a mention.
    """

    identifiers: tuple[AccountIdentifier, ...] = ()
    complete: bool = False
    are_records: bool = True
    depth: int = 1


@dataclass(slots=True)
class _Outline:
    """The members of one object as far as they are read."""

    names: list[str] = field(default_factory=list)
    values: list[list[str]] = field(default_factory=list)
    named: list[AccountIdentifier] = field(default_factory=list)
    """Accounts other than addresses that it or the object of its owner names; few, for the records in it."""
    has_time: bool = False
    unreadable: bool = False
    """Set if a member is unreadable though its name has a meaning."""
    marks: set[str] = field(default_factory=set)
    """Categories that parts without a record of their own show."""
    inside: list[AccountIdentifier] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    """Texts of parts without a record."""
    records: int = 0
    unjudged: bool = False
    """Set if a text other than a short label belongs to no record."""

    def add(self, name: str, texts: list[str]) -> None:
        if len(self.names) >= MOST_OWN_FIELDS:
            self.unjudged = True
            return
        self.names.append(name)
        self.values.append(texts)
        names = names_of([name])
        self.has_time = self.has_time or names.names_times
        self.name(names.record("", [texts]).identifiers if names.names_accounts else ())

    def name(self, identifiers: tuple[AccountIdentifier, ...]) -> None:
        others = [one for one in identifiers if one.kind != "ip"]
        self.named += others[: MOST_AROUND + 1 - len(self.named)]

    def within(self, context: _Context) -> _Context:
        """Return the context of what is in this object."""
        are_records = context.are_records and not self.has_time
        depth = context.depth + 1
        if not self.named:
            return replace(context, are_records=are_records, depth=depth)
        named = tuple(self.named)
        if len(named) > MOST_AROUND:
            named = (*named[:MOST_AROUND], UNNAMED)
        complete = names_of(self.names).record("", self.values).complete if self.names else True
        return _Context(named, complete, are_records, depth)

    def join(self, part: "_Outline", *, is_single: bool) -> None:
        """Take what a part has that is no record of its own. Short texts of a list may be what people wrote."""
        self.records += part.records
        if part.records:
            return
        self.marks |= part.marks | names_of(part.names).marks
        self.inside += part.inside
        self.unjudged = self.unjudged or part.unjudged
        texts = [one for many in part.values for one in many if not isinstance(one, JsonNumber)]
        self.labels += [*part.labels, *texts]
        self.unjudged = self.unjudged or (not is_single and any(self.labels))
        self.unjudged = self.unjudged or len(self.labels) > MOST_OWN_FIELDS


def read_objects(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the records; where the text cannot be read on, a last one says why."""
    yield from _Walk(JsonText(file)).records(is_script=False)


def read_script(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the records of a script that assigns one JSON value to a name, as some archives have them."""
    yield from _Walk(JsonText(file)).records(is_script=True)


class _Walk:
    """The way through the values of one text."""

    def __init__(self, text: JsonText) -> None:
        self._text = text
        self._labels = ShortLabels()

    def records(self, *, is_script: bool) -> Iterator[FoundRecord]:
        number = 0
        try:
            for number, value in enumerate(self._values(is_script=is_script), 1):
                yield from self._top(f"object {number}", value)
        except BrokenTextError as error:
            yield FoundRecord(f"object {number + 1}", problems=(str(error),))

    def _values(self, *, is_script: bool) -> Iterator[Any]:
        """Yield the elements of the one list, else the values that follow each other."""
        text = self._text
        if is_script:
            text.skip_assignment()
        if text.next_sign() == "[":
            yield from text.elements()
        elif is_script:
            yield text.value()
        else:
            while text.next_sign():
                yield text.value()
        if is_script and text.next_sign() == ";":
            text.skip()
        if text.next_sign():
            raise BrokenTextError("not-json")

    def _top(self, place: str, value: Any) -> Iterator[FoundRecord]:
        outline = _Outline()
        if not isinstance(value, tuple | list | LargeValue):
            yield FoundRecord(place, problems=("not-an-object",))
        elif is_object(value):
            part = yield from self._object(place, value, _Context())
            if not part.records:
                yield _record(place, part, _Context(), is_owner=False)
        else:
            yield from self._nested(place, value, _Context(), outline)
            if not outline.records or outline.unjudged:
                yield FoundRecord(place, problems=("not-an-object",))

    def _object(
        self, place: str, value: Any, context: _Context, *, is_owner: bool = False
    ) -> _Records[_Outline]:
        """Yield the records of an object and in it; return its outline, without records if it is a part of another."""
        outline = _Outline()
        members = (
            self._text.members() if isinstance(value, LargeValue) else sorted(value, key=_order)
        )
        for name, one in members:
            yield from self._member(place, name, one, context, outline)
        names = names_of(outline.names)
        if outline.records and names.category is None:
            yield from self._container(place, outline, names)
        elif names.names_accounts or names.names_times or outline.unreadable:
            yield _record(place, outline, context, is_owner=is_owner)
            outline.records += 1
        return outline

    def _member(
        self, place: str, name: str, value: Any, context: _Context, outline: _Outline
    ) -> Iterator[FoundRecord]:
        texts = _texts(value)
        if texts is not None:
            outline.add(name, texts)
            return
        names = names_of([name])
        has_meaning = names.names_accounts or names.names_times
        below = f"{place}/{name[:LONGEST_STEP]}"
        if not isinstance(value, tuple | list | LargeValue):
            outline.unreadable = outline.unreadable or has_meaning
            outline.unjudged = True
        elif names.plain[0] in _OWNERS and not outline.has_time and is_object(value):
            yield from self._owner(below, value, context, outline)
        elif (parties := _parties(value, names)) is not None:
            outline.add(name, parties)
        else:
            before = outline.records
            yield from self._nested(below, value, outline.within(context), outline, is_single=True)
            if names.names_accounts or (names.names_times and outline.records == before):
                outline.unreadable = True

    def _owner(
        self, place: str, value: Any, context: _Context, outline: _Outline
    ) -> Iterator[FoundRecord]:
        """Read the object that says whose all else is: a record of its own."""
        if context.depth > DEEPEST:
            yield from self._too_deep(place, value, outline)
            return
        around = replace(context, identifiers=(), complete=False, depth=context.depth + 1)
        part = yield from self._object(place, value, around, is_owner=True)
        outline.join(part, is_single=True)
        outline.name(tuple(part.named))

    def _nested(
        self,
        place: str,
        value: Any,
        context: _Context,
        outline: _Outline,
        *,
        is_single: bool = False,
    ) -> Iterator[FoundRecord]:
        """Read an object or list in an object; what of it is no record is a part of that."""
        if context.depth > DEEPEST:
            yield from self._too_deep(place, value, outline)
        elif not is_object(value):
            deeper = replace(context, depth=context.depth + 1)
            elements = self._text.elements() if isinstance(value, LargeValue) else value
            for number, one in enumerate(elements, 1):
                if isinstance(one, tuple | list | LargeValue):
                    yield from self._nested(f"{place}/{number}", one, deeper, outline)
                else:
                    outline.unjudged = outline.unjudged or (isinstance(one, str) and one != "")
        elif not context.are_records and (mentioned := _mentioned(value)):
            outline.inside += mentioned
            outline.marks |= names_of([name for name, _ in value]).marks
        else:
            part = yield from self._object(place, value, context)
            outline.join(part, is_single=is_single)

    def _too_deep(self, place: str, value: Any, outline: _Outline) -> Iterator[FoundRecord]:
        if isinstance(value, LargeValue):
            raise BrokenTextError("nested-too-deep")
        outline.records += 1
        yield FoundRecord(place[:LONGEST_PLACE], problems=("nested-too-deep",))

    def _container(self, place: str, outline: _Outline, names: FieldNames) -> Iterator[FoundRecord]:
        """Yield a record of what an object has besides its records, if that is more than labels."""
        problems = ["field-repeated"] if names.repeated else []
        labels = [
            one
            for role, many in zip(names.roles, outline.values, strict=True)
            if role is None
            for one in many
            if not isinstance(one, JsonNumber)
        ]
        if outline.unjudged or outline.marks or not all(self._labels.take(one) for one in labels):
            problems.append("text-outside-records")
        if names.names_times:
            problems.append("time-of-container")
        if outline.unreadable:
            problems.append("field-unreadable")
        if problems:
            place = f"{place[: LONGEST_PLACE - 30]}, around its records"
            yield FoundRecord(place, problems=tuple(problems))


def is_object(value: Any) -> bool:
    """Decide whether a value that is a list or an object is an object."""
    return isinstance(value, tuple) or value == LargeValue("{")


def _order(member: tuple[str, Any]) -> int:
    """Return the place of a member: texts, then the owner, then what may be of this owner."""
    name, value = member
    if not isinstance(value, tuple | list) or _texts(value) is not None:
        return 0
    return 1 if names_of([name]).plain[0] in _OWNERS else 2


def _record(place: str, outline: _Outline, context: _Context, *, is_owner: bool) -> FoundRecord:
    """Return the record of an object, with the accounts around it where it names none."""
    names = names_of(outline.names)
    record = names.record(place[:LONGEST_PLACE], outline.values)
    marks = names.marks | outline.marks
    if is_owner and not marks and names.only_of_creation:
        record = replace(record, category="subscriber", span=None)
    elif marks != names.marks:
        record = replace(record, category=next(iter(marks)) if len(marks) == 1 else None)
    record = replace(record, inside=tuple(outline.inside))
    if outline.unreadable:
        problems = (*record.problems, "field-unreadable")
        record = replace(record, span=None, complete=False, problems=problems)
    around = _Context(tuple(outline.named), True) if outline.named else context
    if outline.unreadable or any(one.kind != "ip" for one in record.identifiers):
        return replace(record, around=context.identifiers)
    identifiers = (*record.identifiers, *around.identifiers)
    return replace(record, identifiers=identifiers, complete=around.complete)


def _parties(value: Any, names: FieldNames) -> list[str] | None:
    """Return the accounts of the objects below a name of accounts; None if they are anything else."""
    (role,) = names.roles
    if not names.names_accounts or isinstance(value, LargeValue):
        return None
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            found.append(one)
            continue
        accounts = _accounts(one) if isinstance(one, tuple) else None
        if accounts is None:
            return None
        if role in {"email", "ip", "phone"} and any(kind != role for kind, _ in accounts):
            return None
        found += [text for _, text in accounts]
    return found


def _accounts(value: tuple[tuple[str, Any], ...]) -> list[tuple[str | None, str]] | None:
    """Return the accounts of an object that names nothing else; None if it has a time or more in it."""
    names = names_of([name for name, _ in value])
    texts = [_texts(one) for _, one in value]
    if not names.only_of_creation or names.repeated or None in texts:
        return None
    values = [one or [] for one in texts]
    return [(one.kind, one.text) for one in names.record("", values).identifiers]


def _mentioned(value: Any) -> list[AccountIdentifier]:
    """Return the accounts of an object in a record, if it has only such."""
    if not isinstance(value, tuple):
        return []
    return [AccountIdentifier(kind, text) for kind, text in _accounts(value) or ()]


def _texts(value: Any) -> list[str] | None:
    """Return a text, number or list of these as texts; None for anything nested or with a NUL."""
    if value is None:
        return []
    if isinstance(value, bool):
        return []
    many = value if isinstance(value, list) else [value]
    if all(isinstance(one, str) and "\0" not in one for one in many):
        return many
    return None
