"""Rules for the figures of a table: what the heads of its column and of its row, and its caption, tell.

The headings of a figure are asked for what they say, the nearest first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from tradekit.claims.grid import Heading, Row, name_span
from tradekit.claims.scene import Draft, Span, Why
from tradekit.periods import Time, period_before, period_dates, resolve
from tradekit.periods.model import Spec
from tradekit.places import Place
from tradekit.sentences import is_figure
from tradekit.terms import Term

# Measures between two economies: the one that a row names is the other side, unless the table compares economies.
_TWO_SIDED = frozenset("exports imports trade surplus deficit balance investment aid loan grant tariff".split())


def _column(draft: Draft) -> int | None:
    row = draft.scene.row
    at = draft.quantity.start
    return next((i for i, (start, end) in enumerate(row.cells) if start <= at < end), None) if row else None


def _own(draft: Draft) -> Sequence[Heading]:
    """Give the heads of the figure's own column."""
    row, i = draft.scene.row, _column(draft)
    return row.columns[i] if row and i is not None and i < len(row.columns) else ()


def _lent(draft: Draft) -> Sequence[Heading]:
    """Give the heads of the nearest column of levels to the left of a column of changes or shares."""
    row, i = draft.scene.row, _column(draft)
    if row is None or i is None or not any(head.word("change", "share", "rank") for head in _own(draft)[:1]):
        return ()
    for column in reversed(row.columns[1:i]):
        if column and not column[0].word("change", "share", "rank"):
            return column
    return ()


def _above(row: Row) -> Iterator[Heading]:
    yield from row.under
    if row.table.corner:
        yield row.table.corner
    yield from row.table.caption


def _alone(draft: Draft) -> bool:
    """Whether the figure stands alone in its cell."""
    row, i = draft.scene.row, _column(draft)
    return bool(row and i and is_figure(draft.scene.text, row.cells[i]))


def _why(value: str, found: Term | Place | Time | Heading) -> Why:
    return Why(value, found.start, found.end)


def table_kind(draft: Draft) -> Why | None:
    """The kind that a heading tells: `Change, %`, `Share`, `Rate`; without one a sum or a weight is a level."""
    row, q = draft.scene.row, draft.quantity
    if row is None or not _alone(draft) or q.form in ("points", "rank"):
        return None
    for heading in (*_own(draft), row.side, *(_above(row) if q.unit == "%" else ())):
        if word := heading.word("change", "share", "rate"):
            kind = {"rate": "level", "share": "share"}.get(word.value) or "change"
            kind = "growth" if kind == "change" and q.unit in ("%", "x") else kind
            if kind in ("growth", "change") or q.unit == "%":
                return Why(kind, word.start, word.end)
    return _why("level", row.side) if q.unit != "%" and not q.sign else None


def table_measure(draft: Draft) -> Why | None:
    """The measure that the row, its column or what stands above them names."""
    row, unit = draft.scene.row, draft.quantity.unit or ""
    if row is None:
        return None
    others = [column[0] for column in row.columns[1:] if column]
    priced = draft.quantity.form == "money" and "/" in unit and not unit.endswith(("year", "month", "day"))
    for heading in (row.side, *_own(draft), *_lent(draft), *_above(row), *others):
        term = heading.measure()
        if term and (not priced or term.value in ("price", "cost", "tariff")):
            return _why(term.value, term)
    return None


def _home(draft: Draft) -> str | None:
    state = draft.scene.state
    return state.paragraph.reporter or state.article.reporter


def table_reporter(draft: Draft) -> Why | None:
    """The economy of a row or a column, if the table compares economies; else the one of the caption."""
    row = draft.scene.row
    if row is None:
        return None
    compared = draft.get("measure") not in _TWO_SIDED or row.table.of_reporters(_home(draft))
    for heading in (row.side, *_own(draft), *row.under) if compared else ():
        for place in heading.places()[:1]:
            return _why(str(place.code), place)
        if _WORLD.fullmatch(heading.text):
            return _why("WLD", heading)
    for heading in row.table.caption:
        for place in heading.places():
            if not _is_partner(place, heading):
                return _why(str(place.code), place)
    home = _home(draft) or next(iter(draft.scene.state.homes), None)
    return _why(home, row.side) if home else None


_WORLD = re.compile(r"(?i:(?:the )?world(?: total|wide)?|global(?: total)?|total world)")


def _is_partner(place: Place, heading: Heading) -> bool:
    """Whether a caption names the other side: `Exports to China`, `Trade with the EU`."""
    before = heading.scene.text[heading.start : place.start]
    return bool(re.search(r"\b(?:to|with|from)[ ](?:the[ ])?$", before))


def table_partner(draft: Draft) -> Why | None:
    """The economy of the row or the column, or of the caption by its preposition."""
    row = draft.scene.row
    if row is None or draft.get("measure") not in _TWO_SIDED:
        return None
    for heading in (row.side, *_own(draft), *_lent(draft), *row.under):
        for place in heading.places()[:1]:
            if place.code != draft.get("reporter"):
                return _why(str(place.code), place)
    for heading in row.table.caption:
        for place in heading.places():
            if place.code != draft.get("reporter") and _is_partner(place, heading):
                return _why(str(place.code), place)
    return None


def table_item(draft: Draft) -> Why | None:
    """What the row names, if the table is of goods; else the goods that a heading names, or the article is about."""
    row = draft.scene.row
    if row is None:
        return None
    side, known = row.side, row.side.measure() or row.side.times("period")
    if row.table.of_goods() and not known:
        return Why("", side.start, side.end) if side.is_a("total") else _item(draft, *_span(side))
    named = row.table.corner and row.table.corner.word("name")
    if draft.get("measure") == "price" and not (known or named or side.goods() or side.places()):
        return _item(draft, *_span(side))  # `Brent | 80.5`: a grade or a benchmark
    for heading in (side, *_own(draft), *_lent(draft), *_above(row)):
        if goods := heading.goods():
            return _item(draft, goods.start, goods.end)
    running = draft.scene.state.article.item if draft.get("measure") in _OF_GOODS else None
    return Why(running or "", side.start, side.end)


_OF_GOODS = ("exports", "imports", "output", "consumption", "price")


def _span(side: Heading) -> Span:
    start, end = name_span(side.text)
    return side.start + start, side.start + end


def _item(draft: Draft, start: int, end: int) -> Why | None:
    name = " ".join(draft.scene.text[start:end].split()).lower()
    return Why(name, start, end) if re.search(r"[^\W\d]", name) else None


def _dated(draft: Draft, time: Time, year: Time | None = None) -> str | None:
    """Resolve a time of a heading; a month or quarter without a year has that of another heading."""
    state = draft.scene.state
    if year and year.spec.form == "year" and time.spec.form in ("month", "quarter", "half") and time.spec.of is None:
        time = time._replace(spec=time.spec._replace(of=Spec("year", year=year.spec.year)))
    around = state.paragraph.period or state.article.period
    code = resolve(time, draft.scene.article.date, draft.get("reporter") or _home(draft), around)
    return code if code not in ("yoy", "qoq", "mom") else None


def _periods(draft: Draft) -> list[tuple[str, Time]]:
    """Give the periods of the columns of levels, in their order."""
    row = draft.scene.row
    found = []
    for column in row.columns[1:] if row else ():
        times = [t for head in column for t in head.times("period", "earlier")]
        told = times and not column[0].word("change", "share")
        if told and (code := _dated(draft, times[0], times[1] if len(times) > 1 else None)):
            found.append((code, times[0]))
    return found


def _ends(period: str) -> tuple[object, object]:
    first, last, _ = period_dates(period)
    return last, first


_ROLES = ("period", "earlier", "deadline")


def table_period(draft: Draft) -> Why | None:
    """The time of the column, of the row or of the caption; of a change the latest of the columns."""
    row = draft.scene.row
    if row is None or not _column(draft):
        return None
    if (prior := next((h for h in _own(draft) if h.word("prior")), None)) and not prior.times("period"):
        return _before(draft, prior)
    if draft.get("kind") in ("growth", "change") and (periods := _periods(draft)) and not _plain_period(draft):
        code, time = max(periods, key=lambda found: _ends(found[0]))
        return _why(code, time)
    lent = _lent(draft) if draft.get("kind") == "share" else ()
    times = [t for heading in (*_own(draft), *lent, row.side) for t in heading.times(*_ROLES)]
    times += [t for heading in _above(row) for t in heading.times("period")]
    for time in times:
        year = next((t for t in times if t is not time), None)
        if told := _dated(draft, time, year):
            return _why(told, time)
    return None


_STEP = {"M": "mom", "Q": "qoq", "A": "yoy"}


def _before(draft: Draft, prior: Heading) -> Why | None:
    """Give the period before: `Previous`, or the same of the year before: `Year ago`."""
    current = next((d.get("period") for d in draft.scene.drafts if d.get("period")), None) or _home_period(draft)
    step = (
        "yoy"
        if "ago" in prior.text or "earlier" in prior.text
        else _STEP.get(period_dates(current)[2])
        if current
        else None
    )
    code = period_before(current, step) if current and step else None
    return _why(code, prior) if code else None


def _plain_period(draft: Draft) -> bool:
    """Whether the column of a change has one time of its own: `Growth in 2024`, or 2024 in a table of growth."""
    return sum(len(head.times("period")) for head in _own(draft)) == 1


def table_basis(draft: Draft) -> Why | None:
    """What a change is against: a word of a heading, or the column before the latest."""
    row = draft.scene.row
    if row is None or draft.get("kind") not in ("growth", "change"):
        return None
    period = draft.get("period")
    for heading in (*_own(draft), row.side, *_above(row)):
        for time in heading.times("basis"):
            around = period or _home_period(draft)
            code = resolve(time, draft.scene.article.date, draft.get("reporter"), around)
            if code:
                return _why(_named(code, period), time)
        if _ANNUAL.search(heading.text):
            return _why("yoy", heading)
    earlier = [found for found in _periods(draft) if period and _ends(found[0]) < _ends(period)]
    if not earlier or _plain_period(draft):
        return None
    before, time = max(earlier, key=lambda found: _ends(found[0]))
    return _why(_named(before, period), time)


_ANNUAL = re.compile(r"(?i:\b(?:annual|yearly)[ ](?:%|change|growth|rate|variation|increase)|\bover the year\b)")


def _home_period(draft: Draft) -> str | None:
    return draft.scene.state.paragraph.period or draft.scene.state.article.period


def _named(code: str, period: str | None) -> str:
    """Give the name of a basis that is the year, the quarter or the month before the period."""
    if period is None or code in ("yoy", "mom", "qoq"):
        return code
    return next((name for name in ("yoy", "qoq", "mom") if period_before(period, name) == code), code)


def table_status(draft: Draft) -> Why | None:
    """A column of forecasts or targets, by its word, by its mark (`2025F`) or as its time is still to come."""
    row = draft.scene.row
    if row is None or not _column(draft):
        return None
    for heading in (*_own(draft), row.side, *_above(row)):
        if word := heading.word("forecast", "target"):
            return word
        if mark := re.search(r"\b20\d\d(?:[-/]\d\d)?[EFP]\b|\b20\d\d(?:[-/]\d\d)?[ ]?\([efp]\)", heading.text):
            return Why("forecast", heading.start + mark.start(), heading.start + mark.end())
    date = draft.scene.article.date
    for time in (t for heading in _own(draft) for t in heading.times(*_ROLES)):
        code = _dated(draft, time)
        if code and date and begins(code) > date:
            return _why("target" if time.role == "deadline" or draft.get("measure") == "tariff" else "forecast", time)
    return _why("actual", row.side)


def begins(code: str) -> dt.date:
    """Give the first day of a period; of a season, `2025/2026`, the middle of its first year."""
    first = period_dates(code)[0]
    return first.replace(month=7) if len(code) == 9 else first


def table_source(draft: Draft) -> Why | None:
    """The source that is noted under the table."""
    return draft.scene.row.table.source if draft.scene.row else None
