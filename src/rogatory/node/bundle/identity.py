# SPDX-License-Identifier: Apache-2.0
"""Whether the directory in a bundle is the one that its reader trusts."""

from collections.abc import Iterator

from rogatory.directory.view import View
from rogatory.errors import Phrase, refuse_if_any
from rogatory.node.bundle import layout, refusals
from rogatory.node.bundle.reading import BundleFiles
from rogatory.node.workstation.trust import (
    Trusted,
    TrustedCertificates,
    TrustedDirectory,
    TrustedEntry,
    TrustedRoot,
)
from rogatory.seal.certificate_reading import certificate_algorithm, certificate_holder
from rogatory.wire.words import N_, P_, Said

OWN_ROOT = N_("bundle's own root")


def check_identity(
    files: BundleFiles, network: str, view: View | None, trusted: Trusted | None
) -> str:
    """Decide that the bundle's directory is the one given to trust, or say that none was given.

    A copy of the directory: its first root is the bundle's. A root: it is one of the bundle's
    chain, byte for byte. An entry, or State CAs: of each family of which one was given, the
    bundle's directory lists no other State CA for that State. (Every signature of the family then
    rests on what was given; one of another family is never asked alone.)

    Raises:
        Refused: with every reason.
    """
    if trusted is None:
        return OWN_ROOT
    refuse_if_any(
        refusals.IDENTITY.because(problem=problem)
        for problem in _problems(files, network, view, trusted)
    )
    if isinstance(trusted, TrustedDirectory | TrustedRoot):
        return trusted.path
    states = ", ".join(sorted(_states(trusted)))
    return Said(N_("{path}, for {states} alone"), path=trusted.path, states=states)


def _problems(
    files: BundleFiles, network: str, view: View | None, trusted: Trusted
) -> Iterator[Phrase]:
    if isinstance(trusted, TrustedDirectory):
        if trusted.network != network:
            yield Said(
                P_("its first root is {network}…, the one given {given}…"),
                network=network[:16],
                given=trusted.network[:16],
            )
    elif isinstance(trusted, TrustedRoot):
        folder = f"{layout.DIRECTORY}/metadata"
        roots = (name for name in files.names(folder) if name.endswith(".root.json"))
        if not any(files.read(f"{folder}/{name}") == trusted.data for name in roots):
            yield P_("the root given is none of its chain")
    elif view is not None:
        for state in sorted(_states(trusted)):
            yield from _other_authorities(view, state, _certificates(trusted))


def _other_authorities(view: View, state: str, given: set[bytes]) -> Iterator[Phrase]:
    if state not in view.listed:
        yield Said(P_("it does not list {state}"), state=state)
        return
    listed = {one.der for one in view.entry(state).certificates if one.use == "state-ca"}
    if not listed & given:
        yield Said(P_("none of the State CAs that it lists for {state} was given"), state=state)
        return
    families = {certificate_algorithm(der) for der in given}
    others = [der for der in listed - given if certificate_algorithm(der) in families]
    if others:
        yield Said(
            P_("it lists {count} more State CAs for {state} than were given"),
            count=len(others),
            state=state,
        )


def _states(trusted: TrustedEntry | TrustedCertificates) -> set[str]:
    if isinstance(trusted, TrustedEntry):
        return {trusted.entry.state}
    return {certificate_holder(der)[:2].upper() for der in trusted.certificates}


def _certificates(trusted: Trusted) -> set[bytes]:
    if isinstance(trusted, TrustedEntry):
        return {one.der for one in trusted.entry.certificates if one.use == "state-ca"}
    return set(trusted.certificates) if isinstance(trusted, TrustedCertificates) else set()
