# SPDX-License-Identifier: Apache-2.0
"""The barriers that axe finds on a page in a real browser."""

from axe_playwright_python.base import AXE_FILE_PATH, AXE_SCRIPT

RULES_OF_WORDS = [
    "target-size", "html-has-lang", "html-lang-valid", "valid-lang", "document-title", "label",
    "link-name", "button-name", "select-name", "summary-name", "image-alt", "aria-allowed-attr",
    "scrollable-region-focusable",
]  # fmt: skip
"""Rules that another language can break: names that are lost, targets that get too small, and parts of a page
that begin to scroll. The rest is the same elements in each: one language is judged by every rule."""


def with_axe(context):
    """Let every page of the context have axe from its beginning: it is half a megabyte to hand over."""
    context.add_init_script(path=AXE_FILE_PATH)


def rules_for(language):
    """Return the options of axe: every rule in English, in other languages those that words can break."""
    return {} if language == "en" else {"runOnly": {"type": "rule", "values": RULES_OF_WORDS}}


def violations(page, **options):
    """Return what axe finds: its rules that are broken, each with the nodes that break it, and nothing of
    the hundreds of nodes that it passed.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    run = "options => axe.run(options).then(run => run.violations)"
    return page.evaluate(run, {"resultTypes": ["violations"]} | options)


def first_of_each(page, **options):
    """Return the rules that are broken, each with the first node that breaks it."""
    return [(one["id"], one["nodes"][0]["html"]) for one in violations(page, **options)]
