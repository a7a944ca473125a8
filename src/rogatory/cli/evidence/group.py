# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence`: from the source to the court."""

from rogatory.cli.tree import LateGroup

evidence = LateGroup(
    "evidence",
    help="Collect, seal, open and check evidence, and prepare it for the court. Each "
    "act is recorded in the custody journal of the object.",
    places={
        "request": "rogatory.cli.evidence.request:command",
        "scope": "rogatory.cli.evidence.scope:command",
        "collect": "rogatory.cli.evidence.collect:command",
        "add": "rogatory.cli.evidence.add:command",
        "seal": "rogatory.cli.evidence.seal:command",
        "rewrap": "rogatory.cli.evidence.rewrap:command",
        "open": "rogatory.cli.evidence.open:command",
        "verify": "rogatory.cli.evidence.verify:command",
        "timestamp": "rogatory.cli.evidence.timestamp:command",
        "list": "rogatory.cli.evidence.list:command",
        "extract": "rogatory.cli.evidence.extract:command",
        "hand-over": "rogatory.cli.evidence.hand_over:command",
        "fetch": "rogatory.cli.evidence.fetch:command",
        "transfers": "rogatory.cli.evidence.transfers:command",
        "courier": "rogatory.cli.evidence.courier:command",
        "bundle": "rogatory.cli.evidence.bundle:command",
        "check-script": "rogatory.cli.evidence.check_script:command",
        "report": "rogatory.cli.evidence.report:command",
        "disclose": "rogatory.cli.evidence.disclose:command",
        "certify": "rogatory.cli.evidence.certify:command",
        "compare": "rogatory.cli.evidence.compare:command",
    },
)
