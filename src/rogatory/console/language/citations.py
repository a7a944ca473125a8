# SPDX-License-Identifier: Apache-2.0
"""How an article of the law's data is cited in the reader's language."""

from django.utils.translation import gettext


def cited(article: str) -> str:
    """An article as the law's data cite it; "40(21)(b) by 42(6)" is one that another leads to."""
    one, by, other = article.partition(" by ")
    return gettext("%(one)s by way of %(other)s") % {"one": one, "other": other} if by else one
