# SPDX-License-Identifier: Apache-2.0
"""Browsers that wait as long as every other test does: Playwright's own limit is half a minute."""

import contextlib
import functools

from casts.steady.patience import PATIENCE


def make_browsers_patient():
    """Give every context and page that a browser opens from now on `PATIENCE` for what must appear."""
    from playwright.sync_api import Browser

    for name in ("new_context", "new_page"):
        method = getattr(Browser, name)
        if not hasattr(method, "__wrapped__"):
            setattr(Browser, name, _patient(method))


def _patient(method):
    @functools.wraps(method)
    def opened(self, *given, **options):
        made = method(self, *given, **options)
        made.set_default_timeout(PATIENCE * 1000)
        return made

    return opened


@contextlib.contextmanager
def new_document(page):
    """Wait at the end until another document is there: while a text is saved, its address alone changes."""
    page.evaluate("window.isLeft = true")
    yield
    page.wait_for_function("() => !window.isLeft && document.readyState === 'complete'")
