# SPDX-License-Identifier: Apache-2.0
"""The cast: four fictional States under user-assigned codes, their authorities and officers.

Officers are known by number. Nobody here exists.
"""

from dataclasses import dataclass

from rogatory.directory.entry.hours import DAYS, OpeningHours
from rogatory.wire.identifiers import Authority


@dataclass(frozen=True, slots=True)
class CastAuthority:
    """An authority of a State, with its name in the six languages of the United Nations."""

    office: str
    names: dict[str, str]
    subjects: tuple[str, ...]
    does_itself: bool = True
    hours: tuple[OpeningHours, ...] = ()


@dataclass(frozen=True, slots=True)
class Player:
    """An officer: number within the State, offices, roles, and what the demo calls him."""

    number: int
    offices: tuple[str, ...]
    roles: tuple[str, ...]
    title: str

    def known_as(self, state: str) -> str:
        return f"{state.lower()}-{self.number:04d}"


@dataclass(frozen=True, slots=True)
class StateProfile:
    code: str
    names: dict[str, str]
    languages: tuple[str, ...]
    time_zone: str
    """Of fixed offset: a fictional State lies in no place of the map."""

    @property
    def name(self) -> str:
        return self.names["en"]

    def authority(self, office: str) -> Authority:
        return Authority(self.code, office)


CONTACT_POINT = "contact-point"
CENTRAL_AUTHORITY = "central-authority"

OFFICES = (
    CastAuthority(
        CONTACT_POINT,
        {
            "ar": "نقطة الاتصال على مدار الساعة",
            "en": "24/7 contact point",
            "es": "Punto de contacto 24/7",
            "fr": "Point de contact 24/7",
            "ru": "Круглосуточный контактный пункт",
            "zh": "全天候联络点",
        },
        (
            "preservation",
            "preserved_traffic_disclosure",
            "location_inquiry",
            "emergency_data",
            "technical_advice",
            "legal_information",
            "evidence_collection",
            "locate_suspect",
            "law_enforcement_cooperation",
            "oral_request",
            "information_offered",
            "spontaneous_information",
            "policy_notice",
            "drill",
        ),
    ),
    CastAuthority(
        CENTRAL_AUTHORITY,
        {
            "ar": "السلطة المركزية",
            "en": "Central authority for mutual legal assistance",
            "es": "Autoridad central de asistencia judicial recíproca",
            "fr": "Autorité centrale d’entraide judiciaire",
            "ru": "Центральный орган по взаимной правовой помощи",
            "zh": "司法协助中央机关",
        },
        (
            "mla_stored_data",
            "mla_realtime_traffic",
            "mla_interception",
            "mla_general",
            "asset_tracing",
            "asset_freezing",
            "asset_confiscation",
            "property_return",
            "extradition",
            "joint_investigation",
        ),
        hours=(OpeningHours(DAYS[:5], "08:00", "18:00"),),
    ),
)

PLAYERS = (
    Player(1, (CONTACT_POINT,), ("duty",), "duty officer"),
    Player(2, (CONTACT_POINT,), ("approver",), "head of the contact point"),
    Player(3, (CENTRAL_AUTHORITY,), ("lawyer",), "lawyer of the central authority"),
    Player(4, (CENTRAL_AUTHORITY,), ("approver", "lawyer"), "head of the central authority"),
    Player(5, (CENTRAL_AUTHORITY,), ("examiner",), "forensic examiner"),
    Player(7, (CONTACT_POINT, CENTRAL_AUTHORITY), ("auditor",), "auditor"),
)
"""Officers of the register; a test adds a sixth, a second head."""

DUTY, HEAD_OF_DUTY, LAWYER, HEAD_OF_LAW, EXAMINER, AUDITOR = PLAYERS

ADMINISTERING = Player(8, (), ("administrator",), "administrator of the node")
"""An account of the console alone: no register lists an administrator."""

STATES = {
    state.code: state
    for state in (
        StateProfile(
            "XA",
            {
                "ar": "أركاديا",
                "en": "Arcadia",
                "es": "Arcadia",
                "fr": "Arcadie",
                "ru": "Аркадия",
                "zh": "阿卡迪亚",
            },
            ("en", "fr"),
            "Etc/GMT-3",
        ),
        StateProfile(
            "XB",
            {
                "ar": "بورياليا",
                "en": "Borealia",
                "es": "Borealia",
                "fr": "Boréalie",
                "ru": "Бореалия",
                "zh": "博雷利亚",
            },
            ("en", "fr"),
            "Etc/GMT+5",
        ),
        StateProfile(
            "XM",
            {
                "ar": "ميريديا",
                "en": "Meridia",
                "es": "Meridia",
                "fr": "Méridie",
                "ru": "Меридия",
                "zh": "梅里迪亚",
            },
            ("en", "es"),
            "Etc/GMT-8",
        ),
        StateProfile(
            "XT",
            {
                "ar": "ثالاسيا",
                "en": "Thalassia",
                "es": "Talasia",
                "fr": "Thalassie",
                "ru": "Талассия",
                "zh": "塔拉西亚",
            },
            ("en", "fr"),
            "Etc/GMT-1",
        ),
    )
}

APPROVALS = {
    "preservation": 1,
    "preservation_confirmed": 1,
    "filing_recognised": 1,
    "extension_declined": 1,
    "preserved_traffic_disclosure": 1,
    "path_withheld": 1,
    "basis_proposed": 1,
    "basis_answered": 1,
    "location_inquiry": 1,
    "emergency_data": 1,
    "evidence_collection": 1,
    "locate_suspect": 1,
    "mla_stored_data": 1,
    "mla_realtime_traffic": 1,
    "mla_interception": 1,
    "mla_general": 1,
    "asset_tracing": 1,
    "asset_freezing": 1,
    "measure_executed": 1,
    "asset_confiscation": 1,
    "confiscation_executed": 1,
    "property_return": 1,
    "return_decided": 1,
    "extradition": 1,
    "extradition_decided": 1,
    "person_surrendered": 1,
    "lifting_hearing": 1,
    "lifting_hearing_answer": 1,
    "measure_lifted": 1,
    "information_offered": 1,
    "offer_answered": 1,
    "spontaneous_information": 1,
    "law_enforcement_cooperation": 1,
    "joint_investigation": 1,
    "oral_request": 1,
    "written_confirmation": 1,
    "policy_notice": 1,
    "call_back_answer": 1,
    "acceptance": 1,
    "conditions_answered": 1,
    "returned_or_destroyed": 1,
    "postponement": 1,
    "refusal": 1,
    "delivery": 1,
    "partial_delivery": 1,
    "answer": 1,
    "use_consent": 1,
    "onward_transfer_authorisation": 1,
    "exculpatory_notice": 1,
}
"""The number of officers beside the drafter who must approve a message of each kind."""
