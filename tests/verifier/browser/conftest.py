# SPDX-License-Identifier: Apache-2.0
"""The verifier in the browser, asked beside the independent one."""

import pytest

from casts.court import page_judge as page
from forge.judges import independent_verifier

AT = page.moment(next(page.court_cases())[1])
NOT_COMPARED = {"reports"}
"""Only who has the form of a report can make it again (15.2)."""


@pytest.fixture(scope="module")
def judge():
    with page.page_judge() as found:
        yield found


@pytest.fixture
def ask(judge):
    """Return what each check comes to, once both judges have said so."""

    def compare(folder, *trust):
        answer = judge.answer(folder, trust, AT)
        assert "checks" in answer, answer
        verifier = independent_verifier()
        checks, _ = verifier.examine(folder, verifier.Trusted.read(list(map(str, trust))), AT)
        found = page.outcomes(answer)
        other = {one.id: one.outcome for one in checks.done}
        apart = {name for name in found.keys() | other.keys() if found.get(name) != other.get(name)}
        assert apart <= NOT_COMPARED, {name: (found.get(name), other.get(name)) for name in apart}
        return found

    return compare
