#!/usr/bin/env python3
"""Score a claims table against gold articles (see README.md beside this file).

    python score.py dev.jsonl [more.jsonl] [--only a,b] [--errors] [--json OUT] [--table CLAIMS.csv]

Without --table the articles are given to tradekit itself: `tradekit.extract` of a list of `tradekit.Article`.

A row matches a gold claim when their spans overlap by at least half of their union and |value| agrees to
1 part in 10**6 (a range: both ends; a fraction in words: 5 in 1000). Each claim and each row is matched at
most once. `number` counts matches; `number+unit` those with the same unit; `whole row` those whose sign,
unit, kind, measure, reporter, partner and period are all right (on claims that are not core: sign, unit, kind
and measure).
"""

from __future__ import annotations

import argparse
import calendar
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]  # a row of the table or a claim of the gold

# Scored on all claims.
EVERY = ["sign", "unit", "kind", "measure"]
# Scored on core claims.
CORE = [
    *("reporter", "partner", "period", "basis", "source"),
    *("item", "qualifier", "status", "of", "interval"),
]
STRICT = ["sign", "unit", "kind", "measure", "reporter", "partner", "period"]
# These may be missing: for them also precision and recall where told.
TOLD = ["reporter", "partner", "period", "basis", "source", "item", "of"]
NEEDED = [
    *("article", "start", "end", "text", "value", "low", "high", "qualifier", "unit", "kind", "measure"),
    *("item", "reporter", "partner", "period", "basis", "source", "status", "of"),
]


def missing(v: object) -> bool:
    return v is None or str(v) in {"", "<NA>", "nan", "None", "NaT"}


def words(v: object) -> set[str]:
    return set(re.findall(r"\w+", str(v).lower())) - {"the", "a", "an", "of", "and"}


def numbers_agree(row: Record, gold: Record) -> bool:
    tolerance = 1e-6 if re.search(r"\d", gold["text"]) else 5e-3  # a third: 33.3 or 33.333

    def close(a: Any, b: float) -> bool:
        return not missing(a) and math.isclose(abs(float(a)), abs(b), rel_tol=tolerance, abs_tol=1e-9)

    if isinstance(gold["value"], list):
        if missing(row["low"]) or missing(row["high"]):
            return False
        ends = sorted((abs(float(row["low"])), abs(float(row["high"]))))
        return all(map(close, ends, sorted(map(abs, gold["value"]))))
    return close(row["value"], gold["value"])


def spans_agree(row: Record, gold: Record) -> bool:
    overlap = min(row["end"], gold["end"]) - max(row["start"], gold["start"])
    union = max(row["end"], gold["end"]) - min(row["start"], gold["start"])
    return bool(overlap > 0 and 2 * overlap >= union)


def days(period: str) -> str:
    """First and last day of a period, so that 2025-Q1 and 2025-01/2025-03 are the same."""
    ends = []
    for part, last in ((period.split("/")[0], False), (period.split("/")[-1], True)):
        if m := re.fullmatch(r"(\d{4})-Q([1-4])", part):
            part = f"{m[1]}-{3 * int(m[2]) - (0 if last else 2):02}"
        if re.fullmatch(r"\d{4}", part):
            part += "-12" if last else "-01"
        if m := re.fullmatch(r"(\d{4})-(\d\d)", part):
            if not 1 <= int(m[2]) <= 12:
                return period
            part += f"-{calendar.monthrange(int(m[1]), int(m[2]))[1]:02}" if last else "-01"
        ends.append(part)
    return "/".join(ends)


def same(field: str, row: Record, gold: Record, linked: Mapping[str, int]) -> bool | None:
    """Whether the field is right; None where the gold does not say (an interval of a number in words)."""
    if field == "sign":
        value = gold["value"]
        return (float(row["value"]) < 0) == ((sum(value) if isinstance(value, list) else value) < 0)
    if field == "interval":
        if "low" not in gold:
            return None
        if missing(row["low"]) or missing(row["high"]):
            return False
        ends = [(float(row[k]), float(gold[k])) for k in ("low", "high")]
        return all(math.isclose(mine, wanted, rel_tol=1e-3, abs_tol=1e-9) for mine, wanted in ends)
    g, p = gold.get(field), row.get(field)
    if field == "of":
        p = None if missing(p) else linked.get(str(p), -1)
        return bool(p == g)
    if missing(g) or missing(p):
        return missing(g) and missing(p)
    if field in {"item", "source"}:
        # token F1 of at least one half
        return 4 * len(words(g) & words(p)) >= len(words(g)) + len(words(p))
    if field in {"period", "basis"}:
        return days(str(g).strip()) == days(str(p).strip())
    return str(g).strip() == str(p).strip()


def table_rows(path: str | None, articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    import pandas as pd

    if path:
        text: Any = {"article": str, "text": str, "claim": str, "of": str}
        table = pd.read_csv(path, dtype=text, keep_default_na=False, na_values=[""])
    else:
        import tradekit

        known = ("text", "id", "title", "date", "publisher")
        given: list[Any] = [{k: a.get(k) for k in known} for a in articles]
        table = tradekit.extract([tradekit.Article(**fields) for fields in given])
    if table.index.name == "claim":
        table = table.reset_index()
    if lacking := [c for c in NEEDED if c not in table]:
        sys.exit(f"the table lacks {lacking}; it has {list(table)}")
    rows: Any = table.to_dict("records")
    if strange := {str(r["article"]) for r in rows} - {a["id"] for a in articles}:
        sys.exit(f"the table names articles that the gold does not: {sorted(strange)[:5]}")
    return list(rows)


def prf(hits: int, given: int, wanted: int) -> dict[str, float]:
    p, r = hits / max(1, given), hits / max(1, wanted)
    return {"P": round(100 * p, 1), "R": round(100 * r, 1), "F1": round(200 * p * r / max(1e-9, p + r), 1)}


def paired(article: Record, mine: list[Record]) -> tuple[list[tuple[Record, Record | None]], list[Record]]:
    """Each claim of an article with the first row that fits it and is still free, and the rows left over."""
    pairs: list[tuple[Record, Record | None]] = []
    used: set[int] = set()
    for g in article["claims"]:
        fits = (i for i, r in enumerate(mine) if i not in used and spans_agree(r, g) and numbers_agree(r, g))
        best = next(fits, None)
        if best is not None:
            used.add(best)
        pairs.append((g, None if best is None else mine[best]))
    return pairs, [r for i, r in enumerate(mine) if i not in used]


def evaluate(articles: list[dict[str, Any]], rows: list[dict[str, Any]], errors: bool = False) -> dict[str, Any]:
    """The scores of the rows of some gold articles; `errors` prints each difference too."""
    total: Counter[str] = Counter()
    right, asked = Counter[str](), Counter[str]()
    told_hit, told_given, told_wanted = Counter[str](), Counter[str](), Counter[str]()
    for a in articles:
        mine: list[Record] = [r for r in rows if str(r["article"]) == a["id"]]
        total["rows"] += len(mine)
        total["wrong_spans"] += sum(a["text"][int(r["start"]) : int(r["end"])] != r["text"] for r in mine)
        pairs, extra = paired(a, mine)
        linked = {str(r.get("claim", f"{a['id']}:{r['start']}")): g["start"] for g, r in pairs if r}
        for g, r in pairs:
            core = g.get("core", True)
            total["gold"] += 1
            total["core"] += core
            if r is None:
                if errors:
                    print(f"{a['id']}  MISSED   {g['text']!r} {around(a, g)}")
                continue
            verdict = {f: same(f, r, g, linked) for f in EVERY + (CORE if core else [])}
            whole = all(verdict[f] for f in STRICT if f in verdict)
            total["number"] += 1
            total["exact_span"] += r["start"] == g["start"] and r["end"] == g["end"]
            total["unit"] += bool(verdict["unit"])
            total["whole"] += whole
            total["core_number"] += core
            total["core_whole"] += core and whole
            for f, ok in verdict.items():
                if ok is None:
                    continue
                asked[f] += 1
                right[f] += ok
                if f in TOLD:
                    told_given[f] += not missing(r.get(f))
                    told_wanted[f] += not missing(g.get(f))
                    told_hit[f] += ok and not missing(g.get(f))
                if errors and not ok:
                    print(difference(a, f, g, r))
        if errors:
            for r in extra:
                print(f"{a['id']}  EXTRA    {r['text']!r} value {r['value']} {r['unit']} {around(a, r)}")
    number, exact = total["number"], total["exact_span"]
    return {
        "articles": len(articles),
        **{name: total[name] for name in ("gold", "core", "rows", "wrong_spans")},
        "exact spans % of matched": round(100 * exact / max(1, number), 1),
        "number": prf(number, total["rows"], total["gold"]),
        "number+unit": prf(total["unit"], total["rows"], total["gold"]),
        "whole row": prf(total["whole"], total["rows"], total["gold"]),
        "core recall": round(100 * total["core_number"] / max(1, total["core"]), 1),
        "core whole row recall": round(100 * total["core_whole"] / max(1, total["core"]), 1),
        "columns, % right of matched": {f: round(100 * right[f] / max(1, asked[f]), 1) for f in EVERY + CORE},
        "columns where told, F1": {f: prf(told_hit[f], told_given[f], told_wanted[f])["F1"] for f in TOLD},
    }


def around(article: Record, found: Record) -> str:
    start, end = int(found["start"]), int(found["end"])
    return f"…{article['text'][max(0, start - 60) : end + 40]!r}"


def difference(article: Record, field: str, gold: Record, row: Record) -> str:
    def cell(record: Record) -> object:
        if field == "interval":
            return [record.get("low"), record.get("high")]
        return record.get("value" if field == "sign" else field)

    told = f"{gold['text']!r}: gold {cell(gold)!r}, got {cell(row)!r}"
    return f"{article['id']}  {field.upper():9}{told}  {around(article, gold)}"


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", nargs="+")
    ap.add_argument("--only", help="article kinds to score, by the first letters of their ids: a,b")
    ap.add_argument("--errors", action="store_true")
    ap.add_argument("--table")
    ap.add_argument("--json")
    args = ap.parse_args()
    lines = [line for path in args.gold for line in Path(path).read_text(encoding="utf-8").split("\n")]
    articles = [json.loads(line) for line in lines if line.strip()]
    rows = table_rows(args.table, articles)
    if args.only:
        articles = [a for a in articles if a["id"].startswith(tuple(args.only.split(",")))]
    result = evaluate(articles, rows, args.errors)
    for k, v in result.items():
        print(f"{k}: {v}")
    if args.json:
        Path(args.json).write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
