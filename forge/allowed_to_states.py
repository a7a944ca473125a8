# SPDX-License-Identifier: Apache-2.0
"""The forgeries that may hold or stay undecided for those who have the keys of a State, of its log, of the
exporter or of a timestamp authority.
"""

from collections.abc import Sequence

from forge.allowance import ANY, REFUSED, Row

STATE_ROWS: Sequence[Row] = (
    *(
        Row(
            forger,
            "[pb]a*",
            "log-place-taken",
            "*",
            REFUSED,
            "Two histories of a log in one journal contradict each other, whatever signs them.",
        )
        for forger in ("log", "log-and-witness")
    ),
    *(
        Row(
            forger,
            "[pb]a*",
            change,
            target,
            ANY,
            "To a reader whose copy lists its keys, a State signs, dates and logs its own acts as it likes.",
        )
        for forger in ("sealing-state", "sealing-state-key")
        for change, target in (
            ("*", "*.p7s"),
            ("*", "*.tlog-proof"),
            *(
                (change, target)
                for change in ("claim*", "null:*", "swap-*", "flip")
                for target in ("*/????.json", "*/earlier-?.????.json", "*/seal.json")
            ),
        )
    ),
    Row(
        "sealing-state-key",
        "[pb]a*",
        "list-signed-again",
        "*.crl",
        ANY,
        "A revocation list beside a package is a copy: what ended is read from the reader's directory.",
    ),
    Row(
        "third-state",
        "[pb]a*",
        "cosigned-earlier",
        "all",
        ANY,
        "Who has a State's key is its witness, and states any moment; what was witnessed is unchanged.",
    ),
    *(
        Row(
            forger,
            "[pb]a*",
            change,
            "*",
            ANY,
            "Another history of a log, with the same events: the verdict says that it is not witnessed.",
        )
        for forger in ("log", "log-and-witness")
        for change in ("log-rewritten*", "log-forked*")
    ),
    *(
        Row(
            forger,
            "[pb]a*",
            "*",
            "*.tlog-proof",
            ANY,
            "What a proof lacks is written anew with the log's keys: the verdict says that it is not witnessed.",
        )
        for forger in ("log", "log-and-witness")
    ),
    *(
        Row(
            forger,
            "[pb]a*",
            "log-event-dropped",
            "*",
            ANY,
            "An authority's last events can be kept back, and nothing that is left names them.",
        )
        for forger in ("log", "log-and-witness")
    ),
)

STAMPING = ("stamps", "sealing-state", "third-state")
"""The forgers who have the key of a listed timestamp authority."""

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
        for change in ("remove", "flip", "append", "truncate", "swap-genuine")
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
        for kind, target in (
            ("bundle", "bundle/bundle.json.tst"),
            ("disclosure", "disclosed/disclosure.json.tst"),
            ("package-stamped-again", "*/archive.1.json*"),
            ("bundle", "bundle/archive.1.json*"),
            ("disclosure", "disclosed/archive.1.json*"),
        )
        for change in (
            "remove",
            "flip",
            "append",
            "truncate",
            "swap-*",
            "cut-*",
            "list-*",
            "add-field",
        )
    ),
    Row(
        "*",
        "bundle",
        "stamps-taken",
        "bundle/bundle.json.tst",
        ANY,
        "Timestamps of a list may be added later (19.0): without one, its moment is the exporter's claim.",
    ),
    Row(
        "*",
        "disclosure",
        "stamps-taken",
        "disclosed/disclosure.json.tst",
        ANY,
        "Timestamps of a disclosure are optional (19.1): without one, its moment is the discloser's claim.",
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
            "list-renumbered",
            "*/archive.1.json",
            ANY,
            "Outside a bundle the number of a list says nothing: it is what it names, and its token (5).",
        )
        for kind in ("package-stamped-again", "disclosure")
    ),
)

EXPORTER_ROWS: Sequence[Row] = (
    Row(
        "exporter",
        "disclosure",
        "claim*:giver",
        "*",
        ANY,
        "Who gave the package first is the discloser's word where the earlier records are not there.",
    ),
    Row(
        "exporter",
        "disclosure",
        "claim*:disclosed",
        "*",
        ANY,
        "The discloser's own moment is a claim, and shown as one.",
    ),
    Row(
        "exporter",
        "disclosure",
        "null:officer",
        "*/disclosure.json",
        ANY,
        "A discloser may name no officer (SPECIFICATION.md 19.1): the authority signs, and answers for it.",
    ),
    Row(
        "exporter",
        "disclosure",
        "claim*:officer",
        "*/disclosure.json",
        ANY,
        "Or another officer of his authority: a number is no person, and the check says that a register lists it.",
    ),
    *(
        Row(
            "exporter",
            "bundle",
            f"{change}:{field}",
            "bundle/bundle.json",
            ANY,
            "Who exports says when, by which officer and why; the event of the export says the same.",
        )
        for change in ("claim*", "null")
        for field in ("exported", "officer", "reason")
    ),
    Row(
        "exporter",
        "bundle",
        "*",
        "bundle/report.*",
        ANY,
        "A report is the exporter's words: a verifier shows its own facts, and compares the HTML alone, where "
        "it knows its form (19.3).",
    ),
    *(
        Row(
            "exporter",
            "bundle",
            "remove",
            target,
            ANY,
            "What is there for stock tools may be left out (19.0).",
        )
        for target in ("bundle/check.sh", "bundle/certificates/*")
    ),
    Row(
        "exporter",
        "bundle",
        "*",
        "bundle/seal/certificates/*",
        ANY,
        "In a bundle who signed and stamped a seal is judged by the directory alone.",
    ),
    *(
        Row(
            "exporter",
            "bundle",
            change,
            "*.tlog-proof",
            ANY,
            "A cosignature can be left out: the verdict counts the witnesses that are left.",
        )
        for change in ("cut-tail", "flip")
    ),
    *(
        Row(
            "exporter",
            kind,
            change,
            target,
            ANY,
            "An authority states its own acts: when, by whom, why. It can record them otherwise, and its node "
            "enters that; the log has both.",
        )
        for kind in ("bundle", "[pb]a*")
        for change in ("claim*", "null:*", "swap-sibling", "flip")
        for target in ("*/????.json", "*/earlier-?.????.json")
    ),
    *(
        Row(
            "exporter",
            "bundle",
            change,
            "bundle/custody*",
            ANY,
            "Acts of the exporter may lie in either journal, and his last ones can be kept back.",
        )
        for change in ("event-moved", "event-in-both", "node-events-kept-back")
    ),
    Row(
        "exporter",
        "bundle",
        "*",
        "bundle/custody*/????.*p7s",
        ANY,
        "Events of the exporter's own, signed again over the same text, say the same.",
    ),
)
