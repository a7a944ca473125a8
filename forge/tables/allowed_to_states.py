# SPDX-License-Identifier: Apache-2.0
"""The forgeries that may hold or stay undecided for those who have the keys of a State or of its log."""

from collections.abc import Sequence

from forge.tables.allowance import ANY, REFUSED, Row

LOGGING = ("log", "log-and-witness", "exporting-state")
"""The forgers who have a log's keys and hold nothing of the sealing State."""

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
        for forger in LOGGING
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
                for change in ("claim*", "null:*", "deep-*", "swap-*", "flip*")
                for target in ("*/????.json", "*/earlier-?.????.json", "*/seal.json")
            ),
        )
    ),
    Row(
        "sealing-state*",
        "bag",
        "another-item",
        "*",
        ANY,
        "The sealing State as a whole can claim that another item was collected: the verdict says that it alone "
        "proves when.",
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
        "package*",
        "claim:sender",
        "sealed/seal.json",
        ANY,
        "Any State seals what it has under its own name; the bag inside, once opened, names who sealed it first.",
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
        for forger in LOGGING
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
        for forger in LOGGING
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
        for forger in LOGGING
    ),
)
