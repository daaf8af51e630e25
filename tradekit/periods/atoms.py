"""The smallest times in a text, each with its `Spec`: `September`, `2024`, `the first ten months`.

`join` puts neighbours together (`the first ten months` + of + `2024`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from tradekit.periods.guards import reads_as_time
from tradekit.periods.model import Spec
from tradekit.periods.patterns import (
    ARTICLES,
    MONTH,
    MONTHS,
    NUMBERED,
    WEEKDAYS,
    YEAR,
    atom,
    behind_numbers,
    first_words,
    numbers,
)
from tradekit.tables import rows

_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_SEASON = re.compile(
    r"(?i)marketing|crop|sugar|harvest|agricultural|trading|oil|cotton|wool|cocoa|coffee|tea|wheat|grain|rice|corn|maize"
    r"|milk|dairy|gas|growing|milling|crushing|export|quota|season|campaign|MY"
)
_UNIT = re.compile(r"(?i)fiscal|financial|budget|tax|business|half|ye?a?r|quarter|month|week|day|decade|period")
_WORD = re.compile(r"[A-Za-z]+|[0-9]+")
_NUMBERS = re.compile(r"[0-9]+|[a-z]+(?:-[a-z]+)?")


class Atom(NamedTuple):
    """A found time or part of one: ``text[start:end]``, and what it says."""

    start: int
    end: int
    kind: str
    spec: Spec


@cache
def _number_words() -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in rows("numbers")}


def number(words: str) -> int:
    """Read the last number in some words: `two to three weeks` is 3; 1 if there is none."""
    value = 1
    for token in _NUMBERS.findall(words.lower()):
        tens, _, ones = token.partition("-")
        if token.isdecimal():
            value = int(token)
        elif tens in _number_words():
            value = _number_words()[tens] + _number_words().get(ones, 0)
    return value


def unit(words: str) -> str:
    """Read the unit of some words: `fiscal` for all accounting years, `season` for crop years."""
    if _SEASON.search(words):
        return "season"
    found = _UNIT.search(words)
    name = found[0].lower() if found else ""
    return "fiscal" if name in ("financial", "budget", "tax", "business") else "year" if name == "yr" else name


def _year(words: str) -> int | None:
    found = re.search(YEAR, words)
    return int(found[0]) if found else None


def _month(words: str) -> int:
    found = re.search(MONTH, words)
    return [name[:3].lower() for name in MONTHS].index(found[0][:3].lower()) + 1 if found else 0


def _glued_year(words: str) -> Spec | None:
    """Read the year of `Q3'24` and `1H2024`."""
    found = re.search(r"([0-9]{2})$", words) if len(words) > 2 else None
    return Spec("year", year=_year(words) or 2000 + int(found[1])) if found else None


def _iso(words: str) -> Spec | None:
    first, second, third = (int(n) for n in re.findall(r"[0-9]+", words))
    year, month, day = (first, second, third) if first > 31 else (third, second, first)
    return _valid_day(Spec("day", year=year, month=month, day=day))


def _valid_day(spec: Spec) -> Spec | None:
    leap_or_given = spec.year or 2024
    if not 1 <= (spec.month or 1) <= 12:
        return None
    last = calendar.monthrange(leap_or_given, spec.month or 1)[1]
    return spec if 1 <= (spec.day or 0) <= last else None


def _day(words: str) -> Spec | None:
    month = _month(words) or None
    days = [_valid_day(Spec("day", month=month, day=int(n))) for n in re.findall(r"[0-9]+", words)]
    if len(days) == 2:
        return Spec("range", begin=days[0], to=days[1]) if days[0] and days[1] else None
    return days[0]


def _fiscal(words: str) -> Spec | None:
    years = [int(n) for n in re.findall(r"[0-9]+", words)]
    first = years[0] if years[0] > 99 else 2000 + years[0]
    kind = "season" if _SEASON.search(words) else "fiscal"
    if len(years) == 1:
        return Spec("fiscal", unit=kind, year=first)
    return Spec("split", unit=kind, year=first) if (years[1] - first) % 100 == 1 else None


def _short(words: str) -> Spec | None:
    """Read `24/25 output`."""
    first, second = (int(n) for n in words.split("/"))
    return Spec("split", unit="season", year=2000 + first) if second - first == 1 else None


def _split(words: str) -> Spec | None:
    """Read `2023-24`, `2023/24`, `2013-18`, `2000-2018`, and the month `2024-05`."""
    first, second = (int(n) for n in re.findall(r"[0-9]+", words))
    if (second - first) % 100 == 1 and (second < 100 or second == first + 1):
        joiner = "slash" if "/" in words else "hyphen" if second < 100 else "long"
        return Spec("split", unit=joiner, year=first)
    if 1 <= second <= 12 and second < first % 100 and "-" in words:
        return Spec("month", month=second, of=Spec("year", year=first))
    last = second if second > 99 else first // 100 * 100 + second
    return Spec("years", year=first, number=last) if last > first and "/" not in words else None


def _quarter(words: str) -> Spec:
    """Read `Q3`, `3Q24`, `the third quarter`; the final quarter is the fourth."""
    written = re.search(r"Q([1-4])|([1-4])Q", words)
    if written:
        return Spec("quarter", number=int(written[1] or written[2]), of=_glued_year(words))
    return Spec("quarter", number=next((n for word, n in _ORDINALS.items() if word in words.lower()), 4))


def _half(words: str) -> Spec:
    written = re.search(r"H([12])|([12])H", words)
    if written:
        return Spec("half", number=int(written[1] or written[2]), of=_glued_year(words))
    return Spec("half", number=2 if re.search(r"(?i)second|2nd", words) else 1)


def _sofar(words: str) -> Spec:
    year = _year(words)
    this = Spec("relative", unit=unit(words) or "year", relative=0)
    return Spec("sofar", of=Spec("year", year=year) if year else this)


def _same(words: str) -> Spec:
    if re.search(r"(?i)year-ago|year-earlier|prior-year", words):
        return Spec("same", of=Spec("ago", unit="year", number=1))
    moment = words.lower().endswith(("time", "point", "stage", "juncture"))
    return Spec("same", unit="time" if moment else unit(words) or "period")


def _ending(words: str) -> Spec:
    length, of_unit = number(words), unit(re.sub(r"wk|w/e", "week", words))
    # What is still to end is the nearest: `the year ending March 31`, said in February.
    nearest = 0 if re.search(r"(?i)ending|ends", words) else None
    if of_unit in ("week", "day"):
        return Spec("ending", unit="day", number=length * (7 if of_unit == "week" else 1), relative=nearest)
    months = {"month": 1, "quarter": 3, "half": 6, "decade": 120}.get(of_unit, 12)
    return Spec("ending", unit="month", number=length * months, relative=nearest)


def _begun(words: str) -> Spec | None:
    months = {"month": 1, "quarter": 3, "half": 6, "week": 0, "decade": 120}.get(unit(words), 12)
    # What is still to begin is the nearest: `the fiscal year that begins on July 1`, said in May.
    nearest = None if re.search(r"(?i)began|started", words) else 0
    return Spec("begun", number=months, relative=nearest) if months else None


def _past(words: str) -> Spec:
    spec = Spec("past", unit=unit(words), number=number(words))
    which = words.lower().removeprefix("the").split()[0]
    return spec._replace(form="next") if which in ("next", "coming", "following") else spec


def _relative(words: str) -> Spec | None:
    which = words.lower().removeprefix("the").split()[0]
    name = unit(words)
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1, "following": 1}.get(which, 0)
    if name == "season" and (which == "new" or _ENDED.search(words)):
        return Spec("relative", unit=name, number=1 if which == "new" else 2, relative=0 if which == "new" else -1)
    if not name and which in ("this", "current", "present"):
        return None
    # Without a unit (`the previous one`, `in the next`) it is counted from the period spoken of.
    if which in ("previous", "preceding", "prior", "following") or not name:
        return Spec("ago", unit=name, number=-1 if step > 0 else 1)
    if which == "past" or (name == "decade" and step):
        return Spec("next" if step > 0 else "past", unit=name, number=1)
    return Spec("relative", unit=name, relative=step)


_ENDED = re.compile(r"(?i)outgoing|ending|\bjust\b")


def _named(words: str) -> Spec:
    which = words.split()[0].lower()
    step = {"this": 0, "next": 1, "coming": 1}.get(which, -1)
    month = _month(words)
    if month:
        return Spec("month", month=month, relative=step)
    return Spec("weekday", number=WEEKDAYS.index(words.split()[-1].capitalize()), relative=step)


def _ago(words: str) -> Spec:
    name = "year" if unit(words) == "season" else unit(words)
    return Spec("ago", unit=name, number=number(words), relative=0 if re.search(r"(?i)\bago", words) else None)


def _part(words: str) -> Spec:
    word = words.lower()
    if "end" in word or "close" in word:
        return Spec("part", unit="end")
    if "mid" in word:
        return Spec("part", unit="middle")
    return Spec("part", unit="start" if "start" in word or "begin" in word else "within")


def _here(words: str) -> Spec:
    if words == "then":
        return Spec("here", unit="then")
    numbered = number(words) if re.search(r"(?i)months$", words) else 0
    return Spec("here", unit=unit(words), number=numbered)


def _change(words: str) -> Spec:
    letters = words.lower().removeprefix("on").lstrip(" -\n\r\t")
    monthly = re.search(r"^m|month", letters)
    step = "qoq" if re.search(r"^q|quarter", letters) else "mom" if monthly else "yoy"
    return Spec("change", unit="" if re.search(r"^w|^d|week", letters) else step)


def _decade(words: str) -> Spec:
    year = _year(words) or 0
    return Spec("years", year=year, number=year + 9)


def _now(words: str) -> Spec:
    return Spec("ago", unit="day", number=1, relative=0) if words.lower() == "yesterday" else Spec("now")


_READ: dict[str, Callable[[str], Spec | None]] = {
    "iso": _iso,
    "fiscal": _fiscal,
    "short": _short,
    "split": _split,
    "day": _day,
    "nth": _day,
    "quarter": _quarter,
    "half": _half,
    "sofar": _sofar,
    "same": _same,
    "ending": _ending,
    "begun": _begun,
    "first": lambda words: Spec("first", unit=unit(re.sub(r"(?i)full", "", words)), number=number(words)),
    "months": lambda words: Spec("first", unit="month", number=number(words.replace("M", ""))),
    "past": _past,
    "relative": _relative,
    "named": _named,
    "ago": _ago,
    "within": lambda words: Spec("within", unit=unit(words), number=number(words)),
    "yearend": lambda _: Spec("part", unit="end", of=Spec("here", unit="year")),
    "part": _part,
    "here": _here,
    "change": _change,
    "decade": _decade,
    "month": lambda words: Spec("month", month=_month(words), of=_glued_year(words)),
    "weekday": lambda words: Spec("weekday", number=[day[:3] for day in WEEKDAYS].index(words[:3])),
    "now": _now,
    "year": lambda words: Spec("year", year=int(words[:4])),
    "tail": lambda words: Spec("tail", unit=unit(words)),
}


def _kinds(text: str, token: str, start: int) -> tuple[str, ...]:
    """Give the kinds of time that can begin at a word, by the word and, of articles and numbers, the one behind it."""
    if token in ARTICLES and (behind := _BEHIND.match(text, start + len(token))):
        token, start = behind[1].lower(), behind.start(1)
    if token.isdecimal():
        token = "##" if len(token) < 4 else "#" * len(token)
    if token in numbers():
        follows = NUMBERED.match(text, start)
        if not follows or (follows["word"] and follows["word"].lower() not in behind_numbers()):
            return ()
    return first_words().get(token, ())


_BEHIND = re.compile(r"\s{1,18}([A-Za-z]+|[0-9]+)")


def find_atoms(text: str) -> list[Atom]:
    """Find the smallest times of a text, left to right, disjoint."""
    found: list[Atom] = []
    done, firsts = 0, first_words()
    for word in _WORD.finditer(text):
        token, at = word[0].lower(), word.start()
        if at < done < word.end():
            kinds: tuple[str, ...] = ("fiscal",)  # right behind a quarter, without a space: `1QFY26`
        elif at >= done and (token in firsts or token in ARTICLES or token.isdecimal()):
            kinds = _kinds(text, token, at)
        else:
            continue
        for kind in kinds:
            if match := atom(kind).match(text, max(at, done)):
                done = match.end()
                spec = _READ[kind](match[0])
                if spec and reads_as_time(kind, text, match.start(), done):
                    found.append(Atom(match.start(), done, kind, spec))
                break
    return found
