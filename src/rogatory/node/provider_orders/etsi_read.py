# SPDX-License-Identifier: Apache-2.0
"""Read a message of ETSI TS 103 120 (HI-1) into a plain statement of what it asks.

The bytes are a stranger's. A document type is refused, and with it every entity: nothing is expanded and
nothing is fetched. Size, depth and number of elements are bounded. What is read proves nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.parsers import expat

from rogatory.errors import Phrase, Refused
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.etsi_names import (
    COMMON,
    CORE,
    ETSI_VERSION,
    OWN_NAMESPACES,
    SIGNATURE,
    XSI,
)
from rogatory.wire.words import P_, FilledText

LARGEST_MESSAGE = 4 << 20
"""Bytes of a message, which is parsed whole: an order with eight hundred tasks has a third of it, and a delivery of data
does not belong here."""

DEEPEST = 40
"""Elements in each other: ETSI's own are twenty deep; more would only exhaust the stack of what walks them."""

MOST_PARTS = 60_000
"""Elements, attributes and declarations of a message: a tree takes many times the memory of its text. Eight hundred tasks
have forty thousand."""

MOST_PREFIXES = 64
"""Prefixes in force at once: each element remembers them, and thousands would be copied with each new one."""

LONGEST_NAME = 300
"""Characters of a name with its namespace: every path below it repeats it."""

LARGEST_STATEMENT = 16 << 20
"""Characters of all paths and texts: many short elements below long names would multiply the message."""

VALIDATED = frozenset({ETSI_VERSION})
"""The versions whose schemas and examples the reader was tried with."""

_BASE64 = frozenset({"Contents", "Data", "PIRQuery", "BinaryData"})
"""Elements whose text is data in base64: its size is stated in its place."""

_ENTRY = ("Owner", "Name", "Value")


@dataclass(slots=True)
class XmlPart:
    """An element: its namespace and name, its text, its attributes, and the elements in it."""

    space: str
    name: str
    attributes: Mapping[str, str]
    prefixes: Mapping[str, str]
    text: str = ""
    children: list["XmlPart"] = field(default_factory=list)

    @property
    def shown_name(self) -> str:
        return self.name if self.space in OWN_NAMESPACES else f"{{{self.space}}}{self.name}"

    def only(self, name: str) -> "XmlPart":
        """Return the one element of this name and of the core namespace in this one."""
        found = [one for one in self.children if (one.space, one.name) == (CORE, name)]
        if len(found) != 1:
            raise _wrong(FilledText(P_("it has not exactly one {name}"), name=name))
        return found[0]

    def value(self, name: str) -> str:
        """Return the text of that element, which has no others in it."""
        found = self.only(name)
        if found.children:
            raise _wrong(FilledText(P_("{name} is no text"), name=name))
        return found.text.strip()


@dataclass(frozen=True, slots=True)
class Hi1Statement:
    """One statement of an object: where it is, and its text."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Hi1Action:
    """One action of a message: what it asks, or what it answers."""

    number: str
    verb: str
    """As the message has it: `CREATE`, `GETResponse`, `ErrorInformation`."""
    kind: str | None
    """The type of its object, as `LDTaskObject`; None where it has none."""
    identifier: str | None
    statements: tuple[Hi1Statement, ...]


@dataclass(frozen=True, slots=True)
class Hi1Message:
    """A message as it states itself. Nothing of it is proved, its sender included."""

    version: str
    profile: tuple[str, str]
    sender: tuple[str, str]
    receiver: tuple[str, str]
    transaction: str
    timestamp: str
    kind: str
    """`request` or `response`."""
    actions: tuple[Hi1Action, ...]
    carries_signature: bool
    """True where it has an element that says to be a signature, which is not checked."""
    root: XmlPart = field(repr=False, compare=False)

    @property
    def is_validated(self) -> bool:
        """True where the reader was tried with this version."""
        return self.version in VALIDATED


def read_hi1(data: bytes) -> Hi1Message:
    """Return what a message says.

    Raises:
        Refused: the bytes are no XML, declare a document type, are beyond a limit, or are no HI-1 message.
    """
    root = parse_parts(data)
    if (root.space, root.name) != (CORE, "HI1Message"):
        raise _wrong(FilledText(P_("it is {name}, and no HI1Message"), name=root.shown_name))
    header, payload = root.only("Header"), root.only("Payload")
    version = header.only("Version")
    request, actions = _actions(payload, _Statements())
    return Hi1Message(
        version=version.value("ETSIVersion"),
        profile=(version.value("NationalProfileOwner"), version.value("NationalProfileVersion")),
        sender=_endpoint(header.only("SenderIdentifier")),
        receiver=_endpoint(header.only("ReceiverIdentifier")),
        transaction=header.value("TransactionIdentifier"),
        timestamp=header.value("Timestamp"),
        kind="request" if request else "response",
        actions=actions,
        carries_signature=any(one.name == SIGNATURE for one in root.children),
        root=root,
    )


def _endpoint(part: XmlPart) -> tuple[str, str]:
    return part.value("CountryCode"), part.value("UniqueIdentifier")


def _actions(payload: XmlPart, statements: "_Statements") -> tuple[bool, tuple[Hi1Action, ...]]:
    if len(payload.children) != 1:
        raise _wrong(P_("it has not exactly one payload"))
    inner = payload.children[0]
    if (inner.space, inner.name) == (CORE, "RequestPayload"):
        return True, _actions_in(inner.only("ActionRequests"), "ActionRequest", statements)
    if (inner.space, inner.name) != (CORE, "ResponsePayload"):
        raise _wrong(FilledText(P_("its payload is {name}"), name=inner.shown_name))
    if [one.name for one in inner.children] == ["ErrorInformation"]:
        error = inner.only("ErrorInformation")
        return False, (Hi1Action("", error.name, None, None, statements.of(error)),)
    return False, _actions_in(inner.only("ActionResponses"), "ActionResponse", statements)


def _actions_in(part: XmlPart, name: str, statements: "_Statements") -> tuple[Hi1Action, ...]:
    return tuple(_action(one, name, statements) for one in part.children)


def _action(part: XmlPart, name: str, statements: "_Statements") -> Hi1Action:
    if (part.space, part.name) != (CORE, name):
        raise _wrong(FilledText(P_("{name} is among its actions"), name=part.shown_name))
    number = part.value("ActionIdentifier")
    others = [one for one in part.children if (one.space, one.name) != (CORE, "ActionIdentifier")]
    if len(others) != 1:
        raise _wrong(FilledText(P_("action {number} has not exactly one verb"), number=number))
    verb = others[0]
    objects = [one for one in verb.children if (one.space, one.name) == (CORE, "HI1Object")]
    identifiers = [
        one.text.strip()
        for holder in (*objects, verb)
        for one in holder.children
        if one.name in {"ObjectIdentifier", "Identifier"} and one.space == CORE
    ]
    return Hi1Action(
        number,
        verb.shown_name,
        _kind(objects[0]) if objects else None,
        identifiers[0] if identifiers else None,
        statements.of(verb),
    )


def _kind(part: XmlPart) -> str | None:
    """Return the type of an object by its namespace: another's type of the same name is shown with it."""
    given = part.attributes.get(f"{XSI} type")
    if given is None:
        return None
    prefix, mark, name = given.strip().rpartition(":")
    space = part.prefixes.get(prefix, "") if mark else part.prefixes.get("", "")
    return name if space in OWN_NAMESPACES else f"{{{space}}}{name}"


class _Statements:
    """The statements of a message's actions, which together have a limit."""

    def __init__(self) -> None:
        self._left = LARGEST_STATEMENT

    def of(self, part: XmlPart) -> tuple[Hi1Statement, ...]:
        return tuple(self._bounded(part))

    def _bounded(self, part: XmlPart) -> Iterator[Hi1Statement]:
        for one in _statements(part):
            self._left -= len(one.path) + len(one.value)
            if self._left < 0:
                raise _wrong(
                    FilledText(P_("it states more than {most} characters"), most=LARGEST_STATEMENT)
                )
            yield one


def _statements(part: XmlPart, path: str = "") -> Iterator[Hi1Statement]:
    """Yield every text in an element with its path. An entry of a dictionary is one statement."""
    for child in part.children:
        below = f"{path}/{child.shown_name}" if path else child.shown_name
        if child.name == "HI1Object" and not path:
            below = ""
        for name, value in child.attributes.items():
            if name != f"{XSI} type":
                yield Hi1Statement(f"{below}@{name.rpartition(' ')[2]}", value)
        text = child.text.strip()
        if _is_entry(child):
            owner, name, value = (one.text.strip() for one in child.children)
            yield Hi1Statement(below, f"{value} ({owner} {name})")
        elif child.name in _BASE64 and text:
            yield Hi1Statement(below, f"[{len(text)} characters of base64]")
        elif text or not child.children:
            yield Hi1Statement(below, text)
        if not _is_entry(child):
            yield from _statements(child, below)


def _is_entry(part: XmlPart) -> bool:
    names = tuple(one.name for one in part.children)
    plain = not any(one.children or one.attributes or one.space != COMMON for one in part.children)
    return names == _ENTRY and plain and not part.text.strip()


def parse_parts(data: bytes) -> XmlPart:
    """Return the elements of a document.

    Raises:
        Refused: the bytes are no XML, declare a document type, or are beyond a limit.
    """
    if len(data) > LARGEST_MESSAGE:
        raise _wrong(FilledText(P_("it has more than {most} bytes"), most=LARGEST_MESSAGE))
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = FilledText(P_("it is no well-formed XML, line {line}"), line=error.lineno)
        raise _wrong(problem) from error
    except (
        LookupError,
        ValueError,
        UnicodeError,
    ) as error:  # an encoding that Python has no codec for
        raise _wrong(P_("its encoding cannot be read")) from error
    finally:
        reader.close()
    assert reader.root is not None
    return reader.root


class _Reader:
    """Builds the elements while expat reads. It never sees an entity: their declarations end the reading."""

    def __init__(self) -> None:
        self.root: XmlPart | None = None
        self._open: list[XmlPart] = []
        self._texts: list[list[str]] = []
        self._count = 0
        self._prefixes: Mapping[str, str] = MappingProxyType({})
        self._outer: list[tuple[str, str | None]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartNamespaceDeclHandler = self._declare
        self.parser.EndNamespaceDeclHandler = self._undeclare
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def close(self) -> None:
        """Cut the circle of parser and handlers, which would keep the text until Python looks for garbage."""
        del self.parser

    def _doctype(self, *_: object) -> None:
        raise _wrong(P_("it declares a document type, which could bring in other texts"))

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        name = prefix or ""
        self._count_one()
        self._outer.append((name, self._prefixes.get(name)))
        if len(self._prefixes) >= MOST_PREFIXES or len(uri or "") > LONGEST_NAME:
            raise _wrong(P_("it declares too many or too long namespaces"))
        self._prefixes = MappingProxyType({**self._prefixes, name: uri or ""})

    def _undeclare(self, _prefix: str | None) -> None:
        name, before = self._outer.pop()
        rest = {one: uri for one, uri in self._prefixes.items() if one != name}
        self._prefixes = MappingProxyType(rest if before is None else {**rest, name: before})

    def _count_one(self) -> None:
        self._count += 1
        if self._count > MOST_PARTS:
            raise _wrong(FilledText(P_("it has more than {most} elements"), most=MOST_PARTS))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count_one()
        for _ in attributes:
            self._count_one()
        if len(self._open) >= DEEPEST:
            raise _wrong(FilledText(P_("its elements are more than {most} deep"), most=DEEPEST))
        if any(len(one) > LONGEST_NAME for one in (name, *attributes)):
            raise _wrong(
                FilledText(P_("a name has more than {most} characters"), most=LONGEST_NAME)
            )
        space, _, local = name.rpartition(" ")
        part = XmlPart(space, local, attributes, self._prefixes)
        if self._open:
            self._open[-1].children.append(part)
        else:
            self.root = part
        self._open.append(part)
        self._texts.append([])

    def _end(self, _name: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)


def _wrong(problem: Phrase) -> Refused:
    return Refused(refusals.ETSI_FORM.because(problem=problem))
