# SPDX-License-Identifier: Apache-2.0
"""Timestamps as judged: which authority vouches, what each token proves, and since when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.errors import Reason, Refused
from rogatory.evidence.checks import CheckOutcome, Undecided
from rogatory.evidence.trust.archive_list import ArchiveList
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.seal.certificates.revocation import RevocationList
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import Stamped
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, FilledText, TextsInTurn

PENDING = N_("the timestamp is pending")


WHO_STAMPS = N_("the node of the sealing authority, which adds it")


NO_VOUCHER = N_("nothing here vouches for the authority of the timestamp in {path}")


WHO_VOUCHES = N_(
    "anyone with the directory, or with the certificate of that authority's State CA (--trust)"
)


WHO_KEEPS = N_(
    "anyone with a later timestamp over it, or with a copy kept by somebody else since before then"
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
class KnownMoment:
    """When a timestamp over a list proves all that it names to have existed, and whose authority made it.

    A State that signs the list and stamps it by its own authority chooses that moment: of what
    another State signed only the timestamps of others, `elsewhere`, prove anything.
    """

    at: datetime | None = None
    by: str | None = None
    signer: str | None = None
    """The State that signed the list."""
    elsewhere: tuple[datetime, str] | None = None

    @classmethod
    def of_list(cls, stamps: "Stamps", authority: str) -> "KnownMoment":
        """Return what the timestamps over a list prove that the authority signed."""
        signer, path = authority[:2].upper(), stamps.document
        elsewhere = stamps.bounded(signer, path)
        return cls(stamps.proved(path), stamps.prover(path), signer, elsewhere)

    def proved(self, holder: str | None) -> tuple[datetime | None, str | None]:
        """Return the moment of a document that this holder signed, and who proves it."""
        if holder is not None and holder[:2].upper() == self.signer:
            return self.at, self.by
        return self.elsewhere or (None, None)

    def of(self, holder: str | None) -> datetime | None:
        """Return the moment alone."""
        return self.proved(holder)[0]


NOTHING_KNOWN = KnownMoment()


@dataclass(frozen=True, slots=True)
class StampRules:
    """By what tokens are judged.

    `anchors` are State CAs and authorities that are trusted; `authorities` what a directory says
    of some. `known` is the moment at which something else proves that all of it existed, which is
    that of the `whole` for who signed it.
    """

    now: datetime
    anchors: Anchors
    authorities: tuple[StampAuthority, ...] = ()
    distrust: Distrust = NOTHING
    known: datetime | None = None
    known_by: str | None = None
    """The State whose authority proves `known`."""
    whole: KnownMoment = NOTHING_KNOWN
    listed: bool = False
    """Return whether a directory is at hand, which names every authority that there is: one that it
    does not list does not count, regardless of who issued its certificate."""
    held_back: frozenset[str] = frozenset()
    """The States that the directory at hand holds back: it does not say which authorities they have."""
    lists: tuple[RevocationList, ...] = field(default=(), repr=False)
    """Revocation lists at hand, where no directory decides what was withdrawn."""

    def for_signer(self, holder: str) -> "StampRules":
        """Return the rules for the timestamps of a document that this holder signed."""
        known, known_by = self.whole.proved(holder)
        return replace(self, known=known, known_by=known_by)

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
    """True if it fails for no other reason than that its authority is not known."""
    settled: bool = False
    """Of an unknown one: whether the known authorities would include it if it were a true one."""
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
    known_by: str | None = None

    @property
    def stamped(self) -> tuple[Stamped, ...]:
        """The timestamps that count for the document, earliest first."""
        found = (one.stamped for one in self._counting() if self._over(one, self.document))
        return tuple(sorted((one for one in found if one), key=lambda one: one.at))

    def proved(self, *paths: str) -> datetime | None:
        """Return the earliest moment at which all these files are proved to have existed."""
        return min((at for at, _ in self._moments(*paths)), default=None)

    def prover(self, *paths: str) -> str | None:
        """Return the State by whose authority the earliest moment of all these files is proved."""
        return min(self._moments(*paths), default=(None, ""))[1] or None

    def bounded(self, signer: str | None, *paths: str) -> tuple[datetime, str] | None:
        """Return the earliest moment that another State's authority than the signer's proves, and that State."""
        found = [one for one in self._moments(*paths) if one[1] and one[1] != signer]
        return min(found, default=None)

    def _moments(self, *paths: str) -> Iterator[tuple[datetime, str]]:
        """Yield what proves all these files to have existed: when, and the State whose authority does."""
        for one in self._counting():
            if one.stamped and all(self._over(one, path) for path in paths):
                yield one.stamped.at, one.state or ""
        if self.known is not None:
            yield self.known, self.known_by or ""

    @property
    def faded(self) -> datetime | None:
        """The earliest time that a token names which would count had it not faded."""
        times = (
            one.stamped.at for one in self.tokens if one.outcome == "undecided" and one.stamped
        )
        return min(times, default=None)

    @property
    def ever_counted(self) -> bool:
        """Decide whether a token over the document counts, or did until it faded. One by an authority that
        nothing at hand names never did: anybody can make it.
        """
        return any(
            one.stamped and one.outcome != "fails" and self._over(one, self.document)
            for one in self.tokens
        )

    @property
    def any_over(self) -> bool:
        """Decide whether a token lies here over the document, or over a list that names it, whatever
        came of it.
        """
        return any(
            one.document == self.document
            or (one.document in self.lists and self.document in self.lists[one.document].files)
            for one in self.tokens
        )

    def _counting(self) -> Iterator[JudgedToken]:
        return (one for one in self.tokens if one.outcome == "holds")

    def _over(self, token: JudgedToken, path: str) -> bool:
        listing = self.lists.get(token.document)
        return token.document == path or (listing is not None and listing.covers(path))

    def check(self) -> str:
        """Check that the document is stamped with a time; return every token that counts: one over the
        document, or over a list that names it.

        Raises:
            Undecided: there is none, or none that still counts by itself.
            Refused: one was made over something else, or altered.
        """
        failing = [one for one in self.tokens if one.outcome == "fails" and not one.unknown]
        if failing or self.list_reasons:
            raise Refused(
                [reason for one in failing for reason in one.reasons] or self.list_reasons
            )
        counting = [one for one in self._counting() if self._over(one, self.document)]
        texts = [_proof_text(one, self.document) for one in counting]
        if texts:
            return TextsInTurn.of(
                [*texts, *(_uncounted(one) for one in self.tokens if one.reasons)]
            )
        if not self.tokens:
            raise Undecided(PENDING, WHO_STAMPS)
        settled = [one for one in self.tokens if one.unknown and one.settled]
        if settled:
            raise Refused([reason for one in settled for reason in one.reasons])
        unknown = [one for one in self.tokens if one.unknown]
        if unknown:
            left = [FilledText(NO_VOUCHER, path=one.path) for one in unknown]
            raise Undecided(TextsInTurn.of(left), WHO_VOUCHES)
        faded = [one for one in self.tokens if one.reasons and self._over(one, self.document)]
        if not faded:
            raise Undecided(PENDING, WHO_STAMPS)
        raise Undecided(TextsInTurn.of(_faded(one) for one in faded), WHO_KEEPS)


def _proof_text(token: JudgedToken, document: str) -> str:
    assert token.stamped is not None
    at, authority = format_moment(token.stamped.at), token.stamped.authority
    if token.document == document:
        return FilledText(N_("{authority} {at}"), authority=authority, at=at)
    return FilledText(
        N_("{authority} {at}, over everything that lay here then ({path})"),
        authority=authority,
        at=at,
        path=token.document,
    )


def _uncounted(token: JudgedToken) -> str:
    return FilledText(
        N_("not counted: {path} [{code}]"), path=token.path, code=token.reasons[0].code.id
    )


def _faded(token: JudgedToken) -> str:
    fields = token.reasons[0].fields
    return FilledText(
        N_("the timestamp in {path} counts up to {until} only ({why})"),
        path=token.path,
        until=str(fields.get("until", "")),
        why=FilledText(str(fields.get("why", ""))),
    )
