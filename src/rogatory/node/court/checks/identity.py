# SPDX-License-Identifier: Apache-2.0
"""Checking that the directory in a bundle is the one that its reader trusts."""

from collections.abc import Iterator

from rogatory.directory.view.root_chain import RootVerdict, vouched_roots, walked_roots
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Phrase, Refused, refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.node.court import refusals
from rogatory.node.court.checks.seal import need_view
from rogatory.node.workstation.verification.trust import (
    ReadFile,
    Trusted,
    TrustedCertificates,
    TrustedDirectory,
    TrustedEntry,
    TrustedFingerprint,
    TrustedOne,
    TrustedRoot,
    parts_of,
)
from rogatory.seal.certificates.reading import certificate_algorithm, state_ca_of
from rogatory.wire.words import N_, P_, FilledText, TextsInTurn, reasons_text

OWN_ROOT = N_("bundle's own root")

NOT_VOUCHED = N_(
    "the root given (version {given}) is newer than the bundle's last (version {last}), and the "
    "holders that it names did not sign that one"
)
WHO_HAS_ROOTS = N_(
    "anyone with the network's first root, a copy of the directory that begins with it, or the "
    "roots from version {after} to {before}"
)
WHO_HAS_FIRST_ROOT = N_(
    "anyone with the network's first root, or a copy of the directory that begins with it"
)
NOT_GIVEN = N_(
    "State CAs were given, and not these that the directory inside lists: {others}. What rests on "
    "them is not proved"
)
WHO_HAS_CAS = N_(
    "anyone with these State CAs, the network's first root, or a copy of the directory"
)


def check_identity(
    read: ReadFile, network: str, view: DirectoryView | None, trusted: Trusted | None
) -> str:
    """Decide that the bundle's directory is the one given to trust, or say that none was given.

    Of everything that was given:
      - A copy of the directory: it holds, its first root is the bundle's, and each root that both
        have is the same, byte for byte.
      - A fingerprint of a first root: it is the bundle's.
      - Roots: they vouch for the chain that was walked (`vouched_roots`); another root in the
        folder has no say.
      - An entry, or State CAs: of each family of which one was given, the bundle's directory lists
        no other State CA for that State. They speak for what rests on them alone: given nothing
        else, they are of every State that the directory lists, and of every family. Nothing is
        compared where the directory of the moment does not hold, which its own check reports.

    Raises:
        Refused: with every reason.
        Undecided: a newer root was given alone, and does not vouch for the older chain; or State CAs
            alone, and not all that the directory lists; or these or entries, and it does not hold.
    """
    parts = parts_of(trusted)
    problems: list[Phrase] = []
    chain = _chain(read, network, problems)
    if not parts:
        refuse_if_any(refusals.IDENTITY.because(problem=problem) for problem in problems)
        return OWN_ROOT
    roots = _root_verdict(chain, network, parts, problems)
    for one in parts:
        problems += _problems(chain, network, view, one)
    refuse_if_any(refusals.IDENTITY.because(problem=problem) for problem in problems)
    vouching = [one for one in parts if isinstance(one, TrustedDirectory | TrustedFingerprint)]
    if roots is not None and not roots.vouched and not vouching:
        raise Undecided(
            FilledText(NOT_VOUCHED, given=roots.given or 0, last=roots.last),
            FilledText(WHO_HAS_ROOTS, after=roots.last + 1, before=roots.given - 1)
            if roots.given is not None and roots.given > roots.last + 1
            else WHO_HAS_FIRST_ROOT,
        )
    if any(isinstance(one, TrustedEntry | TrustedCertificates) for one in parts):
        listed = need_view(view)
        if roots is None and not vouching:
            _leave_others(listed, parts)
    return TextsInTurn.of([_named(one) for one in parts], ", ")


def is_vouched_for(read: ReadFile, network: str, trusted: Trusted | None) -> bool:
    """Decide whether anything that was given vouches for the bundle's directory, or speaks for a State in it."""
    chain = _chain(read, network, [])
    return any(_vouches(chain, network, one) for one in parts_of(trusted))


def _vouches(chain: tuple[bytes, ...], network: str, one: TrustedOne) -> bool:
    match one:
        case TrustedDirectory():
            return one.network == network
        case TrustedFingerprint():
            return one.names(network)
        case TrustedRoot():
            verdict = _root_verdict(chain, network, (one,), [])
            return verdict is not None and verdict.vouched
        case TrustedEntry() | TrustedCertificates():
            return True


def _leave_others(view: DirectoryView, parts: tuple[TrustedOne, ...]) -> None:
    """Leave undecided what rests on State CAs of the bundle's own, which nobody gave."""
    given = set[bytes]().union(*(_certificates(one) for one in parts))
    others = sorted(
        {
            f"{state} ({certificate_algorithm(one.der)})"
            for state in view.states
            for one in view.entry(state).certificates
            if one.use == "state-ca" and one.der not in given
        }
    )
    if others:
        raise Undecided(FilledText(NOT_GIVEN, others=", ".join(others)), WHO_HAS_CAS)


def _named(trusted: TrustedOne) -> str:
    if isinstance(trusted, TrustedDirectory | TrustedFingerprint | TrustedRoot):
        return trusted.path
    states = ", ".join(sorted(_states(trusted)))
    return FilledText(N_("{path}, for {states} alone"), path=trusted.path, states=states)


def _chain(read: ReadFile, network: str, problems: list[Phrase]) -> tuple[bytes, ...]:
    try:
        return walked_roots(read, network)
    except Refused as error:
        problems.append(
            FilledText(P_("its chain of roots: {problem}"), problem=reasons_text(error.reasons[:1]))
        )
        return ()


def _root_verdict(
    chain: tuple[bytes, ...], network: str, parts: tuple[TrustedOne, ...], problems: list[Phrase]
) -> RootVerdict | None:
    given = [one.data for one in parts if isinstance(one, TrustedRoot)]
    if not given or not chain:
        return None
    try:
        return vouched_roots(chain, given, network)
    except Refused as error:
        problem = reasons_text(error.reasons[:1])
        problems.append(
            FilledText(P_("the root given is not in its chain: {problem}"), problem=problem)
        )
        return None


def _problems(
    chain: tuple[bytes, ...], network: str, view: DirectoryView | None, trusted: TrustedOne
) -> Iterator[Phrase]:
    if isinstance(trusted, TrustedDirectory):
        if trusted.network != network:
            yield FilledText(
                P_("its first root is {network}…, the one given {given}…"),
                network=network[:16],
                given=trusted.network[:16],
            )
            return
        yield from _forked(chain, trusted)
    elif isinstance(trusted, TrustedFingerprint):
        if not trusted.names(network):
            yield FilledText(
                P_("its first root is {network}…, the one given {given}…"),
                network=network[:16],
                given=trusted.root[:16],
            )
    elif isinstance(trusted, TrustedEntry) and (problem := trusted.problem()):
        yield FilledText(P_("the entry given is not valid: {problem}"), problem=problem)
    elif view is not None and not isinstance(trusted, TrustedRoot):
        for state in sorted(_states(trusted)):
            yield from _other_authorities(view, state, _certificates(trusted))


def _forked(chain: tuple[bytes, ...], trusted: TrustedDirectory) -> Iterator[Phrase]:
    """Yield what is wrong with a copy that does not hold or whose chain is another one.

    A person who holds enough retired root keys can sign another successor of an old root.
    """
    try:
        theirs = trusted.roots()
        trusted.newest()  # of a copy that does not hold, nothing but its roots would be used
    except Refused as error:
        problem = reasons_text(error.reasons[:1])
        yield FilledText(P_("the copy given is not valid: {problem}"), problem=problem)
        return
    for version, (own, given) in enumerate(zip(chain, theirs, strict=False), 1):
        if own != given:
            yield FilledText(P_("its root of version {version} is different"), version=version)
            return


def _other_authorities(view: DirectoryView, state: str, given: set[bytes]) -> Iterator[Phrase]:
    if state not in view.listed:
        yield FilledText(P_("it does not list {state}"), state=state)
        return
    listed = {one.der for one in view.entry(state).certificates if one.use == "state-ca"}
    if not listed & given:
        yield FilledText(
            P_("none of the State CAs that it lists for {state} was given"), state=state
        )
        return
    families = {certificate_algorithm(der) for der in given}
    others = [der for der in listed - given if certificate_algorithm(der) in families]
    if others:
        yield FilledText(
            P_("it lists {count} more State CAs for {state} than were given"),
            count=len(others),
            state=state,
        )


def _states(trusted: TrustedEntry | TrustedCertificates) -> set[str]:
    if isinstance(trusted, TrustedEntry):
        return {trusted.entry.state}
    return {state for der in trusted.certificates if (state := state_ca_of(der)) is not None}


def _certificates(trusted: TrustedOne) -> set[bytes]:
    if isinstance(trusted, TrustedEntry):
        return {one.der for one in trusted.entry.certificates if one.use == "state-ca"}
    return set(trusted.certificates) if isinstance(trusted, TrustedCertificates) else set()
