"""The words that the handling of a case is told in. `docs/glossary.md` has the Swedish terms."""

from enum import StrEnum


class ActionKind(StrEnum):
    """What a measure is (R57)."""

    TALK = "talk"
    ROUTINE_REVIEW = "routine_review"
    ROUTINE_NEW = "routine_new"
    TRAINING = "training"
    FAULT_REPORT = "fault_report"
    """To IT support, with their number."""
    GUIDELINE_GROUP = "guideline_group"
    """Handed over to the group that keeps the guidelines."""
    STAFFING = "staffing"
    REDRESS = "redress"
    """Put right for the person: paid, decided anew, apologised."""
    OTHER = "other"


class ActionLevel(StrEnum):
    """Whom a measure reaches (R56)."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    UNIT = "unit"
    DEPARTMENT = "department"
    BOARD = "board"


class ActionState(StrEnum):
    """How far a measure has come."""

    DECIDED = "decided"
    DONE = "done"
    EFFECTIVE = "effective"
    NO_EFFECT = "no_effect"


class ExtensionCause(StrEnum):
    """Why a deadline was extended, as the complainant is told (FL 11 §)."""

    INVESTIGATION = "investigation"
    """The matter needs more looking into than was thought."""
    OTHERS = "others"
    """Somebody else has to say something first: the region, another authority, an expert."""
    COMPLAINANT = "complainant"
    """Whoever sent the case has to say something first."""
    WORKLOAD = "workload"


class Consequence(StrEnum):
    """What it meant for the person (R58)."""

    NONE = "none"
    WRONG_DECISION = "wrong_decision"
    """Something was granted or refused that should not have been."""
    DELAYED_PAYMENT = "delayed_payment"
    DELAYED_SERVICE = "delayed_service"
    MISSED_SERVICE = "missed_service"
    WORRY = "worry"
    INJURY = "injury"
    FINANCIAL_LOSS = "financial_loss"
    DISCLOSED_DATA = "disclosed_data"
    OTHER = "other"


class Grounds(StrEnum):
    """What a finding is (SOSFS 2011:5 5 kap.): something that happened, or what someone thinks."""

    FACT = "fact"
    ASSESSMENT = "assessment"


class DismissReason(StrEnum):
    """Why a case is written off (R11)."""

    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    NOT_A_DEVIATION = "not_a_deviation"
    WITHDRAWN = "withdrawn"
    TEST = "test"


class Receiver(StrEnum):
    """To whom a case is handed over (R23)."""

    OTHER_BOARD = "other_board"
    REGION = "region"
    OTHER_MUNICIPALITY = "other_municipality"
    PRIVATE_PROVIDER = "private_provider"
    IVO = "ivo"
    POLICE = "police"
    OTHER_AUTHORITY = "other_authority"


class Relation(StrEnum):
    """How one case belongs with another; each is told from the case that has the link."""

    RELATED = "related"
    SAME_MATTER = "same_matter"
    MERGED_INTO = "merged_into"
    MERGED_FROM = "merged_from"
    LEX_SARAH = "lex_sarah"
    """The lex Sarah case that this one led to."""
    ORIGIN = "origin"
    """The case that this lex Sarah case came from."""


class Misconduct(StrEnum):
    """What a lex Sarah investigation came to (SoL 27:5–6)."""

    NONE = "none"
    MISCONDUCT = "misconduct"
    RISK = "risk_of_misconduct"
    SERIOUS = "serious_misconduct"
    SERIOUS_RISK = "risk_of_serious_misconduct"

    @property
    def is_serious(self) -> bool:
        """Whether IVO must be notified (SoL 27:6, LSS 24 f §)."""
        return self in (Misconduct.SERIOUS, Misconduct.SERIOUS_RISK)


class IvoDecision(StrEnum):
    """What IVO decided of a notification."""

    CLOSED = "closed"
    """IVO is content with what the municipality did."""
    SUPPLEMENT = "supplement"
    """IVO asks for more."""
    SUPERVISION = "supervision"
    """IVO opens a matter of its own."""


class Paper(StrEnum):
    """What kind of document a paper of the case is (R29)."""

    REPORT = "report"
    """What the case came in with."""
    ATTACHMENT = "attachment"
    MESSAGE_IN = "message_in"
    MESSAGE_OUT = "message_out"
    INVESTIGATION = "investigation"
    ANSWER = "answer"
    WAIVER = "waiver"
    DISMISSAL = "dismissal"
    REFERRAL = "referral"
    LEX_SARAH_REPORT = "lex_sarah_report"
    LEX_SARAH_DECISION = "lex_sarah_decision"
    IVO_NOTIFICATION = "ivo_notification"
    IVO_DECISION = "ivo_decision"
    OTHER = "other"
