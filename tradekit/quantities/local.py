"""Which country's money a shared name stands for: the pound of an article about Egypt, the rupee of one about Nepal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from tradekit.quantities.model import Atom
from tradekit.tables import rows

# a sign or word in the sum itself that leaves no doubt
_SPELLED = re.compile(r"[£₹]|\b(?:[A-Z]{3}|KSh|Ksh|KShs)\b|\b[A-Z][a-z]+(?:ish|an|ese|i|iss)\b|sterling")


@cache
def _places() -> dict[str, dict[str, str]]:
    """Give each usual currency the places that speak for each currency of its name."""
    places: dict[str, dict[str, str]] = {}
    for row in rows("local_currencies"):
        places.setdefault(row["usual"], {}).update(dict.fromkeys(row["places"].split("|"), row["code"]))
    return places


@cache
def _named(usual: str) -> re.Pattern[str]:
    names = sorted(_places()[usual], key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def localize(text: str, atoms: Sequence[Atom]) -> None:
    """Give sums in a currency whose name several countries share the currency of the country named most.

    Parameters
    ----------
    text : str
        The text.
    atoms : sequence of Atom
        Its numbers; sums among them are changed in place.
    """
    meant: dict[str, str] = {}
    for atom in atoms:
        usual, slash, below = (atom.unit or "").partition("/")
        if atom.form != "money" or usual not in _places() or _SPELLED.search(text[atom.start : atom.end]):
            continue
        if usual not in meant:
            counts = Counter(_places()[usual][match[0]] for match in _named(usual).finditer(text))
            most = counts.most_common(1)
            meant[usual] = most[0][0] if most and most[0][1] > counts[usual] else usual
        atom.unit = f"{meant[usual]}{slash}{below}"
    _cents(text, atoms)


_CENTS_OF = ("EUR", "ZAR", "KES", "AUD", "CAD", "NZD", "SGD", "HKD", "NAD", "LKR", "MUR")  # divided into cents


def _cents(text: str, atoms: Sequence[Atom]) -> None:
    """Give cents the currency of an article that tells no dollars: `sales of €8bn … a dividend of 30 cents`."""
    sums = Counter((atom.unit or "").partition("/")[0] for atom in atoms if atom.form == "money")
    small = [
        a
        for a in atoms
        if (a.unit or "").partition("/")[0] == "USD" and re.match(r"[ -]?(?:cents?|c)\b", text[a.to : a.to + 6])
    ]
    most = next((code for code, _ in sums.most_common() if code != "USD"), "")
    if small and len(small) == sums["USD"] and most in _CENTS_OF:
        for atom in small:
            atom.unit = f"{most}{(atom.unit or '').removeprefix('USD')}"
