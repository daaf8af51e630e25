"""Which figures of an annotated article hang together by arithmetic, told from the annotation's own fields.

This is the benchmark's measure, so it knows nothing of `tradekit.check`: each identity is a list of claims and a
residual, the interval of what is left when all of them are put into its formula. Where that interval holds zero, the
claims can all be true.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import Any, NamedTuple

from tradekit.periods import period_before, period_dates

Claim = Mapping[str, Any]  # a claim of the annotation, with `low`, `high`, `sentence` filled in
Ends = tuple[float, float]

WHO = ("reporter", "partner", "item")
SIGN = {"surplus": 1, "balance": 1, "deficit": -1}


class Identity(NamedTuple):
    """Claims (by their place in the article's list) that a formula binds; `residual` takes them in that order."""

    name: str
    claims: tuple[int, ...]
    residual: Callable[[Sequence[Claim]], Ends]

    def fits(self, claims: Sequence[Claim]) -> bool:
        """Tell whether the claims can all be true as they are worded."""
        low, high = self.residual([claims[number] for number in self.claims])
        slack = 1e-9 * max(abs(claims[number]["value"]) for number in self.claims)
        return low <= slack and high >= -slack


def find(claims: Sequence[Claim]) -> list[Identity]:
    """Give the identities of an article that hold as it stands."""
    return [found for finder in FINDERS for found in finder(claims) if found.fits(claims)]


def _same(one: Claim, other: Claim, *fields: str) -> bool:
    return all(one.get(field) == other.get(field) for field in fields)


def _days(period: str | None) -> object:
    return period_dates(period)[:2] if period else None


def _earlier(claim: Claim) -> object:
    """Give the days that a growth or change is against; None if that is not told."""
    if not claim.get("period") or not claim.get("basis"):
        return None
    return _days(period_before(claim["period"], claim["basis"]))


def _levels(claims: Sequence[Claim]) -> list[int]:
    return [n for n, claim in enumerate(claims) if claim["kind"] == "level" and claim.get("core", True)]


def _led_to(claims: Sequence[Claim], moved: Claim) -> Iterator[int]:
    """Give the level that a growth or change led to: linked by `of`, else with all fields the same."""
    for n, level in enumerate(claims):
        linked = moved.get("of") == level["start"]
        alike = "of" not in moved and level["kind"] == "level" and _same(level, moved, *WHO, "measure", "status")
        if linked or (alike and moved.get("period") and _days(moved["period"]) == _days(level.get("period"))):
            yield n


def _bases(claims: Sequence[Claim], level: Claim, moved: Claim) -> Iterator[int]:
    before = _earlier(moved)
    for n, base in enumerate(claims):
        if before and _same(base, level, *WHO, "kind", "measure", "unit") and _days(base.get("period")) == before:
            yield n


def _times(one: Ends, other: Ends) -> Ends:
    ends = [a * b if a and b else 0.0 for a in one for b in other]
    return min(ends), max(ends)


def _less(one: Ends, other: Ends) -> Ends:
    return one[0] - other[1], one[1] - other[0]


def _ends(claim: Claim) -> Ends:
    return claim["low"], claim["high"]


def _factor(growth: Claim) -> Ends:
    low, high = _ends(growth)
    return (low, high) if growth["unit"] == "x" else (1 + low / 100, 1 + high / 100)


def _grown(parts: Sequence[Claim]) -> Ends:
    level, growth, base = parts
    return _less(_ends(level), _times(_ends(base), _factor(growth)))


def _changed(parts: Sequence[Claim]) -> Ends:
    level, change, base = parts
    return _less(_less(_ends(level), _ends(change)), _ends(base))


def _changed_and_grown(parts: Sequence[Claim]) -> Ends:
    level, change, growth = parts
    low, high = _less(_ends(level), _ends(change))
    return _less(_times((max(low, 0.0), max(high, 0.0)), _factor(growth)), _ends(level))


def _moves(claims: Sequence[Claim], kind: str, units: Sequence[str] | None) -> list[int]:
    return [n for n, c in enumerate(claims) if c["kind"] == kind and (units is None or c["unit"] in units)]


def with_base(claims: Sequence[Claim]) -> Iterator[Identity]:
    """Find level = base × (1 + growth) and level = base + change, all three told."""
    for kind, units, residual in (("growth", ("%", "x"), _grown), ("change", None, _changed)):
        for n in _moves(claims, kind, units):
            for level in _led_to(claims, claims[n]):
                unit, points = claims[level]["unit"], {"pp", "bp"}
                if kind == "change" and (claims[n]["unit"] != unit) and claims[n]["unit"] not in points:
                    continue
                if claims[n]["unit"] == "bp":
                    continue
                for base in _bases(claims, claims[level], claims[n]):
                    yield Identity(f"level, {kind} and base", (level, n, base), residual)


def twice_moved(claims: Sequence[Claim]) -> Iterator[Identity]:
    """Find a change and a growth that led to the same level."""
    for change in _moves(claims, "change", None):
        for level in _led_to(claims, claims[change]):
            for growth in _moves(claims, "growth", ("%", "x")):
                alike = _same(claims[change], claims[growth], "basis", "unit") or _same(
                    claims[change], claims[growth], "basis", *WHO, "measure"
                )
                same_unit = claims[change]["unit"] == claims[level]["unit"]
                if alike and same_unit and level in set(_led_to(claims, claims[growth])):
                    yield Identity("level, change and growth", (level, change, growth), _changed_and_grown)


def flows(claims: Sequence[Claim]) -> Iterator[Identity]:
    """Find exports and imports with the balance or the total that they give."""
    levels = _levels(claims)
    for x in (n for n in levels if claims[n]["measure"] == "exports"):
        alike = [n for n in levels if _same(claims[n], claims[x], *WHO, "unit", "status") and claims[n].get("period")]
        alike = [n for n in alike if _days(claims[n]["period"]) == _days(claims[x].get("period"))]
        for m in (n for n in alike if claims[n]["measure"] == "imports"):
            for n in alike:
                if claims[n]["measure"] in SIGN:
                    yield Identity("exports, imports and balance", (x, m, n), _net)
                if claims[n]["measure"] == "trade":
                    yield Identity("exports, imports and trade", (x, m, n), _gross)


def _net(parts: Sequence[Claim]) -> Ends:
    exports, imports, balance = parts
    sign = SIGN[balance["measure"]]
    stated = _times(_ends(balance), (sign, sign)) if sign < 0 else _ends(balance)
    return _less(_less(_ends(exports), _ends(imports)), stated)


def _gross(parts: Sequence[Claim]) -> Ends:
    exports, imports, total = parts
    return _less(_less(_ends(total), _ends(exports)), _ends(imports))


def repeats(claims: Sequence[Claim]) -> Iterator[Identity]:
    """Find figures that are told twice, in two sentences."""
    fields = (*WHO, "kind", "measure", "unit", "status", "period", "basis", "against")
    for one, other in combinations(range(len(claims)), 2):
        a, b = claims[one], claims[other]
        if a.get("core", True) and _same(a, b, *fields) and a["sentence"] != b["sentence"] and _plain(a, b):
            yield Identity("told twice", (one, other), lambda parts: _less(_ends(parts[0]), _ends(parts[1])))


def _plain(*claims: Claim) -> bool:
    return all(math.isfinite(c["low"]) and math.isfinite(c["high"]) and c["kind"] != "rank" for c in claims)


def shares(claims: Sequence[Claim]) -> Iterator[Identity]:
    """Find share × whole = part, where both amounts are told."""
    levels = _levels(claims)
    for s in (n for n, c in enumerate(claims) if c["kind"] == "share" and c["unit"] == "%" and c.get("period")):
        share = claims[s]
        of = [n for n in levels if _same(claims[n], share, "measure", "reporter") and claims[n].get("period")]
        of = [n for n in of if _days(claims[n]["period"]) == _days(share["period"])]
        for part, whole in permutations(of, 2):
            a, b = claims[part], claims[whole]
            wider = [f for f in ("partner", "item") if a.get(f) != b.get(f)]
            if _same(a, share, "partner", "item") and _same(a, b, "unit") and len(wider) == 1 and not b.get(wider[0]):
                yield Identity("share, part and whole", (s, part, whole), _shared)


def _shared(parts: Sequence[Claim]) -> Ends:
    share, part, whole = parts
    low, high = _ends(share)
    return _less(_times((low / 100, high / 100), _ends(whole)), _ends(part))


def lists(claims: Sequence[Claim]) -> Iterator[Identity]:
    """Find parts in one sentence that add up to a stated total, and shares that add up to 100 %."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for n, claim in enumerate(claims):
        if claim["kind"] in ("level", "share") and claim.get("period") and claim.get("core", True):
            fields = ("kind", "measure", "reporter", "unit", "period", "sentence")
            groups.setdefault(tuple(claim.get(field) for field in fields), []).append(n)
    for group in groups.values():
        for varied in ("partner", "item"):
            parts = [n for n in group if claims[n].get(varied)]
            if len({claims[n][varied] for n in parts}) != len(parts) or len(parts) < 2:
                continue
            first = claims[parts[0]]
            if first["kind"] == "share" and first["unit"] == "%":
                yield Identity("shares of one whole", tuple(parts), _to_hundred)
            totals = [n for n in _levels(claims) if _is_total(claims[n], first, varied)]
            yield from (Identity("parts and total", (n, *parts), _to_total) for n in totals)


def _is_total(claim: Claim, part: Claim, varied: str) -> bool:
    other = {"partner": "item", "item": "partner"}[varied]
    fields = ("kind", "measure", "reporter", "unit", "period", other)
    return _same(claim, part, *fields) and not claim.get(varied)


def _sum(claims: Sequence[Claim]) -> Ends:
    return sum(c["low"] for c in claims), sum(c["high"] for c in claims)


def _to_hundred(parts: Sequence[Claim]) -> Ends:
    return _less(_sum(parts), (100.0, 100.0))


def _to_total(parts: Sequence[Claim]) -> Ends:
    return _less(_ends(parts[0]), _sum(parts[1:]))


def goods_and_services(claims: Sequence[Claim]) -> Iterator[Identity]:
    """Find goods and services with the sum of both."""
    sign = {"deficit": -1, "surplus": 1, "exports": 1, "imports": 1}
    of: dict[str, list[int]] = {"goods": [], "services": [], "goods and services": []}
    for n in _levels(claims):
        item = claims[n].get("item") or "goods"
        if item in of and claims[n]["measure"] in sign and claims[n].get("period"):
            of[item].append(n)
    for goods in of["goods"]:
        for services in of["services"]:
            for both in of["goods and services"]:
                parts = [claims[n] for n in (goods, services, both)]
                flows = {p["measure"] for p in parts}
                alike = len(flows) == 1 or flows <= {"deficit", "surplus"}
                if alike and all(_same(parts[0], p, "reporter", "partner", "period", "unit", "status") for p in parts):
                    yield Identity("goods, services and both", (goods, services, both), _both)


def _both(parts: Sequence[Claim]) -> Ends:
    signed = [_times(_ends(p), (-1.0, -1.0)) if p["measure"] == "deficit" else _ends(p) for p in parts]
    return _less(_less(signed[2], signed[0]), signed[1])


FINDERS = (with_base, twice_moved, flows, repeats, shares, lists, goods_and_services)
