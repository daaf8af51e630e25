"""Words for charts: what a claim is about, who said it when, and what a chart's claims have in common."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd
from matplotlib.font_manager import findfont, get_font

from tradekit.formats import MONTHS, currency_of, format_period, plural
from tradekit.frame.citation import measure_words
from tradekit.places import economy_name

BASES = {"yoy": "on year", "mom": "on month", "qoq": "on quarter"}
SOURCES_SHOWN = 3
NAMES_SHOWN = 3
# Holds the words of a period together where a label is broken into lines.
HARD_SPACE = "\N{NO-BREAK SPACE}"


def claim_label(row: pd.Series) -> str:
    """Say what a claim is about: `China exports of gold to India, Jan–Oct 2024`."""
    words = measure_words().get(str(row["measure"]), measure_words()["other"])
    item = "" if pd.isna(row["item"]) else str(row["item"])
    parts = [_economy(row["reporter"]), words["word"] or item or _counted(row["unit"])]
    if words["word"] and item:
        parts.append(f"{words['item']} {item}")
    if _told(row["partner"]):
        link = words["partner"].removeprefix("on goods ") if item else words["partner"]  # tariff on steel from China
        parts.append(f"{link} {economy_name(row['partner'])}")
    label = " ".join(filter(None, parts))
    return label[0].upper() + label[1:] + _when(row)


def flow_label(row: pd.Series) -> str:
    """Say who gives what to whom: `China → South Africa, grant for power lines, 2023`."""
    words = measure_words()[str(row["measure"])]
    giver, receiver = (
        _economy(row["reporter"]) or "giver not told",
        _economy(row["partner"]) or "receiver not told",
    )
    what = words["word"] if pd.isna(row["item"]) else f"{words['word']} {words['item']} {row['item']}"
    return f"{giver} \N{RIGHTWARDS ARROW} {receiver}, {what}{_when(row)}"


def told_apart(labels: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Add to a label that several of them share the publisher, then the article, then its turn among them."""
    for columns in (["publisher", "article"], ["article"]):
        by = pd.Series([_name(*cells) for cells in rows[columns].itertuples(index=False)], rows.index, dtype="str")
        several = by.groupby(labels).transform("nunique") > 1
        labels = labels.where(~several | (by == ""), labels + " \N{EN DASH} " + by)
    place = rows["start"].astype("float64").groupby(labels)
    order, count = place.rank(method="first", na_option="bottom").astype(int), place.transform("size")
    # Held together: a line that breaks within would leave a lone number behind.
    turn = f" \N{EN DASH}{HARD_SPACE}figure{HARD_SPACE}" + order.astype(str)
    turn += f"{HARD_SPACE}of{HARD_SPACE}" + count.astype(str)
    return labels.where(count == 1, labels + turn)


def source_line(rows: pd.DataFrame) -> str:
    """Name the articles that the rows are from: `Reuters, 4 June 2025; … and 12 more`."""
    articles = rows[rows["article"].notna() | rows["publisher"].notna()]
    # A figure from elsewhere has no article; its publisher is its source.
    articles = articles.loc[~articles["article"].fillna(articles["publisher"]).duplicated()]
    articles = articles.sort_values(["published", "article"], kind="stable")
    names = list(dict.fromkeys(article_name(row) for _, row in articles.iterrows()))
    if not names:
        return "Source: no article; computed by tradekit"
    # Two articles of one publisher and day are one name, but still two articles.
    more = len(names) - SOURCES_SHOWN
    shown = names if more <= 0 else [*names[:SOURCES_SHOWN], f"\N{HORIZONTAL ELLIPSIS}and {more} more"]
    return f"{'Source' if len(names) == 1 else 'Sources'}: {'; '.join(shown)}"


def subject(rows: pd.DataFrame) -> str:
    """Say what the rows have in common: `China exports and imports, 2024`."""
    measures = [row["word"] for name, row in measure_words().items() if (rows["measure"] == name).any()]
    named = [word for word in measures if word]
    what = joined(named) if 0 < len(named) == len(measures) <= NAMES_SHOWN else "trade figures"
    reporter, partner, period = (_shared(rows[name]) for name in ("reporter", "partner", "period"))
    parts = [_economy(reporter or None), what]
    if not reporter and (codes := list(rows["reporter"].dropna().unique())):
        names = joined(sorted(map(economy_name, codes))) if len(codes) <= NAMES_SHOWN else f"{len(codes)} economies"
        parts.append(f"of {names}")
    if partner:
        joiner = measure_words()[rows["measure"].iloc[0]]["partner"] if len(measures) == 1 else "with"
        parts.append(f"{joiner} {economy_name(partner)}")
    text = " ".join(filter(None, parts)) + (f", {format_period(period)}" if period else "")
    return text[0].upper() + text[1:]


def economies(rows: pd.DataFrame, column: str) -> str:
    """Name the economy that all rows have as their reporter or partner; empty if they differ."""
    return _economy(_shared(rows[column]) or None)


def period_words(rows: pd.DataFrame) -> str:
    """Give the period that all rows have, to be added to a text: `, Jan–Oct 2024`; empty if they differ."""
    period = _shared(rows["period"])
    return f", {format_period(period)}" if period else ""


def years(rows: pd.DataFrame) -> list[str]:
    """Say between which months the periods of the rows lie, unless they are all the same."""
    first, last = rows["period_start"].min(), rows["period_end"].max()
    if period_words(rows):
        return []
    if pd.isna(first):
        return ["Periods not told."]
    ends = f"{MONTHS[first.month - 1][:3]} {first.year} and {MONTHS[last.month - 1][:3]} {last.year}"
    untold = int(rows["period_start"].isna().sum())
    return [f"Periods between {ends}{f', or not told ({untold})' if untold else ''}."]


def joined(words: Iterable[str], link: str = "and") -> str:
    """Join words for reading: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} {link} {last}" if first else last


def full_date(date: pd.Timestamp) -> str:
    """Write a date with its month in full, as citations do: `4 June 2025`."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _when(row: pd.Series) -> str:
    words = [format_period(row["period"]).replace(" ", HARD_SPACE)] if _told(row["period"]) else []
    if row["kind"] in ("growth", "change") and _told(row["basis"]):
        basis = BASES.get(row["basis"]) or f"on {format_period(row['basis'])}"
        words.append(basis.replace(" ", HARD_SPACE))
    if row["status"] in ("forecast", "target"):
        words.append(str(row["status"]))
    if row["origin"] == "implied":
        words.append("implied")
    return "".join(f", {word}" for word in words)


def article_name(row: pd.Series) -> str:
    """Name an article by its publisher and date: `Reuters, 4 June 2025`."""
    name = _name(row["publisher"], row["article"]) or "unnamed"
    if not _told(row["article"]):
        return name
    return f"{name}, {full_date(row['published'])}" if _told(row["published"]) else f"{name}, undated"


def _name(*names: object) -> str:
    """Give the first of some names that is told and that the charts' font can draw; 新华社 would be empty boxes."""
    told = (str(name) for name in names if _told(name))
    return next((name for name in told if _glyphs().issuperset(map(ord, name))), "")


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def _economy(code: object) -> str:
    return economy_name(str(code)) if _told(code) else ""


def _counted(unit: object) -> str:
    """Name what is counted, for the measure `other`: `two visits` is about visits."""
    text = str(unit)
    if not _told(unit) or currency_of(text) or text in ("%", "pp", "bp", "x", "rank"):
        return "figure"
    return plural(text, 2)


def _shared(column: pd.Series) -> str:
    """Give the one value that all rows have, or nothing."""
    return str(column.iloc[0]) if column.notna().all() and column.nunique() == 1 else ""


def _told(value: object) -> bool:
    return not pd.isna(value)  # type: ignore[call-overload]
