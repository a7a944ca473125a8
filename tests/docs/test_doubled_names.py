# SPDX-License-Identifier: Apache-2.0
"""One name of a class or a type has one meaning."""

import ast

from casts.docs.places import SOURCE

ALLOWED = {
    "Flag": "a kind of column (`storage.tables.columns`), and the form of a field that it stores",
    "Text": "a kind of column (`storage.tables.columns`), and the form of a field that it stores",
}
"""Names that several modules define all the same, each with its reason."""


def defined():
    """Each public class and type at the top of a module: its name, the module, whether it is a model."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        module = path.relative_to(SOURCE).with_suffix("").as_posix()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base) for base in node.bases}
                yield node.name, module, any("models.Model" in base for base in bases)
            elif isinstance(node, ast.TypeAlias):
                yield node.name.id, module, False


def test_a_class_or_type_has_a_name_of_its_own():
    """Only a Django model has the name of one other class: of the value whose row it is, the row type in
    `node/repositories` or the document that the row stores.
    """
    places = {}
    for name, module, is_model in defined():
        if not name.startswith("_"):
            places.setdefault(name, []).append((module, is_model))
    doubled = {
        name: [module for module, _ in found]
        for name, found in places.items()
        if len({module for module, _ in found}) > 1
        and sorted(is_model for _, is_model in found) != [False, True]
    }
    assert {name: found for name, found in doubled.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(doubled), "an exception that nothing needs any more"
