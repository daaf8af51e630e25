"""What a notebook displays: HTML with style and script inside it, made safe.

The texts are other people's: all of them go through `escape`, and a page forbids every request and every
script but ours. Nothing is random: the same input gives the same bytes. Names of elements come from the claims
and articles, so that a row of one display leads to the claim in another; of two, the nearer one is meant.
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
from urllib.parse import quote

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
<style>$style</style>
</head>
<body class="tradekit-page">
<main>
<h1>$title</h1>
$content
</main>
<script>$script</script>
</body>
</html>
""")
POLICY = Template(
    "default-src 'none'; style-src $style; script-src $script; img-src data:; base-uri 'none'; form-action 'none'"
)

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
    content : str
        HTML without its style and script.
    plain : str
        What a console prints.
    """

    title: str
    content: str
    plain: str

    def __repr__(self) -> str:
        return self.plain

    def _repr_html_(self) -> str:
        return self.body

    @property
    def body(self) -> str:
        """HTML that needs nothing else, to stand in another page."""
        return f"<style>{style()}</style>\n{self.content}\n<script>{script()}</script>"

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
        write_file(Path(path), document(self.title, self.content).encode())


def document(title: str, content: str) -> str:
    """Make one HTML document of a display's content; it makes no request, wherever it is opened."""
    policy = POLICY.substitute(style=_hash(style()), script=_hash(script()))
    return PAGE.substitute(title=escape(title), policy=policy, style=style(), script=script(), content=content)


def wrapped(css: str, content: str) -> str:
    """Put a display's content into its outermost element; in it, JupyterLab leaves Enter and Esc to the display."""
    return f'<div class="tradekit {css} {NO_MATH}" data-lm-suppress-shortcuts="true">\n{content}\n</div>'


@cache
def style() -> str:
    """Read the style sheet, which all displays share."""
    return _asset("show.css")


@cache
def script() -> str:
    """Read the script: the claims of articles, and the rows of tables."""
    return _asset("show.js") + _asset("rows.js")


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def name_of(what: str, given: object) -> str:
    """Name the element of an article, a claim or its row, for `id` and behind the `#` of a link.

    Examples
    --------
    >>> name_of("claim", "a visit:41")
    'tk-claim-a%20visit:41'
    """
    return f"tk-{what}-{quote(str(given), safe=':', errors='surrogatepass')}"


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
