"""What bare numbers are of: the noun that they count, or what was counted or measured before."""

from __future__ import annotations

import re

from tradekit.quantities import counts
from tradekit.quantities.model import Atom, Find
from tradekit.quantities.quoted import governed_by_index, index_name

_AGE = re.compile(r"(?:[A-Z][\w’'.-]+,?[ ]\(?|\baged[ ]|, )$")
_ENDS_AGE = re.compile(r"[,)]|\.[\s”\"’']")
_COUNT = re.compile(r"\b([a-z]{3,})[ \n]count[ \n](?:[\w.%,-]+[ \n]){1,6}?$")  # `the rig count fell by three to`
_SAYS_POINTS = re.compile(r"(?i:\b(?:index|pmi|points?|gauge|barometer))\b")
_NUMBER_OF = re.compile(r"(?i:\b(?:number|count|total)[ \n]of)(?=[ \n])")
_EMPLOYS = re.compile(
    r"(?i:\b(?:employ(?:s|ed|ing)?|killed|workforce of|staff of|population of)(?:[ \n]\w+){0,3}[ \n])$"
)
_JOBS = re.compile(r"(?i:\b(?:employment|payrolls)\b[^;]{0,60}\b(?:by|to|up|down)[ \n])$")
_COUNT_RATE = re.compile(
    r"(?:[ \n]of[ \n](?:[a-z-]+[ \n]){0,2}?[a-z-]+)?[ \n](?:a|an|per|each|every)[ \n]"
    r"(second|minute|hour|day|week|month|year)\b(?![ \n](?:ago|earlier|before))"
)
# what goes on with a percentage: `Egypt 17 and the UK nine`, `on wine it is 150`, `8 in Uganda`
_ELLIPTIC = re.compile(
    r"(?:,|;|\band|\bit[’']s|\b(?:is|was|are|were))[ \n]"
    r"(?:(?:the|those of|those to)[ \n])?(?:(?!in\b|on\b|since\b)[\w.]+[ \n]){0,3}$"
)
# what is bargained for, in the unit of what was told: `The duty is 35 percent. I would settle for 25.`
_BARGAINED = re.compile(
    r"(?i:\b(?:settle for|live with|make do with|wants?|wanted|offer(?:s|ed)?|propos(?:es|ed)|s(?:eeks|ought)|"
    r"suggest(?:s|ed)|(?:ask(?:s|ed)?|call(?:s|ed)?|push(?:es|ed)?|h(?:olds|eld) out) for|"
    r"insist(?:s|ed)? on|demand(?:s|ed)?)[ \n]"
    r"(?:(?:only|just|at least|at most|no more than|no less than|a mere)[ \n])?)$"
)
_ENDS_LIST = re.compile(r"[.,;:)–—]|[ \n](?:and|but|in|to|from|for|on)\b|\s*$")
_OF_WHOM = re.compile(r"\bof[ \n](?:whom|which)[ \n](?:\w+[ \n]){0,2}$")
_OF_A_RATE = re.compile(
    r"(?i:\b(?:ratio|share|rate|margin|yield|utili[sz]ation|coverage|proportion|inflation|stake)s?\b)"
)
_TO_PERCENT = re.compile(
    r"[ \n](?:higher |lower |up |down )?(?:to|at)[ \n](?:\w+[ \n])?\d[\d.,]*[ ]?(?:%|per[ ]?cent|pct|pc)"
)
_MANY, _ALIKE = 1000, 10  # a number of thousands, of about the size of another
_OF_GOODS = re.compile(r"[ \n]of[ \n](?!\w+s\b|the\b|its\b|their\b|them\b|these\b|those\b|which\b|whom\b)[a-z]")
_LIST = 800  # how far its heading may stand before a line of a list
_NEXT, _SENTENCE = 60, 120  # how far behind another number a number may go on with it
_CHILDREN = re.compile(r"(?i:\b(?:mother|father|parents?|widow|widower)[ \n]of[ \n])$")
# what moved to or by a bare number: `visitor arrivals in May climbed 12% to`
_COUNTED_MOVE = re.compile(
    r"(?i:\b(?P<noun>(?!prices|shares|stocks|futures|exports|imports|sales|earnings|yields|reserves|goods|costs|funds|"
    r"revenues|profits|wages|remittances|inflows|outflows|shipments|rates|figures|losses|the)[a-z]{4,}s)[ \n]"
    r"(?:(?:in|to|from|for|of)[ \n](?:[\w’'-]+[ \n]){1,5})?"
    r"(?:rose|fell|grew|climbed|dropped|jumped|slid|slipped|declined|increased|decreased|surged|plunged|totalled|"
    r"totaled|reached|hit|numbered|averaged|stood|came|"
    r"(?:is|are|was|were)[ \n](?:up|down|off))[ \n](?:[\w.%,-]+[ \n]){0,6})$"
)
# a list of heads: `VISITORS BY MARKET, 2024`, then `India: 416,974 (20%)`
_HEADED = re.compile(
    r"(?i:\b(?P<noun>arrivals|visitors|tourists|departures|travellers|passengers|migrants|workers|students|refugees|"
    r"permits|registrations)[ ]by[ ](?:\w+[ ]){0,2}?(?:market|country|nationality|origin|destination|source|region)\b)"
)
_LINE_OF_LIST = re.compile(r"\n[^\w\n]{0,4}[A-Z][^\n:]{2,40}:[ ]$")
_FEWER = re.compile(r"[ \n](?:(?:fewer|less|more|lower|higher)[ \n]than|below|above|short of|shy of)\b")
COMPOUND = re.compile(r"-([a-z]+)(?:-old)?\b")
NOT_COUNTED = frozenset(
    (
        "way sided time tier tiered pronged part strong star cst octane ppm proof karat "
        "wheel wheeler wheelers footer footers seater seaters storeys pounder pounders "
        "digit figure step speed off "
        "half man piece fold lane storey story thirds track state and to point"
    ).split()
)


class Namer:
    """Goes through the numbers of a text and remembers what was counted and measured last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.noun: str | None = None  # counted last, in this paragraph
        self.scaled: tuple[str, str] | None = None  # unit and form of the last scaled sum or weight
        self.signed = False  # its currency stood before it, where a writer leaves it out of no further one
        self.many: str | None = None  # counted last in thousands, in this paragraph
        self.at = 0
        self.earlier: list[Atom] = []

    def name(self, find: Find) -> str | None:
        """Give a bare number its unit; return the reason if it is to be left alone."""
        last = find.last
        if "\n\n" in self.text[self.at : find.first.start][-2000:]:
            self.noun = self.many = None
        self.at = find.first.start
        reason = self._name(find) if last.unit is None and last.form == "count" else None
        if last.scaled and last.unit and last.form != "percent" and "/" not in last.unit:
            self.scaled, self.signed = (last.unit, last.form), last.prefixed
        if last.form == "count" and last.value >= _MANY and last.unit:
            self.many = last.unit
        self.earlier.append(find.first)
        return reason

    def _name(self, find: Find) -> str | None:
        if find.first.tabled:
            return "bare number"
        return None if self._by_noun(find) or self._by_context(find) or self._by_earlier(find) else "bare number"

    def _by_noun(self, find: Find) -> bool:
        """Read the noun behind the number, with a rate if one is told: `40 trains a month`."""
        last, text = find.last, self.text
        named = _noun(text, last)
        if named is None:
            if not last.scaled and (rate := _COUNT_RATE.match(text, last.end)):  # transits averaged 32 a day
                noun = self.noun or counts.noun_before(text, find.first.start)
                noun = noun.partition("/")[0] if noun else None
                self.noun = f"{noun}/{rate[1]}" if noun else None
                find.set(f"{noun}/{rate[1]}" if noun else None)
                last.end = rate.end() if noun else last.end
                return noun is not None
            return False
        if self._goes_on(find):
            return True
        if named[0] == "point" and self._in_percent(find, named[1]):
            find.set("pp", "points")
            last.end = last.to = named[1]
            return True
        if self.noun and last.scaled and _OF_WHOM.search(text[max(0, find.first.start - 32) : find.first.start]):
            find.set(self.noun)  # of whom 69 million hold ration cards
            return True
        self.noun, last.to = named
        rate = _COUNT_RATE.match(text, last.to)
        find.set(f"{self.noun}/{rate[1]}" if rate and text[last.end] != "-" else self.noun)
        if text[last.end] == "-":
            last.end = last.to
        return True

    def _goes_on(self, find: Find) -> bool:
        """Take the measure before for a part of it: `41 million tonnes, including 15 million of wheat`."""
        measured = self.earlier[-1] if self.earlier else None
        if measured is None or measured.form != "physical" or not _OF_GOODS.match(self.text, find.last.end):
            return False
        if find.first.start - measured.end > _SENTENCE or re.search(
            r"[.;]\s", self.text[measured.end : find.first.start]
        ):
            return False
        find.set(measured.unit, "physical")
        return True

    def _in_percent(self, find: Find, end: int) -> bool:
        """Whether points are those of a percentage: `the ratio improved by 0.8 points to 70.7 percent`."""
        before = self.text[max(0, find.first.start - 80) : find.first.start].rpartition(". ")[2]
        if index_name().search(before):
            return False
        near = self.earlier and self.earlier[-1].form == "percent" and find.first.start - self.earlier[-1].end < _NEXT
        near = near and find.last.value < self.earlier[-1].value
        return bool(near or _TO_PERCENT.match(self.text, end) or _OF_A_RATE.search(before))

    def _by_context(self, find: Find) -> bool:
        """Read an age, a workforce, an index, the noun of `the number of`, a further percentage of a list."""
        text, start, last = self.text, find.first.start, find.last
        before = text[max(0, start - 160) : start]
        sentence = before.rpartition(". ")[2].rpartition("\n\n")[2]
        number_of = _NUMBER_OF.search(sentence)
        named = counts.counted_noun(sentence, number_of.end()) if number_of else None
        moved = (
            _COUNTED_MOVE.search(sentence[-120:]) if last.value >= _MANY and (last.scaled or last.half == 0.5) else None
        )
        count = _COUNT.search(sentence[-80:])
        measured = self.earlier and self.earlier[-1].form in ("physical", "money") and start - self.earlier[-1].end < 40
        line = last.value >= _MANY and _LINE_OF_LIST.search(before[-50:])
        headed = list(_HEADED.finditer(text, max(0, start - _LIST), start)) if line else []
        if headed:
            find.set(counts.singular(headed[-1]["noun"].lower()))
        elif named and last.value > 1:
            find.set(named[0])
        elif count:
            find.set(count[1])
        elif moved and not measured:
            find.set(counts.singular(moved["noun"]))  # `Payrolls rose by 142,000`
        elif last.scaled and last.value >= 1e5 and self.many and (self.signed or not self.scaled):
            find.set(self.many)  # 117,500 cars … 1.45 million for the year
        elif last.scaled and self.scaled and last.value >= 1e5:
            find.set(*self.scaled)
        elif _AGE.search(before[-24:]) and 9 < last.value < 111 and _ENDS_AGE.match(text, last.end):
            find.set("year", "duration")
        elif (
            self.earlier
            and self.earlier[-1].form == "percent"
            and last.value <= 300
            and (
                (start - self.earlier[-1].end < 40 and _ELLIPTIC.search(before[-40:]))
                or (start - self.earlier[-1].end < _SENTENCE and _BARGAINED.search(before[-40:]))
            )
            and _ENDS_LIST.match(text, last.end)
        ):
            find.set("%", "percent")
        elif _JOBS.search(sentence[-80:]):
            find.set("job")
        elif _CHILDREN.search(before[-16:]):
            find.set("child")
        elif _EMPLOYS.search(sentence[-40:]):
            find.set("person")
        else:
            return False
        return True

    def _by_earlier(self, find: Find) -> bool:
        """Take what was counted before, or repeat a figure repeated without its unit (`I think it was 86`)."""
        text, start, last = self.text, find.first.start, find.last
        measured = self.earlier[-1] if self.earlier else None
        if measured and measured.form == "physical" and self._measured_again(find, measured):
            find.set(measured.unit, "physical")
        elif counts.refers_back(text, last.end) or (
            not last.scaled and (last.half == 0.5 or last.worded) and self.noun
        ):
            find.set(self.noun or counts.noun_before(text, start))
        elif governed_by_index(text[max(0, start - 80) : start].rpartition(". ")[2], _SAYS_POINTS):
            find.set("point")
        else:
            same = next((p for p in reversed(self.earlier[-9:]) if p.number == find.first.number and p.unit), None)
            if same is None or find.first.worded:
                return last.scaled
            find.set(same.unit, same.form)
            last.scale = same.scale
        return True

    def _measured_again(self, find: Find, measured: Atom) -> bool:
        """Whether a number goes on with a measure: `3.3 million bales, 800,000 fewer than`, `Zambia 650,000`."""
        far = find.first.start - measured.end
        if _FEWER.match(self.text, find.last.end):
            return far < _NEXT
        between = self.text[measured.end : find.first.start]
        if between == " to " and find.last.scaled:
            return True  # `dropped 131,000 barrels to 25.8 million`
        alike = 1 / _ALIKE < find.last.value / (measured.value or 1) < _ALIKE and not find.last.worded
        return alike and find.last.value >= _MANY and far < _SENTENCE and not re.search(r"[.;]\s", between)


def _noun(text: str, atom: Atom) -> tuple[str, int] | None:
    """Find the counted noun behind a number, joined by a space or a hyphen (`four-unit`)."""
    match = COMPOUND.match(text, atom.end)
    if match and match[1] not in ("odd", "plus"):
        return counts.singular(match[1]), match.end()
    return counts.counted_noun(text, atom.end)
