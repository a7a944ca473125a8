# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence certify`: the collecting officer's certificate of authenticity."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.passphrases import ask_passphrase, first_line, passphrase_file
from rogatory.cli.options.peers import read_object
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.certificate.form import LARGEST_FORM, SHIPPED, parse_form, shipped_form
from rogatory.node.certificate.requested_form import refuse_other_form, requested_form
from rogatory.node.court.certificate_subject import verified_subject
from rogatory.node.court.certify import Declaring, certify, refuse_other_officer
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.workstation.consent.officers_listed import refuse_unlisted
from rogatory.node.workstation.keys.listed_keys import listed_stamp, refuse_unlisted_ca
from rogatory.node.workstation.keys.officer_keys import open_officer_folder
from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust
from rogatory.wire.digests import sha256
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.node.certificate.form import CertificateForm

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "certify",
    epilog="Example:  rogatory evidence certify opened --officer-key keys-xb-0003 --form "
    "forensic-image --answer device='Laptop, serial 4711' … --out certificate",
)
@click.argument("package", type=_FOLDER)
@click.option(
    "--officer-key",
    "officer_folder",
    required=True,
    type=_FOLDER,
    help="The officer's key folder, as `rogatory keys officer` made it.",
)
@click.option(
    "--form",
    "form_name",
    required=True,
    metavar="NAME|FILE|request",
    help="business-records, forensic-image, a form's file, or the one that the request asks for.",
)
@click.option(
    "--request",
    "request_folder",
    type=_FOLDER,
    help="The request's message folder, where the form is attached to it.",
)
@click.option("--answer", "answers", multiple=True, metavar="ID=TEXT", help="Answer a question.")
@click.option("--answers", "answers_file", type=_FILE, help='Answers as JSON: {"ID": "text"}.')
@click.option(
    "--decline",
    "declined",
    multiple=True,
    metavar="ID=WHY",
    help="Leave one undeclared, and give the reason.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the declaration.",
)
@click.option("--officer-passphrase-file", type=_FILE, help="First line: the officer's passphrase.")
@click.option(
    "--timestamp", "timestamp_url", metavar="URL", help="Stamp the certificate (RFC 3161)."
)
@options.key(required=False)
@passphrase_file
@options.trust
@options.out("The certificate: a folder that does not exist yet.")
@as_json
@reported
def command(
    package: Path,
    officer_folder: Path,
    form_name: str,
    language: str,
    target: Path,
    trust_path: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Certify that PACKAGE, a bag or a sealed package, is what you collected, complete and unaltered.

    Only the officer whom the package names as having collected it can certify it. Everything is
    verified first, and your keys by the directory, if you give one. What the form asks is answered by --answer; what you cannot declare, you
    decline with a reason. A sealed package is looked into with --key.
    """
    officer, now = open_officer_folder(officer_folder), options.now()
    trusted = read_trust(trust_path) if trust_path else None
    view = trusted.newest() if isinstance(trusted, TrustedDirectory) else None
    refuse_unlisted_ca(officer.officer, officer.state_ca(), view, now)
    identities = None
    if given["key_folder"] is not None:
        folder = options.authority_folder(given["key_folder"])
        ask = ask_passphrase(given["passphrase_file"])
        identities = lambda: folder.identities(ask)  # noqa: E731 - asked for once it is needed
    with progress_bar("Verifying") as progress:
        about, message = verified_subject(
            package,
            trusted=trusted,
            now=now,
            identities=identities,
            progress=progress,
        )
    refuse_other_officer(about, officer.officer)
    refuse_unlisted(officer.officer, about.acquired.authority, view, now)
    declaring = Declaring(
        _form(form_name, message, given["request_folder"]),
        {**_answers_in(given["answers_file"]), **_pairs(given["answers"], "--answer")},
        _pairs(given["declined"], "--decline"),
        language,
    )
    stamp = None
    if given["timestamp_url"]:
        stamp = listed_stamp(connections.stamp_by(given["timestamp_url"]), view, options.now)
    done = certify(
        about,
        declaring,
        target,
        keys=officer.keys_in_force(now, lambda: _passphrase(given["officer_passphrase_file"])),
        state_ca=officer.state_ca(),
        at=now,
        stamp=stamp,
    )
    if as_json:
        print_json(
            {
                "bag": about.bag,
                "certificate": done.digest,
                "folder": str(done.folder),
                "form": declaring.form.id,
                "officer": officer.officer,
                "package": about.package,
            }
        )
        return
    print_text(f"The certificate of officer {officer.officer} is in {done.folder}.")
    print_text(f"  Digest of the evidence     {grouped(about.bag)}")
    print_text(f"  Digest of the certificate  {grouped(done.digest)}")
    print_text(f"  By telephone               {spoken(done.digest)}")
    print_text(f"  To the court with it:  rogatory evidence bundle … --certificate {done.folder}")


def _form(name: str, message: bytes | None, request_folder: Path | None) -> "CertificateForm":

    if name == "request":
        return requested_form(message, _attachments(request_folder))
    if name in SHIPPED:
        form = shipped_form(name)
    else:
        path = Path(name)
        if not path.is_file():
            raise click.UsageError(f"--form {name} is no form's name and no file.")
        form = parse_form(path.read_bytes(), name)
    refuse_other_form(form, message)
    return form


def _attachments(folder: Path | None) -> Mapping[str, bytes]:
    """Return the attachments of a message folder by digest, whatever they are called."""
    place = folder / "attachments" if folder else None
    if place is None or not place.is_dir():
        return {}
    found = (path for path in sorted(place.iterdir()) if path.is_file())
    small = (path.read_bytes() for path in found if path.stat().st_size <= LARGEST_FORM)
    return {sha256(data): data for data in small}


def _pairs(given: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, mark, text = one.partition("=")
        if not mark or name in found:
            raise click.UsageError(f"{option} is given once for each, as ID=TEXT: {one}")
        found[name] = text
    return found


def _answers_in(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    found = read_object(file)
    if not all(isinstance(text, str) for text in found.values()):
        raise click.UsageError(f"--answers {file} is no object of texts.")
    return {name: str(text) for name, text in found.items()}


def _passphrase(file: Path | None) -> str:
    if file is not None:
        return first_line(file)
    answer: str = click.prompt("Passphrase of the officer's keys", hide_input=True, err=True)
    return answer
