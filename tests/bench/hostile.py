"""Texts that are hard to read, at any length: what breaks a pattern, and what long pages of news really have."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator
from itertools import accumulate

from tradekit.tables import rows

Text = Callable[[int], str]


_CLAIM = " Exports rose 5%."  # a text without a number would not be read at all


def _again(words: str, opening: str = "", closing: str = _CLAIM) -> Text:
    """Repeat words up to a length, once behind an opening and before a closing."""

    def text(length: int) -> str:
        room = max(len(words), length - len(opening) - len(closing))
        return opening + (words * (room // len(words) + 1))[:room] + closing

    return text


def _drawn(piece: Callable[[random.Random], str]) -> Text:
    """Join pieces that are drawn with a fixed seed."""

    def text(length: int) -> str:
        draw, made, size = random.Random(length), list[str](), 0
        while size < length:
            made.append(piece(draw))
            size += len(made[-1])
        return "".join(made) + _CLAIM

    return text


def _prefixes() -> Iterator[str]:
    """Give every prefix of every number word and scale."""
    for row in (*rows("numbers"), *rows("scales")):
        yield from accumulate(row["word"])


def _nested(left: str, right: str) -> Text:
    def text(length: int) -> str:
        return f"He said {left * (length // 2)}5%{right * (length // 2)}."

    return text


_COUNTRIES = ("China", "Belarus", "Germany", "the United States", "Japan")


def _sentence(draw: random.Random) -> str:
    growth, level = f"{draw.randint(2, 90)}.{draw.randint(0, 9)}%", f"${draw.randint(2, 900)} million"
    return f"and {draw.choice(_COUNTRIES)}'s exports to Russia rose {growth} to {level} in 2024 "


def _row(draw: random.Random) -> str:
    cells = draw.randint(100, 9999), draw.randint(1, 99) / 10, draw.randint(1, 99)
    return "| {} | {} | {} | {}% |\n".format(draw.choice(_COUNTRIES), *cells)


def _spaced_row(draw: random.Random) -> str:
    return f"{draw.choice(_COUNTRIES):20}{draw.randint(100, 9999):>12,}{draw.randint(1, 99):>12}%\n"


def _noise(letters: str) -> Text:
    return lambda length: "".join(random.Random(length).choices(letters, k=length)) + _CLAIM


CASES: dict[str, Text] = {
    # numbers
    "digits": _again("7"),
    "digits and commas": _again("1,"),
    "thousands groups": _again("1,000,"),
    "digits and points": _again("1."),
    "digits and spaces": _again("1 "),
    "digits and dashes": _again("5-"),
    "digits and slashes": _again("1/"),
    "signs": _again("-"),
    "plus and minus": _again("+-5"),
    "a paragraph of numbers": _drawn(lambda draw: f"{draw.randint(2, 99_999)} "),
    "a paragraph of sums": _drawn(lambda draw: f"${draw.randint(2, 999)} million, "),
    "and 5% and 5%": _again("and 5% "),
    "5%, 5%, 5%": _again("5%, "),
    "percent signs": _again("%"),
    "dollar signs": _again("$"),
    "dollars and spaces": _again("$ "),
    "from 5 to 5 to 5": _again("to 5 ", "from "),
    "between 5 and 5 and 5": _again("and 5 ", "between "),
    "5 to 5 percent to 5 percent": _again("5 percent to "),
    "about about about": _again("about ", closing="5%"),
    "more than more than": _again("more than ", closing="5%"),
    "million million": _again("million "),
    "5 million million": _again("million ", "5 "),
    "one hundred one hundred": _again("one hundred "),
    "hundred and hundred and": _again("hundred and "),
    "twenty-twenty-": _again("twenty-"),
    "prefixes of number words": _again(" ".join(_prefixes()) + " "),
    "prefixes without spaces": _again("".join(_prefixes())),
    "half of half of": _again("half of "),
    "two-thirds of two-thirds": _again("two-thirds of "),
    "tonnes tonnes": _again("tonnes "),
    "5 tonnes of tonnes of": _again("tonnes of ", "5 "),
    "per barrel per barrel": _again("per barrel ", "$5 "),
    "USD USD USD": _again("USD "),
    "5 big old red ... generators": _again("big old red ", "5 ", "generators."),
    "addresses": _again("www.example.com/5/2024 "),
    "one long address": _again("a5/", "https://"),
    "addresses of mail": _again("a.5@b."),
    "entities": _again("&#53;"),
    # times
    "January January": _again("January "),
    "May 5 May 5": _again("May 5 "),
    "2024 2024": _again("2024 "),
    "2024-2024-": _again("2024-"),
    "2024/25/": _again("2024/"),
    "dates": _again("on 5 May 2024 "),
    "from January to January to": _again("to January ", "from "),
    "the first the first": _again("the first "),
    "the first quarter of the first": _again("the first quarter of "),
    "last last last": _again("last "),
    "in the year to the year to": _again("the year to ", "in "),
    "compared with compared with": _again("compared with "),
    "a year earlier a year earlier": _again("a year earlier "),
    "clock times": _again("10:30 "),
    # words
    "Belarus Belarus": _again("Belarus "),
    "China's China's": _again("China's "),
    "China and China and": _again("China and "),
    "the Republic of the Republic of": _again("the Republic of "),
    "exports exports": _again("exports "),
    "exports of exports of": _again("exports of "),
    "rose rose": _again("rose "),
    "will will": _again("will "),
    "said said": _again("said "),
    "he said, he said,": _again("he said, "),
    "Mr Smith said Mr Smith said": _again("Mr Smith said "),
    "according to according to": _again("according to "),
    "according to ... names": _again("Smith ", "Exports rose 5%, according to "),
    "the ministry of the ministry of": _again("the ministry of "),
    "which which": _again("which "),
    "which rose, which rose,": _again("which rose, "),
    "and and": _again("and "),
    "of the of the": _again("of the "),
    "a noun of 5 words": _again("the statistics bureau of "),
    "respectively": _again("5% and 6% respectively "),
    "Capital Words": _again("Alpha Beta "),
    "CAPITALS": _again("A"),
    "U.S. U.S.": _again("U.S. "),
    "Inc. Inc.": _again("Inc. "),
    "A.B.C.D.": _again("A."),
    # sentences and marks
    "one sentence": _drawn(_sentence),
    "one sentence of short words": _again("a b "),
    "no space": _again("exports"),
    "no space, letters drawn": _noise(string.ascii_letters),
    "no space, all ASCII drawn": _noise(string.punctuation + string.ascii_letters + string.digits),
    "anything printed": _noise(string.printable),
    "parentheses open": _again("("),
    "parentheses": _nested("(", ")"),
    "brackets": _nested("[", "]"),
    "parentheses and numbers": _again("(5 "),
    "quotes open": _again("“"),
    "quotes nested": _nested("“", "”"),
    "straight quotes": _again('"'),
    "quoted words": _again('"5%" he said. '),
    "apostrophes": _again("'"),
    "commas": _again(","),
    "commas and spaces": _again(", "),
    "full stops": _again("."),
    "full stops and spaces": _again(". "),
    "question marks": _again("? "),
    "dashes": _again("–"),
    "dashes and spaces": _again(" – "),
    "semicolons": _again("a; "),
    "colons": _again("a: "),
    "spaces": _again(" "),
    "spaces behind a number": _again(" ", "Exports rose 5%"),
    "newlines": _again("\n"),
    "newlines and spaces": _again(" \n"),
    "carriage returns": _again("\r\n"),
    "tabs": _again("\t"),
    "no-break spaces": _again("\u00a0"),
    "zero-width spaces": _again("5\u200b"),
    "asterisks": _again("*"),
    "hashes": _again("#"),
    "underscores": _again("_"),
    "bars": _again("|"),
    "backslashes": _again("\\"),
    "equals signs": _again("=\n"),
    "less-than signs": _again("<"),
    # letters
    "combining characters": _again("e\u0301"),
    "one letter, all accents": _again("\u0301", "e"),
    "digits with accents": _again("5\u0301"),
    "letters that grow when lowered": _again("İ"),
    "full-width digits": _again("５"),
    "Arabic digits": _again("٥"),
    "superscripts": _again("m³"),
    "fractions": _again("½"),
    "lone surrogates": _again("\ud800"),
    "zero bytes": _again("\0"),
    "emoji": _again("\U0001f4c8"),
    # pages
    "bullets": _again("• Exports: up 5%\n"),
    "bullets of countries": _drawn(lambda draw: f"- {draw.choice(_COUNTRIES)}: {draw.randint(2, 99)}%\n"),
    "a numbered list": _again("1. Exports rose\n"),
    "a table with bars": _drawn(_row),
    "a table of tabs": _again("China\t5\t7%\n"),
    "a table of spaces": _drawn(_spaced_row),
    "one row of a table": _again("| 5 "),
    "headings": _again("EXPORTS\n\n"),
    "one word a line": _again("exports\n"),
    "one number a line": _again("5%\n"),
    "one number a paragraph": _again("5%\n\n"),
    "bylines": _again("By Ann Smith\n"),
    "links": _again("Read more: Gold\n\n"),
    "short sentences": _again("It rose 5%. "),
    "plain sentences": _again("The talks will go on. "),
    "paragraphs": _drawn(
        lambda draw: f"China's exports to Russia rose {draw.randint(2, 99)}% in May, data showed.\n\n"
    ),
}
