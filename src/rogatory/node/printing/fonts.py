# SPDX-License-Identifier: Apache-2.0
"""Which fonts a PDF is printed with: those inside typst, and for other scripts a few files found.

The files are looked for in the packages of the extra `fonts`, then where distributions put the
Noto fonts. Only the files of the scripts that a document has are taken, each by its name: the same
files give the same bytes, whatever else is installed, and few of them cost little memory.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("fontpkg_amiri/files", "manimgx_fonts", "manimgx_fonts_cjk")
"""Where the packages of the extra keep their fonts, below the folder of each."""

SYSTEM = (
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/noto-cjk",
)
"""Where distributions put the Noto fonts."""

_ARABIC = (
    ("Amiri-Regular.ttf", "Amiri-Bold.ttf"),
    ("NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"),
    ("NotoSansArabic[wght].ttf",),
    ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
)
_HAN = (
    ("NotoSansCJK-VF.otf.ttc",),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
)
_SIGNS = (
    ("NotoSansSymbols[wght].ttf", "NotoEmoji[wght].ttf"),
    ("NotoSansSymbols2-Regular.ttf", "NotoSansSymbols-Regular.ttf", "NotoSansMath-Regular.ttf"),
)
_HAN_NAMES = frozenset(
    {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", "BOPOMOFO"}
)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font by its place and the digest of its bytes."""

    path: Path
    sha256: str


def folders(system: Iterable[str] = SYSTEM, *, packages: bool = True) -> tuple[Path, ...]:
    """Return the folders to look in, those of packages first; what is not there is left out."""
    found = [*_of_packages()] if packages else []
    found += [Path(one) for one in system]
    return tuple(one for one in found if one.is_dir())


def _of_packages() -> Iterator[Path]:
    for place in PACKAGES:
        name, _, below = place.partition("/")
        spec = find_spec(name)
        for parent in (spec.submodule_search_locations or ()) if spec else ():
            yield Path(parent) / below


def fonts_for(characters: Iterable[str], places: tuple[Path, ...]) -> tuple[FontFile, ...]:
    """Return the files for the scripts of these characters, as far as they are found."""
    found: dict[Path, None] = {}
    for script in sorted({_script(one) for one in characters}):
        found |= dict.fromkeys(_first(_choices(script), places))
    return tuple(FontFile(path, _digest(path)) for path in found)


def _script(character: str) -> str:
    """Return the first word of its name in Unicode, which is its script where it has one."""
    word = unicodedata.name(character, "").partition(" ")[0]
    return "HAN" if word.partition("-")[0] in _HAN_NAMES else word


def _choices(script: str) -> tuple[tuple[str, ...], ...]:
    if script == "ARABIC":
        return _ARABIC
    if script == "HAN":
        return _HAN
    own = script.capitalize()
    return ((f"NotoSans{own}[wght].ttf",), (f"NotoSans{own}-Regular.ttf",), *_SIGNS)


def _first(choices: tuple[tuple[str, ...], ...], places: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the files of the first choice that any place has, from the first place that has them."""
    for names in choices:
        for place in places:
            found = [place / name for name in names if (place / name).is_file()]
            if found:
                yield from found
                return


@cache
def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        found = sha256()
        while block := stream.read(1 << 20):
            found.update(block)
    return found.hexdigest()
