"""What a notebook displays: HTML with style and script inside it, made safe.

The texts are other people's: all of them go through `escape`, and a page forbids every request and every
script but ours. There are no ids and nothing random: many displays share one notebook, and the same input
gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

import pandas as pd

from tradekit.frame import COLUMNS, INDEX, write_file

PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
</head>
<body class="tradekit-page">
$body
</body>
</html>
""")
POLICY = Template("default-src 'none'; style-src $style; script-src $script; base-uri 'none'; form-action 'none'")

# MathJax, which notebooks run over their outputs, would take "$4 bn to $5 bn" for a formula.
NO_MATH = "tex2jax_ignore mathjax_ignore"

# What HTML cannot carry: a browser drops or replaces it, and a lone surrogate cannot be encoded.
UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, repr=False)
class Display:
    """Something to look at: a notebook shows its HTML, a console prints its plain text.

    Attributes
    ----------
    title : str
        The title of the page that `save` writes.
    body : str
        HTML that needs nothing else.
    plain : str
        What a console prints.
    """

    title: str
    body: str
    plain: str

    def __repr__(self) -> str:
        return self.plain

    def _repr_html_(self) -> str:
        return self.body

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write one self-contained HTML page.

        Parameters
        ----------
        path : str or path
            The file to write, such as ``page.html``; one that is there is replaced.

        Raises
        ------
        FileNotFoundError
            If its folder is not there.
        """
        write_file(Path(path), document(self.title, self.body).encode())


def document(title: str, body: str) -> str:
    """Make one HTML document of a display's body; it makes no request, wherever it is opened."""
    policy = POLICY.substitute(style=_hash("show.css"), script=_hash("show.js"))
    return PAGE.substitute(title=escape(title), policy=policy, body=body)


def wrapped(css: str, content: str, script: str = "") -> str:
    """Put a display's content into its outermost element, with its style and script."""
    tail = f"\n<script>{asset(script)}</script>" if script else ""
    style = f"<style>{asset('show.css')}</style>"
    return f'<div class="tradekit {css} {NO_MATH}">\n{style}\n{content}{tail}\n</div>'


@cache
def asset(name: str) -> str:
    """Read the style sheet or the script."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(name: str) -> str:
    digest = hashlib.sha256(asset(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def escape(text: object) -> str:
    """Write a text so that HTML shows it and nothing else, between tags and in attributes."""
    return html.escape(UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", str(text)))


def count(number: int, noun: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "claim"), count(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def by_claim(claims: object) -> pd.DataFrame:
    """Return the table with `claim` as its index, also after a reset_index, and with every column."""
    if not isinstance(claims, pd.DataFrame):
        raise TypeError(f"claims is a {type(claims).__name__}; it must be a table as extract returns it")
    if INDEX.name in claims.columns:
        claims = claims.set_index(INDEX.name)
    names = [column.name for column in COLUMNS]
    return claims.reindex(columns=[*names, *claims.columns.difference(names, sort=False)])
