# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence`: from the source to the court."""

from rogatory.cli.tree import LateGroup

evidence = LateGroup(
    "evidence",
    help="Collect, seal, open, check and hand to the court. Each act is recorded in the custody "
    "journal beside what it touches.",
    places={
        "request": "rogatory.cli.evidence_request:command",
        "collect": "rogatory.cli.evidence_collect:command",
        "add": "rogatory.cli.evidence_add:command",
        "seal": "rogatory.cli.evidence_seal:command",
        "rewrap": "rogatory.cli.evidence_rewrap:command",
        "open": "rogatory.cli.evidence_open:command",
        "verify": "rogatory.cli.evidence_verify:command",
        "timestamp": "rogatory.cli.evidence_timestamp:command",
        "list": "rogatory.cli.evidence_list:command",
        "extract": "rogatory.cli.evidence_extract:command",
        "hand-over": "rogatory.cli.evidence_hand_over:command",
        "fetch": "rogatory.cli.evidence_fetch:command",
        "transfers": "rogatory.cli.evidence_transfers:command",
        "courier": "rogatory.cli.evidence_courier:command",
        "bundle": "rogatory.cli.evidence_bundle:command",
        "check-script": "rogatory.cli.evidence_check_script:command",
        "report": "rogatory.cli.evidence_report:command",
        "disclose": "rogatory.cli.evidence_disclose:command",
        "certify": "rogatory.cli.evidence_certify:command",
        "compare": "rogatory.cli.evidence_compare:command",
    },
)
