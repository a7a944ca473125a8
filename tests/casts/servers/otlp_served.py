# SPDX-License-Identifier: Apache-2.0
"""A collector of OpenTelemetry: takes traces by OTLP over HTTP, and reads them with the project's own schema."""

import contextlib
import gzip
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True)
class TakenSpan:
    name: str
    kind: int
    service: str
    process: str
    trace: bytes
    id: bytes
    parent: bytes
    attributes: dict
    seconds: float
    is_error: bool


class Collected:
    def __init__(self):
        self.bodies, self.spans = [], []

    def take(self, body):
        self.bodies.append(body)
        for of_process in ExportTraceServiceRequest.FromString(body).resource_spans:
            origin = _values(of_process.resource.attributes)
            for scope in of_process.scope_spans:
                for span in scope.spans:
                    assert not span.events
                    assert not span.links
                    self.spans.append(
                        TakenSpan(
                            span.name,
                            span.kind,
                            origin["service.name"],
                            origin["rogatory.process"],
                            span.trace_id,
                            span.span_id,
                            span.parent_span_id,
                            _values(span.attributes),
                            (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
                            span.status.code == 2,
                        )
                    )

    def named(self, name, **attributes):
        """Return the spans of a name that have these attributes, given with `_` for `.`."""
        wanted = {key.replace("_", "."): value for key, value in attributes.items()}
        return [
            one
            for one in list(self.spans)
            if one.name == name and wanted.items() <= one.attributes.items()
        ]


def _values(attributes):
    return {one.key: _value(one.value) for one in attributes}


def _value(value):
    if value.HasField("array_value"):
        return [_value(one) for one in value.array_value.values]
    return getattr(value, value.WhichOneof("value"))


@contextlib.contextmanager
def collector():
    """Serve until the block ends; yields what came, and the address."""
    collected = Collected()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            assert self.path == "/v1/traces"
            assert self.headers["Content-Type"] == "application/x-protobuf"
            collected.take(body)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_values):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield collected, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
