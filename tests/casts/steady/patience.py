# SPDX-License-Identifier: Apache-2.0
"""How long a test waits for what must happen."""

PATIENCE = 120.0
"""Seconds: on a machine that others load, a process that starts at once on an idle one takes half a minute."""
