# SPDX-License-Identifier: Apache-2.0
"""The browsers that tests drive."""

from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
"""The browser as officers have it: where they log in, approve and are called, and where the demo
leads them to its consoles."""

_SHELL = Path("/usr/bin/chromium-headless-shell")

ENGINE = _SHELL if _SHELL.exists() else CHROMIUM
"""Its engine without windows, notifications and a profile: it shows the same pages for half the work."""
