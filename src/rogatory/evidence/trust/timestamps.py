# SPDX-License-Identifier: Apache-2.0
"""Which timestamps count, judged today or in thirty years (after ETSI EN 319 102-1, 5.6.2).

A token proves its time as long as nobody else can have made it: while its authority's certificate
runs, its key is with the authority, and its algorithms are not broken. Later it counts only if it
is known to have existed before: by a later token that counts itself, over a list in which it
stands (`archive_list`), or by something else that proves the whole folder.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from rogatory.errors import Reason, Refused
from rogatory.evidence import refusals
from rogatory.evidence.checks import CheckOutcome, Undecided
from rogatory.evidence.trust.archive_list import ArchiveList, Documents, archive_names, read_archive
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.seal.certificates.reading import (
    certificate_algorithm,
    certificate_holder,
    state_ca_of,
    validity,
)
from rogatory.seal.refusals import CERTIFICATE_CHAIN, TIMESTAMP_UNKNOWN_AUTHORITY
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import Stamped, verify_token
from rogatory.seal.timestamping.token import parse_token
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, P_, Said, SaidInTurn, reasons_told

MOST_TOKENS = 200
"""Five authorities over forty years; each more costs whoever checks a signature."""

LIST_TOLERANCE = timedelta(seconds=300)
"""Two authorities' clocks differ; a list stamped longer before a token that it names was not made
of what lies here."""

_TOKEN = re.compile(r"(?P<document>.+?\.json)(\.([2-9]|[1-9]\d{1,2}))?\.tst\Z", re.ASCII)
_UNKNOWN = frozenset({TIMESTAMP_UNKNOWN_AUTHORITY.id, CERTIFICATE_CHAIN.id})

PENDING = N_("the timestamp is pending")
WHO_STAMPS = N_("the node of the sealing authority, which adds it")
NO_VOUCHER = N_("nothing here vouches for the authority of the timestamp in {path}")
WHO_VOUCHES = N_(
    "whoever has the directory, or the certificate of that authority's State CA (--trust)"
)
WHO_KEEPS = N_(
    "whoever has a later timestamp over it, or a copy kept by somebody else since before then"
)


@dataclass(frozen=True, slots=True)
class StampAuthority:
    """A timestamp authority as a directory lists it: when it was in force, and how it ended."""

    certificate: bytes = field(repr=False)
    since: datetime
    until: datetime
    ended: datetime | None = None
    compromised: bool = False
    state: str | None = None
    """The State that lists it."""


@dataclass(frozen=True, slots=True)
class StampRules:
    """By what tokens are judged.

    `anchors` are State CAs and authorities that are trusted; `authorities` what a directory says
    of some. `known` is the moment at which something else proves that all of it existed.
    """

    now: datetime
    anchors: Anchors
    authorities: tuple[StampAuthority, ...] = ()
    distrust: Distrust = NOTHING
    known: datetime | None = None
    listed: bool = False
    """Whether a directory is at hand, which names every authority that there is: one that it does
    not list does not count, whoever issued its certificate."""
    listed_for: frozenset[str] = frozenset()
    """Without a directory: the States of which an entry names every authority."""

    @property
    def all_anchors(self) -> Anchors:
        return Anchors((*self.anchors.certificates, *(a.certificate for a in self.authorities)))


@dataclass(frozen=True, slots=True)
class JudgedToken:
    """One token as judged: over which document, and what came of it."""

    path: str
    document: str
    outcome: CheckOutcome
    stamped: Stamped | None = None
    reasons: tuple[Reason, ...] = ()
    unknown: bool = False
    """Whether it fails for no other reason than that nothing tells its authority."""
    settled: bool = False
    """Of an unknown one: whether what is at hand would tell it if it were a true one."""
    state: str | None = None
    """The State whose authority made it: that which lists it, else that which its certificate
    names; None for an authority of no State that is known."""

    def as_json(self) -> dict[str, object]:
        found = self.stamped
        return {
            "path": self.path,
            "document": self.document,
            "outcome": self.outcome,
            "authority": found.authority if found else None,
            "state": self.state,
            "at": format_moment(found.at) if found else None,
            "algorithms": sorted(found.algorithms) if found else [],
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Stamps:
    """All tokens beside one document, and the lists that some of them are over."""

    document: str
    tokens: tuple[JudgedToken, ...] = ()
    lists: Mapping[str, ArchiveList] = field(default_factory=dict)
    list_reasons: tuple[Reason, ...] = ()
    known: datetime | None = None

    @property
    def stamped(self) -> tuple[Stamped, ...]:
        """The timestamps that count for the document, earliest first."""
        found = (one.stamped for one in self._counting() if self._over(one, self.document))
        return tuple(sorted((one for one in found if one), key=lambda one: one.at))

    def proved(self, *paths: str) -> datetime | None:
        """The earliest moment at which all these files are proved to have existed."""
        times = [
            one.stamped.at
            for one in self._counting()
            if one.stamped and all(self._over(one, path) for path in paths)
        ]
        if self.known is not None:
            times.append(self.known)
        return min(times, default=None)

    def prover(self, *paths: str) -> str | None:
        """The State by whose authority the earliest moment of all these files is proved."""
        found = [
            (one.stamped.at, one.state or "")
            for one in self._counting()
            if one.stamped and all(self._over(one, path) for path in paths)
        ]
        return (min(found)[1] or None) if found else None

    def bounded(self, signer: str | None, *paths: str) -> tuple[datetime, str] | None:
        """The earliest moment that another State's authority than the signer's proves, and that
        State.
        """
        found = [
            (one.stamped.at, one.state)
            for one in self._counting()
            if one.stamped and one.state and one.state != signer
            if all(self._over(one, path) for path in paths)
        ]
        return min(found, default=None)

    @property
    def faded(self) -> datetime | None:
        """The earliest time that a token names which would count had it not faded."""
        times = (
            one.stamped.at for one in self.tokens if one.outcome == "undecided" and one.stamped
        )
        return min(times, default=None)

    def _counting(self) -> Iterator[JudgedToken]:
        return (one for one in self.tokens if one.outcome == "holds")

    def _over(self, token: JudgedToken, path: str) -> bool:
        listing = self.lists.get(token.document)
        return token.document == path or (listing is not None and listing.covers(path))

    def check(self) -> str:
        """That the document is stamped with a time; tells every token that counts.

        Raises:
            Undecided: there is none, or none that still counts by itself.
            Refused: one was made over something else, or altered.
        """
        failing = [one for one in self.tokens if one.outcome == "fails" and not one.unknown]
        if failing or self.list_reasons:
            raise Refused(
                [reason for one in failing for reason in one.reasons] or self.list_reasons
            )
        told = [_told(one, self.document) for one in self._counting()]
        if told:
            return SaidInTurn.of([*told, *(_uncounted(one) for one in self.tokens if one.reasons)])
        if not self.tokens:
            raise Undecided(PENDING, WHO_STAMPS)
        settled = [one for one in self.tokens if one.unknown and one.settled]
        if settled:
            raise Refused([reason for one in settled for reason in one.reasons])
        unknown = [one for one in self.tokens if one.unknown]
        if unknown:
            left = [Said(NO_VOUCHER, path=one.path) for one in unknown]
            raise Undecided(SaidInTurn.of(left), WHO_VOUCHES)
        raise Undecided(SaidInTurn.of(_faded(one) for one in self.tokens), WHO_KEEPS)


def judge_stamps(document: str, documents: Documents, rules: StampRules) -> Stamps:
    """Judge every token over `document` and over the lists beside it, the latest first.

    1. A list is in form, and what it lists lies here unchanged.
    2. A token holds over its document (the list in `verify_token`), made while its authority was
       in force.
    3. It was there while nobody else could have made it: before its certificate ended, its key
       was compromised, or an algorithm it rests on was broken. It was there at the moment of the
       check, and at the time of every later token that counts and whose list names both it and
       its document.
    4. No list was stamped more than `LIST_TOLERANCE` before a token that it names.
    5. Each token lies beside what it is over: one whose name has no place fails.
    """
    # Each list names much of what the others do; each file is hashed once.
    documents = replace(documents, sha512=cache(documents.sha512))
    lists, list_reasons = _lists(documents)  # 1
    list_reasons += _without_place(document, documents)
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
    return Stamps(document, tuple(judged), lists, tuple(list_reasons), rules.known)


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


def _without_place(document: str, documents: Documents) -> list[Reason]:
    wanted = {document, *archive_names(documents.names)}
    return [
        refusals.SEAL_TIMESTAMP.because(path=path, problem=P_("nothing covered by it is present"))
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
            if named.path in listing.files and over.stamped.at + LIST_TOLERANCE < named.stamped.at:
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
    """Whether the token holds over its document, made while its authority was in force."""
    try:
        token, stamped_bytes = documents.read(path), documents.read(document)
        digest = hashlib.new(parse_token(token).info.digest, stamped_bytes).digest()
        stamped = verify_token(token, digest, anchors=rules.all_anchors)
        reasons = list(_not_in_force(stamped, rules.authorities))
    except Refused as refused:
        unknown = {reason.code.id for reason in refused.reasons} <= _UNKNOWN
        problem = reasons_told(refused.reasons)
        reason = refusals.SEAL_TIMESTAMP.because(path=path, problem=problem)
        settled = unknown and (rules.listed or _spoken_for(refused.reasons, rules.all_anchors))
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
    """Whether it is by an authority that what is at hand would list, and does not: a State CA can
    issue a certificate for any authority, but the directory alone says which the States have.
    """
    if any(one.certificate == stamped.certificate for one in rules.authorities):
        return False
    return rules.listed or _named_state(stamped.certificate) in rules.listed_for


def _spoken_for(reasons: Iterable[Reason], anchors: Anchors) -> bool:
    """Whether a State CA is at hand of the State that the authority says it is of."""
    # Timestamp authorities' certificates are issued by the ECDSA State CA (section 3).
    known = {
        state_ca_of(der) for der in anchors.certificates if certificate_algorithm(der) != "mldsa65"
    }
    return any(reason.fields.get("state") in known for reason in reasons)


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


def _faded_or_not(
    token: JudgedToken, stamped: Stamped, there: datetime, rules: StampRules
) -> JudgedToken:
    """The token, undecided if it could be somebody else's by the time it is known to exist."""
    ends = [(until, why) for until, why in _ends(stamped, rules) if until <= there]
    if not ends:
        return token
    until, why = min(ends)
    reason = refusals.TIMESTAMP_FADED.because(path=token.path, until=format_moment(until), why=why)
    return JudgedToken(token.path, token.document, "undecided", stamped, (reason,))


def _ends(stamped: Stamped, rules: StampRules) -> Iterator[tuple[datetime, str]]:
    until = validity(stamped.certificate)[1] + timedelta(seconds=1)  # that second is included
    yield until, N_("its authority's certificate ended")
    for one in rules.authorities:
        if one.certificate == stamped.certificate and one.compromised and one.ended:
            yield one.ended, N_("its authority's key was compromised")
    broken = rules.distrust.earliest(stamped.algorithms)
    if broken is not None:
        yield broken, N_("an algorithm that it rests on is not trusted from then on")


def _told(token: JudgedToken, document: str) -> str:
    assert token.stamped is not None
    at, authority = format_moment(token.stamped.at), token.stamped.authority
    if token.document == document:
        return Said(N_("{authority} {at}"), authority=authority, at=at)
    return Said(
        N_("{authority} {at}, over everything that lay here then ({path})"),
        authority=authority,
        at=at,
        path=token.document,
    )


def _uncounted(token: JudgedToken) -> str:
    return Said(N_("not counted: {path} [{code}]"), path=token.path, code=token.reasons[0].code.id)


def _faded(token: JudgedToken) -> str:
    fields = token.reasons[0].fields
    return Said(
        N_("the timestamp in {path} counts up to {until} only ({why})"),
        path=token.path,
        until=str(fields.get("until", "")),
        why=Said(str(fields.get("why", ""))),
    )
