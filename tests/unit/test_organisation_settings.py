"""A wrong or missing setting is told with file, line and remedy."""

from pathlib import Path

import pytest

from tests.unit.organisation_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "boards/sn.toml",
            "diary_format =",
            "diaryformat =",
            '"diaryformat" is not a setting here. Did you mean "diary_format"?',
        ),
        (
            "boards/sn.toml",
            'code = "SN"',
            'code = "sn"',
            (
                'code = "sn" cannot be used: it must be one to ten capital letters. '
                'Change it, for example: code = "SN".'
            ),
        ),
        (
            "boards/sn.toml",
            'id = "sn"',
            'id = "Social Nämnd"',
            (
                'id = "Social Nämnd" cannot be used: it must be small letters a-z, digits and '
                "hyphens. "
                'Change it, for example: id = "sn".'
            ),
        ),
        (
            "boards/sn.toml",
            'met_by = "answered_at"',
            'met_by = "answered"',
            'met_by = "answered" is not known. Did you mean "answered_at"?',
        ),
        (
            "boards/sn.toml",
            'recipients = ["manager", "coordinator"]',
            'recipients = ["manager",\n  "koordinator"]',
            'recipients = "koordinator" is not known. Did you mean "coordinator"?',
        ),
        (
            "boards/sn.toml",
            'kinds = ["complaint", "view", "suggestion", "praise", "deviation"]',
            'kinds = ["klagomal"]',
            (
                'kinds = "klagomal" is not known. Use one of "complaint", "deviation", '
                '"lex_sarah", '
                '"praise", "suggestion", "view".'
            ),
        ),
        (
            "boards/sn.toml",
            "within = { days = 14 }",
            "within = { weeks = 2 }",
            '"weeks" is not a setting here. Use one of "days", "months", "working_days", "years".',
        ),
        (
            "boards/sn.toml",
            "within = { days = 14 }",
            'within = { days = "14" }',
            'within.days = "14" cannot be used: it must be a valid integer. Change it.',
        ),
        (
            "boards/sn.toml",
            "within = { days = 14 }",
            "within = { days = 14, months = 1 }",
            (
                "within: a length of time is exactly one of working_days, days, months, years. "
                "Change it, for example: within = { days = 14 }."
            ),
        ),
        (
            "boards/sn.toml",
            'operator = "over"',
            'operator = ">"',
            'operator = ">" is not known. Use one of "at_least", "over".',
        ),
        (
            "boards/sn.toml",
            "threshold = 8",
            "threshold = 20",
            (
                "threshold = 20 cannot be used: it must be less than or equal to 16. "
                "Change it, for example: threshold = 8."
            ),
        ),
        (
            "boards/sn.toml",
            'sender = "svar.sn@exempelkommun.example"',
            'sender = "svar.sn"',
            (
                'sender = "svar.sn" cannot be used: it must be an e-mail address. '
                'Change it, for example: sender = "svar.sn@exempelkommun.example".'
            ),
        ),
        (
            "boards/sn.toml",
            'inboxes = ["synpunkter.sn@exempelkommun.example"]',
            'inboxes = ["synpunkter"]',
            (
                'inboxes = "synpunkter" cannot be used: it must be an e-mail address. '
                'Change it, for example: inboxes = ["synpunkter.sn@exempelkommun.example"].'
            ),
        ),
        (
            "boards/sn.toml",
            'diary_format = "{code} {year}-{serial:05d}"',
            'diary_format = "{code} {nummer}"',
            (
                'diary_format = "{code} {nummer}": {nummer} is not known: use {code}, {year}, '
                "{yy}, "
                "{serial}, {serial:05d}, {class}, {document} or {document:02d}. "
                'Change it, for example: diary_format = "{code} {year}-{serial:05d}".'
            ),
        ),
        (
            "boards/sn.toml",
            "public_diary = false",
            'public_diary = "no"',
            'public_diary = "no" cannot be used: it must be a valid boolean. Change it.',
        ),
        (
            "boards/sn.toml",
            'laws = ["SoL"]',
            'laws = ["SOL"]',
            'laws = "SOL" is not known. Did you mean "SoL"?',
        ),
        (
            "boards/sn.toml",
            "public_diary = false",
            'timezone = "Europe/Oslo"',
            'timezone = "Europe/Oslo" is not known. Did you mean "Europe/Stockholm"?',
        ),
        (
            "organisation.toml",
            'colour = "#1b4f72"',
            'colour = "#ffcc00"',
            (
                'municipality.colour = "#ffcc00": the colour has contrast 1.5 to 1 against '
                "white, and WCAG 2.1 asks "
                'for 4.5 to 1. Change it, for example: colour = "#1b4f72".'
            ),
        ),
        (
            "organisation.toml",
            'colour = "#1b4f72"',
            'colour = "blue"',
            (
                'municipality.colour = "blue" cannot be used: it must be a dark colour written '
                "#rrggbb. "
                'Change it, for example: colour = "#1b4f72".'
            ),
        ),
        (
            "organisation.toml",
            '# logo = "logo.svg"',
            'logo = "../../secret.svg"',
            (
                'municipality.logo = "../../secret.svg" cannot be used: it must be the name of '
                "an .svg or .png file "
                'beside organisation.toml. Change it, for example: logo = "logo.svg".'
            ),
        ),
        (
            "categories/socialtjanst.toml",
            "version = 1",
            "version = 0",
            (
                "version = 0 cannot be used: it must be greater than or equal to 1. "
                "Change it, for example: version = 1."
            ),
        ),
        (
            "units/von.toml",
            'address = "enhetschef.hemvard-norr@exempelkommun.example"',
            'mail = "enhetschef.hemvard-norr@exempelkommun.example"',
            '"mail" is not a setting here. Use one of "account", "address".',
        ),
    ],
)
def test_a_wrong_setting_is_told_with_its_line_and_a_remedy(
    folder: Folder, file: str, old: str, new: str, told: str
) -> None:
    line = folder.replace(file, old, new) + new.count("\n")
    assert f"{file}:{line}: {told}" in folder.problems()


@pytest.mark.parametrize(
    ("file", "setting", "table", "told"),
    [
        (
            "boards/sn.toml",
            'code = "SN"',
            None,
            '"code" is missing. Add it, for example: code = "SN".',
        ),
        (
            "boards/sn.toml",
            'name = { sv = "Socialnämnden", en = "Social Services Board" }',
            None,
            '"name" is missing. Add it, for example: name = { sv = "Hemvård", en = "Home care" }.',
        ),
        (
            "boards/sn.toml",
            'met_by = "acknowledged_at"',
            "[[deadlines]]",
            '"met_by" is missing. Add it, for example: met_by = "answered_at".',
        ),
        (
            "boards/sn.toml",
            "valid_from = 2018-01-01",
            "[[risk_rules]]",
            '"valid_from" is missing. Add it, for example: valid_from = 2026-01-01.',
        ),
        (
            "boards/sn.toml",
            (
                'registrar = { account = "registrar-sn", address = '
                '"registrator.sn@exempelkommun.example" }'
            ),
            "[recipients]",
            (
                '"recipients.registrar" is missing. Add it, for example: registrar = '
                '{ account = "manager-hemvard-norr", '
                'address = "enhetschef.hemvard-norr@exempelkommun.example" }.'
            ),
        ),
        (
            "units/an.toml",
            'id = "arbetsmarknad"\n',
            "[[units]]",
            '"id" is missing. Add it, for example: id = "hemvard-norr".',
        ),
    ],
)
def test_a_missing_setting_is_told_at_the_table_that_lacks_it(
    folder: Folder, file: str, setting: str, table: str | None, told: str
) -> None:
    folder.replace(file, setting, "\n" if setting.endswith("\n") else "")
    line = folder.line(file, table) if table else 1
    assert f"{file}:{line}: {told}" in folder.problems()
