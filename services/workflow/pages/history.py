"""The history of a case as it is read: what was done, by whom, when, and what changed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.workflow.case import Case, HistoryEntry
from services.workflow.pages.facts_in_words import FactWords
from services.workflow.pages.labels import OwnWords
from services.workflow.pages.not_reached import told_of
from services.workflow.pages.words import RELATIONS
from shared.events import handling_words as words
from shared.events.envelope import Actor
from shared.events.vocabulary import Acknowledgement, Role, Status
from shared.pages.phrases import Label, Phrase, phrase
from shared.pages.words import ROLES

_SYSTEM = phrase("Automatiskt")

_TITLES: Mapping[str, Phrase] = {
    "case.received": phrase("Ärendet kom in"),
    "case.registered": phrase("Ärendet registrerades"),
    "case.acknowledged": phrase("Ärendet bekräftades"),
    "case.assigned": phrase("Ärendet tilldelades"),
    "case.assessed": phrase("Ärendet bedömdes"),
    "case.escalated": phrase("Ärendet lyftes till nästa nivå"),
    "case.reclassified": phrase("Ärendet ändrades"),
    "case.investigating": phrase("Utredningen började"),
    "case.paused": phrase("Ärendet fick vila"),
    "case.deadline-extended": phrase("En tidsfrist förlängdes"),
    "case.resumed": phrase("Ärendet återupptogs"),
    "case.action-decided": phrase("En åtgärd beslutades"),
    "case.action-done": phrase("En åtgärd blev gjord"),
    "case.effect-assessed": phrase("En åtgärds effekt bedömdes"),
    "case.answered": phrase("Svaret lämnades"),
    "case.answer-waived": phrase("Det beslutades att inget svar behövs"),
    "case.referred": phrase("Ärendet erbjöds till någon annan"),
    "case.dismissed": phrase("Ärendet skrevs av"),
    "case.closed": phrase("Ärendet avslutades"),
    "case.reopened": phrase("Ärendet togs upp igen"),
    "case.followed-up": phrase("Ärendet följdes upp"),
    "case.corrected": phrase("En uppgift rättades"),
    "case.noted": phrase("Ett meddelande kom in"),
    "case.documented": phrase("Något antecknades i ärendet"),
    "case.linked": phrase("Ärendet kopplades till ett annat"),
    "lexsarah.reported": phrase("Rapporten enligt lex Sarah lämnades"),
    "lexsarah.declined": phrase("Det beslutades att det inte är lex Sarah"),
    "lexsarah.decided": phrase("Det beslutades om missförhållandet"),
    "lexsarah.ivo-notified": phrase("Anmält till IVO"),
    "lexsarah.ivo-decided": phrase("IVO beslutade"),
}


@dataclass(frozen=True)
class Change:
    """One fact that became something else."""

    label: Phrase
    before: Label | None
    after: Label


@dataclass(frozen=True)
class Happening:
    """One line of the timeline. `at` is UTC, to be shown in Swedish time."""

    seq: int
    title: Phrase
    at: datetime
    who: Label
    changes: tuple[Change, ...] = ()
    reason: str | None = None


class History:
    """Tells what has happened in cases."""

    def __init__(self, words_of_facts: FactWords) -> None:
        self._words = words_of_facts

    def of(self, case: Case, entries: Iterable[HistoryEntry] | None = None) -> list[Happening]:
        """All of it, or some entries, in the order given."""
        chosen = case.history if entries is None else tuple(entries)
        return [self._told(case, entry) for entry in chosen]

    def who(self, actor: Actor) -> Label:
        """By post or role, never by name."""
        if actor.role is Role.SERVICE:
            return _SYSTEM
        known = self._words.account(actor.id) if actor.id else None
        if known is None or isinstance(known, OwnWords):
            return ROLES[actor.role]
        return known

    def _told(self, case: Case, entry: HistoryEntry) -> Happening:
        return Happening(
            entry.seq,
            _title(case, entry),
            entry.at,
            ROLES[entry.actor.role] if _is_report(case, entry) else self.who(entry.actor),
            tuple(self._changes(case, entry)),
            entry.reason,
        )

    def _changes(self, case: Case, entry: HistoryEntry) -> Iterable[Change]:
        board = case.facts.board
        for name, after in entry.changes.items():
            before = entry.before.get(name)
            label = self._words.label(name)
            told = entry.step in _TOLD_BY_TITLE.get(name, ())
            if label is None or before == after or told:
                continue
            stood = before is not None and before not in _NOTHING_YET
            yield Change(
                label,
                self._words.value(name, before, board) if stood else None,
                self._words.value(name, after, board),
            )


_NOTHING_YET = frozenset({"", "pending", "due", "unknown", "not_asked", "none", "None"})
"""What a fact is before anyone has said anything of it."""

_TOLD_BY_TITLE: Mapping[str, frozenset[str]] = {
    "status": frozenset({"case.registered", "case.assigned", "case.assessed", "case.closed"}),
    "acknowledgement": frozenset({"case.acknowledged"}),
    "feedback": frozenset({"case.answered"}),
    "investigated": frozenset({"case.documented", "case.investigating"}),
}
"""Changes that say no more than the title of their step does."""

_ACKNOWLEDGED: Mapping[str | None, Phrase] = {
    Acknowledgement.SENT: phrase("En bekräftelse skickades"),
    Acknowledgement.ORAL: phrase("En bekräftelse gavs muntligt"),
    Acknowledgement.IMPOSSIBLE: phrase("Ingen bekräftelse kunde skickas"),
}


_REACHED = phrase("Den som har lämnat ärendet nåddes")
_SENT_SINCE = phrase("Något nytt skickades efter det som inte kom fram")


def _title(case: Case, entry: HistoryEntry) -> Phrase:
    match entry.step:
        case "case.noted" if any(sent.seq == entry.seq for sent in case.sent):
            return phrase("Ett meddelande skickades")
        case "case.acknowledged":
            state = entry.changes.get("acknowledgement")
            return _ACKNOWLEDGED.get(state) or _TITLES[entry.step]
        case "case.referred" if entry.changes.get("status") == Status.REFERRED:
            return phrase("Ärendet överlämnades")
        case "case.linked":
            return _linked(case, entry)
        case "case.documented":
            return _documented(case, entry)
        case "case.corrected" if entry.actor.role is not Role.SERVICE and not entry.reason:
            return phrase("Lex Sarah-ärendet har kommit längre")
        case "case.reopened" if entry.changes.get("complainant_view"):
            return phrase("Den som har lämnat ärendet höll inte med, och det togs upp igen")
        case step:
            return _TITLES.get(step) or phrase("Ett steg togs")


def _is_report(case: Case, entry: HistoryEntry) -> bool:
    """Who reported misconduct is kept out of others' sight but for the role (SoL 27:2)."""
    if case.lex_sarah is not None:
        return entry.step in ("case.received", "lexsarah.reported")
    reported = (link for link in case.links if link.relation is words.Relation.LEX_SARAH)
    return entry.step == "case.linked" and any(link.at == entry.at for link in reported)


def _linked(case: Case, entry: HistoryEntry) -> Phrase:
    link = next((link for link in case.links if link.at == entry.at), None)
    if link is None:
        return _TITLES["case.linked"]
    if link.relation is words.Relation.LEX_SARAH:
        return phrase("Rapporterat enligt lex Sarah")
    if link.relation is words.Relation.MERGED_FROM:
        return phrase("En dubblett slogs ihop med ärendet")
    return phrase("Kopplat till ett annat ärende: %(relation)s", relation=RELATIONS[link.relation])


def _documented(case: Case, entry: HistoryEntry) -> Phrase:
    """The history says only that something was written: what it was stands in the case."""
    investigation = case.investigation
    findings = investigation.findings if investigation else ()
    for paper in case.papers:
        if paper.seq == entry.seq and paper.kind is words.Paper.INVESTIGATION:
            return phrase("Utredningen avslutades")
        if paper.seq == entry.seq and paper.kind is words.Paper.OTHER:
            return phrase("En handling lades till")
    for failed in case.unreached:
        if failed.seq == entry.seq:
            return told_of(failed)
    if entry.changes.get("unreached") == str(False):
        by_itself = entry.actor.role is Role.SERVICE
        return _SENT_SINCE if by_itself else _REACHED
    if any(finding.noted_at == entry.at for finding in findings):
        return phrase("En anteckning i utredningen")
    if any(conflict.declared_at == entry.at for conflict in case.conflicts):
        return phrase("Jäv anmäldes")
    if entry.actor.role is Role.SERVICE:
        return phrase("Ärendet och kommunens diarium")
    return phrase("Ett utkast till svar sparades")
