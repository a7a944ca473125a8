# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence check-script`: the fixed script that checks bundles with stock tools."""

from pathlib import Path

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import faults_at, write_new
from rogatory.node.court.check_sh import SCRIPT_SHA256, check_script


@click.command("check-script", epilog="Example:  rogatory evidence check-script --out check.sh")
@options.out("The script: a file that does not exist yet.")
@as_json
@reported
def command(target: Path, as_json: bool) -> None:
    """Write check.sh, which checks a court bundle with stock tools, and show its digest.

    It is the same file for every bundle of one version of the format. Compare its digest with the one
    in the specification, section 19.
    """
    with faults_at(target):
        write_new(target, check_script())
    if as_json:
        print_json({"path": str(target), "sha256": SCRIPT_SHA256})
        return
    print_text(f"The script is in {target}.")
    print_text(f"  SHA-256  {SCRIPT_SHA256}")
    print_text(f"  Run it:  sh {target} BUNDLE CA-FINGERPRINT …")
