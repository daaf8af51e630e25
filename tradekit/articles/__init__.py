"""Articles: a text with what is known of it, and the reading of files into articles."""

from tradekit.articles.article import Article
from tradekit.articles.files import PathNotFoundError, ReadError, ReadWarning, read

__all__ = ["Article", "PathNotFoundError", "ReadError", "ReadWarning", "read"]
