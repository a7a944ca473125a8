# SPDX-License-Identifier: Apache-2.0
"""Mapping[str, Any] for the doctor about keys, certificates and systems' tokens that end, and about certificates that
nobody lists.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.finding import Finding, FindingLevel, of_reason
from rogatory.bootstrap.doctor.kinds import work_kinds
from rogatory.bootstrap.home.certificates import certificate_files, read_certificate
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.ports.register import own_copy
from rogatory.errors import Reason, RogatoryError
from rogatory.node.directory.key_periods import KeyPeriod, key_periods
from rogatory.node.key_ends.key_ends import (
    EARLY,
    period_of,
    period_of_token,
    periods_that_count,
    unlisted,
    warning,
)
from rogatory.wire.words import problem_of


def key_facts(home: Home, now: datetime) -> Mapping[str, Any]:
    """Return the warnings that are due, the certificates that cannot be read, and those that the entry does not list.

    Without a directory the files alone are judged.
    """
    held, unreadable = list[KeyPeriod](), []
    for path in certificate_files(home):
        try:
            one = read_certificate(home, path)
            held += [] if one is None else [period_of(one)]
        except (RogatoryError, OSError) as error:
            name = str(path.relative_to(home.path))
            unreadable.append({"path": name, "problem": problem_of(error)})
    try:
        view = own_copy(home).view(now)
    except Exception:  # noqa: BLE001 - damaged files make no view; the check of the directory says so
        view = None
    periods = key_periods(view, home.state, held)
    is_listed = view is not None and home.state in view.listed
    reasons = (warning(one, now) for one in periods_that_count(periods))
    return {
        "warnings": [reason for reason in reasons if reason is not None],
        "unreadable": unreadable,
        "unlisted": [one.where for one in unlisted(periods)] if is_listed else [],
    }


def of_key_facts(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report what must be renewed."""
    for one in facts["unreadable"]:
        yield work_kinds.CERTIFICATE_UNREADABLE.found(path=one["path"], problem=one["problem"])
    for reason in facts["warnings"]:
        yield _of_end(reason)
    for place in facts["unlisted"]:
        yield work_kinds.CERTIFICATE_UNLISTED.found(path=place)
    if not any(facts.values()):
        yield work_kinds.KEYS_LAST.found()


def token_ends(home: Home, now: datetime) -> Sequence[Reason]:
    """Return the warnings that are due of the tokens of the State's systems."""
    tokens = query(home, lambda rows: rows.system_tokens())
    periods = periods_that_count(map(period_of_token, tokens))
    reasons = (warning(one, now) for one in periods)
    return [reason for reason in reasons if reason is not None]


def of_token_ends(facts: Sequence[Reason]) -> Iterator[Finding]:
    """Report the tokens that must be made anew, or ended."""
    yield from map(_of_end, facts)


def _of_end(reason: Reason) -> Finding:
    return of_reason(FindingLevel.ADVICE if reason.code in EARLY else FindingLevel.WRONG, reason)
