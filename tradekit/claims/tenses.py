"""The tense of what is said of a number, which tells whether a period that was told before goes on.

It goes on in the past tense and where there is no verb (`imports 3% to $8bn`). In the present tense without a
time word nothing is told (`cars pay 25%`), nor is it of what may come (`could fall by 70%`) or of a state that
is over (`used to supply 70%`, `1% before the war`).
"""

from __future__ import annotations

import re
from functools import cache

from tradekit.claims.clauses import plain_forms
from tradekit.claims.scene import Draft, once
from tradekit.tables import rows

PAST, PERFECT, PRESENT, AHEAD, FORMER = "past", "perfect", "present", "ahead", "former"

_AUXILIARIES = {
    **dict.fromkeys("was were had did wasn’t weren’t hadn’t didn’t".split(), PAST),
    **dict.fromkeys("is are am does do isn’t aren’t doesn’t don’t ’s ’re".split(), PRESENT),
    **dict.fromkeys(
        "will would could may might can must should shall won’t wouldn’t couldn’t can’t ’ll ’d".split(), AHEAD
    ),
}
# The verb of an aside does not tell: `industry estimates show, an increase of 55%`
_TELLING = frozenset(
    "say says show shows note notes estimate estimates report reports reckon reckons suggest suggests"
    " compare compares".split()
)
_SPOKE = frozenset("said told added warned".split())
# Of a state that is over the text tells no more than that: `1% before the war`, `before 2020 it was 20%`.
_OVER = re.compile(
    r"(?i)^[^,;.]{0,48}\s(?:before|until|prior\sto)\s(?:the|its|his|their|war\b|lockdown|covid|[0-9]{4}\b)"
)
_OVER_FIRST = re.compile(
    r"(?i)^[\s,;–—“\"]{0,4}(?:and\s|but\s)?(?:before|until|prior\sto)\s(?:the|its|his|their|[0-9]{4})\b"
)
_USED = re.compile(r"(?i)\bused\sto\s[a-z]")
_WORDS = re.compile(r"[^\W\d_][\w’'-]*|[$€£¥]|[0-9]")


@cache
def _pasts() -> frozenset[str]:
    return frozenset(form for row in rows("verbs") for form in (*row["past"].split("/"), row["participle"]) if form)


_REACH = 160  # a clause may be as long as a list, and has a number in each of its items


@once
def tense(draft: Draft) -> str:
    """Give the tense of the verb of a number's clause; empty where there is none."""
    scene, q = draft.scene, draft.quantity
    text, start, end = scene.text, max(draft.clause[0], q.start - _REACH), min(draft.clause[1], q.end + _REACH)
    if scene.holds("before", "until", "prior", "used") and (
        _OVER.match(text[q.end : end]) or _OVER_FIRST.match(text[start:end]) or _USED.search(text, start, q.start)
    ):
        return FORMER
    verb = scene.verb(q.start)
    if verb is None:
        return ""
    if any(t.start == verb[0] and t.kind == "measure" and t.part == "noun" for t in scene.terms):
        done = any(w.endswith("ed") or w in _pasts() for w in _WORDS.findall(text[verb[1] : end][:80]))
        return PAST if done else PRESENT if not text[verb[1] : q.hedge].strip() else ""  # the verb is behind the noun
    if text[verb[0] : verb[1]].lower() in _SPOKE:
        # `China spent $3bn, Xi told the summit, besides $1bn on rails`: the figure is of what was told
        told = (c.verb for c in reversed(scene.clauses) if c.verb and c.verb[0] < verb[0])
        verb = next(told, verb)
    behind = text[verb[1] : max(verb[1], q.start)] or text[verb[1] : end]
    return _of_verb(text[verb[0] : verb[1]].lower().replace("'", "’"), behind)


def _of_verb(verb: str, behind: str) -> str:
    """Read the tense of a finite verb, and whether `has` has a participle behind it."""
    if verb in _TELLING:
        return ""
    if verb in ("has", "have", "’ve", "hasn’t", "haven’t"):
        words = _WORDS.findall(behind[:60])[:4]
        done = next((w for w in words if w.endswith(("ed", "en", "wn")) or w in _pasts()), None)
        return PERFECT if done else PRESENT
    if verb == "could" and re.match(r"\s(?:not|hardly|barely|only)\b", behind):
        return PAST  # `it could not stop the deficit from climbing`
    if verb in _AUXILIARIES:
        return _AUXILIARIES[verb]
    if verb.endswith("ed") or verb in _pasts():
        return PAST
    if verb in plain_forms():
        return PRESENT
    # A noun in -s may have been taken for the verb: `stocks in the EU slipped to`, `embassy figures show, …`
    words = _WORDS.findall(re.split(r"[,;”\"]", behind[:80])[0])[:8]
    if not behind or (words and words[0] in _TELLING):
        return ""
    return PAST if any(w.endswith("ed") or w in _pasts() for w in words) else PRESENT
