"""Prices of the day: what exchanges and brokers quote, and how news tells that a figure is of a trading day."""

from __future__ import annotations

import re
from functools import cache

from tradekit.claims.scene import Draft, once, within
from tradekit.tables import rows
from tradekit.tables.words import Needed, lowered

_TRADED = re.compile(
    r"(?i)\b(?:closed|settled|ended|finished|opened|traded|trading|assessed|quoted|offered|bid|indicated|on\soffer|changed\shands"
    r"|changing\shands)\b[^;]{0,64}?(?:\b(?:up|down|at|higher|lower|flat)\b|[0-9]%)"
)

_AVERAGE = re.compile(r"(?i)\baverag")

# `up 0.3% on the day`, `down 1.4% for the week`: both are told at the close.
_ON_THE_DAY = re.compile(
    r"(?i)^[ \n,]{0,2}(?:(?:higher|lower|up|down|dearer|cheaper|weaker|stronger|firmer)[ \n])?"
    r"(?:(?:on|for|over)[ \n]the[ \n](?:day|session|week)|in[ \n]a[ \n](?:day|session))\b"
)
# What only a trading day has: an hour, a session, a fixing.
_SESSION = re.compile(
    r"(?i)\b(?:(?:by|at|as\sof|around|about)\s[0-2]?[0-9][:.]?[0-9]{0,2}\s?(?:GMT|UTC|BST|CE?S?T|E[SD]?T|[ap]\.?m\b)"
    r"|at\sthe\s(?:close|open|bell|opening|fixing)|by\s(?:midday|noon|lunchtime|mid-(?:morning|afternoon))|overnight|intraday|open[\s-]outcry|official\srings?|mid-?session"
    r"|in\s(?:(?:early|late|morning|afternoon|midday|thin|quiet|choppy|volatile|light|holiday-thinned|after-hours"
    r"|pre-?market|electronic|overnight|daytime|night|Asian|European|London|New\sYork|US|U\.S\.)[\s-]){1,3}"
    r"(?:trade|trading|deals|dealings|session|hours)"
    r"|(?:this|the|in\sthe)\s(?:morning|afternoon|session)|earlier\sin\sthe\s(?:day|session)|the\sday(?:[’']s)?\s(?:high|low)"
    r"|(?:morning|afternoon|daily|LBMA|London)\sfix(?:ing)?|daily\slimit|limit[\s-](?:up|down))(?!\w)"
)


def on_the_day(draft: Draft) -> bool:
    """Whether a move is told against the day or the week before: `0.3% up on the day`."""
    return draft.get("kind") in ("growth", "change") and bool(_ON_THE_DAY.match(draft.after(32)))


def session(draft: Draft) -> bool:
    """Whether the sentence of a price tells an hour or a session: `by 1602 GMT`, `in early trade`."""
    scene = draft.scene
    start, end = max(scene.start, draft.quantity.start - REACH), min(scene.end, draft.quantity.end + REACH)
    return market(draft) and bool(_SESSION.search(scene.text, start, end))


@cache
def _quoted() -> list[str]:
    return [row["word"] for row in rows("goods") if row["measure"] and not _OF_A_MONTH.search(row["word"])]


@cache
def _traded() -> re.Pattern[str]:
    """Match what exchanges and brokers quote from day to day, as the head of a subject: not `palm oil output`."""
    names = map(re.escape, _quoted())
    return re.compile(rf"(?i)(?<![\w-])(?:{'|'.join((*names, _THINGS))})(?={_ITS_END})")


@cache
def _needed() -> Needed:
    """Tell which subjects `_traded` can match in: few hold one of its words."""
    return Needed([" ".join((*(word.lower().replace(" ", "_") for word in _quoted()), _NEEDED))])


_THINGS = (
    r"futures|spreads?|premiums?|discounts?|spot (?:rate|price|market)s?|freight rates?|fix(?:ing)?|crack"
    r"|share price|shares|stock|stock price|contract|gauge|sub-index|bourse|equities|index|benchmark|bullion|yields?"
    r"|(?:spot|three-month|front-month|most-active)\s\w+"
)
_NEEDED = (
    "future spread premium discount spot freight fix crack share stock contract gauge sub-index bourse equities index "
    "benchmark bullion yield three-month front-month most-active"
)
_ITS_END = r"\Z|,|\s[(<]|\s(?:in|of|for|on|at|from|due|prices?|futures|contracts?|crude|index|traded)\b"
_END_OF_IT = re.compile(r"(?:,[^,]{3,60},)?\Z|[ \n](?:in|on|at|for|due)[ \n]")
# A price index of a statistics office is of a month.
_OF_A_MONTH = re.compile(r"(?i)inflation|price index|\b[CP]PI\b|HICP|PMI|confidence|purchasing")


_NOT_TRADED = ("tariff", "deal", "grant", "loan", "aid", "investment")


def _averages(draft: Draft, width: int) -> bool:
    """Whether the words before a number tell of an average, which is no price of the day."""
    return draft.scene.holds("averag") and bool(_AVERAGE.search(draft.before(width)))


@once
def market(draft: Draft) -> bool:
    """Whether a number is a price of the day: `closed at 418 cents`, `sterling eased 0.2%`."""
    if draft.get("kind") in ("rank", "share") or draft.get("measure") in _NOT_TRADED:
        return False
    if on_the_day(draft):
        return True
    if draft.quantity.form == "physical":
        return False
    if draft.get("measure") == "price" and draft.quantity.form != "count":
        return not (_averages(draft, 48) or _AVERAGE.search(draft.after(16)))
    return shut(draft) or traded(draft)


@once
def shut(draft: Draft) -> bool:
    """Whether its clause tells how a market closed or opened."""
    q, (start, end) = draft.quantity, draft.clause
    return bool(_TRADED.search(draft.scene.text, max(start, q.start - REACH), min(end, q.end + REACH)))


def shares(draft: Draft) -> bool:
    """Whether the subject is a firm's shares."""
    start, end = draft.scene.subject(draft.quantity.start) or (draft.clause[0], draft.quantity.start)
    return bool(_SHARES.search(draft.scene.text, start, end))


_SHARES = re.compile(r"(?i)\b(?:shares?|stock|stock price)\b(?!\sof\b)")


@once
def traded(draft: Draft) -> bool:
    """Whether the subject is traded on an exchange."""
    scene = draft.scene
    start, end = scene.subject(draft.quantity.start) or (draft.clause[0], draft.quantity.start)
    if draft.quantity.form == "physical" or _averages(draft, 60):
        return False
    # Goods are too, where they stand alone and move: `Silver fell 0.7%`, `Cocoa in London tumbled`
    moved = draft.get("measure") in ("price", "other") and draft.quantity.form != "count"
    named = moved and (scene.state.market_day or (draft.get("measure") == "price" and draft.get("kind") != "level"))
    goods = named and any(
        t.kind == "goods" and t.start - start < _SHORT and _END_OF_IT.match(scene.text[t.end : end])
        for t in within(scene.terms, start, end)
    )
    floor = max(start, end - REACH)
    return bool(goods or (_needed().among(lowered(scene.text[floor:end])) and _traded().search(scene.text[floor:end])))


REACH = 160
_SHORT = 20
