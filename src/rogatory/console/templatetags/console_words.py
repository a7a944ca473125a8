# SPDX-License-Identifier: Apache-2.0
"""Filters that put the domain's values into words: moments, sizes, digests, reasons, names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from rogatory.console import bars, navigation, words
from rogatory.console import state_names as names_of_states
from rogatory.console import written_down as written
from rogatory.console.languages import comma as comma_of_reader
from rogatory.console.languages import listed as listed_for_reader
from rogatory.console.languages import (
    named_language,
    reader_language,
    written_day,
    written_moment,
    written_number,
    written_span,
    written_time,
)
from rogatory.console.permission_words import PERMISSIONS
from rogatory.errors import Reason, Refused
from rogatory.node.desk_compose import instrument_names
from rogatory.node.matters.matter import STAGE_TITLES
from rogatory.node.matters.orders import STANDS_TITLES
from rogatory.node.printing.languages import NAMES
from rogatory.requests.envelope import Envelope
from rogatory.requests.forms.form import forms_for
from rogatory.requests.kinds import KINDS
from rogatory.requests.labels import VALUES
from rogatory.requests.words import Heading, Line, Term, body_lines
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import Said

register = template.Library()

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
_AUTHORITY = re.compile(r"[a-z]{2}/[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_IDENTIFIER = re.compile(r"[0-9a-f]{64}\Z|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()./-]*\Z")
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")

_KINDS: Mapping[str, Mapping[str, str]] = {
    "urgency": words.URGENCIES,
    "status": words.STATUSES,
    "shown": words.SHOWN,
    "backlog": words.BACKLOGS,
    "packages": words.PACKAGES_SHOWN,
    "package_direction": words.PACKAGE_DIRECTIONS,
    "journal": words.JOURNALS,
    "check": words.CHECKS,
    "direction": words.DIRECTIONS,
    "order": words.ORDERS,
    "level": words.LEVELS,
    "starts": words.STARTS,
    "outcome": words.OUTCOMES,
    "delivery": words.DELIVERIES,
    "channel": words.CHANNELS,
    "card-channel": words.CARD_CHANNELS,
    "weekday": words.WEEKDAYS,
    "verdict": words.VERDICTS,
    "role": words.ROLES,
    "permission": PERMISSIONS,
    "certainty": words.CERTAINTIES,
    "said": words.SAID,
    "party": words.PARTY,
    "answer": words.ANSWERS,
    "decided": words.DECIDED,
    "part": words.PARTS,
    "element": words.ELEMENTS,
    "similar": words.SIMILAR,
    "stance": words.STANCES,
    "call_back": words.CALL_BACKS,
    "drill": words.DRILLS,
    "stage": {one.value: said for one, said in STAGE_TITLES.items()},
    "stands": {one.value: said for one, said in STANDS_TITLES.items()},
    "category": VALUES,
    "voice": words.VOICES,
    "matter": words.MATTERS,
    "grounds": words.GROUND_LISTS,
    "total": words.TOTALS,
    "watch": words.WATCH_SOURCES,
    "rung": words.RUNGS,
    "means": words.MEANS,
    "passkey": words.PASSKEYS,
    "proof": words.PROOFS,
    "leave": words.LEAVES,
    "search": words.SEARCHES,
    "item": words.ITEMS,
}


@register.filter
def said(source: str) -> str:
    """An English source of the domain, in the reader's language."""
    return words.said(source if isinstance(source, Said) else str(source))


@register.filter
def called(code: str, kind: str) -> str:
    return words.called(_KINDS[kind], str(code))


@register.simple_tag
def comma() -> str:
    """What stands between two values in the reader's language."""
    return comma_of_reader()


@register.filter
def listed(values: Iterable[Any]) -> str:
    """Several values as the reader's language lists them."""
    return listed_for_reader(values)


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """What languages are called, in the reader's own."""
    return listed_for_reader(language_name(code) for code in codes)


@register.filter
def written_down(text: str | None) -> SafeString | str:
    """What the node wrote down in English: in the reader's language where it is a sentence of ours."""
    return written.shown(text or "")


@register.simple_tag
def rests_on(article: str, certainty: str) -> SafeString:
    """The article that something rests on, and how well it is known; practice has no article.

    The short word of the certainty is shown; the whole is read out and in the element's title.
    """
    known = words.called(words.CERTAINTIES, str(certainty))
    if article in ("", "-", None):
        return format_html(
            '<span class="rests"><span class="known k-practice">{}</span></span>', known
        )
    return format_html(
        '<span class="rests"><span class="cited">{} <bdi>{}</bdi></span> <span class="known k-{}" title="{}">{}</span>'
        '<span class="sr"> ({})</span></span>',
        gettext("article"),
        _cited(article),
        certainty,
        known,
        words.called(words.BADGES, str(certainty)),
        known,
    )


def _cited(article: str) -> str:
    """An article as the law's data cite it; "40(21)(b) by 42(6)" is one that another leads to."""
    one, by, other = article.partition(" by ")
    return gettext("%(one)s by way of %(other)s") % {"one": one, "other": other} if by else one


@register.filter
def limit_days(limit: Any) -> str:
    """How many days a limit has, before its rule; nothing where it has none."""
    if limit.days is None:
        return ""
    told = {
        "least": ngettext("at least %(n)d day", "at least %(n)d days", limit.days),
        "most": ngettext("at most %(n)d day", "at most %(n)d days", limit.days),
    }.get(limit.bound, ngettext("%(n)d day", "%(n)d days", limit.days))
    return f"{told % {'n': limit.days}}: "


@register.filter
def model_forms(kind: str) -> list[Any]:
    """The model forms that messages of a kind can be put into."""
    return list(forms_for(kind))


@register.simple_tag
def kind_title(name: str) -> str:
    """What a kind is called; an unknown one by its name."""
    kind = KINDS.get(name)
    return words.said(kind.title) if kind else name


@register.simple_tag
def badge(certainty: str) -> SafeString:
    """How well a statement is known, in a word; the whole is read out and in the title."""
    known = words.called(words.CERTAINTIES, str(certainty))
    return format_html(
        '<span class="rests"><span class="known k-{}" title="{}">{}</span>'
        '<span class="sr"> ({})</span></span>',
        certainty,
        known,
        words.called(words.BADGES, str(certainty)),
        known,
    )


@register.simple_tag
def kind_rests(name: str) -> SafeString | str:
    """The article that messages of a kind rest on; nothing is claimed of an unknown kind."""
    kind = KINDS.get(name)
    return rests_on(kind.article, kind.certainty) if kind else ""


@register.filter
def instrument(name: str) -> str:
    """What the instrument of an id is called."""
    return words.said(instrument_names().get(name, name))


@register.filter
def parts(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parts of an answer, those of a part that has parts by their own names."""
    found: list[tuple[str, str]] = []
    for name, value in details.items():
        if isinstance(value, Mapping):
            found += [(str(inner), str(said)) for inner, said in value.items()]
        else:
            found.append((name, str(value)))
    return found


@register.filter
def of(found: Mapping[str, Any], name: str) -> Any:
    """The value of a name in a mapping."""
    return found.get(name)


@register.filter
def language_name(code: str) -> str:
    """What a language is called; one that has no name is told by its code."""
    return words.said(NAMES[code]) if code in NAMES else named_language(code)


@register.filter
def any_serves(bases: Iterable[Any]) -> bool:
    return any(basis.serves for basis in bases)


@register.filter
def what(reason: Reason) -> str:
    return words.what(reason)


@register.filter
def remedy(reason: Reason) -> str:
    return words.remedy(reason)


@register.filter
def officer(number: str | None) -> SafeString | str:
    """An officer's number, which no line breaks and no writing from right to left turns about."""
    return "–" if not number else format_html('<bdi class="ref" dir="ltr">{}</bdi>', number)


@register.filter
def officers(numbers: Iterable[str]) -> SafeString:
    return format_html_join(comma_of_reader(), "{}", ((officer(one),) for one in numbers))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A moment in UTC, to the minute; the exact one is in the element's attribute."""
    if value is None:
        return "–"
    return format_html(
        '<time datetime="{}" class="moment"><bdi>{}</bdi> UTC</time>',
        format_moment(value),
        written_moment(value),
    )


_BROWSERS = {
    "Firefox/": "Firefox",
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Chrom": "Chrome",
    "Safari/": "Safari",
}
"""What browsers say of themselves, those first that claim to be others as well."""

_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser_name(agent: str) -> str:
    """A browser and its system by the names that people know; one that is neither, as it calls itself."""
    told = [
        next((name for mark, name in known.items() if mark in agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(one for one in told if one) or agent


@register.filter
def told_moment(text: str) -> SafeString | str:
    """A moment as a document writes it, in the reader's words; anything else as it stands."""
    try:
        return moment(parse_moment(text))
    except Refused:
        return text


@register.filter
def time_of_day(value: datetime) -> str:
    return written_time(value)


@register.filter
def moment_exact(value: datetime) -> SafeString:
    return format_html(
        '<time datetime="{}" class="moment"><bdi>{}</bdi> UTC</time>',
        format_moment(value),
        written_moment(value, exact=True),
    )


@register.simple_tag(takes_context=True)
def local_times(
    context: template.Context, value: datetime, zones: Sequence[tuple[str, str]]
) -> SafeString:
    """What the clocks on the wall of each State show at a moment, each with its distance to UTC.

    A zone that this machine's data do not know is left out: UTC stands beside in any case.
    """
    shown = []
    for code, zone in zones:
        try:
            local = value.astimezone(ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder
            continue
        name = _state(context, code)
        shown.append((name, written_moment(local, year=False), _distance(local)))
    return format_html_join(" · ", '<span class="local">{} {} ({})</span>', shown)


def _distance(local: datetime) -> str:
    """`UTC+5:30`, with the minus that typography has."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


@register.filter
def wall_clock(value: datetime) -> str:
    """What a clock shows where the moment is told in that place's own time."""
    return value.strftime("%H:%M")


@register.filter
def day(value: date) -> SafeString:
    on = value.date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}" class="moment">{}</time>',
        on.isoformat(),
        written_day(on),
    )


@register.simple_tag
def ago(value: datetime, now: datetime) -> str:
    return words.since((now - value).total_seconds())


@register.filter
def left(value: timedelta | None) -> str:
    """What is left until an end, or for how long it is over."""
    if value is None:
        return ""
    seconds = value.total_seconds()
    return words.time_over(-seconds) if seconds < 0 else words.time_left(seconds)


@register.simple_tag
def left_of(clock: Any, now: datetime) -> str:
    return "" if clock.due is None else left(clock.due - now)


@register.filter
def lasting(minutes: int) -> str:
    """A number of minutes as a person says it: two whole hours and more in hours."""
    hours, rest = divmod(minutes, 60)
    return written_span(minutes, "minute") if rest or hours < 2 else written_span(hours, "hour")


@register.filter
def size(value: int) -> str:
    """Bytes in the largest binary unit of which there is at least one."""
    amount, unit = float(value), 0
    while amount >= 1024 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{written_number(amount, 1 if unit else 0)} {_UNITS[unit]}"


@register.filter
def short(digest: str) -> SafeString:
    """The beginning of a digest or identifier; the whole is in the element's title."""
    return format_html(
        '<code class="digest" dir="ltr" title="{0}">{1}…</code>', digest, digest[:12]
    )


@register.filter
def grouped(digest: str) -> SafeString:
    """A digest in groups of four, to be compared by eye or by voice."""
    groups = " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
    return format_html('<code class="digest whole" dir="ltr">{}</code>', groups)


@register.filter
def reference(thread: str) -> str:
    """The end of a thread's identifier, by which officers call it on the telephone."""
    return f"{thread[-8:-4]}-{thread[-4:]}".upper()


@register.filter
def is_heading(value: str) -> bool:
    return isinstance(value, Heading)


@register.simple_tag(takes_context=True)
def line_value(context: template.Context, value: str) -> SafeString | str:
    """The value of a line of a message: our words translated, moments and names told."""
    if isinstance(value, Term):
        return words.said(value)
    if _MOMENT.match(value):
        return _told_moment(value)
    if _AUTHORITY.match(value):
        return authority(context, value)
    if value in context["names"].states:
        return state(context, value)
    if value in instrument_names():
        return format_html('{} <code class="faint">{}</code>', instrument(value), value)
    return _as_written(value, str(context.get("written_in") or ""))


def _as_written(value: str, language: str) -> SafeString:
    if _IDENTIFIER.match(value):
        return format_html('<code class="digest" dir="ltr">{}</code>', value)
    if _TELEPHONE.match(value):
        return format_html('<bdi dir="ltr">{}</bdi>', value)
    return format_html('<bdi class="theirs" lang="{}">{}</bdi>', language, value)


def _told_moment(text: str) -> SafeString | str:
    try:
        return moment_exact(parse_moment(text))
    except Refused:
        return text


@register.simple_tag(takes_context=True)
def state(context: template.Context, code: str) -> str:
    """What a State is called; its code follows."""
    name = _state(context, code)
    return name if name == code else f"{name} ({code})"


@register.simple_tag(takes_context=True)
def state_name(context: template.Context, code: str) -> str:
    return _state(context, code)


def _state(context: template.Context, code: str) -> str:
    """As the directory has it, or our register of States without a node, or the United Nations."""
    language = reader_language()
    name: str = context["names"].state(code, language)
    return name if name != code else names_of_states.state_name(code, language)


@register.simple_tag(takes_context=True)
def authority(context: template.Context, value: Any) -> SafeString:
    """What an authority is called, of which State, and its identifier."""
    identifier, language = str(value), reader_language()
    name = context["names"].authority(identifier, language)
    of = _state(context, identifier[:2].upper())
    if name == identifier:
        return format_html('<code class="office">{}</code>', identifier)
    return format_html(
        '<bdi>{}</bdi>{}{} <code class="faint office">{}</code>',
        name,
        comma_of_reader(),
        of,
        identifier,
    )


@register.filter
def body(envelope: Envelope) -> list[Line]:
    """What a message says, without what surrounds it."""
    return body_lines(envelope.kind, envelope.body)


@register.filter
def call(page: Any) -> str:
    """Why a human was called."""
    return words.called(words.CALLS, page.id.partition("/")[0])


@register.filter
def of_call(called: Mapping[str, tuple[str, ...]], call: str) -> tuple[str, ...]:
    """The officers whom a call has come to."""
    return called.get(call, ())


@register.filter
def means(code: str) -> str:
    """How an officer was called; of a webhook, which."""
    way, _, name = code.partition(" ")
    told = words.called(words.MEANS, way)
    return f"{told} {name}" if name else told


@register.filter
def call_detail(page: Any) -> str:
    """What the node wrote down beside a reason that is one of ours."""
    kind, _, _rest = page.id.partition("/")
    if kind not in words.CALLS or kind in words.TOLD_WHOLE:
        return str(page.reason)
    _, _, detail = page.reason.partition(": ")
    return detail if kind in words.TOLD_AFTER_COLON else ""


@register.simple_tag
def share_bar(part: int, whole: int) -> SafeString:
    """A bar beside two numbers: how much of the whole there is."""
    return bars.share_bar(part, whole)


@register.simple_tag(takes_context=True)
def network_tabs(context: template.Context) -> list[navigation.Shown]:
    """The tabs of the pages on the network, for the reader of this page."""
    path = context["request"].path_info
    return navigation.shown(navigation.NETWORK_TABS, context["reader"], path)


@register.filter
def yes_no(value: bool) -> str:  # noqa: FBT001 - filters are called by position
    return gettext("yes") if value else gettext("no")
