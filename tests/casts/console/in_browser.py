# SPDX-License-Identifier: Apache-2.0
"""Fixtures of a real browser at the console."""

import pytest

from casts.console import browser as browser_of


@pytest.fixture(scope="module")
def chromium(request):
    """The engine, or the `BROWSER` that the module names."""
    program = getattr(request.module, "BROWSER", browser_of.ENGINE)
    with browser_of.chromium(program) as browser:
        yield browser


@pytest.fixture
def console_at(world):
    """The console's address, which the State's entry lists as its relying party's origin."""
    with browser_of.served() as address:
        world.origin = address
        world.relist()
        yield address


@pytest.fixture
def page(chromium):
    context = chromium.new_context(locale="en", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    problems = []
    opened.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert problems == []
