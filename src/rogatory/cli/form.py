# SPDX-License-Identifier: Apache-2.0
"""`rogatory form`: messages as model forms, and filled forms as bodies for drafts."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.letters import print_written, write
from rogatory.cli.options.evidence import discard_unfinished, out, report_languages
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import write_new
from rogatory.errors import ExitStatus
from rogatory.node.letters.form_page import filled_form, form_json, form_letter
from rogatory.requests.forms.form import form as form_named
from rogatory.requests.forms.form import forms
from rogatory.requests.forms.importing import import_answers
from rogatory.requests.forms.reading import LARGEST_FORM, read_csv, read_json

if TYPE_CHECKING:
    from rogatory.requests.forms.importing import Imported

_form = click.option(
    "--form", "name", required=True, metavar="FORM", help="See `rogatory form list`."
)


@click.group("form")
def form() -> None:
    """List, export and import model forms in use between States."""


@form.command("list", epilog="Example:  rogatory form list --json")
@as_json
@reported
def list_forms(as_json: bool) -> None:
    """List the forms, the kind of message of each, and how well it is known."""
    if as_json:
        print_json(
            [
                {
                    "form": one.id,
                    "title": one.title,
                    "kind": one.kind,
                    "certainty": one.certainty,
                    "source": one.source,
                    "fields": [
                        {"number": f.number, "label": f.label, "certainty": f.certainty}
                        for f in one.fields
                    ],
                }
                for one in forms().values()
            ]
        )
        return
    for one in forms().values():
        print_text(f"{one.id:<28} {one.kind:<22} {one.title} ({one.certainty})")


@form.command(
    "export",
    epilog="Example:  rogatory form export /srv/rogatory/xa 019ab4d2-7c00-7000-8000-000000000001 "
    "--form t-cy-2018-11 --language fr --out form",
)
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("message", metavar="MESSAGE|DRAFT")
@_form
@out("A folder for the form; it must not exist yet.")
@report_languages
@discard_unfinished
@as_json
@reported
def export_form(
    home: Path,
    message: str,
    name: str,
    target: Path,
    languages: tuple[str, ...],
    pdf: bool,
    discard_unfinished: bool,
    as_json: bool,
) -> None:
    """Fill in a form from a message or draft of HOME: JSON, HTML and PDF, with the same numbers in
    every language. Content without a field in the form is listed.
    """
    from rogatory.node.letters.of_node import values_of

    values = values_of(connections.node_at(home), message)
    filled = filled_form(form_named(name), values)
    letters = [form_letter(filled, values, language, pdf=pdf) for language in languages]
    beside = {f"form.{one}.json": form_json(filled, one) for one in languages}
    write(target, "form", letters, discard_unfinished=discard_unfinished, beside=beside)
    print_written(target, "form", letters, machine=as_json, left=dict(filled.left))
    if not as_json:
        for place, value in filled.left.items():
            print_text(f"! no field for {place}: {value}")


@form.command(
    "import",
    epilog="Example:  rogatory form import filled.csv --form t-cy-2018-11 --out body.json",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_form
@click.option(
    "--out",
    "target",
    type=click.Path(path_type=Path),
    help="A file for the kind and body that were read; it must not exist yet.",
)
@as_json
@reported
def import_form(file: Path, name: str, target: Path | None, as_json: bool) -> None:
    """Read a filled form (FILE ends in .json or .csv) into a body for a draft.

    Every problem is named by the number of its field, and what our messages have no place for is
    listed, so that nothing is lost. Exit status 1 while there are problems.
    """
    with file.open("rb") as stream:
        data = stream.read(LARGEST_FORM + 1)
    read = read_csv if file.suffix.lower() == ".csv" else read_json
    found = import_answers(form_named(name), read(data))
    document = _as_json(found)
    if target is not None:
        write_new(target, (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())
    if as_json:
        print_json(document)
    else:
        _print(found, target)
    if found.problems:
        sys.exit(int(ExitStatus.REFUSED))


def _as_json(found: "Imported") -> dict[str, Any]:
    return {
        "form": found.form.id,
        "kind": found.form.kind,
        "body": found.body,
        "head": dict(found.head),
        "problems": [one.as_json() for one in found.problems],
        "left": [
            {"number": one.number, "label": one.label, "value": one.value, "why": one.why}
            for one in found.left
        ],
    }


def _print(found: "Imported", target: Path | None) -> None:
    for reason in found.problems:
        click.echo(f"{click.style('✗', fg='red')} [{reason.code.id}] {reason.sentence()}", err=True)
    for one in found.left:
        why = f" ({one.why})" if one.why else ""
        print_text(f"! not taken over: {one.number} {one.label}: {one.value}{why}")
    if target is not None:
        print_text(f"The body of a {found.form.kind} is in {target}.")
