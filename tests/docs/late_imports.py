# SPDX-License-Identifier: Apache-2.0
"""Which foreign libraries the import of a module loads, and which imports inside functions spare one.

    ./run python tests/docs/late_imports.py        imports that belong at the top of their module

Everything is read from the source: what a module imports at its top, what that imports, and so on.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class LateImport:
    """An import inside a function, and the foreign libraries that only it loads."""

    module: str
    line: int
    target: str
    spares: frozenset[str]


class Imports:
    def __init__(self, source: Path = SOURCE, package: str = "rogatory") -> None:
        found = (source / package).rglob("*.py")
        self.paths = {_name(path.relative_to(source)): path for path in found}
        self.trees = {name: ast.parse(path.read_text()) for name, path in self.paths.items()}
        self._top = {name: frozenset(self._at_top(tree)) for name, tree in self.trees.items()}
        self._foreign: dict[str, frozenset[str]] = {}

    def targets(self, node: ast.Import | ast.ImportFrom) -> list[str]:
        if isinstance(node, ast.Import):
            return [one.name for one in node.names]
        inside = (f"{node.module}.{one.name}" for one in node.names)
        return [one if one in self.paths else str(node.module) for one in inside]

    def foreign(self, module: str) -> frozenset[str]:
        """The libraries that are neither Python's nor ours and that an import of the module loads."""
        if module not in self._foreign:
            seen, left = set(), [module]
            while left:
                name = left.pop()
                steps = name.split(".")
                for last in range(1, len(steps) + 1):
                    if (part := ".".join(steps[:last])) not in seen:
                        seen.add(part)
                        left += self._top.get(part, ())
            roots = {one.partition(".")[0] for one in seen}
            self._foreign[module] = frozenset(roots - sys.stdlib_module_names - {"rogatory"})
        return self._foreign[module]

    def of_package(self, module: str) -> set[str]:
        """The modules of the package that a module imports, at its top or inside a function."""
        nodes = _imports(self.trees[module])
        found = {target for node in nodes for target in self.targets(node)}
        return (found & set(self.paths)) - {module}

    def late(self) -> Iterator[LateImport]:
        for module, tree in self.trees.items():
            loaded = self.foreign(module)
            for node in _inside(tree):
                for target in self.targets(node):
                    yield LateImport(module, node.lineno, target, self.foreign(target) - loaded)

    def _at_top(self, tree: ast.AST) -> Iterator[str]:
        for node in ast.iter_child_nodes(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield from self.targets(node)
            elif not isinstance(node, (*FUNCTIONS, ast.expr)) and not _is_for_types(node):
                yield from self._at_top(node)


def _imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    return (one for one in ast.walk(tree) if isinstance(one, (ast.Import, ast.ImportFrom)))


def _inside(tree: ast.AST, *, in_function: bool = False) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.iter_child_nodes(tree):
        if in_function and isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif not isinstance(node, ast.expr):
            yield from _inside(node, in_function=in_function or isinstance(node, FUNCTIONS))


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


if __name__ == "__main__":
    for one in Imports().late():
        if not one.spares:
            print(f"{one.module}:{one.line} {one.target}")  # noqa: T201 - what it is for
