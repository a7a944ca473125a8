# SPDX-License-Identifier: Apache-2.0
"""The law's data files: YAML, limited in size and depth, whose head names its form and its day."""

from collections.abc import Mapping
from importlib import resources
from typing import Any

import yaml

from rogatory.errors import Refused
from rogatory.treaty.rows import checked_head, wrong
from rogatory.wire.words import P_, FilledText, problem_of

LARGEST_FILE = 1 << 20
"""A file of the law beyond this size is not one; YAML readers grow with what they read."""

DEEPEST_NESTING = 32
"""The loader recurses once a level, in C, where a nesting made to hurt ends the process."""

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Safe):  # type: ignore[misc]  # the one in C, where there is one
    """Refuses a name that occurs twice in a mapping, of which the last would count unseen."""

    def construct_mapping(self, node: yaml.MappingNode, *, deep: bool = False) -> Any:
        names = [name.value for name, _ in node.value if isinstance(name, yaml.ScalarNode)]
        if len(set(names)) != len(names):
            raise ValueError(FilledText(P_("a name occurs in it twice")))
        return super().construct_mapping(node, deep=deep)


def document(data: bytes, file: str) -> Mapping[str, object]:
    """Return the file's one mapping; refuses what is not YAML of that shape, or too large."""
    if len(data) > LARGEST_FILE:
        raise Refused(
            wrong(
                file,
                P_("its size"),
                FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_FILE),
            )
        )
    try:
        refuse_deep(data)
        found = yaml.load(data, Loader=Loader)  # noqa: S506 - a safe loader in either case
    except yaml.YAMLError as error:
        raise Refused(wrong(file, P_("its text"), P_("it is not YAML"))) from error
    except ValueError as error:  # a date that does not exist, too deep a nesting, a name twice
        raise Refused(wrong(file, P_("its text"), problem_of(error))) from error
    return checked_head(found, file)


def refuse_deep(data: bytes) -> None:
    """Refuse deep nesting, counted on the parser's events, which come without recursion."""
    depth = 0
    for event in yaml.parse(data, Loader=_Safe):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST_NESTING:
            raise ValueError(FilledText(P_("it nests too deep")))


def packaged(file: str) -> bytes:
    """Return a data file that came with this package."""
    return resources.files(__package__).joinpath("data", file).read_bytes()
