"""Articles with their claims highlighted, the claims table formatted for reading, and a report with both.

`show`, `table` and `report` return a `Display`, which a notebook shows and `.save` writes; `page` gives the HTML.
Of the modules, `display` has what all share, `filters` makes the bar of filters, `highlight` the articles (one of
them is `highlight.article_html`), `reading` the table, `reporting` the report. In the browser, `show.js` tells the
reasons of a claim, `rows.js` filters, sorts and leads from rows to claims.
"""

from __future__ import annotations

from tradekit.show.display import Display
from tradekit.show.highlight import page, show
from tradekit.show.reading import table
from tradekit.show.reporting import report

__all__ = ["Display", "page", "report", "show", "table"]
