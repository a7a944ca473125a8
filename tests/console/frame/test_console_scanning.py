# SPDX-License-Identifier: Apache-2.0
"""The State's own scanner looks at what officers upload, and once more before it is served."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from casts.console.transcribed import LAWYER, registered, second, transcribed  # noqa: F401 - a fixture
from casts.node.world import snapshot
from rogatory.bootstrap.ports.scanner import Scanner

FINDS = Scanner(("/bin/sh", "-c", "grep -q -F 'of Meridia' && exit 1; exit 0"), 10)
"""The scanner calls every paper of Meridia malicious."""

SILENT = Scanner(("/bin/sh", "-c", "exit 2"), 10)


def looking(scanner):
    return override_settings(ROGATORY_SCANNER=scanner)


@pytest.mark.parametrize(
    ("scanner", "code"), [(FINDS, "upload-malicious"), (SILENT, "scanner-silent")]
)
def test_an_upload_that_is_malicious_or_that_nobody_could_look_at_is_not_kept(
    world,
    officer,
    second,
    scanner,
    code,
):
    registered(officer)
    before = snapshot(world.node("XB"))
    paper = {"original": SimpleUploadedFile("note.pdf", b"%PDF- of Meridia", "application/pdf")}
    with looking(scanner):
        answer = officer(LAWYER).post(
            "/peers/xm/transcribe/preservation/",
            paper | {"write": "yes"},
            headers={"accept": "application/json"},
        )
    assert answer.status_code == 409
    assert code in {one["code"] for one in answer.json()["reasons"]}
    assert snapshot(world.node("XB")) == before


def test_what_was_not_known_when_it_came_is_not_served_once_it_is(world, officer, second):
    registered(officer)
    at = transcribed(world, officer)
    with looking(FINDS):
        answer = officer(LAWYER).get(f"{at}original")
    assert answer.status_code == 409
    assert b"%PDF- of Meridia" not in answer.content
    assert b"calls" in answer.content
    assert officer(LAWYER).get(f"{at}original").content == b"%PDF- of Meridia"
