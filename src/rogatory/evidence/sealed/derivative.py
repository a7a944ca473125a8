# SPDX-License-Identifier: Apache-2.0
"""From what a package was derived: parent, items, tool, settings and act, as its seal names them.

A seal is not encrypted, so it names items by a digest and never by their paths. Nothing here is proved
but that the sealer said so.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rogatory.wire.canonical import LARGEST_INTEGER, Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_, FilledText

LONGEST_TOOL = 200
"""Characters of a tool's name or version: a node shows them, and cannot open the package."""

_ACT_FORM = re.compile(r"(?=.{1,64}\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z", re.ASCII)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_MEMBERS: Mapping[str, frozenset[str]] = {
    "": frozenset({"parent", "items", "tool", "settings", "act"}),
    "parent": frozenset({"bag", "seal"}),
    "items": frozenset({"count", "digest"}),
    "tool": frozenset({"name", "version"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivative:
    """The sealer's statement: from which bag (and seal), which items, with which tool, its
    settings, what was done.

    `items_digest` is SHA-256 over the lines of those items in the parent's inventory; `settings` the
    digest of a file in this package that has them; `act` a word such as `converted`.
    """

    bag: str
    seal: str | None
    items: int
    items_digest: str
    tool: str
    tool_version: str | None
    settings: str | None
    act: str

    def as_json(self) -> dict[str, Json]:
        return {
            "parent": {"bag": self.bag, "seal": self.seal},
            "items": {"count": self.items, "digest": self.items_digest},
            "tool": {"name": self.tool, "version": self.tool_version},
            "settings": self.settings,
            "act": self.act,
        }


def parse_derivative(value: Any) -> Derivative:
    """Parse the member `derivative` of a seal, where it is not null.

    Raises:
        ValueError: it has other members, or one in another form.
        Refused: a digest is none.
    """
    found = _object(value, "")
    parent, items, tool = (_object(found[name], name) for name in ("parent", "items", "tool"))
    act = found["act"]
    if not isinstance(act, str) or not _ACT_FORM.match(act):
        raise _wrong("act")
    return Derivative(
        bag=parse_digest(parent["bag"]),
        seal=_or_none(parent["seal"], parse_digest),
        items=_count(items["count"]),
        items_digest=parse_digest(items["digest"]),
        tool=_text(tool["name"]),
        tool_version=_or_none(tool["version"], _text),
        settings=_or_none(found["settings"], parse_digest),
        act=act,
    )


def _wrong(name: str) -> ValueError:
    return ValueError(FilledText(P_("{name} is malformed"), name=name))


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or value.keys() != _MEMBERS[name]:
        raise _wrong(name or "derivative")
    return value


def _or_none[T](value: Any, parse: Callable[[Any], T]) -> T | None:
    return None if value is None else parse(value)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 < value <= LARGEST_INTEGER:
        raise _wrong("items")
    return value


def _text(value: Any) -> str:
    if isinstance(value, str) and 0 < len(value) <= LONGEST_TOOL and not _UNSEEN.search(value):
        return value
    raise _wrong("tool")
