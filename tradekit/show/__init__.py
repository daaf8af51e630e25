"""Articles with their claims highlighted, and the claims table formatted for reading.

`show` and `table` return a `Display`, which a notebook shows and `.save` writes; `page` gives the HTML.
Of the modules, `display` has what both share, `highlight` makes the articles, `reading` the table.
"""

from __future__ import annotations

from tradekit.show.display import Display
from tradekit.show.highlight import page, show
from tradekit.show.reading import table

__all__ = ["Display", "page", "show", "table"]
