# SPDX-License-Identifier: Apache-2.0
"""Names of States and authorities on a page or in an answer, and whose names those are.

A sentence of a reason knows no page. So the code that answers declares once whose names count
(`called_by`): the node's by its directory, the workstation's by the copy that it trusts. Outside, a
State is called as the United Nations call it, and an authority by its identifier.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from rogatory.console.language import state_names
from rogatory.console.language.languages import reader_language, with_beside
from rogatory.node.peers.names import Names

type FindNames = Callable[[], Names]


def _nobody() -> Names:
    return Names({}, {})


_find: ContextVar[FindNames] = ContextVar("find_names", default=_nobody)


@contextmanager
def called_by(find: FindNames) -> Iterator[None]:
    """Use the names found so until the end; they are looked for once, when the first is needed."""
    before = _find.set(cache(find))
    try:
        yield
    finally:
        _find.reset(before)


def names() -> Names:
    return _find.get()()


def state_name(code: str) -> str:
    """Return it as the directory has it in the reader's language, or the United Nations, or as our
    register of States without a node has it, whose names are in one language.
    """
    language = reader_language()
    own = names().states.get(code, {})
    if language in own:
        return own[language]
    name = state_names.state_name(code, language)
    return name if name != code else own.get("en", code)


def state_called(code: str) -> str:
    """Return the name and the code; one that nobody knows by its code alone."""
    name = state_name(code)
    return name if name == code else with_beside(name, code)


def authority_called(identifier: str) -> str:
    """Return the name and the identifier; one that nobody knows by its identifier alone."""
    name = names().authority(identifier, reader_language())
    return name if name == identifier else with_beside(name, identifier)
