"""What every column and every word of the exports means: the data dictionary and the code lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.reporting.figures.dimensions import Dimension
from services.reporting.table.columns import POINTS
from shared.events.handling_words import ActionLevel, Consequence, DismissReason, Misconduct
from shared.events.vocabulary import (
    Acknowledgement,
    Cause,
    Channel,
    ComplainantView,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    Law,
    LexSarahState,
    Outcome,
    ReporterKind,
    Status,
    Wish,
)
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import CONTROL_POINTS

VERSION = "1"
"""Of the words below; raised when one is added, and none ever changes meaning (R80)."""

WORDS: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "first_kind": Kind,
    "channel": Channel,
    "law": Law,
    "status": Status,
    "gender": Gender,
    "reporter_kind": ReporterKind,
    "discovered_by": DiscoveredBy,
    "acknowledgement": Acknowledgement,
    "feedback_wish": Wish,
    "feedback": Feedback,
    "complainant_view": ComplainantView,
    "outcome": Outcome,
    "dismissed": DismissReason,
    "lex_sarah": LexSarahState,
    "misconduct": Misconduct,
    "causes": Cause,
    "action_levels": ActionLevel,
    "consequences": Consequence,
    "also_found_by": DiscoveredBy,
}
"""The code list of each column that has one of its own; `board`, `unit` and `category` have the
organisation's."""

COLUMNS: Mapping[str, Phrase] = {
    "id": phrase("Ärendets id, samma som i ärendehanteringen."),
    "seq": phrase("Vilket tillstånd i ärendets gång uppgifterna gäller."),
    "board": phrase("Nämnd."),
    "unit": phrase("Enhet, så som den hette när ärendet gällde den."),
    "kind": phrase("Vad ärendet är."),
    "first_kind": phrase("Vad ärendet togs för först."),
    "channel": phrase("Hur ärendet kom in."),
    "category": phrase("Vad ärendet gäller, ur nämndens kategorilista."),
    "law": phrase("Lagen som verksamheten lyder under."),
    "status": phrase("Var ärendet står."),
    "gender": phrase("Kön, så som den som lämnade ärendet har uppgett."),
    "reporter_kind": phrase("I vilken roll någon lämnade ärendet."),
    "discovered_by": phrase("Vem som upptäckte det."),
    "acknowledgement": phrase("Om den som lämnade ärendet har fått bekräftelse."),
    "feedback_wish": phrase("Om den som lämnade ärendet vill ha svar."),
    "feedback": phrase("Om svar har lämnats."),
    "complainant_view": phrase("Vad den som lämnade ärendet säger om hur det avslutades."),
    "outcome": phrase("Vad utredningen kom fram till."),
    "dismissed": phrase("Varför ärendet skrevs av."),
    "lex_sarah": phrase("Hur långt en fråga om lex Sarah har kommit."),
    "misconduct": phrase("Vad lex Sarah-utredningen kom fram till."),
    "themes": phrase("Teman, åtskilda med lodstreck."),
    "causes": phrase("Orsaker, åtskilda med lodstreck."),
    "action_levels": phrase("Vilka åtgärderna når, åtskilda med lodstreck."),
    "consequences": phrase("Följder för den enskilde, åtskilda med lodstreck."),
    "also_found_by": phrase(
        "Vilka fler som upptäckte samma händelse, enligt dubbletter som har slagits ihop med "
        "ärendet, åtskilda med lodstreck."
    ),
    "severity": phrase("Allvarlighet, 1 till 4."),
    "probability": phrase("Sannolikhet, 1 till 4."),
    "reopened": phrase("Hur många gånger ärendet har återöppnats."),
    "actions_decided": phrase("Antal beslutade åtgärder."),
    "actions_done": phrase("Antal genomförda åtgärder."),
    "actions_effective": phrase("Antal åtgärder som bedömts ha haft effekt."),
    "must_investigate": phrase("Om ärendet enligt riskregeln ska utredas vidare."),
    "anonymous": phrase("Om ärendet lämnades anonymt."),
    "data_breach": phrase("Om personuppgifter har förlorats eller hamnat fel."),
    "child_concern": phrase("Om det finns oro för ett barn."),
    "solved_on_the_spot": phrase("Om det hade rättats till redan vid registreringen."),
    "ivo_referred": phrase("Om IVO har lämnat över ärendet."),
    "investigated": phrase("Om ärendet utreddes."),
    "imported": phrase("Om ärendet kommer ur ett tidigare system."),
    "received_on": phrase("Inkommandedag, svensk tid."),
    "occurred_on": phrase("Dagen då det hände."),
    "paused_until": phrase("Dagen till vilken ärendet vilar."),
    "ivo_notified_on": phrase("Dagen då det anmäldes till IVO."),
    "registered_on": phrase("Dagen då ärendet registrerades."),
    "acknowledged_on": phrase("Dagen då bekräftelse lämnades."),
    "assigned_on": phrase("Dagen då någon blev ansvarig."),
    "assessed_on": phrase("Dagen då allvarligheten bedömdes."),
    "answered_on": phrase("Dagen då svar lämnades."),
    "closed_on": phrase("Dagen då ärendet avslutades."),
    "followed_up_on": phrase("Dagen då ärendet följdes upp."),
    "acknowledge_by": phrase("Dagen då bekräftelse senast ska lämnas, enligt nämndens mål."),
    "assign_by": phrase("Dagen då någon senast ska bli ansvarig, enligt nämndens mål."),
    "answer_by": phrase("Dagen då svar senast ska lämnas, enligt nämndens mål."),
    "close_by": phrase("Dagen då ärendet senast ska avslutas, enligt nämndens mål."),
    "acknowledge_in_time": phrase("Om bekräftelse lämnades i tid; tom så länge det återstår."),
    "assign_in_time": phrase("Om någon blev ansvarig i tid; tom så länge det återstår."),
    "answer_in_time": phrase("Om svar lämnades i tid; tom så länge det återstår."),
    "close_in_time": phrase("Om ärendet avslutades i tid; tom så länge det återstår."),
    "next_by": phrase("Närmaste dag då något senast ska göras som inte är gjort."),
    "asked_on": phrase("Dagen som uppgifterna gäller."),
    **{
        column: phrase("Kontrollpunkt uppfylld: %(point)s.", point=CONTROL_POINTS[point])
        for point, column in POINTS.items()
    },
    "category_list": phrase("Kategorilistans id."),
    "category_list_version": phrase("Kategorilistans version när filen skrevs."),
    "word_version": phrase("Kodlistornas version när filen skrevs."),
}

OPEN_COLUMNS: Mapping[str, Phrase] = {
    "year": phrase("Året då ärendena kom in."),
    "table": phrase("Vilka egenskaper raden räknas efter."),
    "board": phrase("Nämnd; tom för alla nämnder."),
    "property": phrase("Egenskapen som raden räknas efter."),
    "value": phrase("Egenskapens värde; tom för summan, unknown där det inte är känt."),
    "count": phrase("Antal ärenden; tom där antalet är för litet för att visas."),
    "hidden": phrase("1 där antalet är dolt, annars 0."),
    "code_list": phrase("Kodlistan som värdet kommer ur."),
    "code_list_version": phrase("Kodlistans version."),
}


@dataclass(frozen=True, slots=True)
class Code:
    """One word of a list. `name` is given where the organisation has one for it."""

    code_list: str
    version: str
    code: str
    name_sv: str | None = None
    name_en: str | None = None
    retired_in: int | None = None


def codes(organisation: Organisation) -> Iterator[Code]:
    """Every word that stands in the exports, with the version of its list."""
    for column, words in WORDS.items():
        for word in words:
            yield Code(column, VERSION, str(word))
    for board in organisation.boards:
        yield Code("board", VERSION, board.id, board.name.sv, board.name.en)
    for unit in organisation.units:
        yield Code("unit", VERSION, unit.id, unit.name.sv, unit.name.en)
    lists = {board.category_list.id: board.category_list for board in organisation.boards}
    for categories in lists.values():
        for category in categories.categories:
            yield Code(
                f"category/{categories.id}",
                str(categories.version),
                category.id,
                category.name.sv,
                category.name.en,
                category.retired_in,
            )


OPEN_PROPERTIES = (Dimension.CHANNEL, Dimension.GENDER, Dimension.OUTCOME, Dimension.FEEDBACK)
"""What the open data tell beside boards and kinds, of all boards together."""
