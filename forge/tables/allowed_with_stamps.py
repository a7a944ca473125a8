# SPDX-License-Identifier: Apache-2.0
"""The forgeries of timestamps that may hold or stay undecided: what a timestamp authority's key makes, and what
anybody can take away.
"""

from collections.abc import Sequence

from forge.tables.allowance import ANY, Row

STAMPING = ("stamps", "sealing-state", "sealing-state-key", "third-state", "exporting-state")
"""The forgers who have the key of a listed timestamp authority."""

TOKEN_CHANGES = ("remove", "flip*", "append", "truncate", "swap-*")

LIST_CHANGES = (
    *TOKEN_CHANGES,
    "cut-*",
    "list-*",
    "add-field",
    "null:version",
    "claim*:version",
    "deep-*",
)

STAMPED = (
    *(
        (kind, target, change)
        for kind, target in (
            ("bundle", "bundle/bundle.json.tst"),
            ("bundle", "bundle/certificate/certificate.json.tst"),
            ("disclosure", "disclosed/disclosure.json.tst"),
        )
        for change in TOKEN_CHANGES
    ),
    *(
        (kind, "*/archive.1.json*", change)
        for kind in ("bundle", "disclosure", "package-stamped-again")
        for change in LIST_CHANGES
    ),
)
"""Tokens, and lists of timestamps with theirs: the changes after which who has an authority's key stamps again
what lies there.
"""

STAMP_ROWS: Sequence[Row] = (
    *(
        Row(
            forger,
            "[pb]a*",
            change,
            "*/seal.json.tst",
            ANY,
            "A timestamp authority's key stamps the same seal anew in place of the token: the seal is "
            "unchanged, and a moment is all that such an authority states.",
        )
        for forger in STAMPING
        for change in (*TOKEN_CHANGES, "stamps-taken")
    ),
    *(
        Row(
            forger,
            kind,
            change,
            target,
            ANY,
            "A timestamp authority's key stamps an unchanged document anew, and a list over all that lies "
            "there: a moment is all that such an authority states.",
        )
        for forger in STAMPING
        for kind, target, change in STAMPED
    ),
    *(
        Row(
            forger,
            "package-stamped-again",
            "flip-drawn",
            "sealed/certificates/tsa.?.pem",
            ANY,
            "A list stamped again over a copy of a certificate that nobody reads: the directory has the authority's.",
        )
        for forger in (*STAMPING, "*-state*-unseen")
    ),
    *(
        Row(
            "*-state*-unseen",
            kind,
            change,
            target,
            ANY,
            "A token by an authority that no copy lists does not count beside one that does (5): what is left "
            "proves its own moment.",
        )
        for kind, target, change in (
            *STAMPED,
            *(("package-stamped-again", "*/seal.json.tst", change) for change in TOKEN_CHANGES),
        )
    ),
    *(
        Row(
            "exporting-state",
            "bundle",
            change,
            "bundle/seal/seal.json.tst",
            ANY,
            "So does the exporting State with a timestamp authority, where the seal lies in its bundle.",
        )
        for change in (*TOKEN_CHANGES, "stamps-taken")
    ),
    Row(
        "*",
        "bundle",
        "stamps-taken",
        "bundle/bundle.json.tst",
        ANY,
        "Timestamps of a list may be added later (19.0): without one, its moment is the exporter's claim.",
    ),
    *(
        Row(
            "*",
            "disclosure",
            change,
            target,
            ANY,
            "Timestamps of a disclosure are optional (19.1): without one, its moment is the discloser's claim.",
        )
        for change, target in (
            ("stamps-taken", "disclosed/disclosure.json.tst"),
            ("remove", "disclosed/*.tst"),
        )
    ),
    *(
        Row(
            "*",
            kind,
            "list-twice",
            "*/archive.1.json",
            ANY,
            "A list of timestamps and its token, once more under the next number, say the same.",
        )
        for kind in ("bundle", "package-stamped-again", "disclosure")
    ),
    *(
        Row(
            "*",
            kind,
            "list-taken",
            "*/archive.1.json",
            ANY,
            "Of several timestamps one can be taken away: what is left proves its own moment, and no earlier one.",
        )
        for kind in ("bundle", "package-stamped-again", "disclosure")
    ),
    *(
        Row(
            "*",
            kind,
            "list-renumbered",
            "*/archive.1.json",
            ANY,
            "Outside a bundle the number of a list says nothing: it is what it names, and its token (5).",
        )
        for kind in ("package-stamped-again", "disclosure")
    ),
)
