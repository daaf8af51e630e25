"""tradekit reads the numeric claims of trade news into a pandas DataFrame, charts them and checks them.

The stages: `read` files into articles, `extract` their claims, `table`, `show` and `report` them, `charts`, `implied`
for what they imply, `convert` for one currency or unit, `agreement` between articles, `save`, `load` and `cite`
to keep and quote them.
"""

from __future__ import annotations

import lazy_loader

__version__ = "0.1.0"

# The names are listed in __init__.pyi, where type checkers see them too. Each module is imported when a name
# of it is first used (SPEC 1), so that `import tradekit` and the command line start at once.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
