"""Neighbouring times put together: `the first ten months` of `2024`, `January`–`October`, end of `June`."""

from __future__ import annotations

import re

from tradekit.periods.atoms import Atom, find_atoms
from tradekit.periods.model import Spec
from tradekit.periods.patterns import DASH, spaced

_LONGEST_GAP = 20
_OF = spaced(r"(?:\.?,?~(?:of~|in~|into~)?(?:the~)?|\.|-|~?\(?)")
_NEXT_SENTENCE = re.compile(r"\.\s[A-Z](?:[a-z]|\s[a-z])")  # in August. A year earlier
_COMMA = spaced(r"\.?,~")
_OF_WORD = spaced(r"~(?:of|in)~(?:the~)?")
_PART_GAP = spaced(r"(?:[\s-](?:in~)?(?:the~)?|~(?:the~)?)?")
_RANGE = spaced(rf"\.?~?{DASH}~?|\.?~(?:to|through|until|till)~|-to-")
_AND = spaced(r"\.?~and~")
_BETWEEN = re.compile(r"(?i)(?<!\w)(?:between|from)\s{1,3}$")
_IN = spaced(r"~in~")  # the start of the 2024/25 season in July
_POSSESSIVE = spaced(r"['’]s?~")
_ENDED = spaced(r"~(?:(?:that|which)~)?(?:ended|ending|ends|to|through)~(?:on~|in~)?(?:the~end~of~)?")
_CODE = re.compile(r"[QH1-4]")

_MONTHS = {"quarter": 3, "half": 6}
_YEARS = ("year", "fiscal", "split")
_PARTABLE = ("month", "quarter", "half", "relative", "here", "day", "years", *_YEARS)


def is_year(spec: Spec) -> bool:
    """Tell whether a spec names a year of any kind: `2024`, `FY26`, `last year`, `a year earlier`."""
    relative = spec.form in ("relative", "here", "ago") and spec.unit in ("year", "fiscal", "season")
    return spec.form in _YEARS or relative


def _is_month(spec: Spec) -> bool:
    return spec.form == "month" or (spec.form in ("relative", "here") and spec.unit == "month")


def attach(spec: Spec, frame: Spec) -> Spec | None:
    """Put a time into the larger one it is part of; None if it does not fit there."""
    if spec.of is not None:
        inner = frame if spec.of == Spec("here", unit="year") and is_year(frame) else attach(spec.of, frame)
        return inner and spec._replace(of=inner)
    if spec.form == "day":
        fits = spec.year is None and is_year(frame) and frame.form not in ("split", "fiscal")
        return spec._replace(of=frame) if fits else None
    if spec.form == "relative" and spec.relative == -1 and spec.unit in ("month", "quarter", "half", "week"):
        # The last month of 2023 is December; of October there are last weeks.
        fits = _is_month(frame) if spec.unit == "week" else frame.form in _YEARS
        return Spec("past", unit=spec.unit, number=1, of=frame) if fits else None
    if spec.form == "same":
        days = spec.unit == "day" and frame.form == "month"
        return spec._replace(of=frame) if days or is_year(frame) else None
    if spec.form in ("half", "first", "past") and _is_month(frame):
        fits = spec.form == "half" or spec.unit in ("day", "week")
        return spec._replace(of=frame) if fits else None
    if spec.form in ("month", "quarter", "half", "first", "range", "past"):
        return spec._replace(of=frame) if is_year(frame) else None
    return None


_TAILS = {"quarter": 3, "half": 6, "year": 12}  # the September quarter, the June year


def _with_tail(spec: Spec, tail: Spec) -> Spec | None:
    """Read `the September quarter`, `the January-March quarter`, `2023/24 season`, `2024 financial year`."""
    if spec.form in ("first", "part") and spec.of:
        frame = _with_tail(spec.of, tail)
        return frame and spec._replace(of=frame)
    if spec.form == "month" and tail.unit in _TAILS:
        return Spec("ending", unit="month", number=_TAILS[tail.unit], of=spec)
    if spec.form == "range":
        return spec._replace(unit=tail.unit)
    if spec.form == "split" and tail.unit in ("fiscal", "season"):
        return spec._replace(unit=tail.unit)
    if spec.form == "year" and tail.unit == "fiscal":
        return Spec("fiscal", unit="fiscal", year=spec.year)
    return None


def _range(first: Spec, last: Spec) -> Spec | None:
    """Read `January` to `October`; years may stand at one end or both."""
    if first.form != last.form or first.relative or last.relative:
        return None
    if first.form == "year":
        years = (first.year or 0, last.year or 0)
        return Spec("years", year=years[0], number=years[1]) if years[0] < years[1] else None
    if first.form in ("month", "day", "quarter", "fiscal", "split"):
        return Spec("range", begin=first, to=last)
    return None


def _pair(text: str, left: Atom, right: Atom) -> Spec | None:
    """Put two neighbours together; None if they are two times."""
    gap = text[left.end : right.start]
    first, last = left.spec, right.spec
    if len(gap) > _LONGEST_GAP:
        return None
    if last.form == "tail":
        return _with_tail(first, last) if gap == "-" or (gap.isspace() and "\n\n" not in gap) else None
    if first.form in ("part", "ending", "begun") and first.of is None:
        fits = last.form in (_PARTABLE if first.form == "part" else ("month", "day", "year"))
        if first.form != "part" and last.form != "year" and last.of is None and last.year is None:
            last = last._replace(relative=first.relative)
        return first._replace(of=last) if fits and _PART_GAP.fullmatch(gap) else None
    if first.form == "part" and first.of and first.of.form == "split" and _is_month(last) and _IN.fullmatch(gap):
        return last._replace(of=Spec("year", year=first.of.year)) if first.unit == "start" and not last.of else None
    if first.form in _MONTHS and last.form in ("month", "day") and _ENDED.fullmatch(gap):
        last = last if last.of or last.year else last._replace(relative=0 if "ending" in gap else None)
        return Spec("ending", unit="month", number=_MONTHS[first.form], of=last, begin=first)  # fiscal Q1 ended Oct. 25
    between = _BETWEEN.search(text[max(0, left.start - 10) : left.start])
    in_a_row = _is_month(first) and _is_month(last) and (last.month or 0) - (first.month or 0) == 1
    if _RANGE.fullmatch(gap) or (_AND.fullmatch(gap) and (between or in_a_row)):
        return _range(first, last)
    if first.form == "weekday" and last.form == "day" and _COMMA.fullmatch(gap):
        return last
    if is_year(first) and _POSSESSIVE.fullmatch(gap):
        return attach(last, first)
    if first.form == "year" and _CODE.match(text, right.start) and gap in (" ", "-", "\u00a0"):
        return attach(last, first)  # 2024 Q3
    if not _OF.fullmatch(gap) or (_COMMA.match(gap) and last.form != "year"):
        return None
    if _NEXT_SENTENCE.match(text, left.end):
        return None
    if first.form == "here" and first.unit == last.form and last.form in ("month", "year"):
        return last  # the month of October, the year 2023
    if last.form == "here" and not _OF_WORD.fullmatch(gap):
        return None
    return attach(first, last)


def find_joined(text: str) -> list[Atom]:
    """Find the times of a text, put together, in order and disjoint; parts that stand alone are left out."""
    joined: list[Atom] = []
    for atom in find_atoms(text):
        again = joined and atom.spec == joined[-1].spec and text[joined[-1].end : atom.start] == " ("
        if again and text[atom.end : atom.end + 1] == ")":  # the first half (H1) of this year
            joined[-1] = joined[-1]._replace(end=atom.end + 1)
            continue
        spec = _pair(text, joined[-1], atom) if joined else None
        if spec:
            joined[-1] = Atom(joined[-1].start, atom.end, "joined", spec)
        else:
            joined.append(atom)
    return [atom for atom in _with_months(text, joined) if _stands(atom.spec)]


_BRACKET = spaced(r"~?\(")


def _whole_year(spec: Spec) -> int:
    """Give the first month of `July–June`, `marketing year that ended in July`; 0 for what is no twelve months."""
    if spec.form in ("ending", "begun") and spec.number == 12 and spec.of and spec.of.month:
        return spec.of.month if spec.form == "begun" else spec.of.month % 12 + 1
    if spec.form != "range" or not spec.begin or not spec.to or spec.begin.form != "month" or spec.begin.of:
        return 0
    first, last = spec.begin.month or 0, spec.to.month or 0
    return first if first > 1 and first - last == 1 else 0


def _with_months(text: str, joined: list[Atom]) -> list[Atom]:
    """Read the months of a season where they are told, `2024/25 (July–June)`, and give them to those behind it."""
    found: list[Atom] = []
    told = 0
    for atom in joined:
        months = _whole_year(atom.spec)
        before = found[-1] if found else None
        year = before and (before.spec.of or before.spec)
        if months and before and year and year.form in ("split", "fiscal"):
            gap = text[before.end : atom.start]
            bracketed = _BRACKET.fullmatch(gap) and text[atom.end : atom.end + 1] == ")"
            if bracketed and atom.spec.form == "ending":  # fiscal 2025 (year to Jan. 31, 2026)
                found[-1] = before._replace(end=atom.end, spec=atom.spec)
                continue
            if bracketed or (gap.isspace() and (atom.spec.unit == "season" or atom.spec.form != "range")):
                told = months
                spec = year._replace(month=told)
                found[-1] = before._replace(
                    end=atom.end, spec=before.spec._replace(of=spec) if before.spec.of else spec
                )
                continue
        found.append(atom._replace(spec=_in_season(atom.spec, told)))
    return found


def _in_season(spec: Spec, month: int) -> Spec:
    if spec.of is not None:
        spec = spec._replace(of=_in_season(spec.of, month))
    season = spec.form == "split" and spec.unit in ("slash", "season")
    return spec._replace(month=month or None) if season else spec


def _stands(spec: Spec) -> bool:
    """Leave out what is no time alone: `the end of`, `quarter`, `first month`, `at the same time`."""
    if spec.form == "tail":
        return False
    if spec.form in ("part", "ending", "begun"):
        return spec.of is not None
    if spec.form == "same" and spec.of is None:
        return spec.unit not in ("time", "day")
    return spec.form != "first" or spec.of is not None or spec.number > 1
