# SPDX-License-Identifier: Apache-2.0
"""A collection's findings about disk images and provider's returns, in words and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import grouped, print_text

if TYPE_CHECKING:
    from rogatory.evidence.bag.examined import ExaminedBag
    from rogatory.evidence.media.document import Image

MOST_LISTED = 16
"""Partitions that the screen shows; media.json has all."""

_FORMATS = {
    "ewf-1": "E01 image",
    "ewf-2": "Ex01 image",
    "ewf-logical": "L01 logical evidence",
    "raw": "raw image",
}

_AGREEMENTS = {
    "equal": "equal to those that the image states",
    "different": "NOT EQUAL to those that the image states",
    "none-stored": "the image states none to compare with",
    "not-compared": "the image states none to compare with",
}


def print_examined(examined: "ExaminedBag") -> None:
    for image in examined.images:
        for line in _image(image):
            print_text(line)
    for archive in examined.archives:
        print_text(f"  Provider's return  {archive.path} ({archive.format})")
        print_text(f"    Members          {archive.members:,}, listed in members.jsonl")
        print_text("    Scope            not checked; unpack a copy for rogatory evidence scope")
    if examined.unlisted is not None:
        print_text(f"  {examined.unlisted} is an archive; --return lists and hashes what is in it.")
    for path, problem in examined.damaged:
        click.echo(f"! {path}: {problem}", err=True)
    for remark in examined.remarks:
        click.echo(f"! [{remark.code.id}] {remark.sentence()}", err=True)


def _image(image: "Image") -> Iterator[str]:
    facts = image.facts
    count = len(image.files)
    kind = _FORMATS[image.format]
    yield f"  Disk image         {image.path} ({kind}{f', {count} files' if count > 1 else ''})"
    if image.size is not None:
        yield f"    Media            {counted(image.size, 'byte')}"
    for name, digest in sorted(image.digests.items(), reverse=True):
        yield f"    {name.upper():<16} {grouped(digest)}"
    if image.format != "raw" and image.digests:
        yield f"    Digests          {_AGREEMENTS[image.agreement]}"
    if image.format in {"ewf-1", "ewf-2"} and image.digests:
        bad = image.bad_sectors
        yield f"    Damaged sectors  {f'{bad:,}' if bad else 'none found'}"
    if facts["errors"]:
        yield f"    Read errors      {len(facts['errors']):,} recorded at acquisition"
    yield from _volumes(facts)


def _volumes(facts: Any) -> Iterator[str]:
    systems = {one["start"]: one for one in facts["file_systems"]}
    if facts["scheme"] is not None:
        yield f"    Partitions       {len(facts['partitions'])} ({facts['scheme']['name']})"
    for part in facts["partitions"][:MOST_LISTED]:
        system = systems.pop(part["start"], None)
        found = f": {_system(system)}" if system else ""
        yield f"      at {part['start']:>15,}  {part['length']:>17,} bytes  {part['type']}{found}"
    if not facts["partitions"]:
        for system in facts["file_systems"]:
            yield f"    File system      {_system(system)}, {counted(system['size'], 'byte')}"


def _system(system: Any) -> str:
    return f"{system['type']} “{system['label']}”" if system["label"] else str(system["type"])


def examined_json(examined: "ExaminedBag") -> dict[str, Any]:
    """Return the members that `--json` has for it."""
    return {
        "damaged": [list(pair) for pair in examined.damaged],
        "images": [dict(image.facts) for image in examined.images],
        "remarks": [remark.as_json() for remark in examined.remarks],
        "returns": [dict(archive.facts) for archive in examined.archives],
        "unlisted": examined.unlisted,
    }
