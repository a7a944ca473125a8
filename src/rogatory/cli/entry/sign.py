# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry sign` and `submit`: the State key speaks, and the publisher hears it."""

from pathlib import Path

import click

from rogatory.cli.directory.options import key_option, open_key
from rogatory.cli.entry.options import FILE, folder, now
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.disk import read_file, write_new
from rogatory.errors import refuse_if_any


@click.command(
    "sign", epilog="Example:  rogatory entry sign entry-xa --key state-key --out xa.submission"
)
@folder
@key_option
@click.option(
    "--second-key",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Sign with this key, too: both, while the State changes its key.",
)
@click.option("--version", type=click.IntRange(1), help="The next one unless given.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The signed file.")
@as_json
@reported
def sign(
    folder: Path,
    key: Path,
    passphrase_file: Path | None,
    second_key: Path | None,
    version: int | None,
    out: Path,
    as_json: bool,
) -> None:
    """Sign the draft in FOLDER with the State key (a file, or a token), into one file to carry.

    Nothing is signed while `rogatory entry check` has a reason against it.
    """
    from rogatory.bootstrap.ports.directory_line import encode
    from rogatory.directory.draft.folder import read_draft
    from rogatory.directory.draft.review import review

    draft, at = read_draft(folder), now()
    refuse_if_any(list(review(draft, at).reasons))
    folders = [key, *([second_key] if second_key else [])]
    keys = [open_key(one, passphrase_file) for one in folders]
    submission = draft.signed(keys, at, version)
    write_new(out, encode(submission))
    signed = [one.keyid for one in keys]
    if as_json:
        print_json(
            {"file": str(out), "version": version or draft.status.version + 1, "keys": signed}
        )
        return
    print_text(
        f"Version {version or draft.status.version + 1} of {draft.state} is signed in {out}."
    )
    for keyid in signed:
        print_text(f"  by the key  {grouped(keyid)}")
    print_text(f"  Hand it in:  rogatory entry submit {folder} {out} --to URL")


@click.command(
    "submit",
    epilog="Example:  rogatory entry submit entry-xa xa.submission --to https://directory.example",
)
@folder
@click.argument("signed", type=FILE)
@click.option("--to", "url", required=True, help="The publisher's address.")
@as_json
@reported
def submit(folder: Path, signed: Path, url: str, as_json: bool) -> None:
    """Submit what was signed. The publisher publishes it at once, or returns every reason for refusal."""
    from rogatory.bootstrap.ports.directory_line import decode, hand_in, version_of
    from rogatory.directory.draft.folder import keep_published, read_draft

    draft = read_draft(folder)
    submission = decode(draft.state, read_file(signed, limit=8 << 20))
    hand_in(url, submission)
    version = version_of(submission)
    keep_published(draft, submission, version)
    if as_json:
        print_json({"published": version})
        return
    print_text(f"Version {version} of {draft.state} is published.")
