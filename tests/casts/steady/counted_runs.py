# SPDX-License-Identifier: Apache-2.0
"""How often functions ran, under whatever name a module imported them."""

import contextlib
import sys
from collections import Counter


@contextlib.contextmanager
def counted(*functions):
    """Count the runs of the functions themselves in every thread, by name."""
    runs, tool, event = Counter(), sys.monitoring.PROFILER_ID, sys.monitoring.events.PY_START
    sys.monitoring.use_tool_id(tool, "counted runs")
    try:
        sys.monitoring.register_callback(tool, event, lambda code, _: runs.update([code.co_name]))
        for function in functions:
            sys.monitoring.set_local_events(tool, function.__code__, event)
        yield runs
    finally:
        for function in functions:
            sys.monitoring.set_local_events(tool, function.__code__, 0)
        sys.monitoring.register_callback(tool, event, None)
        sys.monitoring.free_tool_id(tool)
