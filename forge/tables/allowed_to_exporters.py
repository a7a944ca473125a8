# SPDX-License-Identifier: Apache-2.0
"""The forgeries that may hold or stay undecided for who has the keys of the exporting authority."""

from collections.abc import Sequence

from forge.tables.allowance import ANY, Row

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
    *(
        Row(
            "exporter",
            "bundle",
            "*",
            target,
            ANY,
            "Who lists a bundle again makes this file anew, or takes a list of timestamps away that is over "
            "another text.",
        )
        for target in ("bundle/SHA256SUMS", "bundle/archive.*", "bundle/bundle.json.tst")
    ),
    *(
        Row(
            "exporter",
            "bundle",
            change,
            "bundle/bundle.json",
            ANY,
            "Who lists a bundle again names the event of his export and every file anew, as they lie there.",
        )
        for change in ("flip", "link", "claim:event", "claim-first-*", "cut-list-*")
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
        "swap-sibling",
        "bundle/certificates/*.crl",
        ANY,
        "A revocation list for stock tools is by a CA that the directory lists, whatever its name (19.3, 23).",
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
    Row(
        "exporter",
        "bundle",
        "remove",
        "bundle/custody/????.tlog-proof",
        ANY,
        "The node of the exporter's State gives the proof of his own event again.",
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
