# SPDX-License-Identifier: Apache-2.0
"""The forgeries that may hold or stay undecided for who has the keys of the exporting authority, or all that its
State has.
"""

from collections.abc import Sequence

from forge.tables.allowance import ANY, REFUSED, Row

EXPORTER_ROWS: Sequence[Row] = (
    *(
        Row(
            "exporting-state",
            "bundle",
            change,
            "bundle/request/approvals.json",
            ANY,
            "The State that asked has the passkeys of the officers who approved its request: one approves it anew.",
        )
        for change in (
            "deep-*:approvals.*",
            *("flip*", "append", "truncate", "add-field", "null:*", "claim*", "swap-genuine"),
        )
    ),
    Row(
        "export*",
        "disclosure",
        "claim*:giver",
        "*",
        ANY,
        "Who gave the package first is the discloser's word where the earlier records are not there.",
    ),
    Row(
        "export*",
        "disclosure",
        "claim*:disclosed",
        "*",
        ANY,
        "The discloser's own moment is a claim, and shown as one.",
    ),
    Row(
        "export*",
        "disclosure",
        "deep-*:conditions.*",
        "*/disclosure.json",
        ANY,
        "Conditions that are kept back are the discloser's word (19.1, 11), and their check is undecided.",
    ),
    Row(
        "export*",
        "disclosure",
        "null:officer",
        "*/disclosure.json",
        ANY,
        "A discloser may name no officer (SPECIFICATION.md 19.1): the authority signs, and answers for it.",
    ),
    Row(
        "export*",
        "disclosure",
        "claim*:officer",
        "*/disclosure.json",
        ANY,
        "Or another officer of his authority: a number is no person, and the check says that a register lists it.",
    ),
    Row(
        "export*",
        "disclosure",
        "claim*:reason",
        "*/disclosure.json",
        ANY,
        "To whom and by which order it was disclosed is the discloser's word (19.1), shown as his.",
    ),
    Row(
        "export*",
        "bundle",
        "append",
        "bundle/directory/metadata/timestamp.json",
        ANY,
        "A line break after signed metadata changes no signed text, and no file of the directory names the digest "
        "of this one: only the list does, which its exporter signs.",
    ),
    Row(
        "exporting-state-key",
        "bundle",
        "directory-renewed",
        "bundle/directory",
        ANY,
        "Who holds a State's key and CA is that State: it lists what it exported again, with a later directory.",
    ),
    *(
        Row(
            "export*",
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
            "export*",
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
            "export*",
            "bundle",
            change,
            "bundle/bundle.json",
            ANY,
            "Who lists a bundle again names the event of his export and every file anew, as they lie there.",
        )
        for change in ("flip*", "link", "claim:event", "claim-first-*", "deep-*", "cut-list-*")
    ),
    Row(
        "export*",
        "bundle",
        "*",
        "bundle/report.*",
        ANY,
        "A report is the exporter's words: a verifier shows its own facts, and compares the HTML alone, where "
        "it knows its form (19.3).",
    ),
    *(
        Row(
            "export*",
            "bundle",
            "remove",
            target,
            ANY,
            "What is there for stock tools may be left out (19.0).",
        )
        for target in ("bundle/check.sh", "bundle/certificates/*")
    ),
    Row(
        "export*",
        "bundle",
        "remove",
        "bundle/directory/metadata/2.root.json",
        ANY,
        "A bundle's copy of the directory may end at an earlier root of the chain: what the reader has from elsewhere "
        "ends at the later one, and the first line says whose root counts (18.7).",
    ),
    *(
        Row(
            "export*",
            "bundle",
            change,
            "bundle/certificate/certificate.json.tst",
            ANY,
            "Timestamps of an officer's certificate are optional (19.2): without one its moment is the bundle's.",
        )
        for change in ("remove", "stamps-taken")
    ),
    Row(
        "exporting-state",
        "bundle",
        "*",
        "bundle/certificate/certificates/*",
        ANY,
        "In a bundle the directory says whose CA issued an officer's certificate (19.2): who stamps again what lies "
        "there may leave the copies out.",
    ),
    Row(
        "export*",
        "bundle",
        "swap-sibling",
        "bundle/certificates/*.crl",
        ANY,
        "A revocation list for stock tools is by a CA that the directory lists, whatever its name (19.3, 23).",
    ),
    Row(
        "export*",
        "bundle",
        "*",
        "bundle/seal/certificates/*",
        ANY,
        "In a bundle who signed and stamped a seal is judged by the directory alone.",
    ),
    *(
        Row(
            "export*",
            "bundle",
            change,
            "*.tlog-proof",
            ANY,
            "A cosignature can be left out: the verdict counts the witnesses that are left.",
        )
        for change in ("cut-tail", "flip*")
    ),
    Row(
        "export*",
        "[pbd][au]*",
        "claim:digest",
        "*/????.tombstone.json",
        ANY,
        "Of which event a tombstone is, is the word of the authority that records the destruction (16.5).",
    ),
    Row(
        "export*",
        "bundle",
        "remove",
        "bundle/custody/????.tlog-proof",
        ANY,
        "The node of the exporter's State gives the proof of his own event again.",
    ),
    *(
        Row(
            "export*",
            kind,
            change,
            target,
            ANY,
            "An authority states its own acts: when, by whom, why. It can record them otherwise, and its node "
            "enters that; the log has both.",
        )
        for kind in ("bundle", "[pb]a*")
        for change in ("claim*", "null:*", "deep-*", "swap-sibling", "flip*")
        for target in ("*/????.json", "*/earlier-?.????.json")
    ),
    *(
        Row(
            "export*",
            "bundle",
            change,
            "bundle/custody*",
            ANY,
            "Acts of the exporter may lie in either journal, and his last ones can be kept back.",
        )
        for change in ("event-moved", "event-in-both", "node-events-kept-back")
    ),
    *(
        Row(
            "export*",
            "bundle",
            "*",
            target,
            ANY,
            "Events and messages of the exporter's own, signed again over the same text, say the same.",
        )
        for target in (
            "bundle/request/message.json.*p7s",
            "bundle/custody*/????.*p7s",
            "bundle/request/custody/????.*p7s",
            "bundle/messages/????/custody/????.*p7s",
        )
    ),
    *(
        Row(
            "exporting-state*",
            "bundle",
            change,
            "*",
            ANY,
            "A State shows its own part as it likes, from the export back to its first message: what another State "
            "did not sign for, that State must be asked about.",
        )
        for change in ("exported-again", "message-invented", "receipt-taken")
    ),
    Row(
        "exporting-state*",
        "bundle",
        "stamped-earlier",
        "*",
        ANY,
        "A timestamp authority states any moment in which it was in force: the verdict says whose word that is.",
    ),
    Row(
        "exporting-state",
        "bundle",
        "*",
        "bundle/messages/????/receipt.json*",
        ANY,
        "Its node signs again, at any moment, that it received what the other State sent.",
    ),
    *(
        Row(
            "exporting-state",
            kind,
            "*",
            target,
            ANY,
            "Its officers consent to what they like: who they are is what the State's CA says.",
        )
        for kind, target in (
            ("bundle", "bundle/consents/*"),
            ("bag", "opened-consent-*"),
        )
    ),
    Row(
        "exporting-state",
        "bundle",
        "log-place-taken",
        "*",
        REFUSED,
        "Two histories of a log in one bundle contradict each other, whatever signs them.",
    ),
    *(
        Row(
            "exporting-state",
            "bundle",
            change,
            target,
            ANY,
            "What a proof lacks is written anew with the log's keys: the verdict says that it is not witnessed.",
        )
        for change, target in (
            ("*", "*.tlog-proof"),
            ("log-forked*", "*"),
            ("log-rewritten*", "*"),
            ("log-event-dropped", "*"),
        )
    ),
)
