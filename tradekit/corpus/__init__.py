"""Many articles: a folder of any size to a folder of Parquet files, in parts that several processes read.

`inputs` reads text files and tables, `cutting` cuts them into parts, `parts` turns one part into one file, and
`run` does them all and goes on where it was broken off. `again` reads some of the articles again, to look at them.
"""

from tradekit.corpus.again import read_corpus
from tradekit.corpus.cutting import Part, plan
from tradekit.corpus.inputs import Input, Problem
from tradekit.corpus.parts import Summary, extract_part, finished
from tradekit.corpus.run import extract_corpus

__all__ = ["Input", "Part", "Problem", "Summary", "extract_corpus", "extract_part", "finished", "plan", "read_corpus"]
