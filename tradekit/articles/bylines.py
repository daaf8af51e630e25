"""What a text tells of itself: title, date and publisher, from bylines, datelines and notes at its ends."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from tradekit import sentences
from tradekit.tables import rows

EDGE = 2_000  # only so many characters at each end of a text are looked at
HEAD_LINES = 12
TAIL_LINES = 6
LONGEST_LINE = 150  # a byline is no longer; datelines begin longer lines

_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# A full date. 05/11/2024 is not one: nobody can tell its month.
_DATE = (
    rf"(?i:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?P<date>{_YEAR}[-/]\d\d[-/]\d\d"
    rf"|{_DAY}[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}{_YEAR}|{_MONTH}\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}"
    rf"|\d\d?\.\d\d?\.{_YEAR})(?!\d))"
)
# Up to six capitalised words: a place, a name.
_NAMES = r"(?:\(?[A-ZÀ-Þ][\w.'’/)-]{0,30}[\s,|·•–-]{1,4}){0,6}?"
_TIME = (
    r"(?:[\s,|·•()@–-]|(?i:at|[ap]\.?m\.?|utc|gmt|hrs|\d+ min(?:ute)?s? read)\b"
    r"|[A-Z]{2,5}\b|\d\d?[:.]\d\d(?::\d\d)?)*+$"
)
_BAR = r"(?:^|[|·•]\s*)"
# These are compiled by `re.search` when a text asks for them: most articles come with their date.
_PUBLISHED = (
    _BAR + r"(?i:(?:first )?(?:published|posted|issued|dated?|publication date|release date|date published))"
    rf"(?i:\s+(?:on|at))?\s*:?\s*{_DATE}"
)
_WRITTEN = (
    r"^(?i:(?:written |posted |published |reported |story )?by)\s[^\n]{1,100}?[\s,|•·–-](?:on\s)?\s*"
    rf"{_DATE}(?!,?\s+(?!at\b|in\b)[a-z])"
)
_UPDATED = _BAR + rf"(?i:(?:last )?(?:updated|modified))(?i:\s+(?:on|at))?\s*:?\s*{_DATE}"
# The publisher may stand behind a bar.
_ALONE = rf"^(?:\(|{_NAMES}){_DATE}(?:{_TIME}|\s{{0,3}}[|·•]\s{{0,3}}[A-ZÀ-Þ][\w.&'’ -]{{1,60}}$)"
_DATELINE = rf"^{_NAMES}\(?{_DATE}\)?\s*(?:\([^()\n]{{1,40}}\)\s*)?(?:--|[–—:-](?:\s|$)|\.\s*/|\.\s*[–—-])"


def find_title(text: str) -> str | None:
    r"""Find the title: the line that says `Title:`, or the headline that stands alone before the article.

    Examples
    --------
    >>> find_title("Gold exports hit a record\n\nExports of gold rose to $5bn in May.")
    'Gold exports hit a record'
    """
    for line in _head(text):
        label = re.match(r"(?i:title|headline):\s+(?P<title>\S.{0,199})$", line)
        if label:
            return label["title"].strip('"“”')
    return sentences.find_title(text)


def find_date(text: str) -> dt.date | None:
    r"""Find the day of publication: a full date that stands as a byline or in a dateline at either end.

    Examples
    --------
    >>> find_date("Written by [A. Writer](#) on December 5, 2023\n\nExports rose.")
    datetime.date(2023, 12, 5)
    >>> find_date("BEIJING, Oct 14 – Exports rose in 2023.") is None
    True
    """
    head = [line for line in _head(text) if re.search(_YEAR, line)]
    dated = head + [line for line in _tail(text) if re.search(_YEAR, line)]
    short = [line for line in dated if len(line) <= LONGEST_LINE and not line.endswith(".")]
    # In order of trust: what a page says of itself, then who wrote when, then where.
    for pattern, lines in (
        (_PUBLISHED, short),
        (_WRITTEN, short),
        (_DATELINE, head),
        (_ALONE, short),
        (_UPDATED, short),
    ):
        for line in lines:
            match = re.search(pattern, line)
            date = parse_date(match["date"]) if match else None
            if date:
                return date
    return None


def parse_date(text: str) -> dt.date | None:
    """Read a full date as newspapers and spreadsheets write it; None for anything else.

    Parameters
    ----------
    text : str
        ``2023-12-05`` (a time may follow), ``December 5, 2023``, ``5 Dec. 2023``, ``05.12.2023``.
        ``05/12/2023`` is not read, as nobody can tell its month.

    Examples
    --------
    >>> parse_date("Tuesday, 5 Dec. 2023")
    datetime.date(2023, 12, 5)
    """
    text = text.strip()
    match = re.fullmatch(_DATE, text)
    try:
        return _date_of(match["date"]) if match else dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _date_of(words: str) -> dt.date:
    # Not strptime: its names of months follow the machine's language.
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    month = re.search(r"[a-z]{3}", words.lower())
    if month:
        day, year = numbers
        return dt.date(year, _MONTHS.index(month[0]) + 1, day)
    if numbers[0] > 31:
        return dt.date(*numbers)
    return dt.date(*reversed(numbers))


_CITY = r"(?:[A-Z][A-Z.'’/-]{1,30}[\s,]{1,3}){0,5}"
_MAY_5 = rf"(?i:(?:{_MONTH}\s+{_DAY}|{_DAY}\s+{_MONTH})(?:,?\s+{_YEAR})?)"
_NAME = r"(?P<name>[A-ZÀ-Þ\d][\w.&'’ -]{1,40}?)"
# Each with whether the name must be known as a publisher's, as the form alone does not tell.
_DATELINES = (
    (rf"^{_CITY}{_MAY_5},?\s*\({_NAME}\)\s*(?:--|[–—-]\s)", False),
    (rf"^{_CITY}\({_NAME}\)\s*(?:--|[–—-]\s)", True),
    (rf"^[A-Z][^/\n]{{2,60}}?[.,]\s*/{_NAME}/(?=[\s.,–-])", False),
)
_NOTES = (
    (rf"^(?i:publisher):\s*{_NAME}$", False),
    (rf"[(\[](?i:source|courtesy):\s*{_NAME}[)\]]\W*$", True),
    (rf"^(?i:source):\s*{_NAME}\.?$", True),
    (rf"^{_NAMES}{_DATE}\s{{0,3}}[|·•]\s{{0,3}}{_NAME}$", True),
)
_RIGHTS = (
    rf"^(?:(?i:copyright|©|&copy;|\(c\))\s*){{1,2}}(?P<year>{_YEAR}(?:\s*[-–]\s*{_YEAR})?)?[\s,]*"
    rf"(?:(?i:by)\s+)?{_NAME}(?P<late>,?\s+{_YEAR})?(?=[.,;|]|\s*$|\s+(?i:all rights))"
)
_NO_PUBLISHER = re.compile(r"(?i)\b(?:all rights|images?|photos?|pictures?|getty|shutterstock|istock|alamy)\b")


def find_publisher(text: str) -> str | None:
    r"""Find the publisher: of a dateline, a source note or a copyright line, at either end.

    Examples
    --------
    >>> find_publisher("WASHINGTON (Commerce Ledger) -- The trade gap widened.")
    'Commerce Ledger'
    >>> find_publisher("Exports rose.\n\nSource: customs data") is None
    True
    """
    head = _head(text)
    lines = head + _tail(text)
    for forms, where in ((_DATELINES, head), (_NOTES, lines)):
        for pattern, unsure in forms:
            for line in where:
                match = re.search(pattern, line)
                if match and not (unsure and not _is_publisher(match["name"])):
                    return match["name"].strip()
    for line in lines:
        match = re.match(_RIGHTS, line)
        if match and not _NO_PUBLISHER.search(match["name"]):
            dated = match["year"] or match["late"]
            if dated or _is_publisher(match["name"]):
                return match["name"].strip()
    return None


@cache
def _publishers() -> tuple[frozenset[str], frozenset[str]]:
    table = rows("publishers")
    names = frozenset(row["text"] for row in table if row["kind"] == "name")
    return names, frozenset(row["text"] for row in table if row["kind"] == "word")


def _is_publisher(name: str) -> bool:
    names, words = _publishers()
    return name.strip() in names or any(word in words for word in re.findall(r"\w+", name.lower()))


def _head(text: str) -> list[str]:
    """Return the first lines that are not blank."""
    lines = (line.strip() for line in text[:EDGE].splitlines())
    return [line for line in lines if line][:HEAD_LINES]


def _tail(text: str) -> list[str]:
    """Return the last lines that are not blank; one that is cut off does not look like a line's start."""
    end = text if len(text) <= EDGE else "…" + text[-EDGE:]
    lines = (line.strip() for line in end.splitlines())
    return [line for line in lines if line][-TAIL_LINES:]
