# SPDX-License-Identifier: Apache-2.0
"""`[telemetry]` in node.toml: the collector that receives traces."""

import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rogatory.bootstrap.node_toml.declared import setting
from rogatory.bootstrap.node_toml.table_forms import endpoint_problem, form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, TextsInTurn


@dataclass(frozen=True, kw_only=True)
class TelemetryTable:
    """The OpenTelemetry collector that receives traces (OTLP over HTTP); without it there are none."""

    endpoint: str = setting(check=endpoint_problem)
    """The address of the collector, `https://HOST` or `https://HOST:PORT`; http on this machine alone."""
    ca_file: str | None = None
    """Certificates of the authorities that may certify it, in the home; unless set, those of the machine."""


def telemetry_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = [*form_problems("telemetry", given, TelemetryTable), *_library()]
    return TextsInTurn.of(found) if found else None


def _library() -> Iterator[Phrase]:
    if not _is_installed("opentelemetry.exporter.otlp.proto.http"):
        yield P_("needs opentelemetry, which is not installed (the extra `telemetry` brings it)")


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
