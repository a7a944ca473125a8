# SPDX-License-Identifier: Apache-2.0
"""Which authority's watch a call comes to."""

from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.duty.on_duty import timetable_of

CONTACT_POINT = "contact-point"


def responsible_authority(node: Node, thread: str | None, at: datetime) -> str:
    """Return the authority in charge of a request, if it has somebody on duty; else one that has.

    A central authority that keeps office hours is alerted in them; at night its requests go to the
    State's contact point, which is there day and night (article 41(1); certainty: parallel).
    """
    case_file = node.store.case_file(thread) if thread else None
    in_charge = [] if case_file is None else [case_file.authority]
    rostered = sorted(node.store.rostered(), key=lambda name: (not _is_contact_point(name), name))
    for authority in [*in_charge, *rostered]:
        if timetable_of(node, authority, at).at(at).officer is not None:
            return authority
    return next(iter(in_charge or rostered or _listed(node)))


def _listed(node: Node) -> list[str]:
    """Return the authorities that the directory lists, contact points first."""
    try:
        listed = [one.id for one in node.register.view().entry(node.state).authorities]
    except Refused:
        listed = []
    return sorted(listed, key=lambda name: (not _is_contact_point(name), name)) or [
        f"{node.state.lower()}/{CONTACT_POINT}"
    ]


def _is_contact_point(authority: str) -> bool:
    return authority.partition("/")[2].startswith(CONTACT_POINT)
