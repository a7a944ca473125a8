# SPDX-License-Identifier: Apache-2.0
"""The layouts of bag, sealed package, disclosure and certificate (SPECIFICATION.md 13.2, 15, 19.1, 19.2) and the forms
that are signed (4.1): where the bench has each, or why it has not.

What the specification gains fails the build until it is entered here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_SIGNATURES = {".p256.p7s": r".+\.p256\.p7s", ".mldsa65.p7s": r".+\.mldsa65\.p7s"}


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of the specification: the words before it, the artifacts that it is about, the form of each name that
    it has, and the names that are on no artifact, each with the reason.
    """

    after: str
    kinds: tuple[str, ...]
    forms: Mapping[str, str]
    absent: Mapping[str, str]


LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "### 13.2 The bag",
        ("bag",),
        {
            **{name: rf"opened/{name}" for name in ("bagit.txt", "bag-info.txt", "case.jsonld")},
            **{
                f"manifest-{name}.txt": rf"opened/manifest-{name}\.txt"
                for name in ("sha256", "sha512", "sha3512", "blake2b512")
            },
            **{
                name: rf"opened/{name}"
                for name in (
                    "conditions.json",
                    "inventory.jsonl",
                    "items-root.txt",
                    "package-secret.bin",
                )
            },
            **{name: rf"opened/{name}" for name in ("media.json", "members.jsonl")},
            "data/": r"opened/data/.+",
            "request/…": r"opened/request/message\.json",
            "earlier/<n>/…": r"opened/earlier/\d+/tagmanifest-sha256\.txt",
            "tagmanifest-sha256.txt": r"opened/tagmanifest-sha256\.txt",
            "tagmanifest-sha256.txt.p256.p7s": r"opened/tagmanifest-sha256\.txt\.p256\.p7s",
            ".mldsa65.p7s": r"opened/tagmanifest-sha256\.txt\.mldsa65\.p7s",
        },
        {
            "offsets": "is the table of a stream, in a bag that a tar program unpacked: a test of its own forges it"
        },
    ),
    Layout(
        "## 15. Sealed package",
        ("package", "package-stamped-again", "package-rewrapped"),
        {
            **_SIGNATURES,
            "package.age": r"sealed/package\.age",
            "seal.json": r"sealed/seal\.json",
            "seal.json.tst": r"sealed/seal\.json\.tst",
            "segments.b3": r"sealed/segments\.b3",
            "certificates/*.pem": r"sealed/certificates/.+\.pem",
            "certificates/*.crl": r"sealed/certificates/.+\.crl",
            "archive.1.json": r"sealed/archive\.1\.json",
            "archive.1.json.tst": r"sealed/archive\.1\.json\.tst",
            "custody/": r"sealed/custody/.+",
            "seals/<n>/": r"sealed/seals/\d+/seal\.json",
        },
        {"seal.json.2.tst": "the exporting State adds a second token itself (`stamped-earlier`)"},
    ),
    Layout(
        "and in `certificates/`:",
        ("package", "package-stamped-again", "package-rewrapped"),
        {
            "xb-ca-N.p256.pem": r"sealed/certificates/xb-ca\.p256\.pem",
            "xb-ca-N.mldsa65.pem": r"sealed/certificates/xb-ca\.mldsa65\.pem",
            "tsa.N.pem": r"sealed/certificates/tsa\.\d+\.pem",
            "xb-ca-N.p256.crl": r"sealed/certificates/xb-ca\.p256\.crl",
            "xb-ca-N.mldsa65.crl": r"sealed/certificates/xb-ca\.mldsa65\.crl",
        },
        {},
    ),
    Layout(
        "### 19.1 Partial disclosure",
        ("disclosure",),
        {
            **_SIGNATURES,
            "disclosure.json": r"disclosed/disclosure\.json",
            "disclosure.json.tst": r"disclosed/disclosure\.json\.tst",
            "archive.N.json": r"disclosed/archive\.\d+\.json",
            "items.jsonl": r"disclosed/items\.jsonl",
            "items/": r"disclosed/items/.+",
            "SHA256SUMS": r"disclosed/SHA256SUMS",
            "package/": r"disclosed/package/.+",
            "seal/": r"disclosed/seal/.+",
            "certificates/": r"disclosed/certificates/.+",
        },
        {".N.tst": "one token is as another; a bundle is given a second one (`stamped-earlier`)"},
    ),
    Layout(
        "### 19.2 Certificate of authenticity",
        ("certificate",),
        {
            **_SIGNATURES,
            "certificate.json": r"certificate/certificate\.json",
            "certificate.json.tst": r"certificate/certificate\.json\.tst",
            "archive.N.json": r"certificate/archive\.\d+\.json",
            "form.json": r"certificate/form\.json",
            "certificate.html": r"certificate/certificate\.html",
            "certificate.pdf": r"certificate/certificate\.pdf",
            "certificates/*.pem": r"certificate/certificates/.+\.pem",
        },
        {
            ".N.tst": "one token is as another; a bundle is given a second one (`stamped-earlier`)",
            "*.crl": "is added later, and judged as beside a package, which has it",
        },
    ),
)


def names_in_table(specification: str, layout: Layout) -> set[str]:
    """Read the names of files from the first column of a table."""
    rest = specification.partition(layout.after)[2]
    table = next(block for block in rest.split("\n\n") if block.startswith("| "))
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {name for cell in cells for name in cell.partition(" (")[0].split("`")[1::2]}


SIGNED_FORMS: Mapping[str, tuple[str, ...]] = {
    "message": ("message.json",),
    "approval": ("approval",),
    "receipt": ("receipt.json",),
    "`seal.json`": ("seal.json",),
    "tag manifest of a bag": ("tagmanifest-sha256.txt", "earlier tagmanifest-sha256.txt"),
    "custody event": ("event",),
    "checkpoint of a log": ("checkpoint",),
    "cosignature": ("checkpoint",),
    "metadata of the directory": tuple(
        f"{role} metadata" for role in ("root", "targets", "snapshot", "timestamp", "State")
    ),
    "`disclosure.json`": ("disclosure.json",),
    "`certificate.json`": ("certificate.json",),
    "`bundle.json`": ("bundle.json",),
    "consent of two officers": ("consent.first", "consent.second"),
}
"""The signed documents of the bench (`forge.tables.file_kinds.SIGNED`) that have each form of 4.1."""

NOT_IN_EVIDENCE: Mapping[str, str] = {
    "translation": "a node keeps it beside a request; no evidence has it",
    "request at the door": "is made on the line alone, and answered by a node",
    "`courier.json`": "lies on a disk that a node imports; no check of evidence reads it",
    "`recipient.json`": "is read before sealing, by who seals",
    "`order.json`": "goes to a provider, and is checked there (24)",
    "`withdrawal.json`": "goes to a provider, and is checked there beside the order (24.2)",
    "word of an officer at a terminal": "is read by the officer's own node alone",
}
"""The forms of 4.1 that no evidence has, with the reason."""

OF_OTHERS = frozenset({"token", "list of timestamps", "revocation list"})
"""Signed documents of the bench whose form is of RFC 3161 and RFC 5280, not of the specification."""


def signed_forms(specification: str) -> set[str]:
    """Read the forms that are signed from the table of 4.1."""
    section = specification.partition("### 4.1 ")[2].partition("\n### ")[0]
    table = next(block for block in section.split("\n\n") if block.startswith("| "))
    return {line.split("|")[1].strip() for line in table.splitlines()[2:]}
