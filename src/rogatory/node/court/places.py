# SPDX-License-Identifier: Apache-2.0
"""The closed list of the places that a bundle has (SPECIFICATION.md section 19).

A name that is not in the list is refused, regardless of who listed and signed it: a stranger's file
beside the evidence would otherwise seem to be part of what was checked.
"""

import re
from collections.abc import Iterable, Iterator

_SIGNED = r"(?:\.(?:p256|mldsa65)\.p7s)?"
_STAMPED = r"(?:(?:\.(?:[2-9]|[1-9]\d{1,2}))?\.tst)?"
_ARCHIVE = rf"archive\.[1-9]\d?\.json{_STAMPED}"
_EVENT = r"(?!0000)(?:\d{4}|[1-9]\d{4})\.(?:(?:tombstone\.)?json|p256\.p7s|mldsa65\.p7s|tlog-proof)"
_PEM = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(?:pem|crl)"
_AUTHORITY = r"[a-z]{2}(?:-[a-z0-9]+)*"
_STAMPED_SIGNED = rf"(?:{_SIGNED}|{_STAMPED})"
_MESSAGE = (
    rf"(?:request|messages/\d{{4}})/(?:message\.json{_SIGNED}|approvals\.json|receipt\.json{_SIGNED}"
    rf"|attachments/[0-9a-f]{{64}}|custody/{_EVENT})"
)
_SEAL = rf"(?:seal\.json{_STAMPED_SIGNED}|{_ARCHIVE})"

_PLACES = re.compile(
    "|".join(
        (
            rf"bundle\.json{_STAMPED_SIGNED}",
            rf"archive\.[1-9]\d?\.json{_STAMPED}",
            r"SHA256SUMS|check\.sh|report\.json",
            r"report\.(?:ar|en|es|fr|ru|zh)\.(?:html|pdf)",
            rf"seal/(?:{_SEAL}|segments\.b3|certificates/{_PEM}|seals/(?:[1-9]|[12]\d|3[0-2])/{_SEAL})",
            _MESSAGE,
            rf"custody/(?:earlier-[1-9]\d{{0,3}}\.)?{_EVENT}",
            rf"custody-node/{_EVENT}",
            r"consents/[0-9a-f]{64}/consent\.(?:json|(?:first|second)\.(?:p256|mldsa65)\.p7s)",
            r"directory/metadata/(?:timestamp|[1-9]\d{0,8}\.[a-z0-9-]{1,40})\.json",
            r"directory/metadata/[1-9]\d{0,8}\.root\.json",
            r"directory/targets/(?:[a-z0-9-]{1,40}/){0,3}[0-9a-f]{64}\.[A-Za-z0-9._-]{1,100}",
            rf"certificate/(?:certificate\.json{_STAMPED_SIGNED}|form\.json|certificate\.(?:html|pdf)|{_ARCHIVE}|certificates/{_PEM})",
            r"certificates/[a-z]{2}-ca\.(?:p256|mldsa65)\.(?:pem|crl)",
            rf"certificates/(?:{_AUTHORITY}\.(?:p256|mldsa65)|tsa|tsa-issuers)\.pem",
        )
    ),
    re.ASCII,
)
_ABOUT = re.compile(
    r"(?P<document>.+?)(?:\.(?:p256|mldsa65)\.p7s|(?:\.(?:[2-9]|[1-9]\d{1,2}))?\.tst|\.tlog-proof)",
    re.ASCII,
)
_CONSENT = re.compile(r"(consents/[^/]+/consent)\.(?:first|second)")
_JOURNAL = re.compile(r"(?:.*/)?custody(?:-node)?/[^/]+")
_NUMBERED = re.compile(r"messages/(\d{4})/.+", re.ASCII)
_ARCHIVES = re.compile(r"((?:.*/)?)archive\.([1-9]\d?)\.json", re.ASCII)


def has_place(path: str) -> bool:
    """Decide whether the list has this path; what lies in `bag/` is for the checks of the bag."""
    return _PLACES.fullmatch(path) is not None


def is_for_a_file(path: str) -> bool:
    """Decide whether the list gives this path to a file, so that no folder may lie there. What the metadata of the
    directory name is not asked: any name in it that ends as one of its files does is a file's.
    """
    if path.startswith("directory/"):
        return path.endswith(".json")
    return has_place(path)


def stray(paths: Iterable[str]) -> Iterator[str]:
    """Return each path outside the bag that has no place among these:

    a. The list does not have its form.
    b. It is a signature, a timestamp or a proof, and what it is of does not lie beside it.
    c. It belongs to a message folder, or is a list of timestamps, whose number does not follow: both count
       from 1 without a gap.
    d. It is a list of timestamps (`archive.N.json`) over which there is no timestamp.
    """
    every = frozenset(paths)
    messages = _whole({int(found[1]) for one in every if (found := _NUMBERED.fullmatch(one))})
    lists: dict[str, set[int]] = {}
    for one in every:
        if found := _ARCHIVES.fullmatch(one):
            lists.setdefault(found[1], set()).add(int(found[2]))
    for path in sorted(every):
        about, number = _ABOUT.fullmatch(path), _NUMBERED.fullmatch(path)
        archive = _ARCHIVES.fullmatch(path)
        if (
            not has_place(path)  # a
            or (about is not None and every.isdisjoint(_documents(path, about)))  # b
            or (number is not None and int(number[1]) > messages)  # c
            or (archive is not None and int(archive[2]) > _whole(lists[archive[1]]))  # c
            or (archive is not None and f"{path}.tst" not in every)  # d
        ):
            yield path


def _documents(path: str, about: re.Match[str]) -> tuple[str, ...]:
    """Return what a signature, a timestamp or a proof may be of; a destroyed event has its
    tombstone, and a consent is signed by two.
    """
    document = about["document"]
    if consent := _CONSENT.fullmatch(document):
        return (f"{consent[1]}.json",)
    if _JOURNAL.fullmatch(path):
        return f"{document}.json", f"{document}.tombstone.json"
    return (document,)


def _whole(numbers: set[int]) -> int:
    """Return how far the numbers run from 1 without a gap."""
    count = 0
    while count + 1 in numbers:
        count += 1
    return count
