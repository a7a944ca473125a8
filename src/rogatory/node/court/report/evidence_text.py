# SPDX-License-Identifier: Apache-2.0
"""The items collected, and the conditions under which they may be used."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.errors import Refused
from rogatory.evidence.layout import CASE_GRAPH
from rogatory.node.court import layout
from rogatory.node.court.checks.conditions import LABELS, VALUES, stated_conditions
from rogatory.node.court.report.subject import Report
from rogatory.node.law.use.use_notices import UseNotice
from rogatory.node.printing.blocks import UNKNOWN, DocumentSection, Fact, FactTable, Paragraph
from rogatory.node.printing.figures import moment, size
from rogatory.requests.kinds.families import DELIVERIES
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_

_OFFICER = re.compile(
    r"officer (?P<officer>[a-z]{2}-\d{4,8}) of (?P<authority>[a-z]{2}/[a-z0-9-]+)",
    re.ASCII,
)
"""How the graph names an officer (`case_graph`)."""


def evidence_section(report: Report) -> DocumentSection:
    say, contents = report.say, report.contents
    nodes = _case_nodes(report)
    seal = contents.seal.seal
    rows = [Fact(say(N_("Package")), seal.package if seal else "?")]
    rows += list(_source(report, nodes))
    rows += list(_acts(report, nodes))
    rows += [
        Fact(say(N_("Files")), size(report.bag.files)),
        Fact(say(N_("Bytes")), size(report.bag.bytes)),
        Fact(say(N_("Digest of the evidence")), contents.bag_digest),
        Fact(say(N_("Digest of the seal")), contents.seal.digest),
    ]
    if seal is not None:
        names = dict.fromkeys(report.name_of(one.authority) for one in seal.recipients)
        rows += [Fact(say(N_("Sealed for")), name) for name in names]
    return DocumentSection(
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
            FactTable(tuple(rows)),
        ),
    )


def conditions_section(report: Report) -> DocumentSection:
    say = report.say
    rows = [*_conditions(report, stated_conditions(report.contents.files), 0)]
    for folder in report.contents.messages.in_force:
        body = folder.envelope.body
        if folder.envelope.kind in DELIVERIES and isinstance(body.get("conditions"), Mapping):
            rows.append(Fact(say(N_("As the delivery states them")), ""))
            rows += _conditions(report, body["conditions"], 1)  # type: ignore[arg-type]
            rows += [
                Fact(say(N_("Agreed to in no message of this bundle")), say(LABELS[name]), 1)
                for name in report.contents.unagreed_conditions(folder.envelope)
            ]
    for one in report.contents.agreed_conditions():
        words = N_("Agreed to by {state} in message {message}")
        rows.append(Fact(say(words, state=one.state, message=one.message), ""))
        rows += [
            Fact(f"({number})", text, 1, one.language) for number, text in enumerate(one.texts, 1)
        ]
    for notice in report.contents.use_notices():
        rows += list(_released(report, notice))
    return DocumentSection(
        say(N_("Conditions of use")),
        (
            Paragraph(
                say(
                    N_(
                        "The State that gave the evidence may have limited its use. Any other "
                        "use breaks the conditions under which it was given."
                    )
                )
            ),
            FactTable(tuple(rows)),
        ),
    )


def _released(report: Report, notice: UseNotice) -> Iterator[Fact]:
    """Yield what one notice in favour of an accused releases, item by item, and for what."""
    say = report.say
    words = N_("Released in favour of an accused by {state} in message {message}")
    yield Fact(say(words, state=notice.state, message=notice.message), "")
    yield Fact(say(N_("Proceedings")), notice.proceedings, 1, notice.language)
    if notice.is_late and notice.reason:
        yield Fact(say(N_("Why the notice came after")), notice.reason, 1, notice.language)
    if notice.problem is not None:
        yield Fact(say(N_("Item")), say(N_("none: the notice releases nothing")), 1)
        return
    for item in notice.items:
        yield Fact(say(N_("Item")), item, 1, UNKNOWN)


def _conditions(report: Report, conditions: Mapping[str, Json], level: int) -> Iterator[Fact]:
    say = report.say
    for name, value in conditions.items():
        label = say(LABELS.get(name, name))
        if isinstance(value, bool):
            yield Fact(label, say(N_("yes") if value else N_("no")), level)
        elif value in (None, []):
            yield Fact(label, say(N_("not stated")), level)
        else:
            text = value if isinstance(value, str) else canonical.encode(value).decode()
            known = VALUES.get(name, {}).get(text)
            yield Fact(label, say(known), level) if known else Fact(label, text, level, UNKNOWN)


def _case_nodes(report: Report) -> list[dict[str, Any]]:
    """Return the nodes of the case graph; none if it cannot be read, which a check reports."""
    try:
        graph: Any = canonical.decode_object(
            report.contents.files.read(f"{layout.BAG}/{CASE_GRAPH}")
        )
    except Refused:
        return []
    nodes = graph.get("@graph")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _source(report: Report, nodes: list[dict[str, Any]]) -> Iterator[Fact]:
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
            lines = [node.get("uco-core:name"), *(node.get("uco-core:description") or ())]
            for text in lines:
                if isinstance(text, str):
                    yield Fact(say(label), text, language=UNKNOWN)


def act_facts(report: Report) -> list[Fact]:
    """Return who collected and who sealed, as the description of the case says."""
    return list(_acts(report, _case_nodes(report)))


def _acts(report: Report, nodes: list[dict[str, Any]]) -> Iterator[Fact]:
    """Yield who acquired and sealed, from when until when, with which tool."""
    say, by_id = report.say, {str(node.get("@id")): node for node in nodes}
    titles = {"acquire": N_("Collected"), "seal": N_("Sealed")}
    for node in nodes:
        name = node.get("uco-core:name")
        if "InvestigativeAction" not in str(node.get("@type")) or name not in titles:
            continue
        actor = by_id.get(_id(node.get("uco-action:performer")), {})
        instruments = node.get("uco-action:instrument") or [{}]
        tool = by_id.get(_id(instruments[0]), {})
        yield Fact(
            say(titles[name]),
            say(
                N_("by {who}, from {start} until {end} (claimed), with {tool}"),
                who=_who(report, str(actor.get("uco-core:name", "?"))),
                start=_time(node.get("uco-action:startTime")),
                end=_time(node.get("uco-action:endTime")),
                tool=_named(tool),
            ),
        )


def _who(report: Report, name: str) -> str:
    """Return an actor as the description names him, in the report's language where he is an officer."""
    match = _OFFICER.fullmatch(name)
    return report.person(match["authority"], match["officer"]) if match else name


def _named(tool: Mapping[str, Any]) -> str:
    return f"{tool.get('uco-core:name', '?')} {tool.get('uco-tool:version', '')}".rstrip()


def _id(reference: Any) -> str:
    return str(reference.get("@id")) if isinstance(reference, dict) else ""


def _time(value: Any) -> str:
    text = value.get("@value") if isinstance(value, dict) else None
    try:
        return moment(parse_moment(text))
    except Refused:
        return "?"
