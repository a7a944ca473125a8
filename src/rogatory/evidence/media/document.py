# SPDX-License-Identifier: Apache-2.0
"""`media.json`: what is said about the images of a package, and a strict reader of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rogatory.disk import Beneath, read_open
from rogatory.errors import Refused
from rogatory.evidence.media import refusals
from rogatory.evidence.member_forms import (
    MemberCheck,
    boolean,
    digest,
    first_not_in_form,
    list_of,
    natural,
    none_or,
    object_of,
    one_of,
    pair_of_naturals,
    payload_path,
    text,
)
from rogatory.wire import canonical
from rogatory.wire.words import P_, FilledText, problem_of, reasons_text

MEDIA = "media.json"

MOST_FACTS = 1 << 20
"""Elements of `media.json`, with some dozens for each image: all are held at once."""

LARGEST_MEDIA = 32 << 20
"""Bytes of the record: a hundred sets with all the files that their names allow stay below it."""

FORMATS = frozenset({"ewf-1", "ewf-2", "ewf-logical", "raw"})
AGREEMENTS = frozenset({"equal", "different", "none-stored", "not-compared"})

_LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64}


@dataclass(frozen=True, slots=True)
class Image:
    """One image, as `media.json` describes it; `facts` is the entry itself."""

    facts: Mapping[str, Any]

    @property
    def files(self) -> list[tuple[str, str, int]]:
        """Path, SHA-256 and size of each file, in order."""
        return [(one["path"], one["sha256"], one["size"]) for one in self.facts["files"]]

    @property
    def path(self) -> str:
        return str(self.files[0][0])

    @property
    def format(self) -> str:
        return str(self.facts["format"])

    @property
    def size(self) -> int | None:
        """Bytes of the media."""
        media = self.facts["media"]
        return None if media is None else int(media["size"])

    @property
    def digests(self) -> Mapping[str, str]:
        return self.facts["digests"]  # type: ignore[no-any-return]  # its form was checked

    @property
    def stored(self) -> Mapping[str, str]:
        return self.facts["stored"]  # type: ignore[no-any-return]  # its form was checked

    @property
    def agreement(self) -> str:
        """Decide whether the digests that it stores are those of its media: one of `AGREEMENTS`."""
        return str(self.facts["agreement"])

    @property
    def bad_sectors(self) -> int:
        return int(self.facts["bad_sectors"]["sectors"])


@dataclass(frozen=True, slots=True)
class Media:
    images: tuple[Image, ...]

    def encode(self) -> bytes:
        return canonical.encode({"images": [image.facts for image in self.images], "version": 1})


def read_media(bag: Beneath) -> Media | None:
    """Return what a bag says about its images; None if it has no such record.

    Raises:
        Refused: the record is not in form.
    """
    try:
        file = bag.open_read(MEDIA)
    except Refused as refused:
        if "disk-missing" in refused.codes:
            return None
        raise
    return parse_media(read_open(file, MEDIA, limit=LARGEST_MEDIA))


def parse_media(data: bytes) -> Media:
    """Read `media.json`; refuse what is not in the one form of the specification."""
    try:
        document = canonical.decode_object(data, limit=LARGEST_MEDIA, elements=MOST_FACTS)
        return Media(tuple(check_image(one) for one in _images(document)))
    except Refused as refused:
        problem = reasons_text(refused.reasons[:1])
        raise Refused(refusals.FORM.because(problem=problem)) from refused
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(refusals.FORM.because(problem=problem_of(error))) from error


def check_image(entry: Any) -> Image:
    """Return the entry as an image; raise ValueError for one that is not in form."""
    if not isinstance(entry, dict) or set(entry) != set(_MEMBERS):
        raise ValueError(FilledText(P_("an entry has other members than an image")))
    if (name := first_not_in_form(entry, _MEMBERS)) is not None:
        raise ValueError(FilledText(P_("the member {name} of an image is not in form"), name=name))
    return Image(entry)


def agreement_of(form: str, digests: Mapping[str, str], stored: Mapping[str, str]) -> str:
    """Return what the digests of an image's medium and those that it stores come to (13.9)."""
    if form == "raw" or not digests:
        return "not-compared"
    if not stored:
        return "none-stored"
    same = all(digests.get(name) == one for name, one in stored.items())
    return "equal" if same else "different"


def _images(document: Mapping[str, Any]) -> Sequence[Any]:
    form = set(document) == {"images", "version"}
    if not form or not canonical.is_version(document["version"], 1):
        raise ValueError(FilledText(P_("its members are others")))
    if not isinstance(document["images"], list):
        raise TypeError(FilledText(P_("the images are no list")))
    return document["images"]


def _digests(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name in _LENGTHS and isinstance(text, str) and len(text) == _LENGTHS[name] and _hex(text)
        for name, text in value.items()
    )


def _hex(text: str) -> bool:
    return not set(text) - set("0123456789abcdef")


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(text(each) for each in value.values())


_runs = object_of(complete=boolean, ranges=list_of(pair_of_naturals), sectors=natural)


def _sectors(value: Any) -> bool:
    """Decide whether ranges are in order and come to the sectors counted, to fewer where not all are listed."""
    if not _runs(value):
        return False
    ranges = value["ranges"]
    listed = sum(count for _, count in ranges)
    counted = listed == value["sectors"] if value["complete"] else listed <= value["sectors"]
    return counted and all(one[0] + one[1] <= two[0] for one, two in pairwise(ranges))


_MEMBERS: dict[str, MemberCheck] = {
    "agreement": one_of(AGREEMENTS),
    "bad_sectors": _sectors,
    "differing_sectors": _sectors,
    "digests": _digests,
    "errors": list_of(pair_of_naturals),
    "file_systems": list_of(
        object_of(block_size=natural, label=none_or(text), size=natural, start=natural, type=text)
    ),
    "files": lambda value: (
        bool(value) and list_of(object_of(path=payload_path, sha256=digest, size=natural))(value)
    ),
    "format": one_of(FORMATS),
    "header": _texts,
    "media": none_or(object_of(bytes_per_sector=none_or(natural), size=natural)),
    "partitions": list_of(object_of(length=natural, start=natural, type=text)),
    "remarks": list_of(object_of(code=text, what=text)),
    "scheme": none_or(object_of(name=text, sector_size=natural)),
    "stored": _digests,
    "tools": list_of(object_of(name=text, version=text)),
}
