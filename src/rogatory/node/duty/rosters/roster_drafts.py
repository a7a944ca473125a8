# SPDX-License-Identifier: Apache-2.0
"""The draft of an authority's next roster: kept on the node with its revisions, until it is published.

Every change is a revision, made from the one that the page showed. A change from an older one is
refused, so that neither of two windows overwrites the other. A draft with gaps or other faults is
kept as it is; only publishing is refused.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.duty import refusals
from rogatory.node.duty.roster import Roster, build_roster, parse_roster
from rogatory.node.duty.rosters.roster_edits import within_period
from rogatory.node.duty.set_roster import judge_roster, set_roster
from rogatory.node.duty.zones import midnight, zone_of
from rogatory.node.officers.dual_control import acting_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import RosterDraft, RosterEdit, RosterRecord
from rogatory.wire.identifiers import uuid7

MOST_REVISIONS = 50
"""Revisions of a draft that are kept: each is a whole roster, and an account that was taken over must
not fill the disk."""

FIRST_PERIOD = timedelta(days=28)
"""The period of a draft that begins from nothing: four weeks, which a head of unit can plan."""


def draft_roster(node: Node, authority: str) -> RosterDraft | None:
    """Return the draft of an authority as it is now; None where there is none."""
    return next(iter(node.store.roster_drafts(authority, 1)), None)


def begin_draft(node: Node, authority: str, officer: str) -> RosterDraft:
    """Begin a draft from the roster that was published last, or from nothing.

    Raises:
        Refused: the officer may not set rosters for the authority, or there is a draft.
    """
    with node.store.transaction():
        at = _allowed(node, authority, officer)
        existing = draft_roster(node, authority)
        if existing is not None:
            raise Refused(refusals.DRAFT_EXISTS.because(officer=existing.by, authority=authority))
        return _added(node, _first(node, authority, at), 1, officer, RosterEdit.BEGUN, at)


def edit_draft(
    node: Node,
    authority: str,
    revision: int,
    officer: str,
    edit: RosterEdit,
    change: Callable[[Roster], Roster],
) -> RosterDraft:
    """Change the draft that a page showed as `revision`; what changes nothing writes nothing.

    Raises:
        Refused: the officer may not set rosters for the authority, there is no draft, it was changed
            since, or the change is refused. The draft stays as it is.
    """
    with node.store.transaction():
        at = _allowed(node, authority, officer)
        draft = _shown(node, authority, revision)
        before = parse_roster(draft.document)
        after = change(before)
        if after == before:
            return draft
        return _added(node, after, draft.revision + 1, officer, edit, at)


def restore_revision(
    node: Node, authority: str, revision: int, officer: str, wanted: int
) -> RosterDraft:
    """Make a draft again what it was in an earlier revision; the later ones are kept.

    Raises:
        Refused: as `edit_draft`, or that revision is not kept.
    """
    kept = {one.revision: one for one in node.store.roster_drafts(authority, MOST_REVISIONS)}
    if wanted not in kept:
        raise Refused(refusals.DRAFT_REVISION.because(revision=wanted))
    earlier = parse_roster(kept[wanted].document)
    return edit_draft(node, authority, revision, officer, RosterEdit.RESTORED, lambda _: earlier)


def reuse_roster(
    node: Node, authority: str, revision: int, officer: str, roster: str
) -> RosterDraft:
    """Make a published roster the draft: a new one where `revision` is 0, else the next revision.

    Raises:
        Refused: as `edit_draft`, or no such roster was published for the authority.
    """
    found = next((one for one in node.store.rosters(authority) if one.id == roster), None)
    if found is None:
        raise Refused(refusals.ROSTER_UNKNOWN.because(roster=ascii(roster)[1:-1][:40]))
    published = parse_roster(found.document)
    with node.store.transaction():
        if not revision and draft_roster(node, authority) is None:
            at = _allowed(node, authority, officer)
            return _added(node, published, 1, officer, RosterEdit.REUSED, at)
        return edit_draft(
            node, authority, revision, officer, RosterEdit.REUSED, lambda _: published
        )


def discard_draft_roster(node: Node, authority: str, revision: int, officer: str) -> None:
    """Discard the draft with all its revisions.

    Raises:
        Refused: as `edit_draft`; the draft stays.
    """
    with node.store.transaction():
        _allowed(node, authority, officer)
        _shown(node, authority, revision)
        node.store.delete_roster_drafts(authority)


def draft_reasons(node: Node, draft: RosterDraft) -> Sequence[Reason]:
    """Return everything for which a draft cannot be published now."""
    try:
        roster = within_period(parse_roster(draft.document))
        return [*judge_roster(node, roster, node.clock.now().replace(microsecond=0))]
    except Refused as error:
        return error.reasons


def publish_draft(
    node: Node, authority: str, revision: int, officer: str, reason: str
) -> RosterRecord:
    """Put the draft in force by the rules of `set_roster`, and end it, in one transaction.

    Raises:
        Refused: it was changed since, or with every reason of `set_roster`; the draft stays.
    """
    with node.store.transaction():
        draft = _shown(node, authority, revision)
        record = set_roster(node, within_period(parse_roster(draft.document)), officer, reason)
        node.store.delete_roster_drafts(authority)
    return record


def _allowed(node: Node, authority: str, officer: str) -> datetime:
    at = node.clock.now().replace(microsecond=0)
    refuse_if_any(acting_reasons(node, officer, authority, Permission.WRITE_ROSTER, at))
    return at


def _shown(node: Node, authority: str, revision: int) -> RosterDraft:
    """Return the draft, if it is still what the page showed."""
    draft = draft_roster(node, authority)
    if draft is None:
        raise Refused(refusals.DRAFT_NONE.because(authority=authority))
    if draft.revision != revision:
        raise Refused(
            refusals.DRAFT_CHANGED.because(
                officer=draft.by, authority=authority, at=f"{draft.at:%H:%M} UTC"
            )
        )
    return draft


def _added(
    node: Node, roster: Roster, revision: int, officer: str, edit: RosterEdit, at: datetime
) -> RosterDraft:
    draft = RosterDraft(
        id=uuid7(at, node.random(10)),
        authority=roster.authority,
        revision=revision,
        document=build_roster(roster),
        edit=edit,
        by=officer,
        at=at,
    )
    node.store.add_roster_draft(draft)
    node.store.delete_roster_drafts(roster.authority, until=revision - MOST_REVISIONS)
    return draft


def _first(node: Node, authority: str, at: datetime) -> Roster:
    records = node.store.rosters(authority)
    if records:
        return parse_roster(records[0].document)
    listed = node.register.view().authority(authority)
    zone = zone_of(listed.time_zone)
    today = at.astimezone(zone).date()
    starts = midnight(today, zone)
    ends = midnight(today + FIRST_PERIOD, zone)
    return Roster(authority, zone.key, starts, ends, shifts=(), heads=())
