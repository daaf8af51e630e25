"""The widget: what a session shows, and the messages between the browser and the session."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from tradekit.articles import Article
from tradekit.review.form import economies, form
from tradekit.review.session import Session
from tradekit.show.display import style

HERE = Path(__file__).parent


class ReviewWidget(anywidget.AnyWidget):
    """Articles under review, as a notebook shows them; `review` makes one.

    Parameters
    ----------
    session : Session
        What is reviewed, and what is done.
    """

    _esm = (HERE / "review.js").read_text(encoding="utf-8")
    _css = style() + (HERE / "review.css").read_text(encoding="utf-8")

    form: traitlets.List[Any] = traitlets.List().tag(sync=True)
    economies: traitlets.List[Any] = traitlets.List().tag(sync=True)
    articles_listed: traitlets.List[Any] = traitlets.List().tag(sync=True)
    overview: traitlets.List[Any] = traitlets.List().tag(sync=True)
    page = traitlets.Dict().tag(sync=True)
    current = traitlets.Unicode("").tag(sync=True)  # the claim that is looked at; the browser sets it

    def __init__(self, session: Session) -> None:
        self._session = session
        overview = session.overview()
        # Where nobody has looked yet.
        first = next((one for one in overview if one["state"] == "not reviewed"), next(iter(overview), None))
        name = first["article"] if first else next(iter(session.sheets), None)
        super().__init__(
            form=form(),
            economies=[list(pair) for pair in economies()],
            articles_listed=[[name, sheet.article.title or ""] for name, sheet in session.sheets.items()],
            overview=overview,
            page=session.page(name) if name is not None else {},
            current=first["claim"] if first else "",
        )
        self.on_msg(self._answer)

    def _answer(self, _: object, message: dict[str, Any], buffers: object) -> None:
        """Do what the browser asks for, show what came of it, and answer."""
        reply = self._session.handle(message)
        if reply["ok"] and "article" in reply:
            self.page = self._session.page(reply["article"])
            self.overview = self._session.overview()
        self.send({**reply, "to": message.get("id")})

    def __repr__(self) -> str:
        states = [one["state"] for one in self._session.overview()]
        reviewed = len(states) - states.count("not reviewed")
        return f"<review: {reviewed} of {len(states)} claims reviewed; in a notebook it displays itself>"

    @property
    def claims(self) -> pd.DataFrame:
        """The claims table, corrected, as it is now."""
        return self._session.claims

    @property
    def articles(self) -> list[Article]:
        """The articles with their corrections."""
        return self._session.articles
