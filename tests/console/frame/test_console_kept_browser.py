# SPDX-License-Identifier: Apache-2.0
"""In a real browser: what was typed is in the form that was refused."""

import pytest

from casts.console.browser import log_in
from casts.console.in_browser import chromium, console_at  # noqa: F401 - fixtures
from casts.console.world import PASSWORD, requested
from casts.steady.patient_browser import new_document


@pytest.fixture
def page(chromium):
    """A page whose browser may report what is refused and what does not arrive."""
    context = chromium.new_context(locale="en")
    yield context.new_page()
    context.close()


@pytest.fixture
def case(world, console_at, page):
    thread = requested(world).thread
    log_in(page, console_at, "xb-0001", PASSWORD)
    page.goto(f"{console_at}/threads/{thread}/matter/")
    return page


def test_a_refused_form_is_open_filled_and_says_what_is_wrong_beside_its_field(case):
    case.get_by_text("Record an order", exact=True).first.click()
    case.fill("#custodian-order", "Borealia Mail")
    with new_document(case):
        case.get_by_role("button", name="Record an order").click()
    assert case.input_value("#custodian-order") == "Borealia Mail"
    assert case.locator("#issued-order ~ .why").is_visible()
