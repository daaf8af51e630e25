"""Small claims tables, and reading a chart back: where its marks stand, what is written, what is clipped."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

from tradekit.frame import COLUMNS, INDEX

DEFAULTS = {
    "article": "a1", "value": 1.0, "qualifier": "=", "unit": "USD", "kind": "level", "measure": "exports",
    "status": "actual", "core": True, "publisher": "Reuters", "published": "2025-06-04", "origin": "stated",
}  # fmt: skip


def claims_table(rows: list[dict]) -> pd.DataFrame:
    """Build a claims table of a few cells a row; a period of years or months gets its dates."""
    table = pd.DataFrame([DEFAULTS | dates(row.get("period")) | row for row in rows])
    table = table.reindex(columns=[column.name for column in COLUMNS])
    for column in COLUMNS:
        table[column.name] = table[column.name].astype(column.dtype)
    table.index = pd.Index([f"a1:{n}" for n in range(len(table))], dtype=INDEX.dtype, name=INDEX.name)
    return table


def dates(period: str | None) -> dict[str, object]:
    if period is None:
        return {}
    first, _, last = period.partition("/")
    first, last = pd.Period(first), pd.Period(last or first)
    freq = "span" if "/" in period else {"Y": "A"}.get(first.freqstr[0], first.freqstr[0])
    return {"period_start": first.start_time, "period_end": last.end_time.floor("D"), "freq": freq}


def point_groups(ax) -> list[PathCollection]:
    return [marks for marks in ax.collections if isinstance(marks, PathCollection)]


def points(ax) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for marks in point_groups(ax) for x, y in marks.get_offsets()]


def points_and_faces(marks: PathCollection) -> list[tuple]:
    """Give each point with the colour it is filled with."""
    points = marks.get_offsets()
    faces = np.resize(marks.get_facecolors(), (len(points), 4))
    return [((float(x), float(y)), tuple(face[:3])) for (x, y), face in zip(points, faces, strict=True)]


def dots(ax) -> dict[float, float]:
    """Give each dot's place along the measured axis by its row's height."""
    return {round(y, 6): x for x, y in points(ax)}


def row_dots(ax) -> dict[str, float]:
    """Give each row's dot by its label."""
    return {label: dots(ax)[y] for label, y in row_heights(ax).items() if y in dots(ax)}


def row_heights(ax) -> dict[str, float]:
    ticks = zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
    return {label.get_text().replace("\n", " "): round(float(y), 6) for y, label in ticks}


def bars(ax) -> dict[float, float]:
    boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return {round(box.get_y() + box.get_height() / 2, 6): box.get_width() for box in boxes}


def intervals(ax) -> list[tuple[float, float]]:
    """Give the ends of horizontal lines."""
    lines = [line for marks in ax.collections if isinstance(marks, LineCollection) for line in marks.get_segments()]
    return [(float(line[0][0]), float(line[1][0])) for line in lines if line[0][1] == line[1][1]]


def tick_labels(ax) -> dict[float, str]:
    ax.figure.draw_without_rendering()
    return {float(x): label.get_text() for x, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True)}


def written(ax, gid: str) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_gid() == gid]


def small_print(ax) -> str:
    return " ".join(written(ax, "source")).replace("\n", " ")


def arrows(ax) -> list[Annotation]:
    return [text for text in ax.texts if isinstance(text, Annotation)]


def inside(box, page) -> bool:
    return page.x0 - 1 < box.x0 and box.x1 < page.x1 + 1 and page.y0 - 1 < box.y0 and box.y1 < page.y1 + 1


def faults(figure) -> list[str]:
    """Draw a figure and list the texts that leave it and those that overlap."""
    figure.draw_without_rendering()
    page = figure.bbox
    boxes = []
    seen: set[int] = set()
    # Panels before the axes that hold them.
    for ax in [each for whole in figure.axes for each in (*whole.child_axes, whole)]:
        texts = [text for text in ax.findobj(Text) if text.get_text().strip() and text.get_visible()]
        texts = [text for text in texts if id(text) not in seen]
        seen.update(map(id, texts))
        # Matplotlib keeps labels of ticks beyond the axis, and does not draw them.
        outside = {
            label
            for axis, (low, high) in ((ax.xaxis, sorted(ax.get_xlim())), (ax.yaxis, sorted(ax.get_ylim())))
            for tick, label in zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True)
            if not low <= tick <= high
        }
        boxes += [(text.get_text(), text.get_window_extent()) for text in texts if text not in outside]
    found = [f"{text!r} leaves the figure" for text, box in boxes if not inside(box, page)]
    for (one, first), (other, second) in combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        if across > 1 and up > 1:
            found.append(f"{one!r} overlaps {other!r}")
    return found


def days(date: str) -> float:
    return (pd.Timestamp(date) - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
