# SPDX-License-Identifier: Apache-2.0
"""The few entries of the navigation: which there are, whom each is shown to, and where a page belongs.

An entry leads to a group of pages, whose own tabs lead further. Whether a page opens is decided on
the page (`access`); an entry is shown to whom its first page would open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from rogatory.console.frame.reader import Reader
from rogatory.node.permissions import Permission
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class Group:
    """`begins` are the first parts of the addresses that belong to it."""

    title: str
    first: str
    begins: frozenset[str]
    is_for: Callable[[Reader], bool]


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry or a tab; `here` is what `aria-current` says of it, if anything."""

    title: str
    address: str
    here: str | None


def _whoever(reader: Reader) -> bool:
    del reader
    return True


def _who_may(permission: Permission) -> Callable[[Reader], bool]:
    return lambda reader: reader.may(permission)


_CASES = _who_may(Permission.READ_THREAD)

GROUPS = (
    Group(N_("Duty desk"), "desk", frozenset({"", "desk", "calls"}), _CASES),
    Group(N_("Unit"), "unit", frozenset({"unit"}), _who_may(Permission.READ_UNIT)),
    Group(N_("Duty"), "duty", frozenset({"duty"}), _who_may(Permission.READ_ROSTER)),
    Group(
        N_("Requests"),
        "threads",
        frozenset({"threads", "write", "unfinished", "drafts", "messages", "letters", "forms"}),
        _CASES,
    ),
    Group(N_("Evidence"), "packages", frozenset({"evidence"}), _CASES),
    Group(
        N_("Network"),
        "network",
        frozenset(
            {
                "network",
                "peers",
                "transcriptions",
                "drills",
                "node",
                "audit",
                "roles",
                "administration",
            }
        ),
        _whoever,
    ),
    Group(N_("Law"), "law", frozenset({"law"}), _who_may(Permission.READ_LAW)),
)

NETWORK_TABS = (
    Group(N_("Overview"), "network", frozenset({"network"}), _whoever),
    Group(N_("States"), "peers", frozenset({"peers", "transcriptions"}), _CASES),
    Group(N_("Drills"), "drills", frozenset({"drills"}), _who_may(Permission.READ_DRILLS)),
    Group(N_("Log and directory"), "node", frozenset({"node"}), _whoever),
    Group(N_("Audit"), "audit", frozenset({"audit"}), _who_may(Permission.READ_AUDIT)),
    Group(
        N_("Administration"),
        "administration",
        frozenset({"administration"}),
        _who_may(Permission.READ_NODE_HEALTH),
    ),
    Group(N_("Roles"), "roles", frozenset({"roles"}), _whoever),
)
"""The pages of the group *Network*."""


def shown(groups: tuple[Group, ...], reader: Reader, path: str) -> list[NavigationItem]:
    """Return the entries for a reader; the one that the page at `path` belongs to is marked."""
    begin = path.lstrip("/").partition("/")[0]
    return [
        NavigationItem(gettext(one.title), reverse(one.first), _here(one, begin, path))
        for one in groups
        if one.is_for(reader)
    ]


def _here(group: Group, begin: str, path: str) -> str | None:
    if begin not in group.begins:
        return None
    return "page" if path == reverse(group.first) else "true"
