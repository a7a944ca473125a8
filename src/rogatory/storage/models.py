# SPDX-License-Identifier: Apache-2.0
"""All models, found where Django looks for them. Each is defined in its domain's module."""

import importlib
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from rogatory import storage

_WITHOUT_MODELS = ("files", "memory", "migrations", "models", "transactions")
"""Modules and packages of the layer that define none; some of them serve without Django."""

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...


def _modules(package: ModuleType) -> list[ModuleType]:
    found = []
    for one in pkgutil.iter_modules(package.__path__):
        if package is storage and one.name in _WITHOUT_MODELS:
            continue
        module = importlib.import_module(f"{package.__name__}.{one.name}")
        found += [module, *(_modules(module) if one.ispkg else ())]
    return found


globals().update(
    {
        name: value
        for module in _modules(storage)
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, Model)
        and value.__module__ == module.__name__
    }
)
