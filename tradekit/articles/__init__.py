"""Articles: a text with what is known of it, and the reading of files and web archives into articles."""

from tradekit.articles.article import Article
from tradekit.articles.files import PathNotFoundError, ReadError, ReadWarning, read
from tradekit.articles.warc import read_warc

__all__ = ["Article", "PathNotFoundError", "ReadError", "ReadWarning", "read", "read_warc"]
