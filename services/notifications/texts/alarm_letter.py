"""What the mail about a channel says, in Swedish, the language of the administration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.notifications.notices.subjects import BrokenText, ChannelAlarm
from shared.events.channels import ChannelFault, ChannelKind
from shared.organisation import Organisation
from shared.pages.formats import NO_BREAK_SPACE, Formats
from shared.pages.languages import Language


@dataclass(frozen=True, slots=True)
class AlarmLetter:
    """A channel as those who run the service are told of it: nothing personal."""

    municipality: str
    restored: bool
    heading: str
    lead: str
    what: str
    kind: str
    address: str | None
    fault: str
    note: str | None
    since: str
    link: str


FAULTS: Mapping[ChannelFault, str] = {
    ChannelFault.UNREACHABLE: "Det gick inte att få kontakt.",
    ChannelFault.TIMEOUT: "Det kom inget svar i tid.",
    ChannelFault.CERTIFICATE: "Certifikatet godtas inte av en webbläsare.",
    ChannelFault.STATUS: "Sidan svarade med ett fel.",
    ChannelFault.LINK_MISSING: "Sidan finns, men länken till oss står inte på den.",
    ChannelFault.UNIT_MISSING: "Formuläret öppnas, men utan enheten ifylld.",
    ChannelFault.REFUSED: "Det som lämnades in togs inte emot.",
    ChannelFault.NOT_ARRIVED: "Det som lämnades in togs emot men kom aldrig fram.",
    ChannelFault.NOT_CONNECTED: "Brevlådan går inte att läsa.",
    ChannelFault.UNREAD: "Något har väntat för länge på att bli läst.",
    ChannelFault.NOT_TRIED: "Ingen har provat den på för länge.",
}

KINDS: Mapping[ChannelKind, str] = {
    ChannelKind.PAGE: "Sida hos oss",
    ChannelKind.UNIT_LINK: "Länk och QR-kod på en enhets affisch",
    ChannelKind.OUTSIDE_PAGE: "Sida utanför som ska länka hit",
    ChannelKind.ROUTINE: "Rutin eller vägledning för personalen",
    ChannelKind.FORM: "Webbformuläret",
    ChannelKind.API: "API:et",
    ChannelKind.MAIL: "E-postadress",
    ChannelKind.MAILBOX: "Bevakad brevlåda",
    ChannelKind.MANUAL: "Provas för hand",
    ChannelKind.QUARANTINE: "Misstänkt skräp",
}


_DEAD = (
    "Fungerar inte",
    "En väg in till kommunen fungerar inte. Den som försöker kommer inte fram.",
)
_RESTORED = (
    "Fungerar igen",
    "Det som inte fungerade fungerar igen. Ingen behöver göra något.",
)
_LEADS: Mapping[ChannelFault, tuple[str, str]] = {
    ChannelFault.UNREAD: (
        "Har väntat för länge",
        "Något som har kommit in har väntat för länge på att någon ska läsa det.",
    ),
    ChannelFault.NOT_TRIED: (
        "Dags att prova",
        "En väg in som bara kan provas av en människa behöver provas igen.",
    ),
    ChannelFault.LINK_MISSING: (
        "Länken saknas",
        "En sida som ska leda till kommunens sidor för synpunkter gör det inte.",
    ),
}


def alarm_letter(alarm: ChannelAlarm, organisation: Organisation, link: str) -> AlarmLetter:
    """The letter; `link` is where it can be seen how it stands."""
    detail = alarm.detail
    heading, lead = _RESTORED if alarm.restored else _LEADS.get(detail.fault, _DEAD)
    return AlarmLetter(
        municipality=organisation.municipality.name.sv,
        restored=alarm.restored,
        heading=heading,
        lead=lead,
        what=detail.name,
        kind=KINDS[detail.kind],
        address=detail.address,
        fault=FAULTS[detail.fault],
        note=detail.note,
        since=_moment(detail.since),
        link=link,
    )


def broken_text_letter(
    broken: BrokenText, since: datetime, organisation: Organisation, link: str
) -> AlarmLetter:
    """The letter about a text that cannot be made; `link` is where what waits for it is seen."""
    return AlarmLetter(
        municipality=organisation.municipality.name.sv,
        restored=False,
        heading="En text går inte att använda",
        lead=(
            "Mejl som ska skrivas med texten väntar. De går ut när texten är rättad och tjänsten "
            "har startats om. Ingenting går förlorat."
        ),
        what=broken.text,
        kind="Text i utskick",
        address=None,
        fault=broken.problem,
        note=None,
        since=_moment(since),
        link=link,
    )


def alarm_examples() -> list[AlarmLetter]:
    """What the template must be able to tell."""
    full = AlarmLetter(
        municipality="Exempelkommun",
        restored=False,
        heading=_DEAD[0],
        lead=_DEAD[1],
        what="Hemvård norr",
        kind=KINDS[ChannelKind.UNIT_LINK],
        address="https://synpunkter.exempelkommun.example/lamna?enhet=hemvard-norr",
        fault=FAULTS[ChannelFault.STATUS],
        note="404",
        since="22 november 2026 kl. 14.05",
        link="https://synpunkter.exempelkommun.example/personal/kanaler",
    )
    bare = AlarmLetter(
        municipality=full.municipality,
        restored=True,
        heading=_RESTORED[0],
        lead=_RESTORED[1],
        what=full.what,
        kind=full.kind,
        address=None,
        fault=full.fault,
        note=None,
        since=full.since,
        link=full.link,
    )
    return [full, bare]


def _moment(instant: datetime) -> str:
    # A no-break space in plain text would keep a reader from searching for the day.
    return Formats(Language.SWEDISH).instant(instant).replace(NO_BREAK_SPACE, " ")
