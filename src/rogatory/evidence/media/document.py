# SPDX-License-Identifier: Apache-2.0
"""`media.json`: what is said about the images of a package, and a strict reader of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rogatory.disk import Beneath, read_open
from rogatory.errors import Refused
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.media import refusals
from rogatory.evidence.names import is_plain_path
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest

MEDIA = "media.json"

LARGEST_MEDIA = 32 << 20
"""Bytes of the record: a hundred sets with all the files that their names allow stay below it."""

FORMATS = frozenset({"ewf-1", "ewf-2", "ewf-logical", "raw"})
AGREEMENTS = frozenset({"equal", "different", "none-stored", "not-compared"})

_LENGTHS = {"md5": 32, "sha1": 40, "sha256": 64}


@dataclass(frozen=True, slots=True)
class Image:
    """One image, as `media.json` tells it; `facts` is the entry itself."""

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
        """Whether the digests that it stores are those of its media: one of `AGREEMENTS`."""
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
    """What a bag says about its images; None if it has no such record.

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
    """Refuses what is not in the one form of the specification."""
    try:
        document = canonical.decode_object(data, limit=LARGEST_MEDIA)
        return Media(tuple(check_image(one) for one in _images(document)))
    except Refused as refused:
        problem = refused.reasons[0].sentence()
        raise Refused(refusals.FORM.because(problem=problem)) from refused
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(refusals.FORM.because(problem=str(error))) from error


def check_image(entry: Any) -> Image:
    """Raises ValueError for an entry that is not in form."""
    if not isinstance(entry, dict) or set(entry) != set(_MEMBERS):
        raise ValueError("an entry has other members than an image")
    for name, check in _MEMBERS.items():
        if not check(entry[name]):
            raise ValueError(f"the member {name} of an image is not in form")
    return Image(entry)


def _images(document: Mapping[str, Any]) -> Sequence[Any]:
    # `true` equals 1 in Python, and is another document.
    version = document.get("version")
    if set(document) != {"images", "version"} or type(version) is not int or version != 1:
        raise ValueError("its members are others")
    if not isinstance(document["images"], list):
        raise TypeError("the images are no list")
    return document["images"]


def _natural(value: Any) -> bool:
    return type(value) is int and 0 <= value <= canonical.LARGEST_INTEGER


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _none_or(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or check(value)


def _all(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(check(each) for each in value)


def _object(**members: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, dict)
        and set(value) == set(members)
        and all(check(value[name]) for name, check in members.items())
    )


def _digests(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name in _LENGTHS and isinstance(text, str) and len(text) == _LENGTHS[name] and _hex(text)
        for name, text in value.items()
    )


def _hex(text: str) -> bool:
    return not set(text) - set("0123456789abcdef")


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(_text(each) for each in value.values())


def _run(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_natural(each) for each in value)


def _path(value: Any) -> bool:
    return _text(value) and value.startswith(DATA_FOLDER) and is_plain_path(value)


def _sha256(value: Any) -> bool:
    return _text(value) and parse_digest(value) == value


_sectors = _object(complete=lambda value: type(value) is bool, ranges=_all(_run), sectors=_natural)

_MEMBERS: dict[str, Callable[[Any], bool]] = {
    "agreement": lambda value: _text(value) and value in AGREEMENTS,
    "bad_sectors": _sectors,
    "differing_sectors": _sectors,
    "digests": _digests,
    "errors": _all(_run),
    "file_systems": _all(
        _object(
            block_size=_natural, label=_none_or(_text), size=_natural, start=_natural, type=_text
        )
    ),
    "files": lambda value: (
        bool(value) and _all(_object(path=_path, sha256=_sha256, size=_natural))(value)
    ),
    "format": lambda value: _text(value) and value in FORMATS,
    "header": _texts,
    "media": _none_or(_object(bytes_per_sector=_none_or(_natural), size=_natural)),
    "partitions": _all(_object(length=_natural, start=_natural, type=_text)),
    "remarks": _all(_object(code=_text, what=_text)),
    "scheme": _none_or(_object(name=_text, sector_size=_natural)),
    "stored": _digests,
    "tools": _all(_object(name=_text, version=_text)),
}
