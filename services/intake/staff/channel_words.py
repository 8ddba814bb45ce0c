"""How it stands with the ways in, in plain words."""

from collections.abc import Mapping

from services.intake.guard.state import Standing
from shared.events.channels import ChannelFault, ChannelKind
from shared.pages.phrases import Phrase, phrase

KINDS: Mapping[ChannelKind, Phrase] = {
    ChannelKind.FORM: phrase("Webbformuläret"),
    ChannelKind.API: phrase("API:et"),
    ChannelKind.MAIL: phrase("E-postadresser"),
    ChannelKind.MAILBOX: phrase("Brevlådor som bevakas"),
    ChannelKind.PAGE: phrase("Våra sidor"),
    ChannelKind.UNIT_LINK: phrase("Länkar och QR-koder på enheternas affischer"),
    ChannelKind.OUTSIDE_PAGE: phrase("Sidor utanför"),
    ChannelKind.ROUTINE: phrase("Rutiner och vägledningar"),
    ChannelKind.QUARANTINE: phrase("Spärrade inlämningar"),
}
"""In the order of the page. What a person tries has a place of its own."""

STANDINGS: Mapping[Standing, Phrase] = {
    Standing.UNKNOWN: phrase("Inte provad än"),
    Standing.OK: phrase("Fungerar"),
    Standing.SHAKY: phrase("Provas igen"),
    Standing.DEAD: phrase("Fungerar inte"),
}

TONES: Mapping[Standing, str] = {
    Standing.UNKNOWN: "plain",
    Standing.OK: "good",
    Standing.SHAKY: "attention",
    Standing.DEAD: "danger",
}

FAULTS: Mapping[ChannelFault, Phrase] = {
    ChannelFault.UNREACHABLE: phrase("Det gick inte att få kontakt."),
    ChannelFault.TIMEOUT: phrase("Det kom inget svar i tid."),
    ChannelFault.CERTIFICATE: phrase("Certifikatet godtas inte av en webbläsare."),
    ChannelFault.STATUS: phrase("Sidan svarade med ett fel."),
    ChannelFault.LINK_MISSING: phrase("Sidan finns, men länken till oss står inte på den."),
    ChannelFault.UNIT_MISSING: phrase("Formuläret öppnas, men utan enheten ifylld."),
    ChannelFault.REFUSED: phrase("Det som lämnades in togs inte emot."),
    ChannelFault.NOT_ARRIVED: phrase("Det som lämnades in togs emot men kom aldrig fram."),
    ChannelFault.NOT_CONNECTED: phrase("Brevlådan går inte att läsa."),
    ChannelFault.UNREAD: phrase("Något har väntat för länge på att bli läst."),
    ChannelFault.NOT_TRIED: phrase("Ingen har provat den på för länge."),
}
