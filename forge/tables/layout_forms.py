# SPDX-License-Identifier: Apache-2.0
"""The forms of paths in the closed layout of a bundle (SPECIFICATION.md 19.0), and where the bench has each.

A form that the specification gains fails the build until it is entered here.
"""

from collections.abc import Mapping

_PEM = r"[a-z]{2}(-[a-z-]+)?\.(p256|mldsa65)"

_EVENT = ("json", r"p256\.p7s", r"mldsa65\.p7s", "tlog-proof")
"""The endings of the files of an event; one that was destroyed is in the bag's journal alone."""

FORMS: Mapping[str, tuple[str, ...]] = {
    "bundle.json": (r"bundle\.json",),
    "SIG": (r".+\.p256\.p7s", r".+\.mldsa65\.p7s"),
    "TST": (r".+\.tst",),
    "ARC": (r"archive\.\d+\.json", r"archive\.\d+\.json\.tst"),
    "SHA256SUMS": (r"SHA256SUMS",),
    "check.sh": (r"check\.sh",),
    "report.json": (r"report\.json",),
    "report.LANG.html": (r"report\.[a-z]{2}\.html",),
    "report.LANG.pdf": (r"report\.[a-z]{2}\.pdf",),
    "bag/…": (r"bag/.+",),
    "seal/seal.json": (r"seal/seal\.json",),
    "seal/ARC": (r"seal/archive\.\d+\.json",),
    "seal/segments.b3": (r"seal/segments\.b3",),
    "seal/certificates/PEM": (r"seal/certificates/.+",),
    "seal/seals/N/seal.json": (r"seal/seals/\d+/seal\.json",),
    "seal/seals/N/ARC": (r"seal/seals/\d+/archive\.\d+\.json",),
    "request/…": (r"request/.+",),
    "messages/NNNN/…": (r"messages/\d{4}/.+",),
    "custody/EVENT": tuple(
        rf"custody/\d{{4}}\.{ending}" for ending in (*_EVENT, r"tombstone\.json")
    ),
    "custody/earlier-N.EVENT": tuple(
        rf"custody/earlier-\d+\.\d{{4}}\.{ending}" for ending in _EVENT
    ),
    "custody-node/EVENT": tuple(rf"custody-node/\d{{4}}\.{ending}" for ending in _EVENT),
    "consents/D/consent.json": (r"consents/[0-9a-f]{64}/consent\.json",),
    "consents/D/consent.first": (r"consents/[0-9a-f]{64}/consent\.first\..+",),
    "consents/D/consent.second": (r"consents/[0-9a-f]{64}/consent\.second\..+",),
    "directory/metadata/…": (r"directory/metadata/.+",),
    "directory/targets/…": (r"directory/targets/.+",),
    "certificate/certificate.json": (r"certificate/certificate\.json",),
    "certificate/ARC": (r"certificate/archive\.\d+\.json",),
    "certificate/form.json": (r"certificate/form\.json",),
    "certificate/certificate.html": (r"certificate/certificate\.html",),
    "certificate/certificate.pdf": (r"certificate/certificate\.pdf",),
    "certificate/certificates/PEM": (r"certificate/certificates/.+",),
    "certificates/xb-ca.F.pem": (r"certificates/[a-z]{2}-ca\.(p256|mldsa65)\.pem",),
    "xb-ca.F.crl": (r"certificates/[a-z]{2}-ca\.(p256|mldsa65)\.crl",),
    "<holder>.F.pem": (rf"certificates/{_PEM}\.pem",),
    "tsa.pem": (r"certificates/tsa\.pem",),
    "tsa-issuers.pem": (r"certificates/tsa-issuers\.pem",),
}
"""The forms of each path, by its name in the specification's table: each is on the bench."""

_PLACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "bundle": (("bundle/", ""),),
    "package": (("sealed/custody/", "custody/"), ("sealed/", "seal/")),
    "package-stamped-again": (("sealed/custody/", "custody/"), ("sealed/", "seal/")),
    "package-rewrapped": (("sealed/custody/", "custody/"), ("sealed/", "seal/")),
    "bag": (("opened/", "bag/"),),
    "certificate": (("certificate/", "certificate/"),),
}


def place_in_bundle(kind: str, name: str) -> str | None:
    """Return the path that a file of an artifact would have in a bundle, if it has one."""
    found = (
        inside + name.removeprefix(own)
        for own, inside in _PLACES.get(kind, ())
        if name.startswith(own)
    )
    return next(found, None)


def forms_in_table(specification: str) -> set[str]:
    """Read the names of the forms from the table of 19.0: the code in its first column."""
    section = specification.partition("### 19.0 Layout")[2]
    table = next(block for block in section.split("\n\n") if block.startswith("| Path |"))
    first = (line.split("|")[1] for line in table.splitlines())
    return {name for cell in first for name in cell.split("`")[1::2]}
