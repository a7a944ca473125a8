# SPDX-License-Identifier: Apache-2.0
"""`disclosure.json`, and the lines of `items.jsonl` that prove each item."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from rogatory.errors import Phrase, Refused
from rogatory.evidence.conditions import Conditions, read_conditions
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.inventory import LONGEST_LINE
from rogatory.evidence.items_root import ItemProof
from rogatory.evidence.member_forms import as_text
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.forbidden_characters import refuse_hidden
from rogatory.wire.identifiers import parse_authority, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, problem_of, reasons_text

VERSION = 1

WITHHELD = ("bag-info.txt", "conditions.json", "seal")
"""Files that a discloser may keep back: the first and the last contain total sizes, the second may
name other items."""

LARGEST_DISCLOSURE = 1 << 20
"""Bytes of `disclosure.json`, which is parsed whole; the items are in a file of their own."""

LONGEST_PATH = 63
"""Hashes of a path in the largest tree that can be counted; more would only cost work."""

LONGEST_PROOF_LINE = 2 * LONGEST_LINE + (1 << 14)
"""An inventory line as a JSON text, at worst each byte escaped, with 63 hashes."""

LONGEST_REASON = 2000
"""Characters of the reason: the custody event has it, too."""

MOST_DOCUMENTS = 1000
"""A package brings some dozen documents; each certificate and timestamp more costs a check."""

_OFFICER = re.compile(r"[a-z]{2}-[0-9]{4,8}\Z", re.ASCII)
_DOCUMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,4}\Z")


@dataclass(frozen=True, slots=True)
class DisclosedDocument:
    """A file of the disclosure that is no item."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The contents of `disclosure.json`. `count` and `root` are those of the whole package;
    `selection` is the digest of `items.jsonl`, whose lines are `items` many, `files` of them with
    data.
    """

    network: str | None
    authority: str
    officer: str | None
    disclosed: datetime
    reason: str
    package: str
    bag: str
    sender: str
    giver: str | None
    """The authority that sealed the package first, by its earlier records; None where nobody did."""
    count: int
    root: str
    selection: str
    items: int
    files: int
    size: int
    """Bytes of the files."""
    conditions: Conditions
    withheld: tuple[str, ...]
    documents: tuple[DisclosedDocument, ...]

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "version": VERSION,
                "network": self.network,
                "authority": self.authority,
                "officer": self.officer,
                "disclosed": format_moment(self.disclosed),
                "reason": self.reason,
                "package": self.package,
                "bag": self.bag,
                "sender": self.sender,
                "giver": self.giver,
                "count": self.count,
                "root": self.root,
                "selection": self.selection,
                "items": self.items,
                "files": self.files,
                "size": self.size,
                "conditions": self.conditions.as_json(),
                "withheld": list(self.withheld),
                "documents": [
                    {"path": one.path, "sha256": one.sha256, "size": one.size}
                    for one in self.documents
                ],
            }
        )


def parse_disclosure(data: bytes) -> Disclosure:
    """Return the disclosure of these bytes; refuse, with the first problem, another form."""
    found = canonical.decode_object(data, limit=LARGEST_DISCLOSURE)
    refuse_hidden(found, layout.DISCLOSURE)
    names = {one.name for one in fields(Disclosure)} | {"version"}
    if set(found) != names:
        differing = ", ".join(sorted(ascii(name) for name in set(found) ^ names)[:5])
        raise _wrong(
            layout.DISCLOSURE,
            FilledText(P_("these fields are missing or unknown: {names}"), names=differing),
        )
    try:
        disclosure = _read(found)
    except (ValueError, TypeError, KeyError) as error:
        raise _wrong(layout.DISCLOSURE, problem_of(error)) from error
    if disclosure.encode() != data:
        raise _wrong(layout.DISCLOSURE, P_("it is not as a writer writes it"))
    return disclosure


def _read(found: Mapping[str, Any]) -> Disclosure:
    if not canonical.is_version(found["version"], VERSION):
        raise ValueError(FilledText(P_("it is of another version")))
    withheld = tuple(found["withheld"])
    if any(name not in WITHHELD for name in withheld) or list(withheld) != sorted(set(withheld)):
        raise ValueError(FilledText(P_("withheld names something else, or something twice")))
    officer = found["officer"]
    if officer is not None and not _OFFICER.match(as_text(officer)):
        raise ValueError(FilledText(P_("officer is no number of an officer")))
    return Disclosure(
        network=_or_none(found["network"], parse_digest),
        authority=str(parse_authority(found["authority"])),
        officer=officer,
        disclosed=parse_moment(found["disclosed"]),
        reason=_reason(found["reason"]),
        package=parse_uuid7(found["package"]),
        bag=parse_digest(found["bag"]),
        sender=str(parse_authority(found["sender"])),
        giver=_or_none(found["giver"], lambda text: str(parse_authority(text))),
        count=_number(found["count"]),
        root=parse_digest(found["root"]),
        selection=parse_digest(found["selection"]),
        items=_number(found["items"]),
        files=_number(found["files"]),
        size=_number(found["size"]),
        conditions=read_conditions(found["conditions"]),
        withheld=withheld,
        documents=_documents(found["documents"]),
    )


def _reason(found: Any) -> str:
    """Return the reason, which is a text of a custody event too (specification 16.1)."""
    text = as_text(found)
    if not 0 < len(text) <= LONGEST_REASON:
        raise ValueError(
            FilledText(
                P_("{id} has no words, or more than {limit} characters"),
                id="reason",
                limit=LONGEST_REASON,
            )
        )
    return text


def _documents(found: Sequence[Any]) -> tuple[DisclosedDocument, ...]:
    if len(found) > MOST_DOCUMENTS:
        raise ValueError(
            FilledText(P_("more than {limit} documents are listed"), limit=MOST_DOCUMENTS)
        )
    documents = tuple(
        DisclosedDocument(as_text(one["path"]), parse_digest(one["sha256"]), _number(one["size"]))
        for one in found
        if set(one) == {"path", "sha256", "size"}
    )
    paths = [one.path for one in documents]
    if len(paths) != len(found) or paths != sorted(set(paths)):
        raise ValueError(FilledText(P_("the documents are not in order, each once")))
    if not all(_DOCUMENT.match(path) and path not in layout.NOT_LISTED for path in paths):
        raise ValueError(FilledText(P_("a document has a name that none has")))
    return documents


def item_line(proof: ItemProof) -> bytes:
    """Return one line of `items.jsonl`."""
    value: canonical.Json = {
        "index": proof.index,
        "line": proof.line.removesuffix(b"\n").decode(),
        "proof": [one.hex() for one in proof.path],
        "salt": proof.salt.hex(),
    }
    return canonical.encode(value) + b"\n"


def parse_item_line(data: bytes, number: int) -> ItemProof:
    """Return the proof in one line of `items.jsonl` (with its newline)."""
    try:
        return _item_proof(data)
    except Refused as refused:
        raise _wrong(f"{layout.ITEMS}:{number}", reasons_text(refused.reasons[:1])) from refused
    except ValueError as error:
        raise _wrong(f"{layout.ITEMS}:{number}", problem_of(error)) from error


def _item_proof(data: bytes) -> ItemProof:
    if not data.endswith(b"\n"):
        raise ValueError(FilledText(P_("it does not end in a newline")))
    found = canonical.decode_object(data[:-1], limit=LONGEST_PROOF_LINE)
    if set(found) != {"index", "line", "proof", "salt"}:
        raise ValueError(FilledText(P_("it has other members than index, line, proof and salt")))
    proof = found["proof"]
    if not isinstance(proof, list) or len(proof) > LONGEST_PATH:
        raise ValueError(
            FilledText(P_("the proof is no list of at most {limit} hashes"), limit=LONGEST_PATH)
        )
    return ItemProof(
        _number(found["index"]),
        as_text(found["line"]).encode() + b"\n",
        bytes.fromhex(parse_digest(found["salt"])),
        tuple(bytes.fromhex(parse_digest(one)) for one in proof),
    )


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(FilledText(P_("a number is invalid")))
    return value


def _or_none[T](value: Any, parse: Callable[[Any], T]) -> T | None:
    return None if value is None else parse(value)


def _wrong(path: str, problem: Phrase) -> Refused:
    return Refused(refusals.FORM.because(path=path, problem=problem))
