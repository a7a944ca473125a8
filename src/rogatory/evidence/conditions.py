# SPDX-License-Identifier: Apache-2.0
"""`conditions.json`: under what the evidence may be used (arts. 40(19), 14-16), and what is stricter.

Conditions belong to the State that gave the evidence. A later holder may add to them and takes
nothing away: `weaker` compares two forms of a package, `tightened` merges what an officer states
into what is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from rogatory.errors import Phrase, Refused, TranslatableText, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.layout import CONDITIONS
from rogatory.evidence.protected import protected_items
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.forbidden_characters import refuse_hidden
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, problem_of

VERSION = 1

FREE, WITH_CONSENT, FORBIDDEN = "free", "with-consent", "forbidden"
ONWARD_TRANSFER = (FREE, WITH_CONSENT, FORBIDDEN)
"""The permissions to hand evidence on to a third State, each stricter than the one before."""

NOT_STATED = P_("not stated")

LONGEST_TEXT = 2000
"""Characters of a purpose or of proceedings: they are printed on every export and every refusal."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a package; what is not stated is the weakest that the law allows."""

    purpose: str | None = None
    proceedings: str | None = None
    onward_transfer: str = WITH_CONSENT
    secrecy: bool = False
    retention_until: datetime | None = None
    police_information_only: bool = False
    protected_items: tuple[str, ...] = ()

    def encode(self) -> bytes:
        return canonical.encode({"version": VERSION, **self.as_json()})

    def as_json(self) -> dict[str, Json]:
        """Return the members of `conditions.json` but for its version."""
        until = self.retention_until
        return {
            "purpose": self.purpose,
            "proceedings": self.proceedings,
            "onward_transfer": self.onward_transfer,
            "secrecy": self.secrecy,
            "retention_until": None if until is None else format_moment(until),
            "police_information_only": self.police_information_only,
            "protected_items": list(self.protected_items),
        }


@dataclass(frozen=True, slots=True)
class StatedConditions:
    """The conditions that an officer states in one command; None and False say nothing."""

    purpose: str | None = None
    proceedings: str | None = None
    onward_transfer: str | None = None
    secrecy: bool = False
    retention_until: datetime | None = None
    police_information_only: bool = False
    protected_items: tuple[str, ...] = ()

    def as_conditions(self) -> Conditions:
        """Return the conditions of a package that has no others."""
        return tightened(Conditions(onward_transfer=FREE), self._with_default())

    def _with_default(self) -> "StatedConditions":
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return StatedConditions(
            **(given | {"onward_transfer": self.onward_transfer or WITH_CONSENT})
        )


class Weakened(NamedTuple):
    """One condition that is weaker in a later form than before."""

    field: str
    before: str
    after: str


def weakened_conditions(before: Conditions, after: Conditions) -> Iterator[Weakened]:
    """Yield each condition of `after` that allows more than it did in `before`."""
    for field in ("purpose", "proceedings"):
        was, now = getattr(before, field), getattr(after, field)
        if was is not None and now != was:
            yield Weakened(field, was, now or FilledText(NOT_STATED))
    ranks = ONWARD_TRANSFER.index
    if ranks(after.onward_transfer) < ranks(before.onward_transfer):
        yield Weakened("onward_transfer", before.onward_transfer, after.onward_transfer)
    for field in ("secrecy", "police_information_only"):
        if getattr(before, field) and not getattr(after, field):
            yield Weakened(field, "true", "false")
    was, now = before.retention_until, after.retention_until
    if was is not None and (now is None or now > was):
        yield Weakened(
            "retention_until",
            format_moment(was),
            format_moment(now) if now else FilledText(NOT_STATED),
        )
    covered = protected_items(after.protected_items)
    for path in sorted(protected_items(before.protected_items).paths):
        if not covered.covers(path):
            yield Weakened("protected_items", path, FilledText(NOT_STATED))


def tightened(there: Conditions, stated: StatedConditions) -> Conditions:
    """Return the conditions with what is stated added to them.

    Raises:
        Refused: with a reason for each condition stated that would allow more than is allowed, or
            other purposes or proceedings than the recorded ones.
    """
    merged = Conditions(
        purpose=_text(there.purpose, stated.purpose),
        proceedings=_text(there.proceedings, stated.proceedings),
        onward_transfer=stated.onward_transfer or there.onward_transfer,
        secrecy=there.secrecy or stated.secrecy,
        retention_until=stated.retention_until or there.retention_until,
        police_information_only=there.police_information_only or stated.police_information_only,
        protected_items=_together(there.protected_items, stated.protected_items),
    )
    refuse_if_any(
        refusals.CONDITIONS_WEAKER.because(
            field=one.field, before=_shown(one.before), after=_shown(one.after)
        )
        for one in weakened_conditions(there, merged)
    )
    return merged


def _text(there: str | None, stated: str | None) -> str | None:
    """Return what is stated; in the words that are there, where only space or case differ."""
    if stated is None or not stated.strip():
        return there
    if there is not None and there.casefold().split() == stated.casefold().split():
        return there
    return stated


def _together(there: tuple[str, ...], stated: tuple[str, ...]) -> tuple[str, ...]:
    covered = protected_items(there)
    more = [
        path for path in stated if not covered.covers(next(iter(protected_items([path]).paths)))
    ]
    return (*there, *dict.fromkeys(more))


def _shown(text: str) -> str:
    if isinstance(text, TranslatableText):
        return text
    return text if len(text) <= 80 else f"{text[:77]}…"


def parse_conditions(data: bytes) -> Conditions:
    """Return the conditions in the bytes of a `conditions.json`.

    Raises:
        Refused: it is no canonical JSON object, of another version, or not in its form.
    """
    found = canonical.decode_object(data)
    refuse_hidden(found, CONDITIONS)
    if not canonical.is_version(found.pop("version", None), VERSION):
        raise _wrong(P_("it is of another version"))
    return read_conditions(found)


def read_conditions(found: Mapping[str, Any]) -> Conditions:
    """Return the conditions of these members; refuses others than those of the form."""
    if set(found) != {one.name for one in fields(Conditions)}:
        raise _wrong(P_("it has other members than the form"))
    until = found["retention_until"]
    try:
        return Conditions(
            purpose=_text_or_none("purpose", found["purpose"]),
            proceedings=_text_or_none("proceedings", found["proceedings"]),
            onward_transfer=_onward_transfer(found["onward_transfer"]),
            secrecy=_flag("secrecy", found["secrecy"]),
            retention_until=None if until is None else parse_moment(until),
            police_information_only=_flag(
                "police_information_only", found["police_information_only"]
            ),
            protected_items=_paths(found["protected_items"]),
        )
    except ValueError as error:
        raise _wrong(problem_of(error)) from error


def _onward_transfer(value: object) -> str:
    if not isinstance(value, str) or value not in ONWARD_TRANSFER:
        names = ", ".join(ONWARD_TRANSFER)
        raise ValueError(FilledText(P_("onward_transfer is not one of {names}"), names=names))
    return value


def _flag(name: str, value: object) -> bool:
    if value is True or value is False:
        return value
    raise ValueError(FilledText(P_("{name} is neither true nor false"), name=name))


def _paths(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(path, str) and path for path in value):
        return tuple(value)
    raise ValueError(FilledText(P_("protected_items is no list of paths")))


def _text_or_none(name: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        raise ValueError(
            FilledText(
                P_("{name} is no text of 1 to {limit} characters"), name=name, limit=LONGEST_TEXT
            )
        )
    return value


def _wrong(problem: Phrase) -> Refused:
    return Refused(refusals.CONDITIONS_FORM.because(path=CONDITIONS, problem=problem))
