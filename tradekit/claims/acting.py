"""What acts in a clause: its subject is a place, a firm, goods, a pronoun or some other thing."""

from __future__ import annotations

from tradekit.claims.actors import FIRM
from tradekit.claims.scene import Draft

_PRONOUNS = frozenset("it they this that these those which he she we i".split())


def actor(draft: Draft) -> str:
    """Give what the subject of the clause is: `place`, `firm`, `goods`, `pronoun`, `thing`, or nothing if none."""
    scene = draft.scene
    span = scene.subject(draft.quantity.start)
    if span is None:
        return ""
    start, end = span[0], (span[1] if (comma := scene.text.find(",", *span)) < 0 else comma)  # `Japan, a customer,`
    if any(start <= q.start < end for q in scene.quantities):
        return "thing"
    place = next((p for p in scene.places if start <= p.start < end <= p.end + 2), None)
    if place:
        return FIRM if place.form == FIRM else "place"
    if any(t.kind == "goods" and start <= t.start < end <= t.end + 1 for t in scene.terms):
        return "goods"
    return "pronoun" if scene.text[start:end].lower() in _PRONOUNS else "thing"
