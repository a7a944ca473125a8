# SPDX-License-Identifier: Apache-2.0
"""Words of the rooms in another language, from the catalogues that the console ships."""

import gettext
from collections.abc import Callable
from importlib.resources import files


def words_in(language: str) -> Callable[[str], str]:
    """Translates a source text, or gives it back where nobody has."""
    place = files("rogatory").joinpath(f"console/locale/{language}/LC_MESSAGES/django.mo")
    if language == "en" or not place.is_file():
        return str
    with place.open("rb") as stream:
        catalogue = gettext.GNUTranslations(stream)
    return lambda text: catalogue.gettext(text) if text else text
