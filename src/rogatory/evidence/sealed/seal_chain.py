# SPDX-License-Identifier: Apache-2.0
"""The earlier seals of a package that was re-wrapped: `seals/1/` is the first, and so on.

Re-wrapping puts a new age header before the same payload, under a new seal that names the one
before in `replaces`. The earlier seals travel along, each with its signatures and timestamps, so
that nobody needs to believe the one who re-wrapped: what the first sender sealed, and when, is
still proved by his own signature.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha512
from pathlib import Path

from rogatory.disk import is_plain_file, is_plain_folder, names_in
from rogatory.errors import Phrase, Reason, Refused, RogatoryError, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.checks import Title, Undecided
from rogatory.evidence.layout import CERTIFICATES, SEAL, SEGMENTS
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.trust.archive_list import Documents
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText, TextsInTurn, reasons_text

SEALS = "seals/"

MOST_EARLIER_SEALS = 32
"""A package is re-wrapped when a workstation is replaced; each link costs the verifier two
signatures and its timestamps, and the sender of the package pays for none of it.
"""

CHAIN = Title("seal-chain", N_("The earlier seals lead to this one"))

MOST_STRAYS = 20
"""The most files without a place that the check lists."""

_PLACE = re.compile(r"seals/([1-9]\d{0,2})/[^/]+\Z", re.ASCII)
_FOLDER = re.compile(r"seals/([1-9]\d{0,2})/\Z", re.ASCII)

_SAME = (
    "package",
    "thread",
    "network",
    "bag",
    "payload_size",
    "segment_size",
    "segments",
    "root",
    "derivative",
)


@dataclass(frozen=True, slots=True)
class Link:
    """One earlier seal. `documents` are those of its folder as it was: what lay beside it, by
    the names that it had there.
    """

    number: int
    seal: Seal
    data: bytes = field(repr=False)
    documents: Documents = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """The earlier seals, the first one first; none where the seal replaces none."""

    newest: Seal
    links: tuple[Link, ...] = ()

    @property
    def first(self) -> Seal:
        """The seal that the bag inside names: under it the bag was made."""
        return self.links[0].seal if self.links else self.newest

    def digests(self) -> tuple[str, ...]:
        """Return the digests of the earlier seals."""
        return tuple(sha256(link.data) for link in self.links)

    def summary(self) -> str:
        if not self.links:
            return N_("it replaces none")
        first = self.links[0].seal
        return FilledText(
            N_("first sealed by {first}; re-wrapped {times} times, last by {last}"),
            first=first.sender,
            times=len(self.links),
            last=self.newest.sender,
        )


type JudgeLink = Callable[[Link], str | None]
"""Judges the signatures of one earlier seal at the time that its own timestamps prove; returns a
remark, or None."""


def read_chain(newest: Seal, documents: Documents) -> Chain:
    """Read the earlier seals among the documents of a package whose seal is `newest`.

    What must hold:
      1. A seal that replaces none has no earlier ones beside it. One that replaces another has
         all of them, numbered from 1 without a gap, at most `MOST_EARLIER_SEALS`.
      2. Each is in its form. The first replaces none.
      3. Every other, and the newest, replaces the one before: `replaces` is its digest.
      4. Package, thread, network, bag, payload, segments, root and derivative are those of the first.
      5. The sealer was sender or recipient of the seal before, so that no stranger puts a name
         and header before another's payload.

    The caller must still judge each seal's signatures (`judge_chain`), and compare the bag with
    the first.

    Raises:
        Refused: with every reason of 1, of 2, or of 3 to 5.
    """
    numbers = _numbers(documents)
    if not numbers and newest.replaces is None and not documents.earlier:
        return Chain(newest)
    refuse_if_any(_numbering(newest, numbers, documents))  # 1
    links: list[Link] = []
    reasons: list[Reason] = []
    for number in numbers:
        found = _as_it_was(documents, number)
        try:
            data = found.read(SEAL)
            links.append(Link(number, parse_seal(data), data, found))  # 2
        except RogatoryError as error:
            problem = reasons_text(error.reasons)
            reasons.append(_broken(number, problem))
    refuse_if_any(reasons)
    if links[0].seal.replaces is not None:
        reasons.append(_broken(1, P_("it replaces an earlier one, which is missing")))
    chain = Chain(newest, tuple(links))
    later = [*(link.seal for link in links[1:]), newest]
    for link, following in zip(links, later, strict=True):
        reasons += _joint(link, following, chain.first)
    refuse_if_any(reasons)
    return chain


def known_chain(newest: Seal, documents: Documents) -> Chain:
    """Return the earlier seals as far as they can be read: all of them, or none. That they lead to the
    newest is another question (`read_chain`).
    """
    numbers = _numbers(documents)
    if any(one.endswith("/") for one in _strays(documents)):
        return Chain(newest)
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) > MOST_EARLIER_SEALS:
        return Chain(newest)
    links: list[Link] = []
    for number in numbers:
        found = _as_it_was(documents, number)
        try:
            data = found.read(SEAL)
            links.append(Link(number, parse_seal(data), data, found))
        except RogatoryError:
            return Chain(newest)
    return Chain(newest, tuple(links))


def judge_chain(chain: Chain, judge: JudgeLink) -> str:
    """Judge that each earlier seal is signed by its sender at its own proved time; return what the
    chain shows.

    Raises:
        Refused: with every reason of every seal.
        Undecided: none fails, and one cannot be decided.
    """
    reasons: list[Reason] = []
    left: list[Undecided] = []
    remarks: list[str | None] = []
    for link in chain.links:
        try:
            remarks.append(judge(link))
        except Undecided as undecided:
            left.append(undecided)
        except RogatoryError as error:
            problem = reasons_text(error.reasons)
            reasons.append(_broken(link.number, problem))
    refuse_if_any(reasons)
    if left:
        raise next((one for one in left if one.reasons), left[0])
    found = [one for one in remarks if one]
    return TextsInTurn.of([chain.summary(), *found]) if found else chain.summary()


def claimed_senders(documents: Documents) -> tuple[str, ...]:
    """Return who the earlier seals say sealed: for finding whose certificates are needed. Nothing
    about them has been checked, and what cannot be read is left to `read_chain` to report.
    """
    found = []
    for number in _numbers(documents)[:MOST_EARLIER_SEALS]:
        try:
            found.append(parse_seal(documents.read(f"{SEALS}{number}/{SEAL}")).sender)
        except RogatoryError:
            continue
    return tuple(found)


def documents_in(files: Mapping[str, bytes]) -> Documents:
    """Return documents that are in memory."""

    def read(name: str) -> bytes:
        if name not in files:
            raise Refused(refusals.SEAL_FILE.because(path=name, problem=P_("it is not there")))
        return files[name]

    return Documents(tuple(sorted(files)), read, lambda name: sha512(read(name)).hexdigest())


def entries_of_earlier(folder: Path) -> tuple[str, ...]:
    """Return the folder of earlier seals in this one, and what is in it (`Documents.earlier`); a link counts
    as none.
    """
    place = folder / SEALS
    if not is_plain_folder(folder / SEALS.rstrip("/")):
        return ()
    entries = [place / name for name in names_in(place)]
    folders = [f"{SEALS}{one.name}/" for one in entries if is_plain_folder(one)]
    return (SEALS, *folders, *(f"{SEALS}{one.name}" for one in entries if is_plain_file(one)))


def _numbers(documents: Documents) -> list[int]:
    places = [*map(_PLACE.match, documents.names), *map(_FOLDER.match, documents.earlier)]
    return sorted({int(match[1]) for match in places if match})


def _strays(documents: Documents) -> list[str]:
    """Return what lies in the folder of earlier seals and is no folder of one."""
    named = [one for one in documents.names if one.startswith(SEALS) and not _PLACE.match(one)]
    entries = [one for one in documents.earlier if one != SEALS and not _FOLDER.match(one)]
    return sorted({*named, *entries})


def _numbering(newest: Seal, numbers: list[int], documents: Documents) -> Iterator[Reason]:
    if newest.replaces is None:
        yield refusals.SEAL_CHAIN_EXTRA.because()
    elif not numbers:
        yield refusals.SEAL_CHAIN_MISSING.because(number=1)
    elif len(numbers) > MOST_EARLIER_SEALS:
        yield refusals.SEAL_CHAIN_LONG.because(count=len(numbers), limit=MOST_EARLIER_SEALS)
    else:
        for number in sorted(set(range(1, numbers[-1] + 1)) - set(numbers)):
            yield refusals.SEAL_CHAIN_MISSING.because(number=number)
    for name in _strays(documents)[:MOST_STRAYS]:
        path = ascii(name)[1:-1][:200]
        yield refusals.SEAL_FILE.because(path=path, problem=P_("no earlier seal has such a file"))


def _joint(link: Link, following: Seal, first: Seal) -> Iterator[Reason]:
    before, number = link.seal, link.number
    if following.replaces != sha256(link.data):  # 3
        yield _broken(number, P_("the seal that follows it does not name it"))
    differing = [name for name in _SAME if getattr(following, name) != getattr(first, name)]  # 4
    if differing:
        names = ", ".join(differing)
        yield _broken(
            number, FilledText(P_("the seal that follows it is of another {names}"), names=names)
        )
    allowed = {before.sender, *(to.authority for to in before.recipients)}
    if following.sender not in allowed:  # 5
        yield refusals.SEAL_CHAIN_STRANGER.because(sender=following.sender, number=number)


def _as_it_was(documents: Documents, number: int) -> Documents:
    """Return the documents of an earlier seal's folder: its own, and what is the same in all of them."""
    own = f"{SEALS}{number}/"
    places: dict[str, str] = {}
    for name in documents.names:
        match = _PLACE.match(name)
        if name.startswith(own):
            places[name.removeprefix(own)] = name
        elif name == SEGMENTS or name.startswith(CERTIFICATES):
            places.setdefault(name, name)
        elif match and int(match[1]) < number:
            places[name] = name

    def real(name: str) -> str:
        if name not in places:
            raise Refused(
                refusals.SEAL_FILE.because(path=own + name, problem=P_("it is not there"))
            )
        return places[name]

    return Documents(
        tuple(sorted(places)),
        lambda name: documents.read(real(name)),
        lambda name: documents.sha512(real(name)),
    )


def _broken(number: int, problem: Phrase) -> Reason:
    return refusals.SEAL_CHAIN.because(number=number, problem=problem)
