# SPDX-License-Identifier: Apache-2.0
"""A numbered list of checks, each with its outcome, its reasons, and who could settle it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self

from rogatory.errors import Reason, RogatoryError, refuse_if_any
from rogatory.evidence.refusals import STATE_HELD_BACK, STATE_NOT_GIVEN
from rogatory.wire.words import N_, FilledText, reasons_text

WHO_HAS_COPY = N_(
    "anyone with a copy of the directory that does not hold that State back (--trust)"
)

WHO_HAS_ENTRY = N_("anyone with that State's entry in the directory (--trust)")

OTHER_TYPE = N_(
    "something other than what has its place at {path} lies there, so that nobody read what should"
)

WHO_HAS_BAG = N_("the holder of a whole copy of the package")

type CheckOutcome = Literal["holds", "fails", "undecided"]


class Title(str):
    """The name of a check in words, with `id`, its permanent name for programs."""

    __slots__ = ("id",)
    id: str

    def __new__(cls, name: str, words: str) -> Self:
        title = super().__new__(cls, words)
        title.id = name
        return title


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `reasons` say why it fails, or what keeps it from being decided; `remark`
    qualifies what holds, or explains why it cannot be decided, and `who` could decide it then.
    """

    number: int
    name: str
    outcome: CheckOutcome
    reasons: tuple[Reason, ...] = ()
    remark: str | None = None
    who: str | None = None

    @property
    def id(self) -> str:
        """The stable name; that of a check without a `Title` follows its words."""
        if isinstance(self.name, Title):
            return self.name.id
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "outcome": self.outcome,
            "reasons": [reason.as_json() for reason in self.reasons],
            "remark": None if self.remark is None else str(self.remark),
            "who": self.who,
        }


class Undecided(Exception):
    """A check that cannot be made here: why, and who could make it.

    `reasons` are those by which somebody who must act now is refused.
    """

    def __init__(self, remark: str, who: str, reasons: Iterable[Reason] = ()) -> None:
        super().__init__(remark)
        self.remark, self.who, self.reasons = remark, who, tuple(reasons)


def judge_each(*parts: Callable[[], str | None]) -> list[str | None]:
    """Judge every part, whatever the ones before came to; return their remarks.

    Raises:
        Refused: with every reason of every part, although another one cannot be decided.
        Undecided: no part fails, and this one is the first that cannot be decided.
    """
    remarks: list[str | None] = []
    reasons: list[Reason] = []
    left: list[Undecided] = []
    for part in parts:
        try:
            remarks.append(part())
        except Undecided as undecided:
            left.append(undecided)
        except RogatoryError as error:
            reasons += error.reasons
    refuse_if_any(reasons)
    if left:
        raise left[0]
    return remarks


class Counts(NamedTuple):
    """How many checks came to which outcome."""

    holds: int
    fails: int
    undecided: int

    @property
    def checks(self) -> int:
        return sum(self)

    def sentence(self) -> str:
        return FilledText(
            N_("{holds} of {checks} checks hold, {fails} fail, {undecided} cannot be decided here"),
            checks=self.checks,
            holds=self.holds,
            fails=self.fails,
            undecided=self.undecided,
        )


def count(checks: Iterable[Check]) -> Counts:
    found = [check.outcome for check in checks]
    return Counts(found.count("holds"), found.count("fails"), found.count("undecided"))


def are_of_held_back(reasons: Iterable[Reason]) -> bool:
    """Decide whether there are reasons, and each is that the reader's copy of the directory holds a State back,
    or that no entry of a State was given.
    """
    codes = {reason.code.id for reason in reasons}
    return bool(codes) and codes <= {STATE_HELD_BACK.id, STATE_NOT_GIVEN.id}


def _failed(number: int, name: str, reasons: tuple[Reason, ...]) -> Check:
    """Return a check that found something wrong; undecided where that is only that the reader's
    copy of the directory holds States back, by whose certificates nothing can be judged then.
    """
    if not are_of_held_back(reasons):
        return Check(number, name, "fails", reasons)
    once = tuple(one for place, one in enumerate(reasons) if one not in reasons[:place])
    of_entries = all(one.code.id == STATE_NOT_GIVEN.id for one in once)
    who = WHO_HAS_ENTRY if of_entries else WHO_HAS_COPY
    return Check(number, name, "undecided", once, reasons_text(once), who)


class Checklist:
    """Runs checks one after the other, whatever the ones before came to."""

    def __init__(self, first: int = 1) -> None:
        self.checks: list[Check] = []
        self._first = first

    def run(self, name: str, check: Callable[[], str | None]) -> bool:
        """Make one check: it returns a remark or nothing if it holds, and raises what it found
        if it does not. Whether it holds.
        """
        number = self._first + len(self.checks)
        try:
            done = Check(number, name, "holds", remark=check())
        except Undecided as undecided:
            done = Check(
                number, name, "undecided", undecided.reasons, undecided.remark, undecided.who
            )
        except RogatoryError as error:
            done = _failed(number, name, error.reasons)
        self.checks.append(done)
        return done.outcome == "holds"

    def leave(self, names: Iterable[str], remark: str, who: str) -> None:
        """List checks that nobody can make here, all for the same reason."""

        def cannot() -> None:
            raise Undecided(remark, who)

        for name in names:
            self.run(name, cannot)

    @property
    def reasons(self) -> list[Reason]:
        """Every reason of every check that does not hold."""
        return [reason for check in self.checks for reason in check.reasons]
