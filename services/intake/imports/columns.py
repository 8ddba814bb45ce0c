"""The columns of a list: what they are called, and what may stand in them (docs/import.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.intake.case_request import MAXIMUM_TEXT
from services.intake.imports import cells, words
from services.intake.placement import EARLIEST
from shared.organisation.names import folded

DAY = (
    f"a day from {EARLIEST.isoformat()} to today: 2023-04-25, 20230425, or 25.04.2023 where the "
    "first number is over 12 or both are the same"
)
YES_OR_NO = "yes (ja, true, 1, x) or no (nej, false, 0)"
DEGREE = "1, 2, 3 or 4"
_SEVERAL = "; several with | , or ; between them"


@dataclass(frozen=True, slots=True)
class Column:
    """`allowed` and `meaning` are for people; `swedish` are further names, the first one shown."""

    name: str
    swedish: tuple[str, ...]
    allowed: str
    meaning: str
    required: bool = False


COLUMNS: Mapping[str, Column] = {
    column.name: column
    for column in (
        Column(
            "external_id",
            ("ärende-id", "externt id", "rapportnummer", "löpnummer", "id"),
            f"up to {cells.LONGEST_LINE} characters, the same for the same case each time",
            "the case's own number in the earlier system",
            required=True,
        ),
        Column(
            "diary_number",
            ("diarienummer", "diarienr", "dnr"),
            f"up to {cells.LONGEST_NUMBER} characters, kept as given; no personal identity number",
            "its diary number, where it has one; without one it gets a number of today's series",
        ),
        Column(
            "board",
            ("nämnd", "förvaltning"),
            "a board's id, code or name, or another name in the organisation's folder",
            "whose case it is",
            required=True,
        ),
        Column(
            "unit",
            ("enhet", "verksamhet"),
            "a unit's id or name, or another name in the organisation's folder",
            "which unit it is about. An unknown one is taken as unknown, kept as given, and "
            "remarked on",
        ),
        Column(
            "kind",
            ("typ", "ärendetyp"),
            words.KINDS.allowed,
            "what it is",
            required=True,
        ),
        Column(
            "channel",
            ("inkanal", "kanal", "inkom via"),
            words.CHANNELS.allowed,
            "how it came in; `unknown` if left out",
        ),
        Column(
            "category",
            ("kategori",),
            "a category's id or name in the board's list, also a retired one, or another name",
            "what it is about",
        ),
        Column(
            "themes",
            ("teman", "tema"),
            f"words of up to {cells.LONGEST_THEME} letters and digits, at most "
            f"{cells.MOST_THEMES}{_SEVERAL}; nothing personal",
            "marks across categories, for instance pandemi",
        ),
        Column("law", ("lag", "lagrum"), words.LAWS.allowed, "the law the activity stands under"),
        Column(
            "discovered_by",
            ("upptäckt av", "uppdagad av"),
            words.DISCOVERERS.allowed,
            "who found it",
        ),
        Column(
            "reporter_kind",
            ("uppgiftslämnare", "rapportör", "anmälare"),
            words.REPORTERS.allowed,
            "in what role it was told; anonymous makes the case anonymous",
        ),
        Column("gender", ("kön",), words.GENDERS.allowed, "of whoever told it"),
        Column(
            "received_on",
            ("inkommen", "inkom", "inkommen dag", "inkommet datum", "ankomstdatum"),
            DAY,
            "the legal day of arrival; statistics count it there",
            required=True,
        ),
        Column(
            "occurred_on",
            ("inträffade", "inträffad", "händelsedatum"),
            f"{DAY}; not after received_on",
            "when it happened",
        ),
        Column(
            "acknowledged_on",
            ("bekräftad", "bekräftelsedatum"),
            f"{DAY}; not before received_on",
            "when the complainant was told that it was received",
        ),
        Column(
            "answered_on",
            ("besvarad", "svarsdatum", "återkopplad", "återkopplingsdatum"),
            f"{DAY}; not before received_on",
            "when the complainant was answered",
        ),
        Column(
            "closed_on",
            ("avslutad", "avslutsdatum", "avslutad dag"),
            f"{DAY}; not before received_on",
            "when it was closed; without it the case is still open",
        ),
        Column("severity", ("allvarlighetsgrad", "allvarlighet"), DEGREE, "how bad it was"),
        Column("probability", ("sannolikhet",), DEGREE, "how likely it was to happen again"),
        Column(
            "feedback_wish",
            ("önskad återkoppling", "önskar återkoppling"),
            f"{words.WISHES.allowed}; or a way, which says yes as well: {words.WAYS.allowed}",
            "whether and how an answer was wished for",
        ),
        Column(
            "feedback",
            ("återkoppling",),
            f"{words.FEEDBACKS.allowed}; with answered_on only given",
            "whether there was an answer; `given` where answered_on says so",
        ),
        Column(
            "complainant_view",
            ("den klagandes syn", "klagandens syn", "syn på avslutet"),
            words.VIEWS.allowed,
            "what the complainant said of the closing",
        ),
        Column(
            "outcome",
            ("utfall", "bedömning"),
            words.OUTCOMES.allowed,
            "what the investigation found",
        ),
        Column("causes", ("orsaker", "orsak"), f"{words.CAUSES.allowed}{_SEVERAL}", "why it was"),
        Column(
            "actions",
            ("åtgärder", "antal åtgärder"),
            f"numbers up to {cells.MOST_ACTIONS}, none larger than the one before: decided (3), "
            "decided/done (3/2) or decided/done/effective (3/2/1)",
            "how many measures",
        ),
        Column(
            "lex_sarah",
            ("lex sarah-status",),
            f"{words.LEX_SARAH_STATES.allowed}; nej is none, ja is reported",
            "how far lex Sarah came; `reported` for the kind lex_sarah if left out",
        ),
        Column(
            "ivo_referred",
            ("från IVO", "överlämnad av IVO"),
            f"{YES_OR_NO}; with channel ivo not no",
            "whether IVO handed it over",
        ),
        Column(
            "ivo_notified",
            ("anmäld till IVO", "IVO-anmäld"),
            f"{YES_OR_NO}; yes with lex_sarah left out, ivo_notified or ivo_decided, and no with "
            "neither of the two",
            "whether it was notified to IVO as lex Sarah",
        ),
        Column("investigated", ("utredd", "utredning gjord"), YES_OR_NO, "whether it was"),
        Column(
            "responsible",
            ("ansvarig", "ansvarig framgår"),
            YES_OR_NO,
            "whether it stands there who answered for it; never who",
        ),
        Column(
            "text",
            ("beskrivning", "fritext", "händelse"),
            f"up to {MAXIMUM_TEXT} characters",
            "what was told. Personal: it goes with the case, and stands in no figures",
        ),
    )
}

REQUIRED = tuple(column.name for column in COLUMNS.values() if column.required)

_BY_SPELLING: Mapping[str, Column] = {
    folded(name): column for column in COLUMNS.values() for name in (column.name, *column.swedish)
}


def column_called(name: str) -> Column | None:
    """The column of that name, English or Swedish; capitals, marks and spaces do not matter."""
    return _BY_SPELLING.get(folded(name))
