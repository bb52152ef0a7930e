"""Which raw files are made of stored pages, and what of them a user owns already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from busta.fetching.calls import Answer
from busta.fetching.errors import UNREADABLE
from busta.fetching.news_items import item_table
from busta.fetching.pages_tables import injury_table, lineup_table, report_table
from busta.params.fetching import FetchingParams

WRITTEN = {"folder": "str", "file": "str", "rows": "int64", "skipped": "int64", "sentence": "str"}
# Source to the raw folder, the name of its files, and the column that names what was seen at one moment.
FILES = {
    "injury_report": ("availability_official", "report_fetched_{}.csv", "report_time_utc"),
    "daily_lineups": ("lineups_nba", "lineups_fetched_{}.parquet", "snapshot_utc"),
    "injury_feed": ("injury_feed", "injuries_fetched_{}.csv", "snapshot_utc"),
    "news_feed": ("news_feed", "items_fetched_{}.parquet", "id"),
}
_FETCHED = "fetched"
_SHOWN = 120


@dataclass(frozen=True)
class PageFile:
    """A raw file made of stored pages.

    Attributes
    ----------
    name
        Of the file.
    rows
        Its table.
    account
        One row for `WRITTEN`.
    """

    name: str
    rows: pd.DataFrame
    account: Mapping[str, object]


def page_file(
    source: str,
    partition: str,
    answers: Iterable[Answer],
    held: Mapping[str, pd.DataFrame],
    fetching: FetchingParams,
) -> PageFile:
    """Make one raw file.

    Parameters
    ----------
    source
        One of `FILES`.
    partition
        The season, or the month, of the answers.
    answers
        All stored ones of it.
    held
        The files of the folder by name, the user's own among them: what stands in those, and in fetched files of
        earlier months, is not written again.
    fetching
        Typed parameters.

    Returns
    -------
    PageFile
        Without rows where nothing was there.
    """
    folder, pattern, key = FILES[source]
    name = pattern.format(partition)
    table, sentences = _table(source, answers, held.get(name, pd.DataFrame()), fetching)
    others = [
        rows[key] for other, rows in held.items() if key in rows and (_FETCHED not in other or other < name)
    ]
    seen = pd.concat(others).astype("str") if others else pd.Series(dtype="str")
    is_known = table[key].isin(seen)
    kept = table[~is_known].reset_index(drop=True)
    if is_known.any():
        sentences.append(f"{folder}: {int(is_known.sum())} rows stand in other files of the folder already")
    account = {
        "folder": folder,
        "file": name,
        "rows": len(kept),
        "skipped": int(is_known.sum()),
        "sentence": "; ".join(sentences),
    }
    return PageFile(name, kept, account)


def _table(
    source: str, answers: Iterable[Answer], known: pd.DataFrame, fetching: FetchingParams
) -> tuple[pd.DataFrame, list[str]]:
    if source == "injury_report":
        return report_table(answers, known)
    given, news = list(answers), fetching.news_feed
    tables: Mapping[str, Callable[[Iterable[Answer]], pd.DataFrame]] = {
        "daily_lineups": lineup_table,
        "injury_feed": injury_table,
        "news_feed": lambda some: item_table(some, news.longest_title, news.longest_text),
    }
    make = tables[source]
    try:
        return make(given), []
    except UNREADABLE:
        told = {answer.sha256: _unreadable(source, answer, make) for answer in given}
        readable = [answer for answer in given if not told[answer.sha256]]
        return make(readable), list(filter(None, told.values()))


def _unreadable(source: str, answer: Answer, make: Callable[[Iterable[Answer]], pd.DataFrame]) -> str:
    try:
        make([answer])
    except UNREADABLE as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:_SHOWN]
        return (
            f"{source}: what was given at {answer.fetched_at_utc:%Y-%m-%d %H:%M} UTC was kept and cannot be read "
            f"({what}): the source changed its pages; they are read when busta knows the new ones"
        )
    return ""


def written_table(accounts: Iterable[Mapping[str, object]] = ()) -> pd.DataFrame:
    """Say what was written.

    Parameters
    ----------
    accounts
        Of `PageFile`.

    Returns
    -------
    pandas.DataFrame
        ``folder, file, rows, skipped, sentence``.
    """
    return pd.DataFrame(list(accounts), columns=list(WRITTEN)).astype(WRITTEN)
