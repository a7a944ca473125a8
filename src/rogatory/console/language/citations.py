# SPDX-License-Identifier: Apache-2.0
"""How an article of the law's data is cited in the reader's language."""

from django.utils.translation import gettext


def cited(article: str) -> str:
    """Return an article as the law's data cite it: "40(21)(b) by 42(6)" is one that another leads
    to, "29(5)(a) of ETS 185" one of another instrument than the Convention.
    """
    one, of, instrument = article.partition(" of ")
    if of:
        return gettext("%(article)s of %(instrument)s") % {
            "article": cited(one),
            "instrument": instrument,
        }
    one, by, other = article.partition(" by ")
    return gettext("%(one)s by way of %(other)s") % {"one": one, "other": other} if by else one
