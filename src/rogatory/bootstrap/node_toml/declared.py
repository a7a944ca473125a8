# SPDX-License-Identifier: Apache-2.0
"""Settings of `node.toml`, each declared once: as a field of a class, with its meaning as its docstring.

A table is a class, a setting a field of it: name, type and default are the field's, a limit and a check
are given to `setting`. What reads a file, what writes one, what the doctor asks and the pages of
docs/settings.md are derived from the class.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, get_args, get_origin, get_type_hints

from rogatory.errors import Phrase
from rogatory.wire.fields import Fault, Fields, FieldValue, Form, Kind, read_document
from rogatory.wire.words import P_, FilledText

type ValueCheck = Callable[[Any], Phrase | None]
"""Says what is wrong with a value of the right type, or None."""

_KEY = "node.toml"


@dataclass(frozen=True, slots=True)
class Between:
    """A check of a number: from `least` to `most`, or without end; `unlike` says what another one is not."""

    least: int
    most: int | None
    unlike: Phrase

    def __call__(self, value: int) -> Phrase | None:
        fits = self.least <= value and (self.most is None or value <= self.most)
        return None if fits else self.unlike


POSITIVE = Between(1, None, P_("is smaller than 1"))
PORT = Between(1, (1 << 16) - 1, P_("is no port"))


@dataclass(frozen=True, slots=True)
class DeclaredSetting:
    """One setting, as a class declares it."""

    name: str
    field: str
    kind: type
    """The type of its value in the file."""
    is_needed: bool
    default: Any
    check: ValueCheck | None
    read: Callable[[Any], Any]
    """From the value in the file to the one of the field."""

    def problem(self, value: object) -> Phrase | None:
        """Return what is wrong with a value, or None."""
        if not isinstance(value, self.kind) or isinstance(value, bool) != (self.kind is bool):
            return FilledText(P_("is not of the type {form}"), form=self.kind.__name__)
        return None if self.check is None else self.check(value)


def setting(
    default: Any = MISSING,
    *,
    name: str | None = None,
    kind: type | None = None,
    check: ValueCheck | None = None,
    read: Callable[[Any], Any] | None = None,
) -> Any:
    """Declare a field that an operator sets; without a default it must be set.

    `name` and `kind` are those in the file, where they differ from the field's; `read` gives the field's
    value then.
    """
    found = {"name": name, "kind": kind, "check": check, "read": read}
    if default is MISSING or default.__hash__ is not None:
        return field(default=default, metadata={_KEY: found})
    return field(default_factory=lambda: default, metadata={_KEY: found})


def declared(table: type) -> tuple[DeclaredSetting, ...]:
    """Return the settings of a class, in their order."""
    hints = get_type_hints(table)
    found = []
    for each in fields(table):
        given = each.metadata.get(_KEY, {})
        kind = given.get("kind") or _kind(hints[each.name])
        default = each.default if each.default_factory is MISSING else each.default_factory()
        found.append(
            DeclaredSetting(
                name=given.get("name") or each.name,
                field=each.name,
                kind=kind,
                is_needed=default is MISSING,
                default=default,
                check=given.get("check"),
                read=given.get("read") or (tuple if kind is list else lambda value: value),
            )
        )
    return tuple(found)


def building[T](table: type[T]) -> Callable[[Mapping[str, Any]], T]:
    """Return what makes the class of a table from one that is in its form."""
    return lambda given: table(**read_table(given, declared(table))[0])


def read_table(
    given: Mapping[str, Any], settings: Sequence[DeclaredSetting]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of the settings that are set, by their fields, and everything that is wrong."""
    return read_document(given, lambda of: _values(of, settings))


def settings_to_write(table: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a table in the order of its class; what is off or absent is left out.

    Raises:
        ValueError: the class declares no such setting, or it needs one that is not there: our fault.
    """
    settings = declared(table)
    missing = {each.name for each in settings if each.is_needed} - values.keys()
    if odd := sorted(missing | values.keys() - {each.name for each in settings}):
        raise ValueError(f"{table.__name__} and what is written differ in {odd}")
    found = {each.name: values[each.name] for each in settings if each.name in values}
    return {name: value for name, value in found.items() if value not in (None, False, {})}


def _values(of: Fields, settings: Sequence[DeclaredSetting]) -> dict[str, Any]:
    found = {}
    for each in settings:
        if each.is_needed or of.has(each.name):
            found[each.field] = of.read(each.name, _Value(each))
    return found


@dataclass(frozen=True, slots=True)
class _Value(Form[Any]):
    """The form of one setting's value."""

    setting: DeclaredSetting

    def read(self, found: FieldValue) -> Any:
        problem = self.setting.problem(found.value)
        if problem is None:
            return self.setting.read(found.value)
        found.note(Kind.PROBLEM, self, problem=problem)
        return None


def _kind(hint: Any) -> type:
    """Return the type that a value has in the file: a tuple is a list there, a class or mapping a
    table.
    """
    if isinstance(hint, types.UnionType):
        hint = next(one for one in get_args(hint) if one is not types.NoneType)
    origin = get_origin(hint) or hint
    if origin in {str, int, bool}:
        kind: type = origin
        return kind
    return list if origin is tuple else dict
