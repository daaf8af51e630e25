"""What is found: a `Time` in the text, and the `Spec` of what it says, not yet resolved."""

from __future__ import annotations

from typing import NamedTuple


class Spec(NamedTuple):
    """What a time's words say, before any date is known.

    `form` names the rule of `resolve` that reads it:

    ========== ============================================================================
    form       meaning, and the fields used
    ========== ============================================================================
    year       `2024`: year
    years      `the 1990s`, `2013-18`: year to number
    split      `2023-24`, `2023/24`: year is the first; unit `hyphen`, `slash`, `fiscal`, `season`
    fiscal     `FY26`, `fiscal 2024`: year
    quarter    `Q3`, `the third quarter`: number, of
    half       `H1`, `the second half`: number, of
    month      `September`: month, of; relative -1 last, 1 next
    day        `Dec. 4`: month, day, year or of; relative 0 the nearest, 1 the next
    weekday    `Friday`: number (Monday is 0), relative
    range      `January–October`, `October 2023 to March 2024`: begin, to, of
    first      `the first ten months`: number, unit, of
    ending     `the three months to June`: number, unit, of (the end)
    begun      `the fiscal year that begins on July 1`: number (months), of (the begin)
    part       `the end of December`, `mid-2024`: unit (`end`, `start`, `within`), of
    relative   `last year`, `this month`: unit, relative
    here       `the quarter`, `the same period`, `by then`: unit, number
    ago        `a year earlier`, `ten years ago`: unit, number; relative 0 if counted from the article
    same       `the same period of 2023`: of
    past       `the last three months`: number, unit, of
    next       `the next three years`: number, unit
    within     `within five years`: number, unit
    sofar      `so far this year`: unit, of
    since      `since January`, `since 2019`: of
    now        `now`, `today`
    change     `year on year`: unit
    ========== ============================================================================
    """

    form: str
    unit: str = ""
    number: int = 0
    year: int | None = None
    month: int | None = None
    day: int | None = None
    relative: int | None = None
    of: Spec | None = None
    begin: Spec | None = None
    to: Spec | None = None


class Time(NamedTuple):
    """A time named in a text: ``text[start:end]`` are its words.

    `role` is ``period`` (a time that a figure is of), ``basis`` (what a change is against, the preposition
    included), ``earlier`` (the time of the earlier level) or ``deadline`` (a goal's time, the next so many
    years, or the date from which a duty applies).
    """

    start: int
    end: int
    text: str
    role: str
    spec: Spec
