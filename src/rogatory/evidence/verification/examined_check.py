# SPDX-License-Identifier: Apache-2.0
"""The check that a bag's statements about images and returns agree with the files that they are
about.
"""

from collections.abc import Callable, Iterator, Mapping

from rogatory.disk import Beneath
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import OTHER_TYPE, WHO_HAS_BAG, Title, Undecided
from rogatory.evidence.media import refusals
from rogatory.evidence.media.document import MEDIA, Image, agreement_of, read_media
from rogatory.evidence.returns.document import MEMBERS, Archive, read_members
from rogatory.wire.words import N_, P_, FilledText

BAG_EXAMINED = Title(
    "bag-examined", N_("What is said about images and returns agrees with the files")
)

type PayloadFiles = Callable[[], Iterator[tuple[str, str, int]]]
"""Path, SHA-256 and size of every payload file, in order of path."""


def says_something(tags: Mapping[str, str]) -> bool:
    """Decide whether a bag has a record of images or returns."""
    return MEDIA in tags or MEMBERS in tags


def check_examined(beneath: Beneath, tags: Mapping[str, str], payload: PayloadFiles) -> None:
    """Judge the records that `tags` has: a link, or a name that does not fit, is no record (13.1). No image is
    read again. In order:

    1. `media.json` is in form, and every file it names is in the payload with digest and size.
    2. The digest and size of a raw image's media are its file's; where an image is said to agree
       with the digests that it states, or not to, they do or do not.
    3. `members.jsonl` is in form, and every archive it is of is in the payload likewise.

    Raises:
        Refused: with every reason.
        Undecided: none fails, and something else than a file lies at one of the two.
    """
    named: list[tuple[str, str, str, int]] = []
    reasons: list[Reason] = []
    try:
        media = read_media(beneath) if MEDIA in tags else None
        for image in media.images if media else ():
            named += [(MEDIA, path, digest, size) for path, digest, size in image.files]
            reasons += _contradictions(image)
    except Refused as refused:
        reasons += refused.reasons
    try:
        for line in (read_members(beneath) if MEMBERS in tags else None) or ():
            if isinstance(line, Archive):
                named.append((MEMBERS, line.path, line.sha256, line.size))
    except Refused as refused:
        reasons += refused.reasons
    wanted = {path for _, path, _, _ in named}
    found = {path: (digest, size) for path, digest, size in payload() if path in wanted}
    for record, path, digest, size in named:
        if found.get(path) != (digest, size):
            reasons.append(refusals.DISAGREES.because(record=record, path=path))
    refuse_if_any(reasons)
    if other := [one for one in (MEDIA, MEMBERS) if beneath.has_other(one)]:
        raise Undecided(FilledText(OTHER_TYPE, path=", ".join(other)), WHO_HAS_BAG)


def _contradictions(image: Image) -> Iterator[Reason]:
    (_, digest, size), *more = image.files
    raw = image.format == "raw"
    if raw and (more or image.digests != {"sha256": digest} or image.size != size):
        yield refusals.DISAGREES.because(record=MEDIA, path=image.path)
    if image.agreement != agreement_of(image.format, image.digests, image.stored):
        problem = FilledText(
            P_("{path} is recorded as “{agreement}”, but its digests are not"),
            path=image.path,
            agreement=image.agreement,
        )
        yield refusals.FORM.because(problem=problem)
