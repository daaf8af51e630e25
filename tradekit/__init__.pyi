from . import charts as charts
from . import official as official
from .articles import Article as Article
from .articles import ReadError as ReadError
from .articles import ReadWarning as ReadWarning
from .articles import read as read
from .articles import read_warc as read_warc
from .checks import check as check
from .checks import implied as implied
from .conversion import convert as convert
from .corpus import extract_corpus as extract_corpus
from .corpus import read_corpus as read_corpus
from .frame import META as META
from .frame import CorrectionWarning as CorrectionWarning
from .frame import cite as cite
from .frame import extract as extract
from .frame import load as load
from .frame import save as save
from .official import compare as compare
from .places import economy_name as economy_name
from .reasons import explain as explain
from .reasons import skipped as skipped
from .review import review as review
from .show import report as report
from .show import show as show
from .show import table as table

__version__: str
