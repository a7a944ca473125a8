# SPDX-License-Identifier: Apache-2.0
"""By what `identity` compares the directory in a bundle: its chain of roots, or what it lists [19.3, 7]."""

import pytest


@pytest.fixture
def identity(judged, made):
    """Return the outcomes of `identity` and `directory` of a bundle in whose directory a file is damaged."""

    def judge(damaged, given):
        bundle = made("bundle")
        [place] = (bundle / "directory/metadata").glob(damaged)
        place.write_bytes(place.read_bytes().replace(b'"sig":"', b'"sig":"00', 1))
        found = {one.id: one.outcome for one in judged(bundle, *given(bundle)).done}
        return found["identity"], found["directory"]

    return judge


def state_cas(bundle):
    return sorted((bundle / "certificates").glob("x?-ca.*.pem"))


def entries(bundle):
    return sorted((bundle / "directory/targets/states").glob("*.x[a-z].json"))


@pytest.fixture
def first_root(material):
    return lambda bundle: [material / "bundle/directory/metadata/1.root.json"]


@pytest.mark.parametrize("damaged", ["timestamp.json", "*.snapshot.json", "*.targets.json"])
@pytest.mark.parametrize("given", [state_cas, entries])
def test_by_entries_nothing_is_compared_where_the_directory_inside_does_not_hold(
    identity, damaged, given
):
    assert identity(damaged, given) == ("undecided", "fails")


@pytest.mark.parametrize("damaged", ["timestamp.json", "*.snapshot.json", "*.targets.json"])
def test_by_a_root_the_chain_of_roots_is_compared(identity, damaged, first_root):
    assert identity(damaged, first_root) == ("holds", "fails")


@pytest.mark.parametrize("given", [state_cas, entries])
def test_a_chain_of_roots_that_does_not_hold_fails_it_whatever_was_given(identity, given):
    assert identity("1.root.json", given) == ("fails", "fails")


@pytest.mark.parametrize("given", [state_cas, entries])
def test_a_state_that_the_directory_inside_holds_back_it_does_not_list(identity, given):
    assert identity("*.xa.json", given) == ("fails", "fails")
