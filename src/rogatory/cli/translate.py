# SPDX-License-Identifier: Apache-2.0
"""`rogatory translate`: translations of messages, signed by the authority that sends them."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import PartialFolder, read_file, write_new
from rogatory.errors import ExitStatus
from rogatory.node.translations.fields import translatable_texts
from rogatory.wire.foreign_files import read_object

if TYPE_CHECKING:
    from rogatory.node.translations.check import CheckedTranslation

_HOME = click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_officer = typed_officer("Who answers for it.")
_capacity = click.option(
    "--capacity",
    required=True,
    type=click.Choice(["sworn", "official", "staff", "revised_machine"]),
    help="In what capacity somebody translated.",
)
_texts = click.option(
    "--texts",
    required=True,
    type=_FILE,
    help="The translated texts, in the file that `rogatory translate texts` made.",
)

LARGEST_TEXTS = 1 << 20
"""A translation is an attachment, and no larger."""


@click.group("translate")
def translate() -> None:
    """Translate messages: list the texts, sign and check translations."""


@translate.command(
    "texts",
    epilog="Example:  rogatory translate texts /srv/rogatory/xa "
    "019ab4d2-7c00-7000-8000-000000000001 --into fr --out texts.json",
)
@_HOME
@click.argument("name", metavar="MESSAGE|DRAFT|FILE")
@click.option("--into", required=True, metavar="LANGUAGE", help="The language to translate into.")
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="A file for the texts; it must not exist yet.",
)
@as_json
@reported
def texts(home: Path, name: str, into: str, target: Path, as_json: bool) -> None:
    """Write every text of a message or draft of HOME that a translator must translate.

    FILE is a body that is not drafted yet, as `rogatory form import` wrote it.
    """
    kind, body = _kind_and_body(home, name)
    found = translatable_texts(kind, body)
    document = {
        "into": into,
        "texts": [
            {"place": place, "original": text, "translation": ""} for place, text in found.items()
        ],
    }
    write_new(target, (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())
    if as_json:
        print_json({"file": str(target), "texts": len(found)})
    else:
        print_text(
            f"{counted(len(found), 'text is', 'texts are')} in {target}: fill in each translation."
        )


@translate.command(
    "draft",
    epilog="Example:  rogatory translate draft /srv/rogatory/xa "
    "019ab4d2-7c00-7000-8000-000000000001 --texts texts.json --capacity sworn --officer xa-0001",
)
@_HOME
@click.argument("draft", metavar="DRAFT")
@_texts
@_capacity
@_officer
@as_json
@reported
@for_officer(draft="draft")
def draft(home: Path, draft: str, texts: Path, capacity: str, officer: str, as_json: bool) -> None:
    """Sign a translation of DRAFT and attach it: a new draft, which needs new approvals."""
    from rogatory.node.drafts.translate_draft import translate_draft

    into, fields = _translated(texts)
    new = translate_draft(
        connections.node_at(home),
        draft,
        into=into,
        fields=fields,
        capacity=capacity,
        officer=officer,
    )
    names = [str(one["name"]) for one in new.attachments]
    if as_json:
        print_json({"draft": new.id, "attachments": names})
    else:
        print_text(f"The draft with its translation is {new.id}; it has {', '.join(names)}.")


@translate.command(
    "sign",
    epilog="Example:  rogatory translate sign /srv/rogatory/xa body.json --sender xa/contact-point "
    "--language en --texts texts.json --capacity official --officer xa-0001 --out translation",
)
@_HOME
@click.argument("body", metavar="FILE", type=_FILE)
@click.option("--sender", required=True, metavar="AUTHORITY", help="Who signs and will send it.")
@click.option("--language", required=True, help="The language that the body is written in.")
@_texts
@_capacity
@_officer
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder for the attachments; it must not exist yet.",
)
@as_json
@reported
def sign(
    home: Path,
    body: Path,
    sender: str,
    language: str,
    texts: Path,
    capacity: str,
    officer: str,
    target: Path,
    as_json: bool,
) -> None:
    """Sign a translation of a body that is not drafted yet: what must be attached where the
    addressee does not accept the language of the message.
    """
    from rogatory.node.court.placing import place_files
    from rogatory.node.translations.sign import sign_translation

    kind, found = _kind_and_body(home, str(body))
    into, fields = _translated(texts)
    made = sign_translation(
        connections.node_at(home),
        sender=sender,
        kind=kind,
        body=found,
        language=language,
        into=into,
        fields=fields,
        capacity=capacity,
        officer=officer,
    )
    with PartialFolder(target.absolute()) as partial:
        files = {name: data for name, (_, data) in made.files.items()}
        place_files(Path(os.fsdecode(partial.path)), files)
    if as_json:
        types = {name: media_type for name, (media_type, _) in made.files.items()}
        print_json({"folder": str(target), "files": types, "lacking": list(made.lacking)})
        return
    for name, (media_type, _) in made.files.items():
        print_text(f"  {target / name}  {media_type}")
    for place in made.lacking:
        print_text(f"! not translated: {place}")


@translate.command(
    "check",
    epilog="Example:  rogatory translate check /srv/rogatory/xb "
    "019ab4d2-7c00-7000-8000-000000000001 --json",
)
@_HOME
@click.argument("name", metavar="MESSAGE|DRAFT")
@as_json
@reported
def check(home: Path, name: str, as_json: bool) -> None:
    """Show which translations of a message or draft are valid, and why others are not."""
    from rogatory.node.letters.of_node import translations_judged

    found = translations_judged(connections.node_at(home), name)
    if as_json:
        print_json([_found_json(one) for one in found])
    else:
        for one in found:
            _print_found(one)
        if not found:
            print_text("It has no translation.")
    if not all(one.holds for one in found):
        raise SystemExit(int(ExitStatus.REFUSED))


def _found_json(one: "CheckedTranslation") -> dict[str, Any]:
    return {
        "name": one.name,
        "holds": one.holds,
        "into": one.translation.target if one.translation else None,
        "capacity": one.translation.capacity if one.translation else None,
        "authority": one.translation.authority if one.translation else None,
        "lacking": list(one.lacking),
        "reasons": [reason.as_json() for reason in one.reasons],
    }


def _print_found(one: "CheckedTranslation") -> None:
    into = f" into {one.translation.target}" if one.translation else ""
    mark = click.style("✓", fg="green") if one.holds else click.style("✗", fg="red")
    print_text(f"{mark} {one.name}{into}")
    for reason in one.reasons:
        print_text(f"    [{reason.code.id}] {reason.sentence()}")
    for place in one.lacking:
        print_text(f"    not translated: {place}")


def _kind_and_body(home: Path, name: str) -> tuple[str, Any]:
    """Return those of a file with `kind` and `body`, or of a message or draft of the node."""
    path = Path(name)
    if path.suffix == ".json" and path.is_file():
        found = _object(path)
        if not isinstance(found.get("kind"), str) or not isinstance(found.get("body"), dict):
            raise click.UsageError(
                f"{name} has no kind and body, as `rogatory form import` writes."
            )
        return found["kind"], found["body"]
    from rogatory.node.letters.of_node import values_of

    values = values_of(connections.node_at(home), name)
    return values.kind, values.body


def _translated(path: Path) -> tuple[str, dict[str, str]]:
    """Return the language and the texts that are filled in."""
    found = _object(path)
    rows = found.get("texts")
    if not isinstance(found.get("into"), str) or not isinstance(rows, list):
        raise click.UsageError(f"{path} is no file of `rogatory translate texts`.")
    fields = {}
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("place"), str):
            raise click.UsageError(f"{path} has a text without its place.")
        if isinstance(row.get("translation"), str) and row["translation"].strip():
            fields[row["place"]] = row["translation"]
    return found["into"], fields


def _object(path: Path) -> dict[str, Any]:

    return read_object(read_file(path, limit=LARGEST_TEXTS), str(path), limit=LARGEST_TEXTS)
