# SPDX-License-Identifier: Apache-2.0
"""What was collected, under which conditions it may be used, and the single items."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from rogatory.errors import Refused
from rogatory.evidence.layout import CASE_GRAPH, DATA_FOLDER
from rogatory.evidence.stream_in import read_found
from rogatory.node.bundle import layout
from rogatory.node.bundle.conditions import LABELS, stated_conditions
from rogatory.node.bundle.report.blocks import Facts, Paragraph, Section, Table
from rogatory.node.bundle.report.subject import Report, moment, size
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_

ITEMS_PRINTED = 200
"""What a person can look through; the rest is in the inventory, where a program looks."""

_LIST = N_(
    "The whole list, with the digest of every file, is bag/manifest-sha256.txt; what was found at "
    "the source, with original names, times and links, is bag/inventory.jsonl."
)


def evidence_section(report: Report) -> Section:
    say, contents = report.say, report.contents
    nodes = _case_nodes(report)
    seal = contents.seal.seal
    rows = [(say(N_("Package")), seal.package if seal else "?", 0)]
    rows += list(_source(report, nodes))
    rows += list(_acts(report, nodes))
    rows += [
        (say(N_("Files")), size(report.bag.files), 0),
        (say(N_("Bytes")), size(report.bag.bytes), 0),
        (say(N_("Digest of the evidence")), contents.bag_digest, 0),
        (say(N_("Digest of the seal")), contents.seal.digest, 0),
    ]
    if seal is not None:
        names = dict.fromkeys(report.name_of(one.authority) for one in seal.recipients)
        rows += [(say(N_("Sealed for")), name, 0) for name in names]
    return Section(
        say(N_("What was collected")),
        (
            Paragraph(
                say(
                    N_(
                        "Every file was hashed when it was read at the source. The digest of the "
                        "evidence is a digest over the digests of all files: if it is the same, "
                        "every byte of every file is the same."
                    )
                )
            ),
            Facts(tuple(rows)),
        ),
    )


def conditions_section(report: Report) -> Section:
    say = report.say
    rows = [*_conditions(report, stated_conditions(report.contents.files), 0)]
    for folder in report.contents.messages.folders:
        body = folder.envelope.body
        if folder.envelope.kind == "delivery" and isinstance(body.get("conditions"), Mapping):
            rows.append((say(N_("As the delivery states them")), "", 0))
            rows += _conditions(report, body["conditions"], 1)  # type: ignore[arg-type]
    return Section(
        say(N_("Conditions of use")),
        (
            Paragraph(
                say(
                    N_(
                        "The State that gave the evidence may have limited its use. Whoever uses it "
                        "otherwise breaks the conditions under which it was given."
                    )
                )
            ),
            Facts(tuple(rows)),
        ),
    )


def items_section(report: Report) -> Section:
    say = report.say
    found = read_found(report.bag.payload)
    rows = tuple(
        (path.removeprefix(DATA_FOLDER), size(count), digest)
        for path, digest, count in islice(found, ITEMS_PRINTED)
    )
    left = report.bag.files - len(rows)
    told = (
        say(N_("{count} further files are not printed here."), count=size(left)) + " "
        if left
        else ""
    )
    header = (say(N_("File")), say(N_("Bytes")), "SHA-256")
    return Section(
        say(N_("The items")),
        (
            Table(header, rows, (46, 12, 42), codes=(0, 2)),
            Paragraph(told + say(_LIST)),
        ),
    )


def _conditions(
    report: Report, conditions: Mapping[str, Json], level: int
) -> Iterator[tuple[str, str, int]]:
    say = report.say
    for name, value in conditions.items():
        label = say(LABELS.get(name, name))
        if isinstance(value, bool):
            yield label, say(N_("yes") if value else N_("no")), level
        elif value in (None, []):
            yield label, say(N_("not stated")), level
        else:
            yield (
                label,
                value if isinstance(value, str) else canonical.encode(value).decode(),
                level,
            )


def _case_nodes(report: Report) -> list[dict[str, Any]]:
    """The nodes of the case graph; none if it cannot be read, which a check tells."""
    try:
        graph: Any = canonical.decode_object(
            report.contents.files.read(f"{layout.BAG}/{CASE_GRAPH}")
        )
    except Refused:
        return []
    nodes = graph.get("@graph")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _source(report: Report, nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str, int]]:
    say = report.say
    labels = {
        "investigation-": N_("Case"),
        "source-": N_("Source"),
        "place-": N_("Place"),
        "authorization-": N_("Authorisation"),
    }
    for start, label in labels.items():
        for node in nodes:
            if not str(node.get("@id", "")).startswith(f"kb:{start}"):
                continue
            told = [node.get("uco-core:name"), *(node.get("uco-core:description") or ())]
            for text in told:
                if isinstance(text, str):
                    yield say(label), text, 0


def acts_told(report: Report) -> list[tuple[str, str, int]]:
    """Who collected and who sealed, as the description of the case says."""
    return list(_acts(report, _case_nodes(report)))


def _acts(report: Report, nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str, int]]:
    """Who acquired and sealed, from when until when, with which tool."""
    say, by_id = report.say, {str(node.get("@id")): node for node in nodes}
    titles = {"acquire": N_("Collected"), "seal": N_("Sealed")}
    for node in nodes:
        name = node.get("uco-core:name")
        if "InvestigativeAction" not in str(node.get("@type")) or name not in titles:
            continue
        actor = by_id.get(_id(node.get("uco-action:performer")), {})
        instruments = node.get("uco-action:instrument") or [{}]
        tool = by_id.get(_id(instruments[0]), {})
        yield (
            say(titles[name]),
            say(
                N_("by {who}, from {start} until {end} (claimed), with {tool} {version}"),
                who=actor.get("uco-core:name", "?"),
                start=_time(node.get("uco-action:startTime")),
                end=_time(node.get("uco-action:endTime")),
                tool=tool.get("uco-core:name", "?"),
                version=tool.get("uco-tool:version", ""),
            ),
            0,
        )


def _id(reference: Any) -> str:
    return str(reference.get("@id")) if isinstance(reference, dict) else ""


def _time(value: Any) -> str:
    text = value.get("@value") if isinstance(value, dict) else None
    try:
        return moment(parse_moment(text))
    except Refused:
        return "?"
