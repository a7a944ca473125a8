# SPDX-License-Identifier: Apache-2.0
"""The text of a mail that calls an officer, in the language of the account.

A few sentences in six languages are here rather than in a catalogue: the worker that sends them has
no pages, and a call must not fail for want of a file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from babel import Locale
from babel.dates import format_skeleton

from rogatory.node.repositories.duty import Notice, Rung, Urgency

RIGHT_TO_LEFT = "\u200f"
"""Before a line of Arabic that begins with a State's code: else it is read as a line of Latin."""

_LOCALES: Mapping[str, str] = {"en": "en_GB", "zh": "zh_Hans"}
"""Day before month in English, as the United Nations write it; others by their own code."""


@dataclass(frozen=True, slots=True)
class MailWords:
    """Sentences with `{state}`, `{urgency}`, `{call}`, `{at}` and `{rung}`."""

    language: str
    subject: str
    waits: str
    call: str
    called_as: str
    unanswered: str
    answer: str
    silence: str
    urgencies: Mapping[Urgency, str]
    rungs: Mapping[Rung, str]


def mail_words(language: str) -> MailWords:
    """Return the words of a language; English where it is none of the six."""
    return _WORDS.get(language, _WORDS["en"])


def subject(words: MailWords, notice: Notice) -> str:
    line = words.subject.format(**_fields(words, notice))
    return f"{RIGHT_TO_LEFT}{line}" if words.language == "ar" else line


def lines(words: MailWords, notice: Notice, desk: str) -> Iterator[str]:
    """Yield the lines: the mail says that something waits and where, and nothing of what: mail is
    read by others. The address is on a line of its own, where no mark or full stop becomes a part
    of the link.
    """
    fields = _fields(words, notice)
    yield words.waits.format(**fields)
    yield words.call.format(**fields)
    yield words.called_as.format(**fields)
    if notice.step > 0:
        yield words.unanswered
    yield ""
    yield words.answer
    yield desk
    yield ""
    yield words.silence


def _fields(words: MailWords, notice: Notice) -> dict[str, str]:
    return {
        "state": notice.state,
        "urgency": words.urgencies[notice.urgency],
        "call": notice.call,
        "at": _moment(words, notice.at),
        "rung": words.rungs[notice.rung],
    }


def _moment(words: MailWords, at: datetime) -> str:
    """Return it as the language writes it (CLDR), in UTC."""
    locale = Locale.parse(_LOCALES.get(words.language, words.language))
    at = at.astimezone(UTC)
    day, time = (
        format_skeleton("yMMMd", at, locale=locale),
        format_skeleton("Hm", at.timetz(), tzinfo=UTC, locale=locale),
    )
    return f"{str(locale.datetime_formats['medium']).format(time, day)} UTC"


def _urgencies(emergency: str, urgent: str, routine: str) -> Mapping[Urgency, str]:
    return {Urgency.EMERGENCY: emergency, Urgency.URGENT: urgent, Urgency.ROUTINE: routine}


def _rungs(on_duty: str, substitute: str, head: str) -> Mapping[Rung, str]:
    return {Rung.ON_DUTY: on_duty, Rung.SUBSTITUTE: substitute, Rung.HEAD: head}


_WORDS: Mapping[str, MailWords] = {
    "ar": MailWords(
        "ar",
        "[{state}] {urgency}: نداء مناوبة {call}",
        "أمرٌ ينتظر على مكتب مناوبة {state} ({urgency}).",
        "النداء {call}، صدر في {at}.",
        "تُستدعى بصفتك: {rung}.",
        "لم يُجب أحد حتى الآن.",
        "أجب عنه هنا:",
        "لا تذكر هذه الرسالة شيئًا عن القضية عمدًا. ولا تُقرأ الردود عليها.",
        _urgencies("حالة طارئة", "عاجل", "عادي"),
        _rungs("مناوب", "بديل", "رئيس الوحدة"),
    ),
    "en": MailWords(
        "en",
        "[{state}] {urgency}: duty call {call}",
        "Something waits on the duty desk of {state} ({urgency}).",
        "Call {call}, made at {at}.",
        "You are called as: {rung}.",
        "Nobody has answered so far.",
        "Answer it there:",
        "This mail says nothing of the request on purpose. Replies are not read.",
        _urgencies("emergency", "urgent", "routine"),
        _rungs("on duty", "substitute", "head of unit"),
    ),
    "es": MailWords(
        "es",
        "[{state}] {urgency}: aviso de guardia {call}",
        "Algo espera en el puesto de guardia de {state} ({urgency}).",
        "Aviso {call}, enviado el {at}.",
        "Se le avisa como: {rung}.",
        "Nadie ha respondido hasta ahora.",
        "Responda aquí:",
        "Este correo no dice nada del asunto, a propósito. Las respuestas no se leen.",
        _urgencies("emergencia", "urgente", "ordinario"),
        _rungs("de guardia", "suplente", "jefe de unidad"),
    ),
    "fr": MailWords(
        "fr",
        "[{state}] {urgency} : appel de permanence {call}",
        "Une affaire attend à la permanence de {state} ({urgency}).",
        "Appel {call}, lancé le {at}.",
        "Vous êtes appelé en qualité de : {rung}.",
        "Personne n’a répondu jusqu’ici.",
        "Répondez-y ici :",
        "Ce message ne dit rien de l’affaire, à dessein. Les réponses ne sont pas lues.",
        _urgencies("urgence vitale", "urgent", "ordinaire"),
        _rungs("agent de permanence", "remplaçant", "chef d’unité"),
    ),
    "ru": MailWords(
        "ru",
        "[{state}] {urgency}: вызов дежурного {call}",
        "На дежурном посту {state} ожидает дело ({urgency}).",
        "Вызов {call} от {at}.",
        "Вы вызваны как: {rung}.",
        "До сих пор никто не ответил.",
        "Ответьте здесь:",
        "Это письмо намеренно ничего не говорит о деле. Ответы на него не читаются.",
        _urgencies("чрезвычайная ситуация", "срочно", "обычный порядок"),
        _rungs("дежурный", "заместитель", "руководитель подразделения"),
    ),
    "zh": MailWords(
        "zh",
        "[{state}] {urgency}：值班告警 {call}",
        "{state} 值班台有事项待处理（{urgency}）。",
        "告警 {call}，发出时间 {at}。",
        "您接收告警的身份：{rung}。",
        "至今无人答复。",
        "请在此答复：",
        "本邮件有意不涉及事项内容。回复不会被阅读。",
        _urgencies("紧急情况", "加急", "一般"),
        _rungs("值班官员", "替补官员", "部门负责人"),
    ),
}
