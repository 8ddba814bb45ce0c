"""What kinds of signals are called, and what to do about each; docs/signals.md explains them.

By the kind's code, as `signal.raised` has it: whoever reads of a new kind has no words for it.
"""

from collections.abc import Mapping

from shared.pages.phrases import Phrase, phrase

SIGNALS: Mapping[str, Phrase] = {
    "silent": phrase("Tyst enhet"),
    "silent_year": phrase("Inget ärende på ett år"),
    "rise": phrase("Plötslig ökning"),
    "fall": phrase("Plötslig minskning"),
    "cluster": phrase("Flera liknande ärenden"),
    "growing_cause": phrase("Orsak som ökar"),
    "recurrence": phrase("Samma sak igen efter åtgärd"),
    "late": phrase("Sena svar"),
    "low_points": phrase("Få kontrollpunkter uppfyllda"),
    "under_reporting": phrase("Trolig underrapportering"),
    "unreported": phrase("Granskning fann det som inte rapporterats"),
    "few_deviations": phrase("Klagomål men få avvikelser"),
}

SIGNAL_ADVICE: Mapping[str, Phrase] = {
    "silent": phrase(
        "Fråga enheten om inget har hänt, eller om det inte rapporteras. Stämmer det kan chefen "
        "intyga månader utan ärenden."
    ),
    "silent_year": phrase("Ta upp med chefen hur synpunkter och avvikelser tas emot på enheten."),
    "rise": phrase("Läs ärendena och se vad de har gemensamt."),
    "fall": phrase("Se om något har blivit bättre, eller om färre vet hur man gör."),
    "cluster": phrase("Läs ärendena tillsammans: är det samma händelse eller samma brist?"),
    "growing_cause": phrase("Ta upp orsaken i ledningsgruppen: räcker det som görs?"),
    "recurrence": phrase("Läs de nya ärendena och bedöm på nytt om åtgärden hade effekt."),
    "late": phrase("Se vad som tar tid, och om någon behöver hjälp eller avlastning."),
    "low_points": phrase("Gå igenom några ärenden mot rutinen tillsammans på enheten."),
    "under_reporting": phrase(
        "Jämför med hur stor enheten är. Är den inte mindre än andra: fråga vad som inte "
        "rapporteras."
    ),
    "unreported": phrase(
        "Läs det som granskningen fann tillsammans på enheten: varför rapporterades det inte?"
    ),
    "few_deviations": phrase(
        "Prata på arbetsplatsen om vad som är en avvikelse och hur den rapporteras."
    ),
}
