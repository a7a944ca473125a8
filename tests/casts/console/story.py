# SPDX-License-Identifier: Apache-2.0
"""A request that a page of each kind shows."""

import pytest

from casts.console.world import bodies, delivered_package, held, requested
from casts.node.beginnings import begun


@pytest.fixture
def story(world):
    """A request with its hold and a package, a second one, and a draft that waits."""
    return begun(world, "story", lambda: _addresses(world))


def _addresses(world):
    sent = requested(world)
    held(world, sent)
    package = delivered_package(world, sent.thread)
    waiting = requested(world, level="routine", case_number="AR-2026-0999")
    draft = world.drafted(
        "xb/contact-point",
        "xa/contact-point",
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=waiting.thread,
    )
    return {
        "desk": "/",
        "threads": "/threads/",
        "thread": f"/threads/{sent.thread}/",
        "compose": "/write/preservation/",
        "answer": f"/threads/{waiting.thread}/write/additional_information/",
        "draft": f"/drafts/{draft.id}/",
        "packages": "/evidence/",
        "package": f"/evidence/{package.seal}/",
        "node": "/node/",
        "profile": "/profile/",
        "kinds": "/write/",
        "law": "/law/",
        "law-articles": "/law/articles/",
        "law-terms": "/law/terms/",
        "law-parties": "/law/parties/",
        "law-bases": "/law/bases/?article=13&years=5&to=XA&from=XB",
        "law-offences": "/law/offences/",
        "law-grounds": "/law/grounds/?kind=preservation",
        "law-questions": "/law/questions/?kind=mla_stored_data",
        "factors": "/accounts/2fa/",
    }
