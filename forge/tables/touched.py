# SPDX-License-Identifier: Apache-2.0
"""The checks that must answer a file that was removed, cut or altered by who holds no key, for each kind of file.

Several rows may speak of a file: all of them are demanded. Each file of every artifact has one for each of these
changes, or a row that says why nothing answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from forge.changes import Change

CHANGES = ("remove", "flip", "truncate")

ALTERED = ("flip", "truncate")


@dataclass(frozen=True, slots=True)
class Touched:
    """Checks that do not hold after a change of such a file; none where nothing answers, for the reason given."""

    kind: str
    target: str
    checks: tuple[str, ...]
    why: str
    changes: tuple[str, ...] = CHANGES


_BAG = (
    ("bag", "opened"),
    ("bundle", "bundle/bag"),
)

_LISTED = "What the exporter listed is there, with its digest."

TOUCHED: Sequence[Touched] = (
    *(
        Touched("bundle", f"bundle/{name}", ("bundle-complete",), _LISTED)
        for name in (
            *("SHA256SUMS", "bundle.json", "check.sh", "report.*"),
            *(
                "bag/*",
                "seal/*",
                "request/*",
                "messages/*",
                "custody/*",
                "custody-node/*",
                "consents/*",
            ),
            *("directory/*", "certificates/*", "certificate/*"),
        )
    ),
    *(
        Touched("bundle", f"bundle/{name}", checks, why, *changes)
        for name, checks, why, *changes in (
            ("bundle.json", ("bundle-signed",), "The list is what the exporter signed."),
            ("bundle.json.*", ("bundle-signed",), "Both signatures and every token hold."),
            (
                "archive.?.json",
                ("bundle-signed", "bundle-layout"),
                "A list is what it names, and has a token.",
            ),
            ("archive.?.json.tst", ("bundle-signed",), "A token is over its list.", ALTERED),
            ("archive.?.json.tst", ("bundle-layout",), "No list lacks its token.", ("remove",)),
            ("seal/seal.json.tst", ("seal-stamped",), "A seal that was stamped stays so."),
            ("seal/seal.json", ("seal-signed",), "The seal is what its sender signed."),
            ("seal/seal.json.*.p7s", ("seal-signed",), "Both signatures of the seal hold."),
            ("seal/segments.b3", ("seal-segment-list",), "The segments lead to the root."),
            ("request/message.json*", ("request",), "The request is signed as it is."),
            ("request/approvals.json", ("request",), "Officers approved the request."),
            ("messages/*/message.json*", ("messages",), "Each message is signed as it is."),
            ("messages/*/approvals.json", ("messages",), "Officers approved each message."),
            ("*/receipt.json", ("receipts",), "A receipt is signed as it is.", ALTERED),
            ("*/receipt.json.*", ("receipts",), "Both signatures of a receipt hold."),
            ("request/custody/*.json", ("message-events",), "Each message has a logged event."),
            ("messages/*/custody/*.json", ("message-events",), "Each message has a logged event."),
            ("directory/*", ("directory",), "The directory is whole.", ALTERED),
            (
                "certificates/*",
                ("certificates",),
                "They are those of the directory.",
                ("truncate",),
            ),
            ("consents/*", ("custody-consents",), "Both officers signed the consent."),
            (
                "certificate/archive.?.json.tst",
                ("certificate",),
                "A token is over its list.",
                ALTERED,
            ),
            (
                "certificate/archive.?.json.tst",
                ("bundle-layout",),
                "No list lacks its token.",
                ("remove",),
            ),
            ("certificate/certificate.json.tst", ("certificate",), "Every token holds.", ALTERED),
        )
    ),
    *(
        Touched(
            "bundle", f"bundle/certificate/{name}", ("certificate",), "It is as it was declared."
        )
        for name in (
            *("certificate.json", "certificate.json.*.p7s", "certificate.html", "certificate.pdf"),
            *("form.json", "archive.?.json", "certificates/*"),
        )
    ),
    *(
        Touched(kind, f"{bag}/{name}", checks, why, changes)
        for kind, bag in _BAG
        for name, checks, why, changes in (
            (
                "data/*",
                ("bag-files", "bag-inventory"),
                "Manifest and inventory have the digest of each file.",
                CHANGES,
            ),
            *(
                (name, ("bag-tags",), "The tag manifest has the digest of each tag file.", CHANGES)
                for name in ("*.txt", "*.json", "*.jsonl", "*.jsonld")
            ),
            (
                "*.bin",
                ("bag-tags", "bag-items-root"),
                "The secret is that of the items root.",
                CHANGES,
            ),
            ("request/*", ("bag-tags",), "The request inside is one of the tag files.", CHANGES),
            (
                "earlier/*",
                ("bag-tags", "bag-earlier"),
                "An earlier record is signed as it is.",
                CHANGES,
            ),
            (
                "inventory.jsonl",
                ("bag-inventory", "bag-items-root"),
                "The inventory leads to the root.",
                CHANGES,
            ),
            ("items-root.txt", ("bag-items-root",), "The root is that of the inventory.", CHANGES),
            ("bag-info.txt", ("bag-size",), "The bag says its size.", CHANGES),
            ("manifest-*.txt", ("bag-files",), "Each manifest has every file.", ALTERED),
            (
                "conditions.json",
                ("bag-conditions",),
                "The conditions are those of the record.",
                CHANGES,
            ),
            (
                "tagmanifest-sha256.txt.*p7s",
                ("bag-signed",),
                "Both signatures of the bag hold.",
                CHANGES,
            ),
        )
    ),
    *(
        Touched(kind, f"{journal}/{name}", checks, why, changes)
        for kind, journal in (
            ("bundle", "bundle/custody*"),
            ("bag", "opened-custody"),
            ("package*", "sealed/custody"),
        )
        for name, checks, why, changes in (
            (
                "*[0-9].json",
                ("custody-journal",),
                "Each event is there and signed as it is.",
                CHANGES,
            ),
            ("*[0-9].*.p7s", ("custody-journal",), "Both signatures of an event hold.", CHANGES),
            (
                "*[!2].tlog-proof",
                ("custody-logged",),
                "Each event has a proof.",
                ("remove", "truncate"),
            ),
            (
                "*[!2].tlog-proof",
                ("custody-witnessed",),
                "Its middle is a witness's cosignature.",
                ("flip",),
            ),
        )
    ),
    *(
        Touched(
            kind,
            f"{journal}/0002.tlog-proof",
            (check,),
            "The second event of a bag was destroyed, and its proof is asked with its tombstone.",
            ("remove", "truncate"),
        )
        for kind, journal, check in (
            ("bundle", "bundle/custody", "custody-destroyed"),
            ("bag", "opened-custody", "custody-destroyed"),
            ("package*", "sealed/custody", "custody-logged"),
        )
    ),
    Touched(
        "package*",
        "sealed/custody/0002.tlog-proof",
        ("custody-witnessed",),
        "Its middle is a witness's cosignature.",
        ("flip",),
    ),
    Touched(
        "bag",
        "opened-custody/0002.tlog-proof",
        (),
        "Its middle is a witness's cosignature, which no check asks of a destroyed event (15.3).",
        ("flip",),
    ),
    Touched(
        "bag",
        "opened-custody/*.tombstone.json",
        ("custody-journal",),
        "A tombstone is recorded as it is.",
    ),
    Touched(
        "bundle",
        "bundle/custody/*.tombstone.json",
        ("custody-journal",),
        "A tombstone is recorded as it is.",
    ),
    *(
        Touched(kind, f"{seal}/{name}", checks, why, changes)
        for kind, seal in (
            ("package*", "sealed"),
            ("bag", "opened-custody/seal"),
            ("disclosure", "disclosed/seal"),
        )
        for name, checks, why, changes in (
            ("seal.json", ("seal-signed",), "The seal is what its sender signed.", CHANGES),
            ("seal.json.*p7s", ("seal-signed",), "Both signatures of the seal hold.", CHANGES),
            ("certificates/*", ("seal-layout",), "A certificate is one.", ("truncate",)),
        )
    ),
    *(
        Touched(kind, f"{seal}/*.tst", ("seal-stamped",), "A token is over its document.", ALTERED)
        for kind, seal in (
            ("package*", "sealed"),
            ("bag", "opened-custody/seal"),
            ("disclosure", "disclosed/seal"),
        )
    ),
    Touched(
        "package*", "sealed/seal.json.tst", ("seal-stamped",), "A seal that was stamped stays so."
    ),
    Touched("package*", "sealed/archive.?.json", ("seal-stamped",), "A list is what it names."),
    Touched(
        "package*",
        "sealed/archive.?.json.tst",
        ("seal-layout",),
        "No list lacks its token.",
        ("remove",),
    ),
    Touched(
        "package*",
        "sealed/seals/*.json",
        ("seal-chain",),
        "An earlier seal is there and signed as it is.",
    ),
    Touched(
        "package-*", "sealed/seals/*.tst", ("seal-chain",), "A token is over its document.", ALTERED
    ),
    Touched(
        "package-stamped-again",
        "sealed/seals/*.tst",
        ("seal-stamped",),
        "Later lists name it.",
        ("remove",),
    ),
    Touched(
        "package*",
        "sealed/seals/*.p7s",
        ("seal-chain",),
        "Both signatures of an earlier seal hold.",
    ),
    Touched("package*", "sealed/package.age", ("seal-segments",), "Every segment has its digest."),
    Touched(
        "package*", "sealed/segments.b3", ("seal-segment-list",), "The segments lead to the root."
    ),
    Touched(
        "bag",
        "opened-consent-*/consent.*",
        ("custody-consents",),
        "Both officers signed the consent.",
    ),
    Touched(
        "bag", "opened-consent-*/ca.*", (), "The State CA beside a consent proves nothing (16.6)."
    ),
    Touched(
        "bag",
        "opened-custody/certificates/*",
        (),
        "With a directory, a State CA beside the journal is a copy.",
    ),
    Touched(
        "bag",
        "opened-custody/seal/segments.b3",
        (),
        "Of a kept seal the segments are not asked (15).",
    ),
    Touched(
        "bag",
        "opened-custody/seal/seal.json.tst",
        ("seal-stamped",),
        "Without one nothing is proved.",
    ),
    *(
        Touched(
            kind,
            f"{seal}/certificates/*",
            (),
            "What lies beside a seal is a copy, and may be left out.",
            ("remove", "flip"),
        )
        for kind, seal in (("package*", "sealed"), ("bag", "opened-custody/seal"))
    ),
    *(
        Touched(
            "disclosure",
            f"disclosed/{name}",
            ("disclosure-form",),
            "The documents have their digests.",
        )
        for name in ("SHA256SUMS", "items.jsonl", "package/*", "seal/*", "certificates/*")
    ),
    Touched(
        "disclosure",
        "disclosed/disclosure.json",
        ("disclosure-signed",),
        "It is what the authority signed.",
    ),
    Touched(
        "disclosure",
        "disclosed/disclosure.json.*p7s",
        ("disclosure-signed",),
        "Both signatures hold.",
    ),
    Touched(
        "disclosure",
        "disclosed/disclosure.json.tst",
        ("disclosure-signed",),
        "Every token holds.",
        ALTERED,
    ),
    Touched(
        "disclosure",
        "disclosed/archive.?.json.tst",
        ("disclosure-signed",),
        "Every token holds.",
        ALTERED,
    ),
    Touched(
        "disclosure",
        "disclosed/archive.?.json.tst",
        (),
        "One of several tokens can be taken away.",
        ("remove",),
    ),
    Touched(
        "disclosure",
        "disclosed/disclosure.json.tst",
        (),
        "Timestamps are optional (19.1).",
        ("remove",),
    ),
    Touched(
        "disclosure", "disclosed/archive.?.json", ("disclosure-signed",), "A list is what it names."
    ),
    Touched(
        "disclosure",
        "disclosed/items.jsonl",
        ("disclosure-proved",),
        "Each line leads to the root.",
    ),
    Touched(
        "disclosure",
        "disclosed/items/*",
        ("disclosure-files",),
        "Each file has the digest of its line.",
    ),
    Touched(
        "disclosure",
        "disclosed/package/tagmanifest*",
        ("disclosure-package-signed",),
        "The package's manifest is signed.",
    ),
    Touched(
        "disclosure",
        "disclosed/package/[bci]*.*",
        ("disclosure-package",),
        "The package's manifest lists these.",
    ),
    Touched(
        "certificate",
        "certificate/*",
        ("certificate",),
        "The certificate is what the officer signed, with its pages and form.",
    ),
)
"""The first column is the artifact, the second the file; a file has all rows that fit it."""


def demanded(kind: str, change: Change) -> tuple[str, ...]:
    """Return the checks that must not hold after a change by who holds no key."""
    return tuple(check for one in rows_of(kind, change) for check in one.checks)


def rows_of(kind: str, change: Change) -> list[Touched]:
    """Return the rows that speak of a change. A file that lies in a folder of its name is not there."""
    name = "remove" if change.name == "folder" else change.name
    return [
        one
        for one in TOUCHED
        if name in one.changes
        and fnmatchcase(kind, one.kind)
        and fnmatchcase(change.target, one.target)
    ]
