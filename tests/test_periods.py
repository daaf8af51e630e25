"""Times in text: found where they stand, with their role, resolved to the right period; and period codes."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradekit.periods import Time, date_spans, find_times, period_before, period_dates, resolve, shift
from tradekit.periods.codes import BASES, days_code, months_code
from tradekit.periods.context import fiscal_years
from tradekit.periods.patterns import ATOMS, atom, first_words
from tradekit.tables import rows

CASES = Path(__file__).parent / "cases"
ROLES = {"period", "basis", "earlier", "deadline"}


def table(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def resolved(text: str, published: str, economy: str, around: str) -> list[str]:
    date = dt.date.fromisoformat(published) if published else None
    return [f"{t.role}:{resolve(t, date, economy or None, around or None) or '-'}" for t in find_times(text)]


# Words and glue that times are made of, so that random texts are full of them.
PIECES = """
the a an in of to and from than on over by since until between last this next previous past first second third
quarter half year month week day decade months years weeks fiscal financial earlier ago before so far same
period January Jan. Sept May March December Friday 2024 2019 2023-24 2023/24 1999–2004 FY26 FY Q3 3Q24 H1 5
1HFY25 9M 31 12 three ten twenty-one 5th 2024-11-05 2024-02-30 05.11.2024 y/y mom MoM year-on-year on-year
annually now today end early mid- year-end to-date ending ended within compared with 3% $5bn 2,024 billion
tonnes 08:12 GMT p.m. Agenda 1970s 's ’s one season effect effective begins will Feb. 30 00 99 100
"""
WORDS = st.sampled_from(PIECES.split())
GLUE = st.sampled_from([" ", " ", " ", " ", "", "-", "–", ", ", ". ", "\n", "\n\n", "\u00a0", "  ", "/", "("])
TIMES_TEXT = st.lists(st.tuples(WORDS, GLUE), max_size=25).map(lambda pairs: "".join(w + g for w, g in pairs))
TEXT = st.one_of(st.text(), TIMES_TEXT)

MONTHS = st.integers(min_value=1900 * 12, max_value=2099 * 12 + 11)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 28))
CODES = st.one_of(
    MONTHS.map(lambda n: f"{n // 12}"),
    MONTHS.map(lambda n: f"{n // 12}-Q{n % 4 + 1}"),
    MONTHS.map(lambda n: f"{n // 12}/{n // 12 + 1}"),
    st.tuples(MONTHS, st.integers(0, 300)).map(lambda pair: months_code(pair[0], pair[0] + pair[1])),
    st.tuples(DAYS, st.integers(0, 3)).map(
        lambda pair: days_code(pair[0].replace(day=min(pair[0].day, 25)), pair[0].replace(day=25 + pair[1]))
    ),
)


@pytest.mark.parametrize("case", table("periods"), ids=lambda case: case["id"])
def test_times_of_a_sentence(case: dict[str, str]) -> None:
    found = resolved(case["sentence"], case["published"], case["economy"], case["around"])
    assert found == [item for item in case["expected"].split("; ") if item], case["why"]


@pytest.mark.parametrize("case", table("date_spans"), ids=lambda case: case["id"])
def test_numbers_that_belong_to_dates(case: dict[str, str]) -> None:
    text = case["sentence"]
    found = [text[start:end] for start, end in date_spans(text)]
    assert found == [item for item in case["expected"].split("|") if item], case["why"]


def test_the_words_of_a_basis_include_its_preposition() -> None:
    text = "Exports rose 3%, more than in October 2023, from a year earlier and since 2019; in May 5%."
    assert [t.text for t in find_times(text)] == [
        "than in October 2023",
        "from a year earlier",
        "since 2019",
        "May",
    ]


def test_a_soft_line_break_joins_and_a_blank_line_does_not() -> None:
    assert resolved("In the first\nten months of\n2023.", "", "", "") == ["period:2023-01/2023-10"]
    assert resolved("Trade in September\n\n2019 was good.", "2024-11-05", "", "") == [
        "period:2024-09",
        "period:2019",
    ]


@given(TEXT)
def test_times_are_exact_ordered_and_disjoint(text: str) -> None:
    end = 0
    for time in find_times(text):
        assert end <= time.start < time.end
        assert text[time.start : time.end] == time.text
        assert time.role in ROLES
        end = time.end


@given(TEXT)
def test_date_spans_are_ordered_and_disjoint(text: str) -> None:
    spans = [0, *(offset for span in date_spans(text) for offset in span), len(text)]
    assert spans == sorted(spans)
    assert all(start < end for start, end in date_spans(text))


@given(
    TIMES_TEXT,
    st.one_of(st.none(), st.dates()),
    st.sampled_from([None, "IND", "JPN", "CHN", "USA"]),
    st.one_of(st.none(), CODES),
)
def test_what_is_resolved_is_a_period(
    text: str, published: dt.date | None, economy: str | None, around: str | None
) -> None:
    for time in find_times(text):
        code = resolve(time, published, economy, around)
        if code is not None and not (time.role == "basis" and code in BASES):
            first, last, _ = period_dates(code)
            assert first <= last


@given(TIMES_TEXT)
def test_without_a_date_nothing_relative_is_guessed(text: str) -> None:
    for time in find_times(text):
        code = resolve(time, None)
        if code is not None and code not in BASES:
            # Every year resolved stands in the words themselves, or is a split year's or span's neighbour.
            assert any(char.isdigit() for char in time.text)


@given(TIMES_TEXT)
def test_times_begin_with_the_words_at_which_they_are_looked_for(text: str) -> None:
    for kind in ATOMS:
        for found in atom(kind).finditer(text):
            word = re.match("(?i:(?:the|an?) +)?([A-Za-z]+|[0-9]+)", found[0])
            assert word
            token = word[1].lower()
            assert kind in first_words()["#" * (4 if len(token) == 4 else 2) if token.isdecimal() else token]


@given(CODES, st.integers(-20, 20))
def test_shift_by_years_goes_back(code: str, years: int) -> None:
    assert shift(shift(code, years=years), years=-years) == code


@given(MONTHS, st.integers(0, 40), st.integers(-300, 300))
def test_shift_by_months_goes_back(first: int, length: int, months: int) -> None:
    code = months_code(first, first + length)
    if len(code) == 4:  # a year moves by years
        months *= 12
    assert shift(shift(code, months=months), months=-months) == code


@given(CODES)
def test_a_period_ends_no_earlier_than_it_begins(code: str) -> None:
    first, last, freq = period_dates(code)
    assert first <= last
    assert freq in {"A", "S", "Q", "M", "W", "D", "span"}


@given(CODES)
def test_the_period_before_is_as_long_and_earlier(code: str) -> None:
    first, last, freq = period_dates(code)
    for basis in BASES:
        before = period_before(code, basis)
        if before is not None:
            earlier_first, earlier_last, earlier_freq = period_dates(before)
            assert (earlier_first, earlier_last) < (first, last)
            assert earlier_freq == freq


@pytest.mark.parametrize(
    ("code", "first", "last", "freq"),
    [
        ("2024", "2024-01-01", "2024-12-31", "A"),
        ("2024-02", "2024-02-01", "2024-02-29", "M"),
        ("2024-Q3", "2024-07-01", "2024-09-30", "Q"),
        ("2024-07-11", "2024-07-11", "2024-07-11", "D"),
        ("2024-01/2024-06", "2024-01-01", "2024-06-30", "S"),
        ("2024-04/2024-09", "2024-04-01", "2024-09-30", "span"),
        ("2024-07/2024-09", "2024-07-01", "2024-09-30", "Q"),
        ("2025-04/2026-03", "2025-04-01", "2026-03-31", "A"),
        ("2023/2024", "2023-01-01", "2024-12-31", "A"),
        ("2024-06-29/2024-07-05", "2024-06-29", "2024-07-05", "W"),
        ("2024-11-01/2024-11-20", "2024-11-01", "2024-11-20", "span"),
    ],
)
def test_period_dates(code: str, first: str, last: str, freq: str) -> None:
    assert period_dates(code) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last), freq)


@pytest.mark.parametrize(
    "code",
    [
        *("", "yoy", "2024-13", "2024-00", "2024-Q5", "2023-02-29", "0000", "2024/2026", "24", "2024-5"),
        *("2024-05/2024-01", "2024-05/2024", "2024-05/", "/2024", "２０２４", "2024-Q1/2024-Q2", "2024\n"),
    ],
)
def test_a_wrong_code_is_named(code: str) -> None:
    with pytest.raises(ValueError, match="is no period; allowed are 2024"):
        period_dates(code)


def test_shift_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="'2024' moves by 12 months or multiples of them, not by 1"):
        shift("2024", months=1)
    with pytest.raises(ValueError, match="'2024-Q1' moves by 3 months"):
        shift("2024-Q1", months=2)
    with pytest.raises(ValueError, match="year 0 is outside the calendar"):
        shift("2024", years=-2024)
    assert shift("2024-02-29", years=1) == "2025-02-28"


def test_period_before_refuses_a_basis_that_is_none() -> None:
    with pytest.raises(ValueError, match="'wow' is no period"):
        period_before("2024-09", "wow")
    assert period_before("2024-09", "2019") == "2019"
    assert period_before("2024-09", "qoq") is None
    assert period_before("2024-Q3", "mom") is None


def test_a_wrong_period_around_is_named() -> None:
    (time,) = find_times("A year earlier it was more.")
    with pytest.raises(ValueError, match="'September' is no period"):
        resolve(time, None, around="September")


def test_years_outside_the_calendar_are_missing() -> None:
    (time,) = find_times("Ten years ago it was more.")
    assert resolve(time, dt.date(5, 1, 1)) is None
    assert resolve(time, dt.date(2024, 1, 1)) == "2014"


def test_fiscal_years_are_months_of_known_economies() -> None:
    table = rows("fiscal_years")
    assert len(fiscal_years()) == len(table)
    assert all(1 <= int(row["first_month"]) <= 12 for row in table)
    assert {row["named"] for row in table} == {"start", "end"}
    assert {row["split"] for row in table} == {"yes", "no"}
    assert {row["economy"] for row in table} <= {row["code"] for row in rows("economies")}


def test_words_beside_years_are_read_once() -> None:
    table = rows("not_years")
    assert len({(row["word"], row["place"]) for row in table}) == len(table)
    assert {row["place"] for row in table} == {"before", "after"}


def test_a_time_prints_as_what_it_is() -> None:
    (time,) = find_times("Exports rose in May.")
    assert isinstance(time, Time)
    assert (time.start, time.end, time.text, time.role) == (16, 19, "May", "period")
