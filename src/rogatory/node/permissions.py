# SPDX-License-Identifier: Apache-2.0
"""One table: what an officer may do, by the roles that the State's register gives.

Roles come from the register of officers (signed by the State key), never from the console's
accounts, so that an intruder on a node cannot give himself any. The one exception carries no
permission on any case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ADMINISTRATOR = "administrator"
"""The role of an account that keeps the node running. No register gives it; it is given with the
account, and its holder has no other role here: no case page opens to it.
"""


class Permission(StrEnum):
    """A permission, written `scope:resource:action`."""

    READ_THREAD = "desk:thread:read"
    ACKNOWLEDGE_PAGE = "desk:page:acknowledge"
    DRAFT_MESSAGE = "requests:message:draft"
    APPROVE_MESSAGE = "requests:message:approve"
    SEND_MESSAGE = "requests:message:send"
    SEND_BY_ONE = "requests:message:send-alone"
    HAND_OVER_PACKAGE = "evidence:package:hand-over"
    READ_TIMELINE = "evidence:timeline:read"
    CONFIRM_STATE_KEY = "directory:state-key:confirm"
    READ_CARD = "directory:card:read"
    ACCEPT_EPOCH = "witness:epoch:accept"
    PROPOSE_POLICY = "peers:policy:propose"
    CONFIRM_POLICY = "peers:policy:confirm"
    REVIEW_HELD = "peers:request:review"
    KEEP_COUNTERPARTS = "peers:counterpart:keep"
    TRANSCRIBE = "peers:transcription:enter"
    COMPARE_TRANSCRIPTION = "peers:transcription:compare"
    DISPATCH_LETTER = "peers:letter:dispatch"
    READ_CASE_FILE = "matters:matter:read"
    WRITE_CASE_FILE = "matters:matter:write"
    ASSIGN_CASE_FILE = "matters:matter:assign"
    REFER_CASE_FILE = "matters:referral:write"
    RECORD_ORDER = "matters:order:record"
    EXPORT_CASE_FILE = "matters:record:export"
    RESTRICT_CASE_FILE = "matters:matter:restrict"
    READ_STATISTICS = "matters:statistics:read"
    READ_UNIT = "desk:unit:read"
    READ_LAW = "law:data:read"
    CORRECT_LAW = "law:correction:propose"
    REVIEW_LAW = "law:correction:review"
    DECIDE = "law:decision:take"
    SENIOR_REVIEW = "law:decision:review"
    CLASSIFY_OFFENCE = "law:offence:classify"
    READ_ROSTER = "duty:roster:read"
    WRITE_ROSTER = "duty:roster:write"
    HAND_OVER_WATCH = "duty:watch:hand-over"
    KEEP_CONTACT = "duty:contact:write"
    ACKNOWLEDGE_DRILL = "drills:drill:acknowledge"
    READ_DRILLS = "drills:statistics:read"
    READ_AUDIT = "audit:journal:read"
    VERIFY_LOG = "audit:log:verify"
    READ_NODE_HEALTH = "node:health:read"
    REPEAT_JOB = "node:job:run-again"
    ADMINISTER_ACCOUNTS = "node:account:write"


ROLES: Mapping[Permission, frozenset[str]] = {
    Permission.READ_THREAD: frozenset({"duty", "approver", "lawyer", "examiner"}),
    Permission.ACKNOWLEDGE_PAGE: frozenset({"duty", "approver", "lawyer"}),
    Permission.DRAFT_MESSAGE: frozenset({"duty", "lawyer", "examiner"}),
    Permission.APPROVE_MESSAGE: frozenset({"approver"}),
    Permission.SEND_MESSAGE: frozenset({"duty", "lawyer", "approver"}),
    Permission.SEND_BY_ONE: frozenset({"approver"}),
    Permission.HAND_OVER_PACKAGE: frozenset({"examiner", "lawyer"}),
    Permission.READ_TIMELINE: frozenset({"duty", "approver", "lawyer", "examiner"}),
    Permission.CONFIRM_STATE_KEY: frozenset({"approver", "lawyer"}),
    Permission.READ_CARD: frozenset({"duty"}),
    Permission.ACCEPT_EPOCH: frozenset({"approver", "lawyer"}),
    Permission.PROPOSE_POLICY: frozenset({"lawyer"}),
    Permission.CONFIRM_POLICY: frozenset({"approver"}),
    Permission.REVIEW_HELD: frozenset({"approver"}),
    Permission.KEEP_COUNTERPARTS: frozenset({"duty", "lawyer", "approver"}),
    Permission.TRANSCRIBE: frozenset({"duty", "lawyer"}),
    Permission.COMPARE_TRANSCRIPTION: frozenset({"duty", "lawyer", "approver"}),
    Permission.DISPATCH_LETTER: frozenset({"duty", "lawyer"}),
    Permission.READ_CASE_FILE: frozenset({"duty", "approver", "lawyer", "examiner"}),
    Permission.WRITE_CASE_FILE: frozenset({"duty", "approver", "lawyer", "examiner"}),
    Permission.ASSIGN_CASE_FILE: frozenset({"duty", "approver", "lawyer"}),
    Permission.REFER_CASE_FILE: frozenset({"duty", "lawyer"}),
    Permission.RECORD_ORDER: frozenset({"duty", "lawyer"}),
    Permission.EXPORT_CASE_FILE: frozenset({"lawyer", "examiner"}),
    Permission.RESTRICT_CASE_FILE: frozenset({"approver", "lawyer"}),
    Permission.READ_STATISTICS: frozenset({"approver", "lawyer"}),
    Permission.READ_UNIT: frozenset({"approver", "lawyer"}),
    Permission.READ_LAW: frozenset({"duty", "approver", "lawyer", "examiner"}),
    Permission.CORRECT_LAW: frozenset({"lawyer"}),
    Permission.REVIEW_LAW: frozenset({"approver", "lawyer"}),
    Permission.DECIDE: frozenset({"duty", "approver", "lawyer"}),
    Permission.CLASSIFY_OFFENCE: frozenset({"lawyer"}),
    Permission.SENIOR_REVIEW: frozenset({"approver"}),
    Permission.READ_ROSTER: frozenset({"duty", "approver", "lawyer", "examiner"}),
    Permission.WRITE_ROSTER: frozenset({"approver"}),
    Permission.HAND_OVER_WATCH: frozenset({"duty", "approver", "lawyer"}),
    Permission.KEEP_CONTACT: frozenset({"duty", "approver", "lawyer"}),
    Permission.ACKNOWLEDGE_DRILL: frozenset({"duty"}),
    Permission.READ_DRILLS: frozenset({"duty", "approver", "lawyer"}),
    Permission.READ_AUDIT: frozenset({"auditor"}),
    Permission.VERIFY_LOG: frozenset({"auditor"}),
    Permission.READ_NODE_HEALTH: frozenset({ADMINISTRATOR}),
    Permission.REPEAT_JOB: frozenset({"duty", "approver", "lawyer", ADMINISTRATOR}),
    Permission.ADMINISTER_ACCOUNTS: frozenset({ADMINISTRATOR}),
}


ALL_ROLES = ("duty", "approver", "lawyer", "examiner", "auditor", ADMINISTRATOR)
"""In the order of the table: those of the register, then the account's."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A row of the table."""

    permission: Permission
    roles: tuple[str, ...]


def table() -> tuple[Granted, ...]:
    """Return the whole table, by permission, for a page and for the documents."""
    return tuple(
        Granted(one, tuple(role for role in ALL_ROLES if role in ROLES[one]))
        for one in sorted(Permission, key=str)
    )


def allows(permission: Permission, roles: frozenset[str]) -> bool:
    """Decide whether any of an officer's roles carries the permission."""
    return not roles.isdisjoint(ROLES[permission])
