# SPDX-License-Identifier: Apache-2.0
"""The exercises that are about a line of the law or play it, read from their files.

A case is about the provisions that it names. It plays a line where an officer sends what the line is about and
is not refused: a kind of request on its instrument, a content that the instrument demands, a ground, reasons; and
what is never a ground where that refuses it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import rogatory
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.treaty.instruments import cited_from
from rogatory.treaty.law import packaged_law
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.verification.lines import LawLine

CASES = Path(rogatory.__file__).parent / "exercises" / "scenarios"
USUAL = CASES / "usual" / "bodies.yaml"
NEVER, WITHOUT_CONSULTATION = "ground-never", "ground-consultation-missing"
GROUNDS = {
    "refusal": "grounds",
    "extension_declined": "grounds",
    "path_withheld": "grounds",
    "postponement": "postponements",
}
"""The section of the ground of a reply."""

MOST_NAMED = 4
"""Cases named for one line; a line with more says how many more there are."""

type Line = tuple[str, str, str]
"""Section, key, and the kind of request that it is about."""


def cases_of(line: LawLine, article: str) -> list[str]:
    """Return the cases about a line's provision, and then those that play the line."""
    about = named().get(cited_from(packaged_law("world"), line.instrument, article), [])
    by_kind = played().get((line.section, line.key, line.part or ""), [])
    return list(dict.fromkeys([*about, *by_kind]))


def listed(found: list[str]) -> str:
    more = [f"and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return ", ".join([*found[:MOST_NAMED], *more])


@cache
def scenarios() -> Mapping[str, Any]:
    return {
        path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(CASES.glob("*.yaml"))
    }


@cache
def named() -> Mapping[str, list[str]]:
    """Return the cases by each provision that they say they are about, as pages cite it."""
    found = defaultdict(list)
    for name, case in scenarios().items():
        for article in case["articles"]:
            found[_cited(str(article))].append(name)
    return dict(found)


def _cited(article: str) -> str:
    """Return a provision by its treaty's reference, where a case has the short name that officers use."""
    text, _, treaty = article.partition(" of ")
    law = packaged_law("world")
    short = next((one.id for one in law.instruments if one.id.upper() == treaty), None)
    return article if short is None else cited_from(law, short, text)


@cache
def played() -> Mapping[Line, list[str]]:
    """Return the cases by each line that they play."""
    found = defaultdict(list)
    for name, case in scenarios().items():
        for line in dict.fromkeys(_lines_played(case)):
            found[line].append(name)
    return dict(found)


def _lines_played(case: Mapping[str, Any]) -> Iterator[Line]:
    threads: dict[str, tuple[str, str]] = {}
    usual = yaml.safe_load(USUAL.read_text("utf-8"))
    for step in case["steps"]:
        kind, thread = step.get("send"), str(step.get("in"))
        if kind is None:
            continue
        body = {**usual.get(kind, {}), **(step.get("body") or {})}
        body = {key: body[key] for key in body if key not in (step.get("without") or ())}
        refused = step.get("refused") or []
        if kind in OPENING_KINDS and not refused:
            basis = body.get("legal_basis") or {}
            threads.setdefault(thread, (str(basis.get("instrument")), kind))
        if thread in threads:
            yield from _of_message(*threads[thread], kind, body, refused)


def _of_message(
    instrument: str, request: str, kind: str, body: Mapping[str, Any], refused: list[str]
) -> Iterator[Line]:
    own = "" if instrument == THE_CONVENTION else f"{instrument}/"
    ground = body.get("ground")
    if NEVER in refused:
        yield "never", f"{own}{ground}", request
    if WITHOUT_CONSULTATION in refused:
        yield "duties", f"{own}consultation", request
    if refused:
        return
    if kind == request:
        yield "kinds", f"{own}{kind}", ""
        yield "instruments", instrument, kind
    for key in body:
        yield "required", f"{own}{kind}/{key}", ""
    if kind in GROUNDS and ground:
        yield GROUNDS[kind], f"{own}{ground}", request
    if kind == "refusal" and body.get("reasons"):
        yield "duties", f"{own}reasons", request
