# SPDX-License-Identifier: Apache-2.0
"""Which timestamps count, judged today or in thirty years (after ETSI EN 319 102-1, 5.6.2).

A token proves its time as long as nobody else can have made it: while its authority's certificate
runs, its key is with the authority, and its algorithms are not broken. Later it counts only if it
is known to have existed before: by a later token that counts itself, over a list that contains it
(`archive_list`), or by something else that proves the whole folder.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from rogatory.errors import Reason, Refused
from rogatory.evidence import refusals
from rogatory.evidence.trust.archive_list import ArchiveList, Documents, archive_names, read_archive
from rogatory.evidence.trust.stamps import JudgedToken, StampAuthority, StampRules, Stamps
from rogatory.evidence.trust.withdrawn import withdrawn_reason
from rogatory.seal.certificates.reading import (
    certificate_algorithm,
    certificate_holder,
    state_ca_of,
    validity,
)
from rogatory.seal.certificates.revocation import Revoked
from rogatory.seal.refusals import CERTIFICATE_CHAIN, TIMESTAMP_UNKNOWN_AUTHORITY
from rogatory.seal.signature_moments import ahead_reasons
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import Stamped, verify_token
from rogatory.seal.timestamping.token import parse_token
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, P_, reasons_text

MOST_TOKENS = 200
"""Five authorities over forty years; each more costs the verifier a signature."""

LAST_MOMENT = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The end of a certificate that has none (RFC 5280 4.1.2.5)."""

LIST_TOLERANCE = timedelta(seconds=300)
"""Two authorities' clocks differ; a list stamped longer before a token that it names was not made
of what lies here."""

_TOKEN = re.compile(r"(?P<document>.+?\.json)(\.([2-9]|[1-9]\d{1,2}))?\.tst\Z", re.ASCII)
_UNKNOWN = frozenset({TIMESTAMP_UNKNOWN_AUTHORITY.id, CERTIFICATE_CHAIN.id})


def judge_stamps(document: str, documents: Documents, rules: StampRules) -> Stamps:
    """Judge every token over `document` and over the lists beside it, the latest first.

    1. A list is in form, and what it lists lies here unchanged.
    2. A token holds over its document (the list in `verify_token`), made while its authority was
       in force.
    3. It was there while nobody else could have made it: before its certificate ended, its key
       was compromised, or an algorithm it rests on was broken. It was there at the moment of the
       check, and at the time of every later token that counts and whose list names both it and
       its document. Its time is not after the check.
    4. No list was stamped more than `LIST_TOLERANCE` before a token that it names.
    5. Each token lies beside what it is over: one whose name has no place fails.
    """
    # Each list names much of what the others do; each file is hashed once.
    documents = replace(documents, sha512=cache(documents.sha512))
    lists, list_reasons = _lists(documents)  # 1
    list_reasons += tokens_without_place(document, documents)
    found = [_verified(path, name, documents, rules) for path, name in _tokens(document, documents)]
    judged: list[JudgedToken] = []
    for token in sorted(found, key=_latest_first):
        if token.outcome != "holds" or token.stamped is None:
            judged.append(token)
            continue
        there = rules.now if rules.known is None else min(rules.known, rules.now)
        for later in judged:
            listing = lists.get(later.document)
            counts = later.outcome == "holds" and later.stamped is not None
            if counts and listing and listing.covers(token.path, token.document):
                assert later.stamped is not None
                there = min(there, later.stamped.at)
        judged.append(_faded_or_not(token, token.stamped, there, rules))  # 3
    judged.reverse()
    list_reasons += _older_than_named(judged, lists)  # 4
    return Stamps(document, tuple(judged), lists, tuple(list_reasons), rules.known, rules.known_by)


def _latest_first(token: JudgedToken) -> tuple[bool, float, int]:
    at = token.stamped.at.timestamp() if token.stamped else 0.0
    number = int(token.document.split(".")[1]) if token.document.startswith("archive.") else 0
    return token.stamped is None, -at, -number


def _tokens(document: str, documents: Documents) -> Iterator[tuple[str, str]]:
    wanted = {document, *archive_names(documents.names)}
    count = 0
    for path in sorted(documents.names):
        match = _TOKEN.match(path)
        if match and match["document"] in wanted and count < MOST_TOKENS:
            count += 1
            yield path, match["document"]


def tokens_without_place(document: str, documents: Documents) -> list[Reason]:
    """Return why files with the ending of a timestamp are none: what they would be over does not lie there."""
    wanted = {document, *archive_names(documents.names)}
    return [
        refusals.SEAL_TIMESTAMP.because(
            path=ascii(path)[1:-1], problem=P_("nothing covered by it is present")
        )
        for path in sorted(documents.names)
        if "/" not in path and path.endswith(".tst")
        if (match := _TOKEN.match(path)) is None or match["document"] not in wanted
    ]


def _older_than_named(
    tokens: Iterable[JudgedToken], lists: Mapping[str, ArchiveList]
) -> list[Reason]:
    tokens = [one for one in tokens if one.outcome == "holds" and one.stamped]
    found: list[Reason] = []
    for over in tokens:
        listing = lists.get(over.document)
        for named in tokens if listing else ():
            assert over.stamped is not None
            assert named.stamped is not None
            assert listing is not None
            if named.path in listing.files and named.stamped.at - over.stamped.at > LIST_TOLERANCE:
                found.append(
                    refusals.LIST_TOO_OLD.because(
                        path=over.path,
                        at=format_moment(over.stamped.at),
                        file=named.path,
                        later=format_moment(named.stamped.at),
                    )
                )
    return found


def _lists(documents: Documents) -> tuple[dict[str, ArchiveList], list[Reason]]:
    lists: dict[str, ArchiveList] = {}
    reasons: list[Reason] = []
    for path in archive_names(documents.names):
        try:
            lists[path] = read_archive(path, documents)
            reasons += lists[path].reasons
        except Refused as refused:
            reasons += refused.reasons
    return lists, reasons


def _verified(path: str, document: str, documents: Documents, rules: StampRules) -> JudgedToken:
    """Return whether the token holds over its document, made while its authority was in force."""
    try:
        token, stamped_bytes = documents.read(path), documents.read(document)
        digest = hashlib.new(parse_token(token).info.digest, stamped_bytes).digest()
        stamped = verify_token(token, digest, anchors=rules.all_anchors)
        reasons = [
            *_not_in_force(stamped, rules.authorities),
            *_withdrawn(stamped, rules),
            *ahead_reasons(stamped.at, rules.now),
        ]
    except Refused as refused:
        unknown = {reason.code.id for reason in refused.reasons} <= _UNKNOWN
        problem = reasons_text(refused.reasons)
        reason = refusals.SEAL_TIMESTAMP.because(path=path, problem=problem)
        listed = rules.listed and not _of_held_back(refused.reasons, rules)
        settled = unknown and (listed or _spoken_for(refused.reasons, rules.all_anchors))
        return JudgedToken(path, document, "fails", None, (reason,), unknown, settled)
    state = _state_of(stamped, rules)
    if _must_be_listed(stamped, rules):
        unlisted = refusals.TIMESTAMP_UNLISTED.because(path=path, authority=stamped.authority)
        return JudgedToken(
            path, document, "fails", stamped, (unlisted,), unknown=True, settled=True, state=state
        )
    if reasons:
        return JudgedToken(path, document, "fails", stamped, tuple(reasons), state=state)
    return JudgedToken(path, document, "holds", stamped, state=state)


def _state_of(stamped: Stamped, rules: StampRules) -> str | None:
    listing = (
        one.state
        for one in rules.authorities
        if one.certificate == stamped.certificate and one.state
    )
    return next(listing, None) or _named_state(stamped.certificate)


def _named_state(certificate: bytes) -> str | None:
    try:
        return certificate_holder(certificate)[:2].upper()
    except Refused:
        return None


def _must_be_listed(stamped: Stamped, rules: StampRules) -> bool:
    """Return whether it is by an authority that what is at hand would list, and does not: a State CA can
    issue a certificate for any authority, but the directory alone says which the States have.
    """
    listed = any(one.certificate == stamped.certificate for one in rules.authorities)
    return rules.listed and not listed


def _spoken_for(reasons: Iterable[Reason], anchors: Anchors) -> bool:
    """Return whether a State CA is at hand of the State that the authority says it is of."""
    # Timestamp authorities' certificates are issued by the ECDSA State CA (section 3).
    known = {
        state_ca_of(der) for der in anchors.certificates if certificate_algorithm(der) != "mldsa65"
    }
    return any(reason.fields.get("state") in known for reason in reasons)


def _of_held_back(reasons: Iterable[Reason], rules: StampRules) -> bool:
    """Return whether the authority says that it is of a State that the directory holds back."""
    return any(reason.fields.get("state") in rules.held_back for reason in reasons)


def _not_in_force(stamped: Stamped, listed: Iterable[StampAuthority]) -> Iterator[Reason]:
    for one in listed:
        if one.certificate != stamped.certificate:
            continue
        until = one.until if one.ended is None else min(one.ended, one.until)
        if not one.since <= stamped.at < until:
            yield refusals.TIMESTAMP_ENDED.because(
                authority=stamped.authority,
                at=format_moment(stamped.at),
                since=format_moment(one.since),
                until=format_moment(until),
            )


def _entries_of(stamped: Stamped, rules: StampRules) -> Iterator[Revoked]:
    """Yield what revocation lists say of the authority."""
    for one in rules.lists:
        yield from one.entries(stamped.certificate)


def _withdrawn(stamped: Stamped, rules: StampRules) -> Iterator[Reason]:
    for one in _entries_of(stamped, rules):
        if one.since <= stamped.at:
            yield withdrawn_reason(stamped.authority, one, stamped.at)


def _faded_or_not(
    token: JudgedToken, stamped: Stamped, there: datetime, rules: StampRules
) -> JudgedToken:
    """Return the token, undecided if it could be somebody else's by the time it is known to exist."""
    ends = [(until, why) for until, why in _ends(stamped, rules) if until <= there]
    if not ends:
        return token
    until, why = min(ends)
    reason = refusals.TIMESTAMP_FADED.because(path=token.path, until=format_moment(until), why=why)
    return JudgedToken(token.path, token.document, "undecided", stamped, (reason,))


def _ends(stamped: Stamped, rules: StampRules) -> Iterator[tuple[datetime, str]]:
    last = validity(stamped.certificate)[1]
    if last < LAST_MOMENT:
        yield last + timedelta(seconds=1), N_("its authority's certificate ended")
    for one in rules.authorities:
        if one.certificate == stamped.certificate and one.compromised and one.ended:
            yield one.ended, N_("its authority's key was compromised")
    for entry in _entries_of(stamped, rules):
        if entry.stolen:
            yield entry.since, N_("its authority's key was compromised")
    broken = rules.distrust.earliest(stamped.algorithms)
    if broken is not None:
        yield broken, N_("an algorithm that it rests on is not trusted from then on")
