# SPDX-License-Identifier: Apache-2.0
"""`[object_store]` in node.toml: the bucket in which packages and attachments are kept.

    [object_store]
    endpoint = "https://s3.example.test"
    bucket = "evidence"
    prefix = "xb"

The access key is not here: it lies in `keys/object-store.key`. Towards another machine the store is
reached by TLS alone.
"""

import importlib.util
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rogatory.bootstrap.node_toml.declared import setting
from rogatory.bootstrap.node_toml.table_forms import endpoint_problem, form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, TextsInTurn

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")
_PREFIX = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\Z")
_REGION = re.compile(r"[a-z0-9-]{1,40}\Z")

VARIABLES = "AWS_"
"""How the variables of the environment begin that the library would read: one of them could send a command
to another store, or let it in without a check of the certificate."""

UNREAD = frozenset(
    {
        "AWS_CA_BUNDLE",
        "AWS_CONFIG_FILE",
        "AWS_PAGER",
        "AWS_PROFILE",
        "AWS_SDK_LOAD_CONFIG",
        "AWS_SHARED_CREDENTIALS_FILE",
    }
)
"""Those that other programs read and the library does not."""


def _bucket(text: str) -> Phrase | None:
    return None if _BUCKET.match(text) else P_("is no bucket's name")


def _region(text: str) -> Phrase | None:
    return None if _REGION.match(text) else P_("is no region's name")


def _prefix(text: str) -> Phrase | None:
    if _PREFIX.match(text):
        return None
    return P_("is no prefix: letters, digits, '.', '_', '-', and '/' between them")


@dataclass(frozen=True, kw_only=True)
class ObjectStoreTable:
    """The bucket of an S3-compatible store in which packages and attachments are kept; without it they
    are files in the home. The access key is in `keys/object-store.key`.
    """

    endpoint: str = setting(check=endpoint_problem)
    """The address of the store, `https://HOST` or `https://HOST:PORT`; http on this machine alone."""
    bucket: str = setting(check=_bucket)
    """The name of the bucket."""
    region: str = setting("us-east-1", check=_region)
    """The region that requests are signed for."""
    prefix: str | None = setting(None, check=_prefix)
    """The beginning of the names of this node's objects. Each node in a bucket needs a prefix of its own."""
    ca_file: str | None = None
    """Certificates of authorities that may certify the store, in the home, beside those of the machine."""


def object_store_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = [*form_problems("object_store", given, ObjectStoreTable), *_library()]
    return TextsInTurn.of(found) if found else None


def _library() -> Iterator[Phrase]:
    if importlib.util.find_spec("obstore") is None:
        yield P_("needs obstore, which is not installed (the extra `s3` brings it)")


def set_variables(environment: Mapping[str, str]) -> list[str]:
    """Return which variables are set that the library would read: a node's processes do not see them."""
    return sorted(name for name in environment if name.startswith(VARIABLES) and name not in UNREAD)
