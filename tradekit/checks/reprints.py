"""Reprints: articles that tell one story in nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS = re.compile(r"\w+")
# Runs of three words: half of a story has half of them, one with every tenth word changed more than half, and two
# reports on the same figures share few.
RUN = 3
# The least part of both articles' runs that is common to them.
ALIKE = 0.3


def first_prints(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Tell reprints: give for each article the first that tells its story.

    Parameters
    ----------
    texts : iterable of (str, str)
        Ids and texts, the earliest first.

    Returns
    -------
    dict of str to str
        The id of the first print for each id; its own, if it is no reprint. Each article is compared with
        first prints alone, and by MinHash only with those that are likely to be alike: a thousand prints of a
        story take no longer than a thousand stories.

    Raises
    ------
    ImportError
        If datasketch is not installed.

    Examples
    --------
    >>> story = "China's exports to Belarus were worth 6.6 billion dollars in 2024, customs data showed on Tuesday."
    >>> other = "Exports to Belarus reached a record, of which machinery made up the greater part, Beijing said."
    >>> first_prints([("a", story), ("b", other), ("c", "MINSK " + story)])
    {'a': 'a', 'b': 'b', 'c': 'a'}
    """
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError as error:
        raise ImportError("to tell reprints needs the package datasketch: pip install 'tradekit[agreement]'") from error
    likely = MinHashLSH(threshold=ALIKE)
    signs: dict[str, MinHash] = {}
    found: dict[str, str] = {}
    for name, text in texts:
        sign = MinHash()
        sign.update_batch([run.encode("utf-8", "replace") for run in sorted(_runs(text))])
        alike = {first: sign.jaccard(signs[first]) for first in likely.query(sign)}
        best = max(sorted(alike), key=alike.__getitem__, default=name)
        if alike.get(best, 0) >= ALIKE:
            found[name] = best
        else:
            found[name], signs[name] = name, sign
            likely.insert(name, sign)
    return found


def _runs(text: str) -> set[str]:
    words = WORDS.findall(text.lower())
    return {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
