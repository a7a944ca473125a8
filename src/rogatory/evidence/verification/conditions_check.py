# SPDX-License-Identifier: Apache-2.0
"""The conditions of a package in each of its forms: who gave it, and that nothing was taken away.

A form is what the package was under one tag manifest: each record below `earlier/`, the oldest
first, and last the package as it is. The giver is the sealer of the first form that names a sender;
a later sealer is a recipient, whatever `bag-info.txt` says then.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from rogatory.disk import Beneath, read_open
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.earlier_forms import (
    FOLDER_OF_RECORD,
    form_numbers,
    place_then,
    unlisted_records,
)
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO, BagInfo, parse_bag_info, read_manifest
from rogatory.evidence.checks import WHO_HAS_BAG, Title, Undecided
from rogatory.evidence.conditions import Conditions, parse_conditions, weakened_conditions
from rogatory.evidence.layout import BAG_INFO, CONDITIONS, EARLIER, TAG_MANIFEST, TAG_SIGNATURES
from rogatory.evidence.verification.bag_check import ABSENT, LARGEST_TAG
from rogatory.seal.certificates.reading import certificate_holder
from rogatory.seal.cms import LARGEST_SIGNATURE
from rogatory.seal.signatures import certificates_in
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.words import N_, P_, FilledText

BAG_CONDITIONS = Title(
    "bag-conditions", N_("The conditions of use are in form, and none was taken away")
)

type ReadTag = Callable[[str, int], bytes]
"""Reads a tag file of the package whole, given its path and the most bytes it may have."""


@dataclass(frozen=True, slots=True)
class PackageForm:
    """One form of the package: the record that keeps it, or None for the package as it is."""

    number: int | None
    info: BagInfo
    conditions: Conditions
    signer: str | None
    """The sealer of this form, or whose certificate its signature brings; for the package as it is,
    its sender alone.
    """


@dataclass(frozen=True, slots=True)
class GivenConditions:
    """The conditions under which a package was given. `giver` is the authority that sealed it first;
    None where nobody did.
    """

    conditions: Conditions
    giver: str | None
    package: str
    sealed_by: str | None
    """The sealer of the package as it is."""
    origin: str | None = None
    """The authority that signed the first form that is signed: an authority that seals what another
    State collected is not free to use it. None where no earlier form is signed, and nobody sealed
    it.
    """
    own_words: Conditions | None = None
    """The conditions as they were when the State of `origin` handled the package last: a purpose or
    proceedings added later are not its words. None where `origin` is.
    """


def read_given(tags: Mapping[str, str], read: ReadTag) -> GivenConditions:
    """Return giver and conditions of a package.

    `tags` are its tag files with their digests. What must hold:
      1. `conditions.json` and `bag-info.txt` of each form are in form, and of an earlier form have
         the digests in its own tag manifest.
      2. Every form is of the same package.
      3. No form is weaker than the one before (`conditions.weakened_conditions`).

    Raises:
        Refused: with every reason of 1, or of 2 and 3.
    """
    forms: list[PackageForm] = []
    reasons: list[Reason] = []
    for number in (*form_numbers(tags), None):
        try:
            forms.append(_form(tags, number, read))
        except Refused as refused:
            reasons += refused.reasons
    refuse_if_any(reasons)  # 1
    refuse_if_any(_differing(forms))  # 2, 3
    last = forms[-1]
    giver = next((one.info.sender for one in forms if one.info.sender is not None), None)
    origin = next((one.signer for one in forms if one.signer is not None), None)
    own = [one.conditions for one in forms if _of_one_state(one.signer, origin)]
    return GivenConditions(
        last.conditions,
        giver,
        last.info.package,
        last.info.sender,
        origin,
        own[-1] if own else None,
    )


def given_beneath(tags: Mapping[str, str], beneath: Beneath) -> GivenConditions:
    """Return giver and conditions of a bag in a folder; refuses as `read_given`."""

    def read(path: str, limit: int) -> bytes:
        return read_open(beneath.open_read(path), path, limit=limit)

    return read_given(tags, read)


def check_conditions(
    beneath: Beneath, tags: Mapping[str, str], problems: Iterable[Reason] = ()
) -> str | None:
    """Check the conditions of a bag in all its forms; returns who gave it. `problems` are those of
    the bag's files.

    Raises:
        Refused: as `read_given`.
        Undecided: a file that every package has is missing, which another check refuses.
    """
    for path in (CONDITIONS, BAG_INFO):
        if path not in tags:
            raise Undecided(FilledText(ABSENT, path=path), WHO_HAS_BAG)
    unlisted = list(unlisted_records(problems, FOLDER_OF_RECORD))
    try:
        giver = given_beneath(tags, beneath).giver
    except Refused as refused:
        raise Refused([*unlisted, *refused.reasons]) from refused
    refuse_if_any(unlisted)
    return None if giver is None else FilledText(N_("given by {giver}"), giver=giver)


def _form(tags: Mapping[str, str], number: int | None, read: ReadTag) -> PackageForm:
    places = {
        path: path if number is None else place_then(tags, path, number)
        for path in (CONDITIONS, BAG_INFO)
    }
    if number is not None:
        refuse_if_any(_not_its_own(tags, number, places, read))
    try:
        conditions = parse_conditions(read(places[CONDITIONS], LARGEST_DOCUMENT))
    except Refused as refused:
        problem = P_("its form is not that of conditions of use")
        bad_form = refusals.CONDITIONS_FORM.because(path=places[CONDITIONS], problem=problem)
        raise Refused([bad_form, *refused.reasons]) from refused
    info = parse_bag_info(read(places[BAG_INFO], LARGEST_BAG_INFO))
    return PackageForm(number, info, conditions, info.sender or _collector(tags, number, read))


def _collector(tags: Mapping[str, str], number: int | None, read: ReadTag) -> str | None:
    """Return whose certificate the signature of a record brings. Whether it holds is for others to
    judge.
    """
    path = f"{EARLIER}{number}/{TAG_SIGNATURES['p256']}"
    if number is None or path not in tags:
        return None
    try:
        return certificate_holder(certificates_in(read(path, LARGEST_SIGNATURE))[0])
    except (Refused, ValueError, IndexError):
        return None  # `bag-earlier` fails


def _of_one_state(signer: str | None, origin: str | None) -> bool:
    return signer is not None and origin is not None and signer[:2] == origin[:2]


def _not_its_own(
    tags: Mapping[str, str], number: int, places: Mapping[str, str], read: ReadTag
) -> Iterator[Reason]:
    """Yield a reason for each file that does not have the digest that the record's tag manifest lists."""
    manifest = f"{EARLIER}{number}/{TAG_MANIFEST}"
    if manifest not in tags:
        yield refusals.EARLIER.because(
            path=f"{EARLIER}{number}/", problem=P_("it has no tag manifest")
        )
        return
    listed = dict(read_manifest(manifest, BytesIO(read(manifest, LARGEST_TAG)), "sha256"))
    for path, place in places.items():
        if tags.get(place) != listed.get(path):
            yield refusals.BAG_DIGEST.because(path=path, manifest=manifest)


def _differing(forms: list[PackageForm]) -> Iterator[Reason]:
    package = forms[-1].info.package
    for form in forms:
        if form.info.package != package:
            yield refusals.CONDITIONS_ORIGIN.because(found=form.info.package, package=package)
    for before, after in pairwise(forms):
        for one in weakened_conditions(before.conditions, after.conditions):
            yield refusals.CONDITIONS_WEAKER.because(
                field=one.field, before=one.before, after=one.after
            )
