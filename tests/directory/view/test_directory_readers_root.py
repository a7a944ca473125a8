# SPDX-License-Identifier: Apache-2.0
"""A root that a reader has from elsewhere, against the chain of roots that was walked."""

import pytest

from casts.directory.network import AT, Network
from rogatory.directory.ceremony.ceremony import first_root, network_id
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.ceremony.replacing import renew_root, replace_holders
from rogatory.directory.view.root_chain import vouched_roots, walked_roots
from rogatory.errors import Refused


def chain_of(network: Network) -> tuple[bytes, ...]:
    return (network.founding.root,)


def renewed(root: bytes, keys) -> bytes:
    return sign_all(renew_root(root, at=AT), keys[:2])


def test_a_root_of_the_chain_vouches_and_another_of_its_version_fails(network: Network) -> None:
    chain, keys = chain_of(network), network.founding.root_keys
    chain += (renewed(chain[0], keys),)
    for root in chain:
        assert vouched_roots(chain, [root], network_id(network.founding.root)).vouched
    other = sign_all(renew_root(chain[0], at=AT), keys[1:])
    assert other != chain[1]
    with pytest.raises(Refused) as refused:
        vouched_roots(chain, [other], network_id(network.founding.root))
    assert refused.value.codes == ("directory-root-other",)


def test_a_newer_root_vouches_for_what_its_holders_signed(network: Network) -> None:
    chain, keys = chain_of(network), network.founding.root_keys
    newer = renewed(renewed(chain[0], keys), keys)
    assert vouched_roots(chain, [newer], network_id(network.founding.root)).vouched


def test_a_newer_root_of_other_holders_leaves_undecided_what_must_be_asked_for(
    network: Network,
) -> None:
    chain, keys = chain_of(network), network.founding.root_keys
    new = [new_directory_key() for _ in range(3)]
    changed = replace_holders(chain[0], "root", [key.public for key in new], threshold=2, at=AT)
    second = sign_all(changed, [*keys[:2], *new[:2]])
    third = renewed(second, new)
    found = vouched_roots(chain, [third], network_id(network.founding.root))
    assert (found.vouched, found.last, found.given) == (False, 1, 3)
    assert not vouched_roots(chain, [second], network_id(network.founding.root)).vouched
    assert vouched_roots((*chain, second), [third], network_id(network.founding.root)).vouched


def test_a_forger_who_names_the_true_holders_in_his_chain_gains_nothing(network: Network) -> None:
    """Everybody knows their public keys; so the true root follows his, and vouches for nothing."""
    keys = network.founding.root_keys
    own = [new_directory_key() for _ in range(3)]
    forged = first_root(
        root=[*(key.public for key in own[:2]), *(key.public for key in keys)],
        targets=[key.public for key in own],
        online=own[2].public,
        at=AT,
    )
    forged = sign_all(forged, own[:2])
    true = renewed(network.founding.root, keys)
    with pytest.raises(Refused) as refused:
        vouched_roots((forged,), [true], network_id(forged))
    assert refused.value.codes == ("directory-metadata-network",)
    # Were it of this network, it would follow his, and still not vouch for him.
    assert not vouched_roots((forged,), [true], network_id(network.founding.root)).vouched


def test_only_the_roots_that_were_walked_are_the_chain(network: Network) -> None:
    files = {"metadata/1.root.json": network.founding.root, "metadata/x.root.json": b"{}"}
    files["metadata/3.root.json"] = b"{}"
    assert walked_roots(
        lambda path, _limit: files.get(path), network_id(network.founding.root)
    ) == (network.founding.root,)
