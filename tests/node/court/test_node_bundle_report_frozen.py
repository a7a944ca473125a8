# SPDX-License-Identifier: Apache-2.0
"""Form 1 of the report is frozen: the pages of the vectors' bundle have the digests that are kept."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from report_digests import DIGESTS, digests_of, known_digests, unpack_material

from rogatory.node.court.report.renderers import RENDERERS
from rogatory.node.printing.languages import LANGUAGES

RENEW = "./run python tests/node/court/report_digests.py"

FROZEN = (
    f"form 1 of the report is frozen: the pages in {{languages}} came out otherwise. A changed wording or "
    "layout needs form 2 (rogatory/node/court/report/renderers.py), and form 1 stays as it was. Until the "
    f"first release the digests may be renewed instead: {RENEW}"
)
OTHER_BUNDLE = f"the vectors' bundle is another one than the digests are of; renew them: {RENEW}"


PRINT = """
import json, sys
from pathlib import Path
from report_digests import digests_of
json.dump(digests_of(Path(sys.argv[1])), sys.stdout)
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    out = tmp_path_factory.mktemp("material")
    unpack_material(out)
    return out / "bundle"


def test_the_pages_of_form_1_are_those_that_are_kept(bundle):
    found, known = digests_of(bundle), known_digests()
    assert found["bundle"] == known["bundle"], OTHER_BUNDLE
    assert found["form"] == known["form"]
    assert set(known["html"]) == set(LANGUAGES)
    differ = [one for one in LANGUAGES if found["html"][one] != known["html"][one]]
    assert differ == [], FROZEN.format(languages=", ".join(differ))


def test_one_more_mark_in_one_heading_is_another_page(bundle, monkeypatch):
    form_1 = RENDERERS[1]

    def changed(report, language):
        document = form_1(report, language)
        return replace(document, title=f"{document.title}.")

    monkeypatch.setitem(RENDERERS, 1, changed)
    [found] = digests_of(bundle, ["fr"])["html"].values()
    assert found != known_digests()["html"]["fr"]


def test_time_zone_and_locale_of_the_machine_change_nothing(bundle):
    place = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "ar_SA.UTF-8", "LANGUAGE": "ar"}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PRINT,
            bundle,
        ],
        cwd=DIGESTS.parent,
        env=os.environ | place,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == known_digests()
