# SPDX-License-Identifier: Apache-2.0
"""The files that may lie in a sealed package, beside a kept seal, or in a disclosure: a closed
list.

Nothing signs the names of these folders: anybody who copies a package could put a file there that
looks as if it were part of it. So each name has its one place and its one kind of content, and what
has none fails. `custody/` is judged by the check of the journal, which has a list of its own.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rogatory.disk import walk
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.checks import Title
from rogatory.evidence.layout import CERTIFICATES, PACKAGE, SEGMENTS
from rogatory.evidence.trust.archive_list import archive_names
from rogatory.seal.certificates.kinds import is_revocation_list, is_stamper
from rogatory.seal.certificates.reading import (
    certificate_algorithm,
    state_ca_of,
)
from rogatory.seal.certificates.revocation import crl_to_der
from rogatory.seal.strict_pem import certificates_in, crl_problem
from rogatory.wire.words import N_, P_, FilledText

SEAL_LAYOUT = Title("seal-layout", N_("Nothing lies here that has no place"))

MOST_STRAYS = 20
"""Reasons that are listed; the recipient of a package with a thousand strange files needs no
more."""

_TST = r"\.json(\.([2-9]|[1-9]\d{1,2}))?\.tst"
_SEAL_NAME = re.compile(
    rf"(seal\.json(\.p256\.p7s|\.mldsa65\.p7s)?|seal{_TST}|archive\.[1-9]\d?(\.json|{_TST}))\Z",
    re.ASCII,
)
_LIST_TOKEN = re.compile(r"(?P<list>(.+/)?archive\.[1-9]\d?\.json)(\.\d{1,3})?\.tst\Z", re.ASCII)
_STATE_CA = re.compile(
    r"(?P<state>[a-z]{2})-ca(-[1-9]\d?)?\.(?P<family>p256|mldsa65)\.pem\Z", re.ASCII
)
_LIST = re.compile(r"(?P<state>[a-z]{2})-ca(-[1-9]\d?)?\.(?P<family>p256|mldsa65)\.crl\Z", re.ASCII)
_STAMPER = re.compile(r"tsa\.[1-9]\d?\.pem\Z", re.ASCII)
_EARLIER = re.compile(r"seals/[1-9]\d?/(?P<name>[^/]+)\Z", re.ASCII)

type ReadSmall = Callable[[str], bytes]


def check_layout(folder: Path, read: ReadSmall, *, inside: str = "", package: bool = True) -> None:
    """Decide that a sealed package's folder holds nothing but its files, in their forms. Without `package` it is
    that of a kept seal, which has neither the encrypted package nor a journal.

    1. Each name is one of the closed list; there are no links, no devices and no empty folders.
    2. Each `archive.N.json` has a token over it, also that of an earlier seal; and none lies without it.
    3. What lies in `certificates/` is what its name says (`certificate_reasons`).

    Raises:
        Refused: with every reason, at most `MOST_STRAYS`.
    """
    names: list[str] = []
    reasons: list[Reason] = []
    folders, used = set[str](), {"custody"} if package else set[str]()
    for entry in walk(folder, faults=reasons):
        name = os.fsdecode(entry.path)
        if package and name.startswith("custody/"):
            continue
        used.add(name.rpartition("/")[0])
        if entry.is_folder:
            folders.add(name)
            continue
        if not entry.is_file:
            reasons.append(_stray(inside + name, P_("it is a link or a device")))
        else:
            names.append(name)
    reasons += [_stray(inside + name, P_("it is empty")) for name in sorted(folders - used)]
    reasons += layout_reasons(names, read, inside=inside, package=package)
    refuse_if_any(reasons[:MOST_STRAYS])


def layout_reasons(
    names: Iterable[str], read: ReadSmall, *, inside: str = "", package: bool = True
) -> Iterator[Reason]:
    """Yield the same of names that are known, each relative to the folder of the seal."""
    names = sorted(names)
    big = {PACKAGE, SEGMENTS} if package else {SEGMENTS}
    for name in names:
        earlier = _EARLIER.match(name)
        if name.startswith(CERTIFICATES):
            continue
        own_name = earlier["name"] if earlier else name
        if name not in big and not _SEAL_NAME.match(own_name):
            yield _stray(inside + name, P_("no file of a package has this name"))
        elif archive_names([own_name]) and f"{name}.tst" not in names:
            yield _stray(inside + name, P_("no timestamp is over it"))
        elif (over := _LIST_TOKEN.match(name)) and over["list"] not in names:
            yield _stray(inside + name, P_("nothing covered by it is present"))
    own = [name for name in names if name.startswith(CERTIFICATES)]
    yield from certificate_reasons(own, read)


def certificate_reasons(
    paths: Iterable[str], read: ReadSmall, *, stampers: bool = True
) -> Iterator[Reason]:
    """Yield why files of a `certificates/` folder have no place there; none if each has.

    Each is in the one PEM form, without a byte more (`strict_pem`).

    - `xb-ca.p256.pem`, `xb-ca-2.mldsa65.pem`: one certificate, of the State CA of XB, of that
      family.
    - `tsa.1.pem`: one certificate of a timestamp authority, or of a CA that is no State's (it
      issued one of them); not where `stampers` is false.
    - `xb-ca.p256.crl`: a revocation list in PEM; by the certificate `xb-ca.p256.pem`, where that
      lies here.
    """
    paths = sorted(paths)
    for path in paths:
        name = path.removeprefix(CERTIFICATES)
        if match := _LIST.match(name):
            ca = path.removesuffix(name) + name.removesuffix(".crl") + ".pem"
            issuer = _one_certificate(ca, read) if ca in paths else None
            problem = None if _is_list(path, read, issuer) else _no_list(match["state"])
        elif match := _STATE_CA.match(name):
            problem = _ca_problem(path, read, match["state"], match["family"])
        elif stampers and _STAMPER.match(name):
            problem = _stamper_problem(path, read)
        else:
            problem = P_("no certificate or revocation list has this name")
        if problem is not None:
            yield _stray(path, problem)


def _no_list(state: str) -> Phrase:
    return FilledText(
        P_("it is no revocation list of the State CA of {state}"), state=state.upper()
    )


def _ca_problem(path: str, read: ReadSmall, state: str, family: str) -> Phrase | None:
    found = _one_certificate(path, read)
    if found is None:
        return P_("it is not one certificate in PEM")
    if state_ca_of(found) == state.upper() and certificate_algorithm(found) == family:
        return None
    return FilledText(P_("it is not the State CA of {state}"), state=state.upper())


def _stamper_problem(path: str, read: ReadSmall) -> Phrase | None:
    found = _one_certificate(path, read)
    if found is None:
        return P_("it is not one certificate in PEM")
    return None if is_stamper(found) else P_("it is no certificate of a timestamp authority")


def _one_certificate(path: str, read: ReadSmall) -> bytes | None:
    try:
        found = certificates_in(read(path))
    except Refused:
        return None
    return found[0] if len(found) == 1 else None


def _is_list(path: str, read: ReadSmall, issuer: bytes | None) -> bool:
    try:
        data = read(path)
        return crl_problem(data) is None and is_revocation_list(crl_to_der(data), issuer)
    except Refused:
        return False


def _stray(path: str, problem: Phrase) -> Reason:
    return refusals.SEAL_STRAY.because(path=ascii(path)[1:-1][:200], problem=problem)
