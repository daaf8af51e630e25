"""Patterns of the smallest times in a text: `September`, `2024`, `the first ten months`, `last year`.

In the patterns ``~`` stands for white space. None of them holds an unbounded repetition, so that a search
takes linear time on any text.
"""

from __future__ import annotations

import re
from functools import cache

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# A soft line break counts as a space, a blank line does not.
_SPACE = r"(?:(?:[^\S\r\n]|\r?\n(?![^\S\n]{0,8}\r?\n)){1,9})"
DASH = "[-–—‑−]"
YEAR = "(?:19|20)[0-9]{2}"
MONTH = (
    rf"(?:{'|'.join(MONTHS)}|{'|'.join(m.upper() for m in MONTHS)}"
    rf"|Sept|SEPT|{'|'.join(f'{m[:3]}|{m[:3].upper()}' for m in MONTHS if m != 'May')})(?!\w|-[a-z]|['’][a-rt-z])"
)
_DAY_NAME = "|".join(WEEKDAYS)
_ONES = "one|two|three|four|five|six|seven|eight|nine"
NUMBER = (
    rf"(?:[0-9]{{1,3}}|(?:twenty|thirty|forty)(?:-(?:{_ONES}))?|ten|eleven|twelve|thirteen|fourteen|fifteen"
    rf"|sixteen|seventeen|eighteen|nineteen|fifty|{_ONES})"
)
_ACCOUNT = "(?:fiscal|financial|budget|tax|business)"
_CROP = (
    "(?:marketing|crop|sugar|harvest|agricultural|trading|oil|oilseed|cotton|wool|cocoa|coffee|tea|wheat|grain|rice|corn"
    "|maize|milk|dairy|gas|growing|milling|crushing|export|quota|fishing|whaling|planting|tea|fruit|citrus|wine|ginning)"
)
UNIT = (
    rf"(?:(?:calendar~|full~|whole~|entire~|{_ACCOUNT}~|{_CROP}~|half[\s-])?year"
    r"|month|quarter|half|week|decade|fiscal)"
)
_SEASON = rf"(?:{_CROP}~)?(?:season|campaign)"
_PLURAL = rf"(?:(?:{_ACCOUNT}~)?y(?:ea)?rs?|months?|weeks?|days?|quarters?|decades?)"
# What may not follow a number that reads as a day or a year: a unit, decimals, clock time.
_PLAIN = r"(?![\w%]|[.,:/][0-9]|~?%|~(?:per~?cent|percent|pct|million|billion|trillion|thousand|bn|mn)\b)"
_MARK = r"(?:[EFAPefap](?!\w))?"  # a head of a table: 2024A (actual), 2025E, 2026F
# Behind `and` only a day that ends its phrase: `September 16 and 17 –`, not `on May 5 and 20 ships`.
_DAYS = (
    rf"[0-3]?[0-9](?:st|nd|rd|th)?(?:(?:~?{DASH}~?|~to~)[0-3]?[0-9](?:st|nd|rd|th)?"
    rf"|~and~[0-3]?[0-9](?:st|nd|rd|th)?(?=[,.;:)]|~[–—-]|~(?:at|in|on|of|to|was|were|{MONTH})\b))?"
)
# `a year before the war` names no time: no noun phrase may begin after it.
_ALONE = r"(?!~(?:the|an?|its|their|his|her|this|that|last|to|[0-9]{1,9})\b)"

# In this order: the more special before the more general, the first that fits is taken.
ATOMS = {
    "iso": rf"{YEAR}-[01][0-9]-[0-3][0-9](?![0-9])|[0-3]?[0-9]\.[01][0-9]\.{YEAR}(?![0-9])",
    "fiscal": (
        rf"(?:(?:FY|MY)(?:~|['’])?(?:{YEAR}|[0-9]{{2}})"
        rf"|(?i:(?:the~)?(?:{_ACCOUNT}(?:~year)?|{_CROP}~year))~(?:{YEAR}|['’]?[0-9]{{2}}))"
        rf"(?:[-–/](?:19|20)?[0-9]{{2}})?{_PLAIN}"
    ),
    "short": (
        r"[0-9]{2}/[0-9]{2}(?=~(?i:crop|output|harvest|production|season|campaign|marketing|exports?|imports?|crush|sales"
        r"|demand|consumption|supply|stocks|surplus|deficit|balance|estimate|forecast|year)(?!\w))"
    ),
    "split": rf"{YEAR}(?:[-–‑/](?:19|20)?[0-9]{{2}}|~?{DASH}~?{YEAR}){_MARK}(?![-–/][0-9]){_PLAIN}",
    "day": rf"{MONTH}\.?~{_DAYS}{_PLAIN}|(?:the~)?{_DAYS}(?:~of)?~{MONTH}",
    "nth": r"(?<=\bon )the~[0-3]?[0-9](?:st|nd|rd|th)(?=[,.;:)]|~(?:and|to|by|as|when|after|before|from)\b)",
    "quarter": (
        rf"(?:Q[1-4]|[1-4]Q)(?:[-'’/]?(?:{YEAR}|[0-9]{{2}}))?(?=FY|(?!\w))"
        r"|(?i:(?:the~)?(?:first|second|third|fourth|final|1st|2nd|3rd|4th)[\s-]quarter)(?!\w)"
        r"|(?<=\bin )the~(?:first|second|third|fourth)(?=[,.;:)]|~[–—-])"
    ),
    "half": (
        rf"(?:H[12]|[12]H)(?:[-'’/]?(?:{YEAR}|[0-9]{{2}}))?(?=FY|(?!\w|-?B\b|[-/][0-9]))"
        r"|(?i:(?:the~)?(?:first|second|1st|2nd)[\s-]half)(?!\w)"
    ),
    "sofar": (
        rf"(?i:so~far(?:~(?:in|during))?~(?:(?:this|the~current)~{UNIT}|{YEAR}{_PLAIN})"
        rf"|(?:this|the)~{UNIT}~so~far|(?:the~|this~)?year[\s-]to[\s-]date"
        r"|since~the~(?:start|beginning|turn)~of~(?:the|this)~year|since~(?:the~)?New~Year|YTD)(?!\w)"
    ),
    "same": (
        r"(?i:(?:the~|an?~)?"
        r"(?:same|corresponding|comparable|similar|equivalent|like|year-ago|year-earlier|prior-year)~"
        rf"(?:{NUMBER}[\s-])?(?:periods?|months?|quarters?|half|stretch|span|weeks?|days?|timeframe|interval|(?:{_ACCOUNT}~)?year"
        r"|time(?=~(?:last|a|the|in)~)|(?:point|stage|juncture)(?=~(?:of|in|last|a)~))"
        r"|this~(?:time(?=~last~)|(?:point|stage|time)(?=~(?:of|in)~(?:the~)?(?:[0-9]|last|previous|prior))))(?!\w)"
    ),
    "ending": (
        rf"(?i:(?:(?:(?:the~)?{NUMBER}[\s-]{_PLURAL}(?:~period)?|the~{UNIT}|(?:the~)?wk|(?<=\()year|{_ACCOUNT}~year)~(?:to|through|until|up~to)"
        rf"|(?:the~)?(?:{NUMBER}[\s-]{_PLURAL}(?:~period)?|{UNIT}|season|campaign|wk)~(?:(?:that|which)~)?(?:ended|ending|ends)|w/e)"
        r"(?:~(?:on|in|at))?(?:~the~end~of|~end-)?)"
        rf"(?=~?(?:(?:[0-3]?[0-9](?:st|nd|rd|th)?~)?{MONTH}|{YEAR}(?!\w)))"
    ),
    "begun": (
        rf"(?i:(?:the~)?(?:{UNIT}|season|campaign)~(?:(?:that|which)~)?(?:begins|began|beginning|starts|started|starting)(?:~(?:on|in))?)"
        rf"(?=~(?:[0-3]?[0-9](?:st|nd|rd|th)?~)?{MONTH})"
    ),
    "first": (
        rf"(?i:(?:the~)?first~(?:{NUMBER}[\s-](?:full~)?(?:months?|weeks?|days?|quarters?)|month|week)"
        rf"|{NUMBER}~(?:months?|quarters?)(?=~into~(?:the~)?(?:{YEAR}|FY|MY|[a-z]{{2,12}}~year)))(?!\w)"
    ),
    "months": (
        rf"(?i:{NUMBER}~months(?=~of~(?:the~)?(?:{YEAR}|FY|this|last|current|fiscal|financial|marketing))"
        rf"|{NUMBER}-month(?=~{YEAR})|[0-9]{{1,2}}M(?=~?['’]?{YEAR}(?!\w)))"
    ),
    "past": (
        rf"(?i:(?:the~)?(?:last|final|past|previous|preceding|next|coming|following)~{NUMBER}"
        rf"(?:(?:~to~|~or~|{DASH}){NUMBER})?[\s-]{_PLURAL})(?!\w)"
    ),
    "relative": (
        r"(?i:(?:the~)?(?:last|this|current|present|next|coming|upcoming|past|previous|preceding|prior|following)~"
        rf"(?:{UNIT}|{_SEASON}|one(?!~of\b)))(?!\w)|(?<=\bin )the~next(?=[,.;:)])"
        rf"|(?<!month\sof\s)(?<!month\sof\sthe\s)(?i:(?:the~)?(?:new|outgoing|ending|just-ended|just-finished|just-completed)~(?:{_CROP}~year|{_SEASON})"
        rf"|the~(?:{_CROP}~year|{_SEASON})~(?:(?:that|which)~(?:has~)?)?(?:just~(?:ended|finished|completed|concluded)"
        r"|now~ending))(?!\w)"
        r"|(?<=[0-9a-z%] )next(?=[,.;)])|(?<=\bthan )last(?=[,.;)])"
    ),
    "named": rf"(?i:last|this|next|coming|past)~(?:{MONTH}|(?:{_DAY_NAME})(?!\w))",
    "ago": (
        rf"(?i:(?:(?:{NUMBER}|an?|the)~)?{_PLURAL}"
        rf"(?:[\s-](?:ago|earlier|previously|back)|~(?:before|prior){_ALONE}(?!~(?-i:[A-Z])))"
        rf"|(?:an?|the)~(?:{_CROP}~year|{_SEASON})~(?:ago|earlier|before|prior){_ALONE}(?!~(?-i:[A-Z])))(?!\w)"
    ),
    "within": (
        rf"(?i:within~(?:the~next~)?(?:{NUMBER}|an?)~{_PLURAL}|in~(?:{NUMBER}|an?)~{_PLURAL}['’]s?~time"
        rf"|(?:{NUMBER}|an?)~{_PLURAL}~from~now)(?!\w)"
    ),
    "yearend": r"(?i:(?:the~)?(?:calendar~)?year(?:['’]s)?[\s-]end|end[\s-](?:of[\s-])?year)(?!\w)",
    "part": (
        r"(?i:(?:the~)?(?:end|close|start|beginning|middle)~of(?=~)|(?:end|start|mid)-(?=\w)"
        r"|(?:early|late|mid)(?=[\s-]))"
    ),
    "here": (
        rf"(?i:the~(?:{NUMBER}~months|{UNIT}|period)|that~(?:year|month|quarter|period|week))(?![\w-])"
        r"(?!~(?:ago|before|earlier|to|ended|ending|ahead|old|since|through|prior|long)\b)"
        r"|(?i:full-year)(?=~)|(?<=\b[Bb]y )then(?!\w)"
    ),
    "change": (
        r"(?i:(?:year|month|quarter|week|day)[\s-](?:on|over)[\s-](?:year|month|quarter|week|day)(?:~basis)?"
        r"|on[\s-](?:year|month|quarter)(?!~to\b)|[ymqw]/[ymqw]|[ymqw]-o-[ymqw]|yoy|qoq"
        r"|in~(?:annual|yearly|monthly|quarterly)~terms|on~an?~(?:annual|yearly|monthly|quarterly)~basis"
        r"|annually)(?!\w)|(?:MoM|MOM|WoW)(?!\w)"
    ),
    "decade": r"(?:the~)?(?:19|20)[0-9]0s(?!\w)",
    "month": rf"{MONTH}(?:['’][0-9]{{2}}(?![0-9])|-[0-9]{{2}}(?![\w/–-]))?",
    # Abbreviated only beside a figure, where `Sat` and `Mon` are no words: `($22,107 Mon)`.
    "weekday": rf"(?:{_DAY_NAME})(?!\w)|(?<=[0-9%] )(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri)(?=[),;.\n])",
    "now": r"(?i:today|now|currently|nowadays|at~present|yesterday)(?!\w)",
    "year": rf"{YEAR}{_MARK}(?![-–/][0-9]){_PLAIN}",
    # Only behind another time: the September `quarter`, the 2023-24 `marketing year`.
    "tail": rf"(?i:quarter|year|period|half|campaign|season|(?:{_ACCOUNT}|{_CROP})~(?:year|season)|fiscal)(?!\w)",
}

# Prepositions, with what may stand between them and the time.
_COMPARE = (
    r"(?:much|many|high|large|long)~as|(?:as~)?compared~(?:with|to)|in~comparison~(?:with|to)|relative~to|versus|vs\.?"
    r"|against|than"
)
_UNTIL = r"by|until|till|up~to|no~later~than"
_START = r"with~effect~from|effective(?:~from)?|as~from|starting|beginning"
# `since the season opened in July`, `since the start of the fishing season on April 22`
_SINCE = (
    r"since(?:~the~(?:[\w/-]{2,20}~){0,3}?(?:began|started|opened|start~of~the(?:~[\w/-]{2,20}){1,3}?)(?=~(?:in|on)~))?"
)
_OTHER = (
    rf"{_SINCE}|from|over|on|above|below|short~of|ahead~of|behind|through|before|after|prior~to|in|during|for|of|at|within"
    r"|throughout"
)
PREPOSITION = (
    rf"(?i)(?<![\w-])(?P<prep>{_COMPARE}|{_UNTIL}|{_START}|{_OTHER})(?:~(?:in|during|for|on|at|of))?"
    r"(?:~(?:the~|that~|those~)?(?:figures?|levels?|total|value|ones?|that|those|pace|rate|number|volume)~(?:of|in|for|from)"
    r"|~the~(?:previous|corresponding|same|comparable|last)~[a-z]{3,12}(?:~(?:of|in|for|from))?)?"
    r"(?P<the>~(?:the|a|its)(?:~(?:(?:down|up)wardly~)?revised)?|~(?:whole|all)~of)?~$"
)


def spaced(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which ``~`` is white space."""
    return re.compile(pattern.replace("~", _SPACE))


_MONTHS = " ".join((*MONTHS, *(name[:3] for name in MONTHS), "Sept"))
_NUMBERS = (
    "## one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty"
)
_ACCOUNTS = "fiscal financial budget tax business"
_CROPS = _CROP.strip("(:?)").replace("|", " ")
_UNITS = f"calendar full whole entire half year month quarter week decade {_ACCOUNTS} {_CROPS}"
_PLURALS = f"year years yr yrs month months week weeks day days quarter quarters decade decades {_ACCOUNTS}"
_SEASONS = f"season campaign {_CROPS}"
# The words that each kind may begin with, or with an article before them: only these kinds are tried at a word.
# `##` is a number of up to three digits, `####` one of four.
_FIRST = {
    "iso": "## ####",
    "fiscal": f"FY MY {_ACCOUNTS} {_CROPS}",
    "short": "##",
    "split": "####",
    "day": f"## {_MONTHS}",
    "nth": "##",
    "quarter": "Q ## first second third fourth final",
    "half": "H ## first second",
    "sofar": f"so this year since YTD {_UNITS}",
    "same": "same corresponding comparable similar equivalent like year prior this",
    "ending": f"{_NUMBERS} {_UNITS} {_PLURALS} {_SEASONS} wk w",
    "begun": f"{_UNITS} {_SEASONS}",
    "first": f"first {_NUMBERS}",
    "months": _NUMBERS,
    "past": "last final past previous preceding next coming following",
    "relative": (
        "last this current present next coming upcoming past previous preceding prior following new outgoing ending "
        f"just {_SEASONS}"
    ),
    "named": "last this next coming past",
    "ago": f"{_NUMBERS} {_PLURALS} {_SEASONS}",
    "within": f"within in {_NUMBERS} {_PLURALS}",
    "yearend": "calendar year end",
    "part": "end close start beginning middle mid early late",
    "here": f"that full then period {_NUMBERS} {_UNITS}",
    "change": "year month quarter week day on y m q w yoy qoq in annually MoM WoW",
    "decade": "####",
    "month": _MONTHS,
    "weekday": f"{' '.join(WEEKDAYS)} Mon Tue Tues Wed Thu Thur Thurs Fri",
    "now": "today now currently nowadays at yesterday",
    "year": "####",
    "tail": f"quarter year period half {_ACCOUNTS} {_SEASONS}",
}
ARTICLES = frozenset(("the", "a", "an"))
_FRESH = r"(?<![\w$€£¥₹#])(?<![0-9][.,:/–-])"  # not the end of another number, nor a sum
# The number that a time may begin with: behind it stands another one, a letter, or one of these words.
NUMBERED = re.compile(
    rf"{_FRESH}(?:[0-9]+|[A-Za-z]+)"
    rf"(?:\s?{DASH}\s?[0-9]|\.[01][0-9]\.|/[0-9]|[QHM]|st|nd|rd|th|[\s-]{{1,9}}(?P<word>[A-Za-z]+))"
)
_NUMBERED = f"{_PLURALS} {_MONTHS} of to and"


@cache
def first_words() -> dict[str, tuple[str, ...]]:
    """Give the kinds of time that each word, in lower case, may begin."""
    listed = {kind: frozenset(words.lower().split()) for kind, words in _FIRST.items()}
    return {word: tuple(kind for kind in ATOMS if word in listed[kind]) for word in frozenset().union(*listed.values())}


@cache
def numbers() -> frozenset[str]:
    """Give the words that tell a small number, and `##` for one in digits."""
    return frozenset(_NUMBERS.split())


@cache
def behind_numbers() -> frozenset[str]:
    """Give the words, in lower case, that a time may go on with behind a number."""
    return frozenset(_NUMBERED.lower().split())


@cache
def atom(kind: str) -> re.Pattern[str]:
    """Match a smallest time of one kind."""
    # `1QFY26`: a fiscal year may stand right behind its quarter or half.
    return spaced(rf"(?:(?<![\w$€£¥₹#])(?:(?<![0-9][.,:/–-])|(?=[A-Z]))|(?<=[QH1-4])(?=FY))(?:{ATOMS[kind]})")
