# SPDX-License-Identifier: Apache-2.0
"""A YAML file that somebody wrote by hand: its values, and the line of each of them.

What would grow when it is read is refused before it is: nesting, and merges (`<<`) of merges.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

from rogatory.errors import Phrase
from rogatory.treaty.data_files import Loader, refuse_deep
from rogatory.wire.fields import Place
from rogatory.wire.words import P_, FilledText, problem_of

MOST_MERGED = 20_000
"""Entries that merges bring in. Each merge copies a mapping, so that a small file could fill memory."""

_BOOL = "tag:yaml.org,2002:bool"
_MERGE = "tag:yaml.org,2002:merge"


class WrittenLoader(Loader):
    """Reads *yes* and *no* as the words that they are, as YAML 1.2 does: answers are such words, and a
    person leaves out the quotes.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {
        first: [one for one in found if one[0] != _BOOL]
        for first, found in Loader.yaml_implicit_resolvers.items()
    }


WrittenLoader.add_implicit_resolver(_BOOL, re.compile("true|false"), ["t", "f"])

type LineProblem = tuple[int, Phrase]
"""A line, from 1, and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class LinedYaml:
    """The value of a file, and its nodes, which know their lines."""

    value: object
    root: yaml.Node | None

    def line(self, place: Place) -> int:
        """Return the line on which a value or its name begins, or that of the nearest one around it."""
        node = self.root
        line = 1 if node is None else node.start_mark.line + 1
        for step in place:
            found = None if node is None else _below(node, step)
            if found is None:
                break
            begins, node = found
            line = begins.start_mark.line + 1
        return line

    def is_plain(self, place: Place) -> bool:
        """Decide whether a value is written without quotes: YAML may have read a number or a day."""
        node = self.root
        for step in place:
            found = None if node is None else _below(node, step)
            if found is None:
                return False
            node = found[1]
        return isinstance(node, yaml.ScalarNode) and not node.style


def read_lined(data: bytes) -> tuple[LinedYaml, list[LineProblem]]:
    """Return a file's value with its lines, and what keeps it from being read as YAML."""
    none = LinedYaml(None, None)
    try:
        refuse_deep(data)
        loader = WrittenLoader(data)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return none, [(1 if mark is None else mark.line + 1, P_("it is not YAML"))]
    except ValueError as error:
        return none, [(1, problem_of(error))]
    try:
        problems = [] if root is None else [*_faults(loader, root)]
        value = None if root is None or problems else loader.construct_document(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return none, [(1 if mark is None else mark.line + 1, P_("it is not YAML"))]
    return LinedYaml(value, root), problems


def _faults(loader: Any, root: yaml.Node) -> Iterator[LineProblem]:
    """Yield what cannot be a value: a name that occurs twice, a merge of a merge, an impossible day."""
    seen: set[int] = set()
    waiting, merged = [root], 0
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield from _of_scalar(loader, node)
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            yield from _of_mapping(node)
            merged += sum(len(one.value) for one in _merges(node))
            waiting += [part for pair in reversed(node.value) for part in reversed(pair)]
            if merged > MOST_MERGED:
                yield (
                    node.start_mark.line + 1,
                    FilledText(P_("merges bring in more than {limit} entries"), limit=MOST_MERGED),
                )
                return


def _of_scalar(loader: Any, node: yaml.ScalarNode) -> Iterator[LineProblem]:
    if node.tag == _MERGE:
        return
    try:
        loader.construct_object(node)
    except ValueError:
        yield node.start_mark.line + 1, P_("it is no date or number that exists")


def _of_mapping(node: yaml.MappingNode) -> Iterator[LineProblem]:
    names: set[str] = set()
    for name, value in node.value:
        line = name.start_mark.line + 1
        if not isinstance(name, yaml.ScalarNode):
            yield line, P_("a name in it is no text")
            continue
        if name.value in names:
            yield line, FilledText(P_("the name {name} occurs twice"), name=ascii(name.value)[:40])
        names.add(name.value)
        if name.tag == _MERGE and (
            not isinstance(value, yaml.MappingNode) or any(True for _ in _merges(value))
        ):
            yield line, P_("<< names one mapping that has no << itself, and this is none")


def _merges(node: yaml.MappingNode) -> Iterator[yaml.Node]:
    for name, value in node.value:
        if isinstance(name, yaml.ScalarNode) and name.tag == _MERGE:
            yield value


def _below(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return where a part of a node begins, and the part."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    if isinstance(node, yaml.MappingNode):
        # What a merge brought in lies before the mapping's own entries, which count.
        return next((pair for pair in reversed(node.value) if pair[0].value == step), None)
    return None
