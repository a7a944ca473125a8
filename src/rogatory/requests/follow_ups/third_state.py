# SPDX-License-Identifier: Apache-2.0
"""From a disclosure under article 43: a draft of the preservation for the third State."""

import ipaddress
from collections.abc import Iterator, Mapping

from rogatory.requests.envelope import Envelope
from rogatory.wire.canonical import Json

_TAKEN_OVER = (
    "authority",
    "case_number",
    "offence",
    "facts",
    "necessity",
    "mla_intent",
    "confidentiality",
    "urgency",
)


def draft_for_third_state(disclosure: Envelope, preservation: Envelope) -> dict[str, Json]:
    """Return the body of a preservation for the State that the disclosure names (`provider_state`).

    What concerns the case is taken over; the data are the communications on the disclosed path. The
    legal basis is left out: another State relies on another one, so an officer chooses it, and
    `contents.check` reports it until then. Sentences are in English, for the officer to edit.
    """
    return {
        **{key: preservation.body[key] for key in _TAKEN_OVER if key in preservation.body},
        "data": [_data_item(disclosure.body)],
        "data_offence_link": _link(disclosure, preservation),
        "custodian": {"known": True, "name": _provider(disclosure.body)},
    }


def _provider(body: Mapping[str, Json]) -> str:
    provider = body["provider"]
    assert isinstance(provider, Mapping)
    return str(provider["name"])


def _data_item(body: Mapping[str, Json]) -> dict[str, Json]:
    identifiers = [*_own_identifiers(body), *_addresses(body)]
    item: dict[str, Json] = {
        "description": "Traffic data of the communications on the path described, and data on"
        " the subscribers behind them",
        "category": "traffic",
        "service": _provider(body),
        "period": _period(body),
    }
    return {**item, "identifiers": identifiers} if identifiers else item


def _own_identifiers(body: Mapping[str, Json]) -> Iterator[Json]:
    provider = body["provider"]
    assert isinstance(provider, Mapping)
    identifiers = provider.get("identifiers", [])
    assert isinstance(identifiers, list)
    yield from identifiers


def _hops(body: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    path = body["path"]
    assert isinstance(path, list)
    return [hop for hop in path if isinstance(hop, Mapping)]


def _addresses(body: Mapping[str, Json]) -> Iterator[Json]:
    """Yield the network addresses on the path, each once with the first moment it was used."""
    addresses: set[str] = set()
    for hop in _hops(body):
        for end in (str(hop["source"]), str(hop["destination"])):
            if end not in addresses and _is_address(end):
                addresses.add(end)
                yield {"type": "ip", "value": end, "at": hop["at"]}


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _period(body: Mapping[str, Json]) -> Json:
    moments = sorted(str(hop["at"]) for hop in _hops(body))
    return {"from": moments[0], "until": moments[-1]}


def _link(disclosure: Envelope, preservation: Envelope) -> str:
    """Return how the data relate to the offence: by the request that led there."""
    text = (
        f"While executing a preservation request, {disclosure.sender.state} found that"
        f" {_provider(disclosure.body)} took part in the communication."
    )
    before = preservation.body.get("data_offence_link")
    return f"{before} {text}" if before else text
