# SPDX-License-Identifier: Apache-2.0
"""A State without a node, and a letter of its that was transcribed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.acts import WRITTEN
from casts.console.api import JSON, document_of

LAWYER, SECOND = "xb-0010", "xb-0011"


ENTRY = {
    "name": "Meridia",
    "authorities": "xm/ministry-of-justice = Ministry of Justice of Meridia",
    "channels": ["diplomatic", "post"],
    "languages": ["en", "fr"],
    "address": "1 Harbour Street, Port Meridia",
    "contacts": "Registry, +999 3 5550100",
    "source": "Note verbale 12/2026",
    "verified": "2026-11-02",
}


@pytest.fixture
def second(world):
    from casts.console.world import PASSWORD, apart
    from rogatory.bootstrap.accounts.officers import create_officer

    apart(lambda: create_officer(SECOND, "E. Lawyer", PASSWORD))
    return SECOND


def data(client, address):
    return document_of(client.get(address, headers=JSON))["data"]


def registered(officer):
    assert officer(LAWYER).post("/peers/xm/entry", ENTRY).status_code == 302
    (waiting,) = data(officer(LAWYER), "/peers/xm/")["page"]["counterpart_history"]
    at = f"/peers/xm/entry/{waiting['proposal']['id']}"
    assert officer(SECOND).post(at, {"accept": "yes", "reason": "Called back."}).status_code == 302


def the_paper(**more):
    return {
        **{name: text for name, text in WRITTEN.items() if name.startswith("body.")},
        "sender": "xm/ministry-of-justice",
        "addressee": "xb/central-authority",
        "language": "en",
        "channel": "diplomatic",
        "written": "2026-11-20T00:00",
        "arrived": "2026-11-24T01:00",
        "reference": "Note 77/2026",
        "original": SimpleUploadedFile("note.pdf", b"%PDF- of Meridia", "application/pdf"),
        "write": "yes",
        **more,
    }


def transcribed(world, officer):
    answer = officer(LAWYER).post("/peers/xm/transcribe/preservation/", the_paper())
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]
