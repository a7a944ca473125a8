# SPDX-License-Identifier: Apache-2.0
"""The forgeries that may hold or stay undecided, each with the reason that narrows what THREATS.md promises.

The first row that fits decides. Without one, no judge may answer that a forgery holds.
"""

from collections.abc import Sequence

from forge.changes import Change
from forge.making import Kind
from forge.tables.allowance import ANY, REFUSED, Row, fits
from forge.tables.allowed_to_exporters import EXPORTER_ROWS
from forge.tables.allowed_to_states import STATE_ROWS
from forge.tables.allowed_with_stamps import STAMP_ROWS

ROWS: Sequence[Row] = (
    Row(
        "export*",
        "bundle",
        "signed-again",
        "all",
        ANY,
        "Who exported may export the same again.",
    ),
    *(
        Row(
            forger,
            "[pdbc][aei]*",
            "signed-again",
            "all",
            ANY,
            "Who signs the same text again, with a key that counted when it was proved, states nothing new.",
        )
        for forger in (
            *(
                "exporter",
                "exporting-state",
                "revoked-authority",
                "officer",
                "first-officer",
                "second-officer",
            ),
            *("receipts", "stamps", "sealing-state", "sealing-state-key", "third-state"),
        )
    ),
    Row(
        "export*",
        "[pbd][ai]*",
        "*",
        "*.p7s",
        ANY,
        "Events and disclosures of the exporter's own, signed again over the same text, say the same.",
    ),
    Row(
        "export*",
        "bundle",
        "*",
        "bundle/bundle.json.*.p7s",
        ANY,
        "So does the list of a bundle that he signs again, whatever lay in the place of his signature.",
    ),
    Row(
        "revoked-authority",
        "[pb]a*",
        "*",
        "*.p7s",
        ANY,
        "A stolen key that signs again what it had signed: the text was proved before the theft.",
    ),
    *(
        Row(
            f"{who}-officer",
            "bag",
            "*",
            f"opened-consent-*/consent.{who}.*p7s",
            ANY,
            "An officer's consent that he signs again over the same text says the same.",
        )
        for who in ("first", "second")
    ),
    Row(
        "*",
        "[pb]a*",
        "cut-tail",
        "*.tlog-proof",
        ANY,
        "A cosignature can be taken away: the verdict counts the witnesses that are left.",
    ),
    Row(
        "*",
        "[pb]a*",
        "flip*",
        "*.tlog-proof",
        ANY,
        "Most of a proof are cosignatures of witnesses; one that is altered counts for none.",
    ),
    Row(
        "*",
        "[pb]a*",
        "flip*",
        "*/certificates/*-ca.mldsa65.pem",
        ANY,
        "Most of a State CA's copy is its signature of itself: the key counts as the directory has it.",
    ),
    Row(
        "*",
        "[pb]a*",
        "flip-drawn",
        "*/certificates/*-ca.p256.pem",
        ANY,
        "So is a part of this one; and the reader's directory has the key.",
    ),
    Row(
        "*",
        "*",
        "flip-drawn",
        "*.tst",
        ANY,
        "A bit of its copy's issuer or number makes the copy another's, and the listed one signed; one of its "
        "signer's name makes it a token by nobody known, which counts as little as none. Of all other bits a "
        "test asks both judges (`tests/verifier/test_verifier_tokens.py`).",
    ),
    Row(
        "*",
        "package*",
        "remove",
        "sealed/certificates/*.crl",
        ANY,
        "A revocation list beside a package is a copy: what ended is read from the reader's directory.",
    ),
    Row(
        "*",
        "package-*",
        "remove",
        "sealed/certificates/tsa.*.pem",
        ANY,
        "A timestamp authority's certificate beside a package is a copy: who stamps is read from the directory.",
    ),
    Row(
        "*",
        "package*",
        "remove",
        "sealed/certificates/*-ca.*.pem",
        ANY,
        "So is a State CA's certificate there: who vouches for the sender is read from the directory.",
    ),
    Row(
        "*",
        "bag",
        "empty-folder",
        "*",
        ANY,
        "A bag lists files alone (RFC 8493): a folder that holds none says nothing of the evidence.",
    ),
    Row(
        "*",
        "package*",
        "remove",
        "sealed/custody/*.tlog-proof",
        ANY,
        "A proof may still come: without it the check is undecided and left to the State.",
    ),
    *STAMP_ROWS,
    Row(
        "*",
        "bag",
        "remove",
        "opened-custody/seal/*.tst",
        REFUSED,
        "No key is needed to take a timestamp away: without one there is no verdict (15.2).",
    ),
    Row(
        "*",
        "bag",
        "remove",
        "opened-custody/*",
        ANY,
        "What lies beside a bag is no part of it: its absence is shown, and is no forgery.",
    ),
    *(
        Row(
            "*",
            "bag",
            "link-folder",
            target,
            ANY,
            "A link to a folder counts as none, and what lies beside a bag is no part of it.",
        )
        for target in ("opened-custody", "opened-consent-*")
    ),
    Row(
        "*",
        "bag",
        "*",
        "opened-consent-*/ca.*",
        ANY,
        "The State CA beside a consent proves nothing (16.6), and nobody reads it who has a directory.",
    ),
    *(
        Row(
            "*",
            "bag",
            change,
            "opened-consent-*",
            ANY,
            "Beside a bag only the files of a consent are read (16.6): another one proves nothing.",
        )
        for change in ("duplicate", "stray", "empty-folder")
    ),
    Row(
        "*",
        "bag",
        "remove",
        "opened-consent-*",
        ANY,
        "A consent lies beside what it was given for: one that is not there leaves its check undecided.",
    ),
    Row(
        "*",
        "bag",
        "*",
        "opened-custody/seal/segments.b3",
        ANY,
        "The list of segments beside an opened bag: no check rests on it without the package.",
    ),
    Row(
        "retired-roots",
        "bundle",
        "fork",
        "all",
        ANY,
        "With the first root alone, a chain cannot be distinguished from a fork that enough of its keys signed, retired or not.",
    ),
    *(
        Row(
            "sealing-state",
            "package",
            change,
            "sealed/package.age",
            ANY,
            "Who seals encrypts what he likes, and signs it: what lies inside, only who opens it finds (15).",
        )
        for change in ("header-*", "stream-*", "member*", "bytes-after-the-end", "without-an-end")
    ),
    *EXPORTER_ROWS,
    *STATE_ROWS,
)


def allowed(forger: str, kind: Kind, change: Change) -> frozenset[str]:
    """Return the outcomes that the table allows for a forgery."""
    found = (row.allowed for row in ROWS if fits(row, forger, kind, change))
    return next(found, REFUSED)
