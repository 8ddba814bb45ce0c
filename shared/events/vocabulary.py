"""The words that facts are made of. `docs/glossary.md` has each with its Swedish term."""

from enum import StrEnum


class Kind(StrEnum):
    """What a case is (R15). Not how it came in."""

    COMPLAINT = "complaint"
    VIEW = "view"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    DEVIATION = "deviation"
    LEX_SARAH = "lex_sarah"


class Channel(StrEnum):
    """How a case came in (R04). Not what it is."""

    WEB = "web"
    EMAIL = "email"
    PHONE = "phone"
    VOICEMAIL = "voicemail"
    LETTER = "letter"
    MEETING = "meeting"
    CONTACT_CENTRE = "contact_centre"
    IVO = "ivo"
    REGION = "region"
    PARTNER = "partner"
    STAFF = "staff"
    """Noticed by someone who works here, and told by nobody else."""
    UNKNOWN = "unknown"
    """Not recorded in the earlier system that the case is taken over from (R91)."""


class Status(StrEnum):
    """Where a case stands. Acknowledgement, feedback and the others have states of their own."""

    RECEIVED = "received"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    ACTING = "acting"
    ANSWERED = "answered"
    CLOSED = "closed"
    FOLLOWED_UP = "followed_up"
    PAUSED = "paused"
    REFERRED = "referred"
    DISMISSED = "dismissed"


class Acknowledgement(StrEnum):
    """Whether the complainant has been told that the case is received (R32, R33)."""

    PENDING = "pending"
    SENT = "sent"
    ORAL = "oral"
    RECEIPT = "receipt"
    IMPOSSIBLE = "impossible"
    WAIVED = "waived"


class Wish(StrEnum):
    """Whether the complainant wants an answer (R34)."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


class Way(StrEnum):
    """By what way the complainant wants to be reached (R34)."""

    EMAIL = "email"
    PHONE = "phone"
    LETTER = "letter"


class Feedback(StrEnum):
    """Whether the complainant has been answered (R35–R38)."""

    DUE = "due"
    GIVEN = "given"
    WAIVED = "waived"
    IMPOSSIBLE = "impossible"


class ComplainantView(StrEnum):
    """What the complainant says of the closing (R39)."""

    NOT_ASKED = "not_asked"
    AGREES = "agrees"
    DISPUTES = "disputes"
    NO_ANSWER = "no_answer"


class Outcome(StrEnum):
    """What the investigation found of the complaint."""

    JUSTIFIED = "justified"
    PARTLY_JUSTIFIED = "partly_justified"
    UNJUSTIFIED = "unjustified"
    UNDECIDABLE = "undecidable"


class Cause(StrEnum):
    """Why it went wrong, as the investigation found (R54, R55)."""

    ROUTINE_MISSING = "routine_missing"
    ROUTINE_UNKNOWN = "routine_unknown"
    KNOWLEDGE = "knowledge"
    DOCUMENTATION = "documentation"
    INATTENTION = "inattention"
    SYSTEM_CHANGE = "system_change"
    WORKLOAD = "workload"
    OTHER = "other"


class LexSarahState(StrEnum):
    """How far the lex Sarah track has come (R49–R52, SoL 27 kap., LSS 24 b–f §§)."""

    NONE = "none"
    SUSPECTED = "suspected"
    REPORTED = "reported"
    DECLINED = "declined"
    INVESTIGATING = "investigating"
    DECIDED = "decided"
    IVO_NOTIFIED = "ivo_notified"
    IVO_DECIDED = "ivo_decided"

    def at_least(self, other: "LexSarahState") -> "LexSarahState":
        """The later of the two: what has been reached stays reached."""
        order = list(LexSarahState)
        return max(self, other, key=order.index)


class Law(StrEnum):
    """The law that the activity stands under."""

    SOL = "SoL"
    LSS = "LSS"
    HSL = "HSL"


class Gender(StrEnum):
    """As the complainant says; asked only for the equality section of the report (R77)."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    UNKNOWN = "unknown"


class ReporterKind(StrEnum):
    """In what role someone reported, never who."""

    SERVICE_USER = "service_user"
    RELATIVE = "relative"
    PUBLIC = "public"
    STAFF = "staff"
    OTHER_PROVIDER = "other_provider"
    AUTHORITY = "authority"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


class DiscoveredBy(StrEnum):
    """Who found it (R76, R84)."""

    UNIT = "unit"
    COMPLAINANT = "complainant"
    ECONOMY = "economy"
    TARGETED_REVIEW = "targeted_review"
    OTHER_AUTHORITY = "other_authority"
    UNKNOWN = "unknown"


class Scan(StrEnum):
    """What is known of an attachment's harmlessness."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    INFECTED = "infected"


class ControlPoint(StrEnum):
    """The eleven questions that auditors ask of every case (R67)."""

    HOW_RECEIVED = "how_received"
    CATEGORY = "category"
    DESCRIPTION = "description"
    FEEDBACK_WISH = "feedback_wish"
    SEVERITY = "severity"
    ACKNOWLEDGEMENT = "acknowledgement"
    RESPONSIBLE = "responsible"
    MEASURES = "measures"
    FEEDBACK = "feedback"
    COMPLAINANT_VIEW = "complainant_view"
    PROCESSING_TIME = "processing_time"


class Role(StrEnum):
    """What someone may do. Accounts and tokens carry roles; events carry the role that acted."""

    PUBLIC = "public"
    COMPLAINANT = "complainant"
    PARTNER = "partner"
    STAFF = "staff"
    CASEWORKER = "caseworker"
    MANAGER = "manager"
    HEAD_OF_OPERATIONS = "head_of_operations"
    REGISTRAR = "registrar"
    INVESTIGATOR = "investigator"
    QUALITY = "quality"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SERVICE = "service"
