"""Which country's money a shared name stands for: the pound of an article about Egypt, the rupee of one about Nepal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from tradekit.quantities import grammar
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


# `All amounts are in Fiji dollars`, `which reports in Canadian dollars`, `Australian dollars unless stated`
_STATED = re.compile(
    r"(?i:\b(?:(?:figures|amounts|sums|values|prices|dollars|totals|numbers|currency)\b[^.;()]{0,40}?"
    r"|(?:report|account|publish|state|express)(?:s|d|ed)?\b[^.;()]{0,24}?)[ \n]"
    r"(?:are[ \n]|in[ \n])(?:the[ \n])?)(?P<name>(?:(?<![\w.])[A-Z][\w.]{1,20}[ \n]){1,2}dollars?)\b"
    r"|(?P<noted>(?:(?<![\w.])[A-Z][\w.]{1,20}[ \n]){1,2}dollars?)[ \n](?i:unless|except where)\b"
)
# `KATHMANDU, Oct 3 (Agency) –`: the place that an article is written from
_DATELINE = re.compile(r"\s*(?P<city>[A-Z][A-Z ’'.-]{2,30})\b[^\n]{0,40}?(?:[–—:-]|\))[ \n]")


# Each of these begins with the letter that it is looked for by, and looks back from there.
# `56.3 US cents`, `US309c`: who sets American money apart writes his own without a sign
_SET_APART = re.compile(r"U(?:S ?\$ ?\d|(?<!\wU)S\d[\d.,]*c\b|(?<=\d U)(?:S|\.S\.) cents\b)")
_AMERICAN = re.compile(r"US ?\$")
_MARKED = re.compile(r"\$(?:(?<=\b[ACSF]\$)|(?<=\b(?:NZ|HK|CA|AU)\$))")  # his own money is set apart too
# The United States as a partner: their dollars may be meant
_AMERICA = re.compile(r"(?:U(?<!\wU)(?:\.S\.|nited States)|A(?<!\wA)merica|W(?<!\wW)ashington)(?![’']?s? cents)")
# a paper of a country of states and provinces, at home: `the State Government has promised a grant`
_GOVERNED = re.compile(
    r"\b(?:(?:[Ss]tate|[Ff]ederal|[Pp]rovincial|[Tt]erritor(?:y|ial))[ \n][Gg]overnment"
    r"|(?:[Rr]egional|[Dd]istrict|[Ss]hire)[ \n][Cc]ouncil)\b"
)
_FEDERAL = ("AUD", "CAD", "NZD")
_CLAUSE = 40
_ENOUGH = 3  # times that a country is named in an article that is of it


def _dollars(text: str) -> str | None:
    """Give the currency that an article says its bare dollars are, or that of the country whose article it is."""
    apart = 0 if _AMERICA.search(text) and not _AMERICAN.search(text) else len(_SET_APART.findall(text))
    if apart and not _MARKED.search(text):
        named_most = Counter(_places()["USD"][m[0]] for m in _named("USD").finditer(text)).most_common(1)
        for code, told in named_most:
            if told >= _ENOUGH or told + apart >= 2 * _ENOUGH:
                return code
    governed = ("overnment" in text or "ouncil" in text) and _GOVERNED.search(text)
    if governed and not (apart or _MARKED.search(text) or _AMERICA.search(text)):
        told_by = Counter(_places()["USD"][m[0]] for m in _named("USD").finditer(text))
        home = max(_FEDERAL, key=lambda code: told_by[code])
        if told_by[home]:
            return home
    for match in _STATED.finditer(text) if "dollar" in text else ():
        named = grammar.unit(" ".join((match["name"] or match["noted"]).split()))
        if named is not None and named.form == "money":
            return named.unit
    return None


def _at_home(text: str, usual: str) -> str | None:
    """Give the currency of the place in the dateline, of those that share a name."""
    dateline = _DATELINE.match(text)
    here = dateline["city"].strip() if dateline else ""
    return next((code for name, code in _places()[usual].items() if name.upper() == here), None)


def localize(text: str, atoms: Sequence[Atom]) -> None:
    """Give sums in a currency whose name several countries share the currency meant by the article.

    It is the one that the article says it is, or that of the place it is written from, or of the country named most.

    Parameters
    ----------
    text : str
        The text.
    atoms : sequence of Atom
        Its numbers; sums among them are changed in place.
    """
    meant: dict[str, str] = {}
    dollars = _dollars(text) if "$" in text or "ollar" in text or "US" in text else None
    for atom in atoms:
        usual, slash, below = (atom.unit or "").partition("/")
        bare = text[atom.start : atom.at].lstrip("+-−–\\")
        cents = not bare and _CENTS.match(text, atom.to)
        if dollars and usual == "USD" and (bare == "$" or cents):
            atom.unit = f"{dollars}{slash}{below}"
            continue
        if (
            atom.form != "money"
            or usual == "USD"
            or usual not in _places()
            or _SPELLED.search(text[atom.start : atom.end])
        ):
            continue
        if usual not in meant:
            counts = Counter(_places()[usual][match[0]] for match in _named(usual).finditer(text))
            most = counts.most_common(1)
            named = most[0][0] if most and most[0][1] > counts[usual] else usual
            meant[usual] = _at_home(text, usual) or named
        atom.unit = f"{meant[usual]}{slash}{below}"
    _cents(text, atoms)
    if _BY_THE_POUND.search(text) and not _POUNDS_STERLING.search(text):
        _weigh(text, atoms)


# `$75 a pound`: where prices are by weight and no sum is in pounds, pounds are a weight
_BY_THE_POUND = re.compile(r"(?i:(?:\b(?:a|per)[ \n]|/)(?:pound|lb)\b)")
_POUNDS_STERLING = re.compile(r"£|\b(?:GBP|[Ss]terling|[Pp]ence|pounds?[ \n](?:sterling|rose|fell|eased|gained))\b")


_PAID = re.compile(
    r"(?i:\b(?:profits?|revenues?|turnover|sales|paid|pays?|worth|costs?|deal|takeover|bid|invest\w*|loss(?:es)?|brit\w+"
    r"|uk|london)\b)"
)


def _weigh(text: str, atoms: Sequence[Atom]) -> None:
    for atom in atoms:
        words = text[atom.to : atom.end]
        if atom.form != "money" or "/" in str(atom.unit) or not words.endswith(("pounds", "pound")):
            continue
        if not _PAID.search(text, max(0, atom.start - 2 * _CLAUSE), atom.end + _CLAUSE):
            atom.unit, atom.form = grammar.units()["lbs"].unit, "physical"


_CENTS = re.compile(r"[ -]?(?:cents?|c)\b")
_IN_CENTS = ("EUR", "ZAR", "KES", "AUD", "CAD", "NZD", "SGD", "HKD", "NAD", "LKR", "MUR")  # divided into cents


def _cents(text: str, atoms: Sequence[Atom]) -> None:
    """Give cents the currency of an article that tells no dollars: `sales of €8bn … a dividend of 30 cents`."""
    sums = Counter((atom.unit or "").partition("/")[0] for atom in atoms if atom.form == "money")
    small = [
        a
        for a in atoms
        if a.start == a.at
        and a.unit in ("USD", "USD/share")  # a price by weight is a market's, in whatever article
        and _CENTS.match(text, a.to)
    ]
    most = next((code for code, _ in sums.most_common() if code != "USD"), "")
    if small and len(small) == sums["USD"] and most in _IN_CENTS:
        for atom in small:
            atom.unit = f"{most}{(atom.unit or '').removeprefix('USD')}"
