# SPDX-License-Identifier: Apache-2.0
"""Traces of one process for OpenTelemetry: a span for each request at door, console and API, each job and each message that is
sent.

Off unless `[telemetry]` names a collector. Spans have what `node.activity` notes, and nothing of a case. No header is
added to what goes to another node, and none of another node is read: the digest of a message, an attribute on both sides, joins the
traces of two nodes where their operators compare them. A collector that is away costs the newest spans and delays nothing.
"""

import os
import ssl
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.node_toml.telemetry import TelemetryTable
from rogatory.node.activity import Activity, ActivityEnd, ActivityKind, observe_activities

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

MOST_WAITING = 2048
"""Spans: about a megabyte. More would fill the memory of a node whose collector is away."""

SECONDS_BETWEEN_SENDINGS = 5.0

SECONDS_FOR_A_SENDING = 10.0
"""A collector that takes longer gets the next spans later."""

SECONDS_TO_FINISH = 2.0
"""The time that a process that ends gives its last spans."""

ATTRIBUTES = {
    "method": "http.request.method",
    "route": "http.route",
    "status": "http.response.status_code",
}
"""Names that OpenTelemetry defines; all others begin with `rogatory.`."""


def begin_tracing(home: Home, process: str) -> Callable[[], None]:
    """Begin to trace this process, if a collector is named; return what sends the last spans."""
    if home.telemetry is None:
        return lambda: None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    table = home.telemetry
    provider = TracerProvider(
        resource=Resource(
            {
                "service.name": f"rogatory-{home.state.lower()}",
                "service.instance.id": f"{process}-{os.getpid()}",
                "rogatory.process": process,
            }
        ),
        # A process ends at once (`os._exit`), or after the seconds of `finish`.
        shutdown_on_exit=False,
    )
    exporter = OTLPSpanExporter(
        endpoint=f"{table.endpoint.rstrip('/')}/v1/traces",
        certificate_file=_authorities(home, table),
        timeout=SECONDS_FOR_A_SENDING,
    )
    provider.add_span_processor(
        BatchSpanProcessor(
            exporter,
            max_queue_size=MOST_WAITING,
            schedule_delay_millis=SECONDS_BETWEEN_SENDINGS * 1000,
        )
    )
    observe_activities(_observer(provider))

    def finish() -> None:
        last = threading.Thread(target=provider.force_flush, name="last spans", daemon=True)
        last.start()
        last.join(SECONDS_TO_FINISH)

    return finish


def _authorities(home: Home, table: TelemetryTable) -> str | None:
    """Return the file of the authorities: the home's or the machine's, not those that a library brings."""
    if table.ca_file is not None:
        return str(home.path / table.ca_file)
    return ssl.get_default_verify_paths().cafile


def _observer(provider: "TracerProvider") -> Callable[[Activity], ActivityEnd]:
    from opentelemetry import context
    from opentelemetry.trace import SpanKind, Status, StatusCode, set_span_in_context

    tracer = provider.get_tracer("rogatory")
    kinds = {
        ActivityKind.REQUEST: SpanKind.SERVER,
        ActivityKind.PAGE: SpanKind.SERVER,
        ActivityKind.OF_SYSTEM: SpanKind.SERVER,
        ActivityKind.JOB: SpanKind.INTERNAL,
        ActivityKind.SENDING: SpanKind.CLIENT,
    }

    def begin(work: Activity) -> ActivityEnd:
        span = tracer.start_span(_name(work), kind=kinds[work.kind])
        token = context.attach(set_span_in_context(span))

        def end() -> None:
            context.detach(token)
            span.update_name(_name(work))  # a page's route is known at its end
            for name, value in work.fields.items():
                span.set_attribute(ATTRIBUTES.get(name, f"rogatory.{name}"), value)
            if work.codes:
                span.set_attribute("rogatory.codes", work.codes)
            if work.is_fault:
                span.set_status(Status(StatusCode.ERROR))
            span.end()

        return end

    return begin


def _name(work: Activity) -> str:
    """Return the name of a span: of few values, as collectors group by it."""
    fields = work.fields
    if "route" in fields:
        return f"{fields['method']} {fields['route']}".rstrip()
    return f"job {fields['job']}" if work.kind is ActivityKind.JOB else work.kind.value
