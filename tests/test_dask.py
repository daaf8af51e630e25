"""Dask: the claims of articles that stand in its tables, and runs on its clusters."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

import tradekit

dd = pytest.importorskip("dask.dataframe", reason="clusters need the extra scale (dask)")

pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword")  # Dask's own, of pandas 3.1

ARTICLES = pd.DataFrame(
    {
        "id": list("abcdef"),
        "text": [
            "China exported $4 billion of steel to Chile last year, up 5%.",
            "Imports rose 3% to €2 million in May.",
            None,
            "Nothing is counted here.",
            "Peru's exports of copper fell by a third.",
            "",
        ],
        "title": ["Steel", None, "Nothing", None, "Copper falls 9%", None],
        "date": pd.to_datetime(["2024-06-01", None, "2024-06-03", "2024-06-04", "2024-06-05", None]),
        "publisher": ["Harbour Wire", None, None, "The Ledger", None, None],
        "views": [1, 2, 3, 4, 5, 6],  # what is not ours is left alone
    }
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Give a folder of three Parquet files of articles; the second has no claim."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for start in (0, 2, 4):
        ARTICLES[start : start + 2].to_parquet(folder / f"{start}.parquet", index=False)
    return folder


@pytest.mark.parametrize("scheduler", ["synchronous", "threads"])
def test_partitions_give_the_table_that_extract_gives(articles: Path, scheduler: str) -> None:
    claims = dd.read_parquet(articles).map_partitions(tradekit.extract, meta=tradekit.META)
    assert_frame_equal(claims._meta, tradekit.META)
    assert_frame_equal(claims.compute(scheduler=scheduler), tradekit.extract(ARTICLES))


def test_what_is_written_is_read_back(articles: Path, tmp_path: Path) -> None:
    claims = dd.read_parquet(articles).map_partitions(tradekit.extract, meta=tradekit.META)
    claims.to_parquet(tmp_path / "claims")
    expected = tradekit.extract(ARTICLES)
    assert_frame_equal(dd.read_parquet(tmp_path / "claims").compute(), expected)
    parts = [tradekit.load(part) for part in sorted((tmp_path / "claims").glob("*.parquet"))]
    assert [len(part) for part in parts] == [4, 0, 1]
    assert_frame_equal(pd.concat(parts), expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.convert_dtypes(),
        lambda table: table.convert_dtypes(dtype_backend="pyarrow"),
        lambda table: table.astype({"id": object, "text": object, "title": object, "publisher": object}),
        lambda table: table.astype({"id": "category", "publisher": "category"}),
        lambda table: table.assign(date=table["date"].dt.date.astype(pd.ArrowDtype(pa.date32()))),
        lambda table: table.assign(text=table["text"].astype(pd.ArrowDtype(pa.large_string()))),
        lambda table: table.set_index("id"),
    ],
    ids=["string", "arrow", "object", "category", "date32", "large string", "id as index"],
)
def test_every_dtype_of_text_and_dates_is_read(change) -> None:  # type: ignore[no-untyped-def]
    assert_frame_equal(tradekit.extract(change(ARTICLES)), tradekit.extract(ARTICLES))


def test_a_partition_without_rows_gives_the_empty_table(articles: Path) -> None:
    table = dd.read_parquet(articles)
    claims = table[table["id"] == "b"].map_partitions(tradekit.extract, meta=tradekit.META).compute()
    assert claims["article"].tolist() == ["b", "b"]
    assert claims.dtypes.equals(tradekit.META.dtypes)
