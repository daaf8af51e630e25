"""Claims beside official figures: whether they agree, and with whose statistics."""

from __future__ import annotations

import math
from collections.abc import Callable, Set
from typing import Any, NamedTuple

import pandas as pd

from tradekit.formats import format_period, format_value
from tradekit.frame import TEXT, Column, conform
from tradekit.frame.columns import listed, typed
from tradekit.official.figures import Figure, address, goods, plain, read_figures
from tradekit.official.flows import Flow, Flows, flow_of
from tradekit.places import economy_name, find_places
from tradekit.terms import TRADE

AGREES, DISAGREES, CANNOT_TELL, NO_FIGURE = VERDICTS = (
    "agrees",
    "disagrees",
    "cannot tell",
    "no independent figure",
)
COLUMNS = (
    Column("official", "float64", "the official figure, in the claim's unit and sign"),
    Column("official_low", "float64", "lower end of what its digits allow"),
    Column("official_high", "float64", "upper end"),
    Column("official_source", TEXT, "who published it, and how it was computed if it was"),
    Column("deviation", "float64", "the claim's value above the official one: in % of it, or in points"),
    Column("mirror", "float64", "the same flow by the other side's statistics; it proves nothing"),
    Column("mirror_source", TEXT, "who published that"),
    Column(
        "verdict", pd.CategoricalDtype(list(VERDICTS)), "`agrees` `disagrees` `cannot tell` `no independent figure`"
    ),
    Column("reason", TEXT, "why, in words"),
)
# Official figures are revised after they are published. In % of a level, in points of a growth.
REVISION = 5.0
# What freight and insurance add to imports (cif over fob): some per cent, more for bulky goods from far away.
FREIGHT = 10.0
# A figure of one of these is not that of another, though it has the same name.
DEFINITIONS = ("seasonally adjusted", "annualised", "real", "daily average", "goods and services")
VALUATIONS = {"fob", "cif"}


class Answer(NamedTuple):
    """What is said of one claim."""

    verdict: str
    reason: str
    official: Figure | None = None
    mirror: Figure | None = None


def compare(claims: pd.DataFrame, official: pd.DataFrame) -> pd.DataFrame:
    """Set claims beside official figures, and say whether they agree.

    A claim is compared with the statistics of the side that it cites: `according to Chinese data` with China's own
    figure, whichever side the claim is about; one that cites UN Comtrade, or nobody, with the reporter's. What the
    other side counts for the same flow, the mirror, is shown and never used: the two sides differ in valuation,
    timing and partner, often widely.

    Parameters
    ----------
    claims : DataFrame
        A claims table.
    official : DataFrame
        One row a figure, with the columns `reporter`, `partner`, `measure`, `period`, `value`, `unit`, `source` as
        in the claims table (`source`: who published it). It may have `kind`, `item` (goods, or `HS 84`), `low`,
        `high`, `basis`, `notes`, and `statistics`: the economy whose statistics it is from; without that column, the
        reporter. `publisher`, `url` and `rests_on` tell which articles it comes from. All other columns are ignored.
        `tradekit.official.samples()` and `tradekit.official.comtrade(claims)` give such tables.

    Returns
    -------
    DataFrame
        All claims, in their order, with `official`, `official_low`, `official_high` (in the claim's unit),
        `official_source`, `deviation`, `mirror`, `mirror_source`, `verdict` and `reason`.

    Raises
    ------
    ValueError
        If a column is lacking, or holds what is not allowed in it; it is named.
    TypeError
        If something else than a DataFrame is given.

    Notes
    -----
    **Formula.** `deviation` is 100 · (claim / official - 1), in %; for growth and ratios it is claim - official, in
    points. Trade is exports + imports and the balance exports - imports of one side's statistics; the figure of
    some months is their sum, if all are there; growth is 100 · (level / level before - 1).

    **Verdicts.** `agrees`: what the wording allows and what the official digits allow overlap. `disagrees`: they
    do not, by more than revisions move figures (5 % of a level, 5 points of growth), and for imports by more than
    freight (10 %) where the valuation is not told. `cannot tell`: closer than that; another period, unit or
    definition; nobody is cited, and the reporter's own figure is another. `no independent figure`: there is
    none, or it comes from the article itself, or from an article (`rests_on`), which can confirm nothing. The 5
    and 10 % are margins that tradekit chose; no standard names any.

    **Definitions** are those of *International Merchandise Trade Statistics: Concepts and Definitions 2010*
    (IMTS 2010, United Nations, ST/ESA/STAT/SER.M/52/Rev.3), which UN Comtrade uses: goods, exports valued
    free on board (fob), imports with cost, insurance and freight (cif), by partner of last known destination
    and of origin.

    Examples
    --------
    >>> import tradekit
    >>> text = "China's exports to Belarus were $1.8bn in 2019, and its imports $2.9bn, according to Chinese data."
    >>> beside = compare(tradekit.extract(text), tradekit.official.samples())
    >>> beside[["official", "deviation", "verdict"]].round(1).values.tolist()
    [[1800000000.0, 0.0, 'agrees'], [914000000.0, 217.3, 'disagrees']]
    """
    table = conform(claims)
    flows = Flows(read_figures(official))
    rows: Any = table.itertuples()
    found = [(row, _answer(row, flows)) for row in rows]
    cells = [_cells(row, answer) for row, answer in found]
    added = {column.name: typed(column, [row[column.name] for row in cells]) for column in COLUMNS}
    return table.drop(columns=list(added), errors="ignore").assign(**added)


def _answer(claim: Any, flows: Flows) -> Answer:
    """Say what official figures tell of a claim."""
    if reason := _beyond(claim, flows.measures):
        return Answer(NO_FIGURE, reason)
    if reason := _untold(claim):
        return Answer(CANNOT_TELL, reason)
    partner = "" if pd.isna(claim.partner) or claim.partner == "WLD" else str(claim.partner)
    item = "" if pd.isna(claim.item) else goods(claim.item)
    flow, _ = flow_of(str(claim.reporter), partner, str(claim.measure), item, str(claim.unit))
    look = _lookup(claim, flow, flows)
    sides = flows.sides(flow)
    found = {side: figures for side in sides if (figures := look(side))}
    cited = cited_economy(claim.source, flow.reporter)
    own = cited or flow.reporter
    mirror = next((found[side][0] for side in found if side and side != own), None)
    if own in found:
        return _judge(claim, flow, found[own], mirror, cited=bool(cited) or not partner)
    if "" in found:
        return _untold_side(claim, found[""], mirror)
    if mirror:
        whose = economy_name(own)
        return Answer(CANNOT_TELL, f"no figure of the statistics of {whose} is there; {_beside(mirror)}", None, mirror)
    return _near(claim, flow, flows)


def beyond_reach(claim: Any, measures: Set[str]) -> str:
    """Say why there can be no official figure of these measures for a claim; empty if there can be one."""
    return _beyond(claim, measures) or _untold(claim)


def _beyond(claim: Any, measures: Set[str]) -> str:
    """Say why a claim is of a kind that no official figure is compared with; empty if it is not."""
    if not claim.core or pd.isna(claim.measure):
        return "not a figure of trade, money or economies"
    measure = flow_of("", "", str(claim.measure), "", "")[0].measure
    if measure not in measures and not (measure in TRADE and measures & TRADE):
        return f"no official figures of {claim.measure} are given"
    if claim.kind in ("rank", "share"):
        return f"a {claim.kind} is not compared with official figures, only levels, changes, growth and ratios"
    if claim.kind == "ratio" and (pd.isna(claim.against) or str(claim.against) == str(claim.partner)):
        return "a ratio is compared with official figures only between two partners"
    if claim.kind in ("growth", "ratio") and claim.unit not in ("%", "x"):
        return f"{claim.kind} in {claim.unit} is not compared with official figures"
    if claim.kind == "growth" and pd.isna(claim.basis):
        return "the article does not tell since when it grew"
    return ""


def _untold(claim: Any) -> str:
    """Say what a claim lacks to be compared; empty if nothing."""
    lacking = [name for name in ("value", "unit", "reporter", "period") if pd.isna(getattr(claim, name))]
    if lacking:
        return f"the claim does not tell its {' and '.join(lacking)}"
    if claim.status in ("forecast", "target"):
        return f"a {claim.status}: official figures tell what was"
    return ""


def _lookup(claim: Any, flow: Flow, flows: Flows) -> Callable[[str], list[Figure]]:
    """Give how the figures for a claim are found, by whose statistics they are."""
    period = str(claim.period)
    money = _money(flow, flows)
    if claim.kind == "growth":
        return lambda side: flows.growth(money, period, str(claim.basis), side)
    if claim.kind == "ratio":
        return lambda side: flows.ratio(money, period, str(claim.against), side)
    if claim.kind == "change" and not pd.isna(claim.basis):
        return lambda side: flows.change(flow, period, str(claim.basis), side)
    return lambda side: flows.levels(flow, period, side) if claim.kind == "level" else []


def _money(flow: Flow, flows: Flows) -> Flow:
    """Give the flow in a unit of which there are levels: that of a growth is %."""
    return flow._replace(unit=next(iter(flows.units(flow)), "USD"))


def cited_economy(source: object, reporter: str) -> str:
    """Give the economy whose statistics a source's words name; empty if they name none.

    Examples
    --------
    >>> [cited_economy(words, "BLR") for words in ("Chinese data", "UN Comtrade data", "officials")]
    ['CHN', 'BLR', '']
    """
    if pd.isna(source):  # type: ignore[call-overload]
        return ""
    words = str(source)
    # What Comtrade has of an economy is what that economy reported.
    if "comtrade" in words.lower():
        return reporter
    codes = {place.code for place in find_places(words) if place.code}
    return codes.pop() if len(codes) == 1 else ""


def _judge(claim: Any, flow: Flow, figures: list[Figure], mirror: Figure | None, *, cited: bool) -> Answer:
    """Compare a claim with the figures of the side that it cites."""
    independent = [figure for figure in figures if not _rests_on(figure, claim)]
    if not independent:
        return Answer(NO_FIGURE, f"{_rests_on(figures[0], claim)}: it confirms nothing", figures[0], mirror)
    # A figure that stands somewhere goes before one that was computed, a precise one before a rounded one.
    best = sorted(independent, key=lambda figure: (bool(figure.formula), figure.high - figure.low))
    verdicts = [
        _verdict(claim, flow, figure, cited=cited) for figure in best if not best[0].formula or figure is best[0]
    ]
    verdict, reason = verdicts[0]
    if any(other != verdict for other, _ in verdicts[1:]) and verdict in (AGREES, DISAGREES):
        sources = listed(dict.fromkeys(figure.source for figure in best[: len(verdicts)]))
        verdict, reason = CANNOT_TELL, f"official figures differ among themselves ({sources}); {reason}"
    return Answer(verdict, "; ".join(filter(None, [reason, _beside(mirror)])), best[0], mirror)


def _verdict(claim: Any, flow: Flow, figure: Figure, *, cited: bool) -> tuple[str, str]:
    """Compare a claim with one figure."""
    value, low, high = _ends(claim, figure)
    whose = f"the statistics of {economy_name(figure.statistics)}"
    unit = "%" if claim.kind in ("growth", "ratio") else str(claim.unit)
    said = format_value(value, unit, low=low, high=high)
    given = f"{whose} give {said}{f' ({figure.formula})' if figure.formula else ''}"
    if reason := _other_definition(claim, figure):
        return CANNOT_TELL, f"{given}, but {reason}"
    first, last = _claimed(claim)
    if first <= high and low <= last:
        return AGREES, f"{given}, which the article's wording allows"
    gap = first - high if first > high else last - low
    points = claim.kind in ("growth", "ratio")
    far = gap if points else 100 * gap / abs(value) if value else math.copysign(math.inf, gap)
    told = _far(claim, value, points=points)
    if abs(far) <= REVISION:
        return CANNOT_TELL, f"{given}; the article is {told}, which a revision may explain"
    if flow.measure == "imports" and not points and abs(far) <= FREIGHT and _freight(claim, figure, far):
        return CANNOT_TELL, f"{given}; the article is {told}, which freight and insurance may explain (fob, cif)"
    if not cited:
        return CANNOT_TELL, f"{given}; the article is {told}, but does not tell whose statistics it cites"
    if figure.item.startswith("HS "):
        return CANNOT_TELL, f"{given} for {figure.item}; the article is {told}, but may count other goods"
    return DISAGREES, f"{given}; the article is {told}, more than rounding and revisions explain"


def _ends(claim: Any, figure: Figure) -> tuple[float, float, float]:
    """Give a figure and its ends in the claim's sign."""
    sign = flow_of("", "", str(claim.measure), "", "")[1] if claim.kind in ("level", "change") else 1
    ends = sorted((sign * figure.low, sign * figure.high))
    return sign * figure.value, ends[0], ends[1]


def _claimed(claim: Any) -> tuple[float, float]:
    """Give the ends of a claim; those of a multiple in %."""
    low, high = (claim.value if pd.isna(end) else end for end in (claim.low, claim.high))
    return (100 * (low - 1), 100 * (high - 1)) if _multiple(claim) else (low, high)


def _multiple(claim: Any) -> bool:
    return bool(claim.kind in ("growth", "ratio") and claim.unit == "x")


def _deviation(claim: Any, value: float) -> float:
    if claim.kind in ("growth", "ratio"):
        return float(100 * (claim.value - 1) if _multiple(claim) else claim.value) - value
    return float(100 * (claim.value - value) / abs(value)) if value else math.nan


def _far(claim: Any, value: float, *, points: bool) -> str:
    """Say how far a claim is from an official value: `12 % above`."""
    off = _deviation(claim, value)
    if math.isnan(off):
        return "not nought"
    size = f"{abs(off):.0f}" if abs(off) >= 10 else f"{abs(off):.1f}"
    return f"{size} {'points' if points else '%'} {'above' if off > 0 else 'below'}"


def _other_definition(claim: Any, figure: Figure) -> str:
    """Say in which definition a claim and a figure are known to differ; empty if in none."""
    notes = set() if pd.isna(claim.notes) else set(str(claim.notes).split("; "))
    for name in DEFINITIONS:
        if (name in notes) != (name in figure.notes):
            whose = "the article's" if name in notes else "that"
            return f"{whose} figure is {'of ' if name.startswith('goods') else ''}{name}, and the other is not"
    ours, theirs = notes & VALUATIONS, figure.notes & VALUATIONS
    if ours and theirs and ours != theirs:
        return f"the article values {listed(ours)}, and that is {listed(theirs)}"
    return ""


def _freight(claim: Any, figure: Figure, far: float) -> bool:
    """Tell whether imports may differ because one figure has freight and insurance in it and the other has not."""
    told = not pd.isna(claim.notes) and VALUATIONS & set(str(claim.notes).split("; "))
    theirs = figure.notes & VALUATIONS
    return not told and (not theirs or (far < 0) == (theirs == {"cif"}))


def _rests_on(figure: Figure, claim: Any) -> str:
    """Say on which article a figure rests, if it does, or that it is from the claim's own."""
    given = f"the figure given ({figure.source})"
    if figure.rests_on:
        return f"{given} is taken or computed from an article of {listed(figure.rests_on)}"
    publisher = "" if pd.isna(claim.publisher) else plain(claim.publisher)
    url = "" if pd.isna(claim.url) else address(claim.url)
    if publisher in figure.publishers - {""} or url in figure.urls - {""}:
        return f"{given} is from the article itself or its publisher"
    return ""


def _beside(mirror: Figure | None) -> str:
    """Say what the mirror is."""
    if mirror is None:
        return ""
    said = format_value(abs(mirror.value), mirror.unit, low=None, high=None)
    return (
        f"the mirror, by the statistics of {economy_name(mirror.statistics)}, is {said}, which proves nothing: "
        "each side counts for itself"
    )


def _untold_side(claim: Any, figures: list[Figure], mirror: Figure | None) -> Answer:
    """Show a figure of which nobody knows whose statistics it is."""
    figure = next((figure for figure in figures if not _rests_on(figure, claim)), None)
    if figure is None:
        return Answer(NO_FIGURE, f"{_rests_on(figures[0], claim)}: it confirms nothing", figures[0], mirror)
    reason = f"it is not told whose statistics the figure given is from ({figure.source})"
    return Answer(CANNOT_TELL, "; ".join(filter(None, [reason, _beside(mirror)])), figure, mirror)


def _near(claim: Any, flow: Flow, flows: Flows) -> Answer:
    """Say what there is beside the figure that is not there."""
    period = str(claim.period)
    if claim.kind == "level" and (units := flows.other_units(flow, period)):
        return Answer(
            CANNOT_TELL, f"the official figure is in {listed(units)}, the claim in {flow.unit}: convert one first"
        )
    if claim.kind == "level" and (periods := flows.other_periods(flow, period)):
        told = listed(format_period(code) for code in periods)
        return Answer(CANNOT_TELL, f"the official figures are for {told}, the claim is for {format_period(period)}")
    return Answer(NO_FIGURE, "no official figure of this flow, period and goods is given")


def _cells(claim: Any, answer: Answer) -> dict[str, object]:
    """Write an answer as cells of the table."""
    cells: dict[str, object] = dict.fromkeys((column.name for column in COLUMNS), None)
    cells.update(verdict=answer.verdict, reason=answer.reason)
    if figure := answer.official:
        value, low, high = _in_unit(claim, _ends(claim, figure))
        source = f"{figure.source} ({figure.formula})" if figure.formula else figure.source
        cells.update(official=value, official_low=low, official_high=high, official_source=source)
        cells.update(deviation=_deviation(claim, _ends(claim, figure)[0]))
    if mirror := answer.mirror:
        cells.update(mirror=_in_unit(claim, _ends(claim, mirror))[0], mirror_source=mirror.source)
    return cells


def _in_unit(claim: Any, ends: tuple[float, float, float]) -> tuple[float, ...]:
    """Give per cent as multiples, if the claim is one."""
    return tuple(1 + end / 100 for end in ends) if _multiple(claim) else ends
