"""The questions that forms choose among, in the words that most of them use."""

from services.intake.staff.forms.choices import (
    ANSWER_CHOICES,
    DISCOVERER_CHOICES,
    GENDER_CHOICES,
    KIND_CHOICES,
    LAW_CHOICES,
    REPORTER_CHOICES,
    YES_NO,
    YES_NO_UNKNOWN,
)
from services.intake.staff.forms.question import Control, Question
from shared.events.vocabulary import Gender
from shared.pages.phrases import phrase

PLACE = Question(
    "place",
    Control.PLACE,
    phrase("Enhet"),
    phrase("Skriv början av namnet och välj i listan, eller lämna tomt om du inte vet."),
)
KIND = Question(
    "kind",
    Control.RADIOS,
    phrase("Vad är det?"),
    phrase("Önskemål och frågor är synpunkter; det går att ändra senare."),
    phrase("Välj om det är ett klagomål, en synpunkt, ett förslag eller beröm."),
    choices=KIND_CHOICES,
)
TEXT = Question(
    "text",
    Control.TEXT,
    phrase("Vad personen berättade"),
    phrase("Skriv med personens egna ord, och inte mer om andra än vad som behövs."),
    phrase("Skriv vad personen berättade."),
    rows=6,
)
ANSWER = Question(
    "answer",
    Control.RADIOS,
    phrase("Vill personen ha svar?"),
    phrase("Fråga alltid; skriv inget om vem det är för den som vill vara anonym."),
    phrase("Välj om och hur personen vill ha svar."),
    choices=ANSWER_CHOICES,
)
ANSWER_BY = Question(
    "answer_by",
    Control.WISHED_DAY,
    phrase("Svar senast"),
    phrase("Personens eget önskemål, om det finns ett."),
)
NAME = Question(
    "name", Control.LINE, phrase("Namn"), phrase("Den som berättar, om personen vill säga det.")
)
PHONE = Question(
    "phone",
    Control.PHONE,
    phrase("Telefon"),
    phrase("Med siffror, till exempel 070-123 45 67."),
)
EMAIL = Question(
    "email", Control.EMAIL, phrase("E-post"), phrase("Hit skickas bekräftelsen, om den finns.")
)
ADDRESS = Question(
    "address", Control.ADDRESS, phrase("Postadress"), phrase("Gata, postnummer och ort."), rows=3
)
PROTECTED = Question(
    "protected_identity",
    Control.TICK,
    phrase("Personen har skyddade personuppgifter"),
    phrase("Då skickas inga mejl: brev utan namn förmedlas av registratorn."),
)
ORALLY = Question(
    "acknowledged_orally",
    Control.TICK,
    phrase("Jag har bekräftat muntligt att vi tagit emot det"),
    phrase("Då skickas ingen bekräftelse, och det står i ärendet att du har sagt det."),
)
CONCERNED = Question(
    "person_concerned",
    Control.LINE,
    phrase("Vem det gäller"),
    phrase("Om det är någon annan än den som berättar; skriv bara det som behövs."),
)
REPORTER = Question(
    "reporter_kind",
    Control.RADIOS,
    phrase("Vem berättade?"),
    phrase("Räknas i statistiken, utan namn."),
    choices=REPORTER_CHOICES,
)
RECEIVED_ON = Question(
    "received_on",
    Control.DAY,
    phrase("Kom in den"),
    phrase("Dagen då det nådde kommunen, inte då du skriver in det (förvaltningslagen 22 §)."),
)
OCCURRED_ON = Question(
    "occurred_on",
    Control.WHEN,
    phrase("När det hände"),
    phrase("Ett datum, eller ungefär: ”i våras” går bra."),
)
CATEGORY = Question(
    "category", Control.CATEGORY, phrase("Område"), phrase("Hjälper nämnden att se mönster.")
)
GENDER = Question(
    "gender",
    Control.RADIOS,
    phrase("Kön"),
    phrase("Bara om personen själv säger det: visar om kvinnor och män bemöts lika."),
    choices=GENDER_CHOICES,
    preset=Gender.UNKNOWN,
)
REFERENCE = Question(
    "external_reference",
    Control.LINE,
    phrase("Avsändarens nummer"),
    phrase("Skriv det som det står, så att båda hittar ärendet."),
)
FILES = Question(
    "files",
    Control.FILES,
    phrase("Inskannade sidor eller bilder"),
    phrase("PDF eller foto; det går att välja flera."),
)
CONSEQUENCE = Question(
    "consequence",
    Control.TEXT,
    phrase("Vad det innebar för personen"),
    phrase("Till exempel skada, försenad hjälp eller fel beslut; skriv ”inget” om det är så."),
)
IMMEDIATE = Question(
    "immediate_action",
    Control.TEXT,
    phrase("Vad som gjordes genast"),
    phrase("Det som redan är gjort för personen eller för att det inte ska hända igen."),
)
BREACH = Question(
    "data_breach",
    Control.RADIOS,
    phrase("Har personuppgifter kommit bort eller hamnat hos fel person?"),
    phrase("Även ett brev till fel adress räknas."),
    phrase("Svara ja, nej eller vet inte om personuppgifterna."),
    choices=YES_NO_UNKNOWN,
)
CHILD = Question(
    "child_concern",
    Control.RADIOS,
    phrase("Finns det oro för ett barn?"),
    phrase("Ett barn som far illa, eller misstänks göra det."),
    phrase("Svara ja eller nej om oro för ett barn."),
    choices=YES_NO,
)
DISCOVERER = Question(
    "discovered_by",
    Control.RADIOS,
    phrase("Vem upptäckte det?"),
    phrase("Räknas i statistiken, utan namn."),
    phrase("Välj vem som upptäckte det."),
    choices=DISCOVERER_CHOICES,
)
LAW = Question(
    "law",
    Control.RADIOS,
    phrase("Vilken lag gäller för insatsen?"),
    phrase("Avgör vilken bedömning som görs sedan."),
    choices=LAW_CHOICES,
)
