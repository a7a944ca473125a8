# SPDX-License-Identifier: Apache-2.0
"""The package's own record of its collection: who, when, with which tool, from what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any

from rogatory.errors import Refused
from rogatory.evidence.bag.texts import parse_bag_info
from rogatory.evidence.items_root import parse_items_root
from rogatory.evidence.layout import BAG_INFO, CASE_GRAPH, ITEMS_ROOT, REQUEST
from rogatory.node.certificate import refusals
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import parse_authority, parse_officer
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import P_, FilledText

type Tag = Callable[[str], bytes | None]
"""A tag file of the package by path, compared with the tag manifest; None if it has none."""

_OFFICER, _OF = "officer ", " of "
"""The parts of a performer's name between its two identifiers."""

_TEXTS = {
    "case": "investigation-",
    "source": "source-",
    "place": "place-",
    "authorisation": "authorization-",
}

_UNSAID = frozenset({"Investigation", "The source"})
"""The names in the graph of things that nobody described."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """The collection as the package records it, with moments exactly as written there."""

    officer: str
    authority: str
    started: str
    ended: str
    tool: str
    case: str | None
    source: str | None
    place: str | None
    authorisation: str | None
    inventory: str
    """SHA-256 of `inventory.jsonl`, which names every item with its digest."""
    items: int
    files: int
    size: int

    def as_json(self) -> dict[str, canonical.Json]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def of_json(cls, found: Mapping[str, Any]) -> "Acquired":
        if set(found) != {one.name for one in fields(cls)}:
            raise ValueError(FilledText(P_("acquired has other members")))
        for name, value in found.items():
            wanted: tuple[type, ...] = (int,) if name in {"items", "files", "size"} else (str,)
            if name in _TEXTS:
                wanted = (str, type(None))
            if type(value) not in wanted or (wanted == (int,) and value < 0):
                raise ValueError(FilledText(P_("acquired.{name} is of another kind"), name=name))
        parse_moment(found["started"]), parse_moment(found["ended"])
        parse_digest(found["inventory"])
        return cls(**found)


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a certificate: the package as given.

    `seals` are the digests of its seal and of the one that this replaces, none where no seal is
    known; `request` is the digest of the request inside, if there is one.
    """

    package: str
    bag: str
    seals: tuple[str, ...]
    network: str | None
    request: str | None
    acquired: Acquired


def read_about(bag: str, tag: Tag, inventory: str, seals: tuple[str, ...] = ()) -> About:
    """Return the facts of a package, from its tag files; `inventory` is the digest of that file.

    Raises:
        Refused: no officer is named as having collected it.
    """
    info = parse_bag_info(_need(tag, BAG_INFO))
    count, _ = parse_items_root(_need(tag, ITEMS_ROOT))
    size, _, files = info.oxum.partition(".")
    graph: Any = canonical.decode_object(_need(tag, CASE_GRAPH))
    nodes = [node for node in graph.get("@graph", ()) if isinstance(node, dict)]
    request = tag(f"{REQUEST}message.json")
    acquired = acquired_in(nodes, inventory, items=count, files=int(files), size=int(size))
    return About(
        info.package, bag, seals, info.network, sha256(request) if request else None, acquired
    )


def _need(tag: Tag, path: str) -> bytes:
    data = tag(path)
    if data is None:
        raise Refused(
            refusals.EVIDENCE_FAILS.because(problem=FilledText(P_("{path} is missing"), path=path))
        )
    return data


def acquired_in(
    nodes: Sequence[Mapping[str, Any]], inventory: str, *, items: int, files: int, size: int
) -> Acquired:
    """Return the collection that the nodes of a case graph describe.

    Raises:
        Refused: no officer is named as having collected.
    """
    by_id = {str(node.get("@id")): node for node in nodes}
    for act in (node for node in nodes if node.get("uco-core:name") == "acquire"):
        performer = by_id.get(_id(act.get("uco-action:performer")), {})
        officer, authority = _collector(performer.get("uco-core:name"))
        started, ended = (_moment(act.get(f"uco-action:{name}Time")) for name in ("start", "end"))
        if officer and started is not None and ended is not None:
            break
    else:
        raise Refused(refusals.NO_COLLECTOR.because())
    instruments = act.get("uco-action:instrument")
    named = instruments[0] if isinstance(instruments, list) and instruments else None
    tool = by_id.get(_id(named), {})
    return Acquired(
        officer=officer,
        authority=authority,
        started=started,
        ended=ended,
        tool=f"{tool.get('uco-core:name', '?')} {tool.get('uco-tool:version', '')}".strip(),
        inventory=inventory,
        items=items,
        files=files,
        size=size,
        **{name: _described(nodes, start) for name, start in _TEXTS.items()},
    )


def _described(nodes: Sequence[Mapping[str, Any]], start: str) -> str | None:
    return "; ".join(dict.fromkeys(_texts(nodes, start))) or None


def _texts(nodes: Sequence[Mapping[str, Any]], start: str) -> Iterator[str]:
    for node in nodes:
        if str(node.get("@id", "")).startswith(f"kb:{start}"):
            described = node.get("uco-core:description")
            lines = [
                node.get("uco-core:name"),
                *(described if isinstance(described, list) else [described]),
            ]
            yield from (text for text in lines if isinstance(text, str) and text not in _UNSAID)


def _id(reference: Any) -> str:
    return str(reference.get("@id")) if isinstance(reference, dict) else ""


def _moment(value: Any) -> str | None:
    found = value.get("@value") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _collector(name: Any) -> tuple[str, str]:
    """Return the officer and the authority of a performer's name; empty where it names none.

    The name is a field in the fixed form of SPECIFICATION 19.2, `officer N of A`, which `evidence/case/acts.py`
    writes in this form alone: two identifiers, no words of a person and of no language.
    """
    if not isinstance(name, str) or not name.startswith(_OFFICER):
        return "", ""
    officer, _, authority = name.removeprefix(_OFFICER).partition(_OF)
    with suppress(Refused):
        return parse_officer(officer), str(parse_authority(authority))
    return "", ""
