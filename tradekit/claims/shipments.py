"""Rules for `measure` where goods are told to leave: sent to a place, gone abroad; or held in store."""

from __future__ import annotations

import re

from tradekit.claims.meanings import FLOWS
from tradekit.claims.scene import Draft, Scene, Why

_WENT = re.compile(
    r"(?:[ \n]of(?:[ \n][\w’'-]+){1,4}?)?[ \n](?:for[ \n]export\b|(?:(?:is|are|was|were)[ \n])?"
    r"(?:go|goes|went|gone|going|sent|headed|bound|destined|left|end(?:s|ed)? up)"
    r"[ \n](?:abroad|overseas|(?:to|for|in)[ \n](?:the[ \n])?))"
)
_SENDS = re.compile(
    r"(?i:\b(?:sen[dt]s?|ship(?:s|ped)?|rush(?:es|ed)?|pip(?:es?|ed)|fl(?:y|ies|ew)|truck(?:s|ed)?|rail(?:s|ed)|"
    r"d[ei]spatch(?:es|ed)?|export(?:s|ed)?|pump(?:s|ed)?|load(?:s|ed)?|deliver(?:s|ed)?|s[eo]ld|sells?|"
    r"suppl(?:y|ies|ied))[ \n](?:(?:\w+[ \n])?(?:than|to|over)[ \n])?)$"
)
_GOODS = r"(?:[ \n][\w-]+){0,2}?(?:[ \n]of(?:[ \n][\w-]+){1,4}?)?[ \n]"
_SENT_TO = re.compile(rf"{_GOODS}(?:abroad|overseas|(?:to|for)[ \n](?:the[ \n])?(?=[A-Z]))")
_LEFT = re.compile(
    r"(?:ha(?:s|ve|d)[ \n])?(?:left|leaves?|(?:is|are|was|were)[ \n](?:flown|trucked|sent|shipped|carried))[ \n]"
    r"(?:abroad|overseas|(?:the|these|our|its|[A-Z]\w+)[ \n](?:[\w-]+[ \n])?(?:country|shores|ports?)|(?=[A-Z]))"
)
_NO_GOODS = re.compile(r"(?i:\b(?:capital|funds?|cash|deposits|savings|foreigners|investors|migrants|students)\b)")


def sent_off(draft: Draft) -> Why | None:
    """`sent 14 containers to Newark`, `Beef worth $4bn left the country`: exports."""
    q, scene, goods = draft.quantity, draft.scene, draft.quantity.form in ("physical", "count")
    if scene.state.article.measure in ("aid", "grant") or draft.get("kind") not in ("level", "growth", "change"):
        return None
    sends = _SENDS.search(draft.before(32)) if goods else None
    there = _SENT_TO.match(scene.text, q.end) if sends else None
    if sends and there and _named(scene, there):
        return Why("exports", q.hedge - len(sends[0]), there.end())
    verb = scene.verb(q.start) if q.form in ("physical", "money") else None
    gone = _LEFT.match(scene.text, verb[0], draft.clause[1]) if verb else None
    if verb is None or gone is None or _NO_GOODS.search(scene.text, draft.clause[0], verb[0]):
        return None
    return Why("exports", verb[0], gone.end()) if _named(scene, gone) else None


def _named(scene: Scene, words: re.Match[str]) -> bool:
    """Whether words that end before a capital are followed by a place: not `left Minsk with a deficit`."""
    places = (p for p in scene.places if p.start == words.end())
    return words[0][-1:] not in " \n" or any(scene.text[p.end : p.end + 6] != " with " for p in places)


def went_to(draft: Draft) -> Why | None:
    """`80% of its oil went to China`, `60,000 tonnes for export`: what goes to a place is exported."""
    q, scene, topic = draft.quantity, draft.scene, draft.scene.state.paragraph.measure
    went = _WENT.match(scene.text, q.end) if draft.get("kind") == "share" or q.form == "physical" else None
    if went is None or topic in ("imports", "aid", "grant", "loan", "sales", "investment"):
        return None
    if draft.get("kind") == "share" and not went[0].startswith((" of", "\nof")) and topic not in FLOWS:
        return None
    return Why("exports", q.start, went.end()) if _named(scene, went) else None


_SENT = re.compile(r"(?i:\b(?:sent|sends|piped|pipes|railed|trucked|flew)[ \n](?:\w+[ \n])?)$")
_THERE = re.compile(
    r"(?:[ \n][\w’'-]+){0,5}?[ \n]"
    r"(?:to\b(?![ \n](?:ports?|mills?|market|slaughter)\b)|(?:through|across|abroad|overseas|via)\b)"
)
_HOLD = re.compile(
    r"(?i:\b(?:h[oe]lds?|sits? on|sitting on|stor(?:es?|ed)|"
    r"(?:caverns?|tanks?|granar(?:y|ies)|silos?|warehouses?|depots?|elevators?|storage|stores|vaults?|sites|"
    r"reservoirs?|reserves?|deposits?|ore ?bod(?:y|ies)|mills|hubs?)[ \n](?:[^,.;\n]{1,30}[ \n])?"
    r"(?:holds?|held|contains?|contained|stores?|stored|at)(?:[ \n]\w+)?)[ \n])$"
)


def sent_or_held(draft: Draft) -> Why | None:
    """`Norway sent 9 million barrels to Poland`, `factories still hold 40,000 tonnes`: exports, and stocks."""
    q, scene = draft.quantity, draft.scene
    if q.form not in ("physical", "count"):
        return None
    sent = _SENT.search(draft.before(24))
    if sent and (_THERE.match(scene.text, q.after) or scene.text.startswith((";", ","), q.end)):
        return Why("exports", q.hedge - len(sent[0]), q.after)
    held = _HOLD.search(draft.before(64)) if q.form == "physical" and "/" not in (q.unit or "") else None
    return Why("reserves", q.hedge - len(held[0]), q.after) if held else None
