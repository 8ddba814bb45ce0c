"""Diary numbers: printed strictly, read leniently, never the same for two boards (R31)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.organisation import DiaryFormat, DiaryNumber
from shared.organisation.diary_collisions import shared_number
from shared.organisation.diary_format import Numbering
from shared.organisation.diary_template import DiaryFormatError


@pytest.mark.parametrize(
    ("template", "text", "number"),
    [
        ("{code} {year}-{serial}", "Dnr BIN 2018-259", DiaryNumber("BIN", 2018, 259)),
        ("{code} {year}-{serial}", "Dnr AN 2019-33", DiaryNumber("AN", 2019, 33)),
        ("{serial:03d}/{year}", "DNR: 047/2023", DiaryNumber(None, 2023, 47)),
        ("{serial:03d}/{year}", "055/2023", DiaryNumber(None, 2023, 55)),
        (
            "{code} {year}/{serial:04d}.{class}",
            "SN 2016/0013.01.02",
            DiaryNumber("SN", 2016, 13, class_code="01.02"),
        ),
        (
            "{year}/{serial}-{code}-{class}",
            "2016/34-NF-107",
            DiaryNumber("NF", 2016, 34, class_code="107"),
        ),
        (
            "{code}-{year}-{serial:05d}-{document}",
            "VON-2021-00198-2",
            DiaryNumber("VON", 2021, 198, document=2),
        ),
        (
            "{code}-{year}-{serial:05d}-{document}",
            "IAN-2022-00175-1",
            DiaryNumber("IAN", 2022, 175, document=1),
        ),
        (
            "{code}/{year}/{serial:04d}/{document:04d}",
            "KS/2019/0001/0009",
            DiaryNumber("KS", 2019, 1, document=9),
        ),
        ("{code}/{year}:{serial}", "SOCN/2017:69", DiaryNumber("SOCN", 2017, 69)),
        ("{code}-{year}-{serial:04d}", "SCN-2015-0180", DiaryNumber("SCN", 2015, 180)),
        ("{code} {year}/{serial:04d}", "SN 2015/0132", DiaryNumber("SN", 2015, 132)),
        (
            "{class}-{serial}/{year}",
            "8.5-29206/2014",
            DiaryNumber(None, 2014, 29206, class_code="8.5"),
        ),
        ("{serial}-{year}", "dnr 3579-2005", DiaryNumber(None, 2005, 3579)),
        ("{code} {yy}-{serial:04d}", "SN 26-0047", DiaryNumber("SN", 2026, 47)),
    ],
)
def test_formats_seen_in_municipalities_parse_and_print_back(
    template: str, text: str, number: DiaryNumber
) -> None:
    form = DiaryFormat(template)

    assert form.parse(text) == number
    printed = form.print(
        number.code or "", number.year, number.serial, number.class_code, number.document
    )
    assert text.endswith(printed)


@pytest.mark.parametrize(
    "text",
    [
        "SN 2026-00047",
        "sn 2026-47",
        "SN2026-47",
        "  Dnr SN 2026-00047  ",
        "dnr: sn 2026 - 47",
        "Diarienummer SN 2026–00047",
        "SN\u00a02026/47",
        "2026-00047",
        "DIARIENR. 2026-47",
    ],
)
def test_people_may_write_a_number_in_their_own_way(text: str) -> None:
    number = DiaryFormat("{code} {year}-{serial:05d}").parse(text)
    assert number is not None
    assert (number.year, number.serial) == (2026, 47)
    assert number.code in ("SN", None)


@pytest.mark.parametrize(
    "text",
    ["", "SN", "2026", "SN 2026-", "SN 2026-0", "SN 1926-47", "SN 2026-47-3", "hej 47", "47/2026"],
)
def test_what_is_no_number_of_the_format_is_not_read_as_one(text: str) -> None:
    assert DiaryFormat("{code} {year}-{serial:05d}").parse(text) is None


def test_a_serial_longer_than_its_padding_is_printed_whole() -> None:
    form = DiaryFormat("{serial:03d}/{year}")
    assert form.print("VON", 2026, 12345) == "12345/2026"
    assert form.parse("12345/2026") == DiaryNumber(None, 2026, 12345)


def test_the_cases_own_number_leaves_the_document_out() -> None:
    form = DiaryFormat("{code}-{year}-{serial:05d}-{document}")
    assert form.print("VON", 2021, 198) == "VON-2021-00198"
    assert form.parse("VON-2021-00198") == DiaryNumber("VON", 2021, 198)


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{code} {serial}", "the year is missing"),
        ("{code} {year}", "the serial number is missing"),
        ("", "the year is missing"),
        ("{year}{serial:05d}", "run together"),
        ("{code}{class}-{year}-{serial}", "run together"),
        ("{year}-{yy}-{serial}", "keep one"),
        ("{year}-{serial}-{serial}", r"\{serial\} stands twice"),
        ("{nummer}/{year}", r"\{nummer\} is not known: use \{code\}"),
        ("{serial:5d}/{year}", r"\{serial:5d\} is not known"),
        ("{serial}/{year:04d}", r"cannot be padded: write \{year\}"),
        ("Dnr {year}-{serial}", '"Dnr" is put in front where it is shown'),
        ("SN {year}-{serial}", '"SN" cannot stand between tokens'),
        ("{year}-{serial", "cannot stand between tokens"),
        ("{year}0{serial}", "cannot stand between tokens"),
        ("{year}-{serial}/", "must begin and end with a token"),
        ("{document}-{year}-{serial}", "put it last"),
        ("{year}.{serial}.{class}-{document}", "use another separator"),
    ],
)
def test_a_template_that_cannot_work_is_refused_with_a_remedy(template: str, fault: str) -> None:
    with pytest.raises(DiaryFormatError, match=fault):
        DiaryFormat(template)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("SN", 1999, 1, "107"), "year 1999 is outside 2000-2099"),
        (("SN", 2026, 0, "107"), "begin at 1"),
        (("S1", 2026, 1, "107"), "not letters only"),
        (("SN", 2026, 1, None), "needs a class code"),
        (("SN", 2026, 1, "1 7"), "needs a class code"),
        (("SN", 2026, 1, "107", 2), "has no document number"),
    ],
)
def test_nothing_is_printed_that_could_not_be_read_back(
    arguments: tuple[str, int, int, str | None], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        DiaryFormat("{code} {year}/{serial}.{class}").print(*arguments)


CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ", min_size=1, max_size=6)
CLASS_CODES = st.from_regex(r"\A[0-9]{1,3}(\.[0-9]{1,2}){0,2}\Z")


@st.composite
def formats(draw: st.DrawFn) -> DiaryFormat:
    serial = draw(st.sampled_from(["{serial}", "{serial:03d}", "{serial:05d}"]))
    tokens = [serial, draw(st.sampled_from(["{year}", "{yy}"]))]
    tokens += draw(st.lists(st.sampled_from(["{code}", "{class}"]), unique=True))
    tokens = draw(st.permutations(tokens))
    tokens += draw(st.sampled_from([[], ["{document}"], ["{document:02d}"]]))
    separators = st.sampled_from(["-", "/", " ", ":", ".", "_", " / "])
    template = tokens[0] + "".join(draw(separators) + token for token in tokens[1:])
    try:
        return DiaryFormat(template)
    except DiaryFormatError:
        assume(False)
        raise


@given(
    form=formats(),
    code=CODES,
    year=st.integers(2000, 2099),
    serial=st.integers(1, 999_999),
    class_code=CLASS_CODES,
    document=st.none() | st.integers(1, 999),
)
def test_whatever_is_printed_is_read_back_the_same(
    form: DiaryFormat, code: str, year: int, serial: int, class_code: str, document: int | None
) -> None:
    if not form.has("document"):
        document = None
    expected = DiaryNumber(
        code if form.has("code") else None,
        year,
        serial,
        class_code if form.has("class") else None,
        document,
    )
    printed = form.print(code, year, serial, class_code, document)

    assert form.parse(printed) == expected
    assert form.parse(f"Dnr {printed}") == expected


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (("{serial:03d}/{year}", "SN"), ("{serial}/{year}", "VON"), True),
        (("{serial}/{year}", "SN"), ("{year}/{serial}", "VON"), True),
        (("{year}-{serial}-{document}", "SN"), ("{year}-{serial:05d}", "VON"), True),
        (("{year}-{serial}-{document}", "SN"), ("{year}-{serial}-{class}", "VON"), True),
        (("{code} {year}-{serial}", "SN"), ("{code} {year}-{serial}", "VON"), False),
        (("{code} {year}-{serial}", "SN"), ("{serial:03d}/{year}", "VON"), False),
        (("{serial}/{yy}", "SN"), ("{yy}/{serial:03d}", "VON"), False),
        (("{serial}/{year}", "SN"), ("{serial}-{year}", "VON"), False),
        (("{serial}/{yy}", "SN"), ("{serial}/{year}", "VON"), False),
    ],
)
def test_it_is_known_whether_two_boards_could_print_the_same_number(
    one: tuple[str, str], other: tuple[str, str], number: bool
) -> None:
    first, second = (
        Numbering(DiaryFormat(template), code, class_code="5") for template, code in (one, other)
    )
    found = shared_number(first, second)

    assert (found is not None) == number
    if found is not None:
        assert first.format.parse(found) is not None
        assert second.format.parse(found) is not None
    assert (shared_number(second, first) is not None) == number


@given(
    one=formats(),
    other=formats(),
    codes=st.tuples(CODES, CODES),
    class_codes=st.tuples(CLASS_CODES, CLASS_CODES),
    numbers=st.tuples(
        st.integers(2000, 2099), st.integers(1, 3000), st.integers(2000, 2099), st.integers(1, 3000)
    ),
)
def test_boards_judged_apart_never_print_the_same(
    one: DiaryFormat,
    other: DiaryFormat,
    codes: tuple[str, str],
    class_codes: tuple[str, str],
    numbers: tuple[int, int, int, int],
) -> None:
    first = Numbering(one, codes[0], class_codes[0])
    second = Numbering(other, codes[1], class_codes[1])
    printed = one.print(codes[0], numbers[0], numbers[1], class_codes[0])
    if printed == other.print(codes[1], numbers[2], numbers[3], class_codes[1]):
        assert shared_number(first, second) is not None


@given(form=formats(), code=CODES, class_code=CLASS_CODES)
def test_a_board_always_collides_with_its_own_double(
    form: DiaryFormat, code: str, class_code: str
) -> None:
    board = Numbering(form, code, class_code)
    found = shared_number(board, board)
    assert found is not None
    assert form.parse(found) is not None
