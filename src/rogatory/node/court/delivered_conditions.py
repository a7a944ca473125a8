# SPDX-License-Identifier: Apache-2.0
"""The conditions that a delivery states, beside those of the bag that it delivers: where they differ both are shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from rogatory.evidence.conditions import FORBIDDEN, FREE, WITH_CONSENT
from rogatory.requests.envelope import Envelope
from rogatory.wire.canonical import Json

type _Same = Callable[[Json, Mapping[str, Json]], bool]

ABSENT: Json = ["absent"]
"""In place of a condition that a delivery does not state: no condition has a list for its value."""


def _is_text(name: str) -> _Same:
    return lambda value, bag: (
        bag[name] == (None if value is ABSENT else value)
        and (value is ABSENT or isinstance(value, str))
    )


def _is_same_transfer(value: Json, bag: Mapping[str, Json]) -> bool:
    if value is ABSENT:
        return bag["onward_transfer"] == FREE
    in_bag = {
        FORBIDDEN: FORBIDDEN,
        "with_authorisation": WITH_CONSENT,
        "in_writing_only": WITH_CONSENT,
    }
    return isinstance(value, str) and in_bag.get(value) == bag["onward_transfer"]


def _is_words(is_stated: Callable[[Mapping[str, Json]], bool]) -> _Same:
    """Compare words with a condition that has none: what they say nobody can compare."""
    return lambda value, bag: (
        not is_stated(bag) if value is ABSENT else isinstance(value, str) and is_stated(bag)
    )


def _is_flag(is_stated: Callable[[Mapping[str, Json]], bool]) -> _Same:
    return lambda value, bag: isinstance(value, bool) and value is is_stated(bag)


_SAME: Mapping[str, _Same] = {
    "purpose": _is_text("purpose"),
    "proceedings": _is_text("proceedings"),
    "onward_transfer": _is_same_transfer,
    "secrecy": _is_words(lambda bag: bag["secrecy"] is True),
    "retention": _is_words(lambda bag: bag["retention_until"] is not None),
    "police_information_only": _is_flag(lambda bag: bag["police_information_only"] is True),
    "sensitive_material": _is_flag(lambda bag: bool(bag["protected_items"])),
}
"""By its name in a delivery, whether a condition is that of the bag (specification 19.3)."""


def differing(stated: Json, bag: Mapping[str, Json]) -> list[str]:
    """Return the names of the conditions in a delivery that are not those of the bag."""
    found = stated if isinstance(stated, Mapping) else {}
    return [name for name, same in _SAME.items() if not same(found.get(name, ABSENT), bag)]


def delivered_otherwise(
    deliveries: Iterable[Envelope], bag: Mapping[str, Json]
) -> Iterator[dict[str, Json]]:
    """Yield each delivery that states other conditions than the bag, as a fact of the bundle."""
    for one in deliveries:
        stated = one.body.get("conditions")
        if differs := differing(stated, bag):
            yield {
                "conditions": stated,
                "differs": [*differs],
                "from": str(one.sender),
                "message": one.digest,
            }
