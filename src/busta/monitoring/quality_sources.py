"""Sources: what was refused of their files and met nothing, how fresh they are, and how often they failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from busta.monitoring.quality_table import Row, counted, measured, percent, told_count
from busta.params.quality import FailureRules, FreshnessRules, Known, Limits
from busta.sources.refusal_limits import refused_shares

# How adapters say that a row stands there already.
_REPEATED = r"^one (?:row|line-up|quote|game)\b|already"
# Reasons of the coverage that say: the row is about a game or a player that nobody knows.
_UNMATCHED = ("no league game", "no game of", "no player")
_PER_RUN = ("source", "column", "kind")


def check_refused(
    logs: pd.DataFrame, refused: pd.DataFrame, default_limit: float, limits: Mapping[str, float]
) -> list[Row]:
    """Count the lines of raw files that were refused.

    Parameters
    ----------
    logs
        ``int_raw_files``.
    refused
        ``report_refused``.
    default_limit, limits
        Largest share of refused lines, of every source and of single ones: more is an error.

    Returns
    -------
    list of dict
        One row per source with files (check ``types``), and one per source, column and expectation that was not met
        (check ``types``, ``duplicates`` where the row stands there already).
    """
    shares = refused_shares(logs)
    found = []
    for source, row in shares.iterrows():
        name = str(source)
        limit = Limits(warning=None, error=limits.get(name, default_limit))
        counts = (int(row["lines"]), int(row["refused"]))
        told = f"{name}: {told_count(counts[1], counts[0])} lines of its files were refused"
        told += "; report_refused.csv names each." if counts[1] else "."
        found.append(measured("types", name, "", counts, limit, told))
    return found + _by_expectation(refused, shares["lines"])


def _by_expectation(refused: pd.DataFrame, lines: pd.Series) -> list[Row]:
    if refused.empty:
        return []
    # Expectations that differ only in their numbers are one: a total from 140 to 300, line 7 of a file.
    cells = refused.assign(kind=refused["expected"].str.replace(r"\d[\d.]*", "#", regex=True))
    groups = cells.groupby(list(_PER_RUN), sort=True)
    counted = groups.agg(
        n=("row", "size"), value=("value", "first"), file=("file", "first"), expected=("expected", "first")
    )
    counted["is_repeated"] = counted["expected"].str.contains(_REPEATED, regex=True)
    return [_refused_cells(cell, lines) for _, cell in counted.reset_index().iterrows()]


def _refused_cells(cell: pd.Series, lines: pd.Series) -> Row:
    source, column = str(cell["source"]), str(cell["column"])
    n, bad = int(lines.get(source, 0)), int(cell["n"])
    check = "duplicates" if cell["is_repeated"] else "types"
    what = counted(bad, "cell") + f" of {column}" if column else counted(bad, "whole line")
    told = f"{source}: {what} refused: expected {cell['expected']}"
    told += f", was for example {str(cell['value'])[:60]!r} in {cell['file']}."
    return measured(check, source, column, (max(n, bad), bad), Limits(warning=None, error=None), told)


def check_unmatched(coverage: pd.DataFrame, limits: Limits, known: Mapping[str, Known]) -> list[Row]:
    """Count rows of sources that met no game or no player.

    Parameters
    ----------
    coverage
        ``report_coverage``.
    limits
        On the share of rows of a source.
    known
        Source to the gap that is expected there.

    Returns
    -------
    list of dict
        One row per source with such rows. Seasons of which no games are known do not count.
    """
    reasons = coverage.assign(text=coverage["reason"].fillna("").astype("str").str.split("; ")).explode(
        "text"
    )
    parts = reasons["text"].str.extract(r"^(?P<why>.*): (?P<bad>\d+)$")
    told = reasons.assign(why=parts["why"].fillna(""), bad=pd.to_numeric(parts["bad"]).fillna(0))
    lost = told[told["why"].str.startswith(_UNMATCHED)]
    found = []
    for (source, what), rows in lost.groupby(["source", "what"], sort=True):
        is_of = (coverage["source"] == source) & (coverage["what"] == what)
        counts = (int(coverage.loc[is_of, "read"].sum()), int(rows["bad"].sum()))
        found.append(_unmatched(str(source), str(what), counts, rows, limits, known))
    return found


def _unmatched(
    source: str,
    what: str,
    counts: tuple[int, int],
    rows: pd.DataFrame,
    limits: Limits,
    known: Mapping[str, Known],
) -> Row:
    by_reason = rows.groupby("why")["bad"].sum().sort_values(ascending=False)
    told = f"{source}: {told_count(counts[1], counts[0])} {what} met nothing: "
    told += "; ".join(f"{why}, {bad:,.0f}" for why, bad in by_reason.items()) + "."
    if source in known:
        limits = Limits(warning=max(known[source].share, limits.warning or 0.0), error=limits.error)
        told += f" Known: {known[source].because}."
    return measured("unmatched", source, what, counts, limits, told)


def check_freshness(answers: pd.DataFrame, now: datetime, rules: FreshnessRules, limits: Limits) -> list[Row]:
    """Say how long ago each source was last asked.

    Parameters
    ----------
    answers
        Newest answers: ``source, endpoint, checked_at_utc``; a source that was never fetched is not in it.
    now
        With a time zone.
    rules
        How old is too old, and when anybody needs ask.
    limits
        On a source: 1 is too old, 0 is not.

    Returns
    -------
    list of dict
        One row per source; outside the season nothing is old.
    """
    if answers.empty:
        return []
    newest = answers.groupby("source", sort=True)["checked_at_utc"].max()
    is_season = _is_season(now, rules)
    return [
        _freshness(str(source), moment, now, is_season, rules, limits) for source, moment in newest.items()
    ]


def _freshness(
    source: str, moment: pd.Timestamp, now: datetime, is_season: bool, rules: FreshnessRules, limits: Limits
) -> Row:
    hours = (pd.Timestamp(now) - moment) / pd.Timedelta(hours=1)
    is_old = is_season and hours > rules.hours
    told = f"{source}: last answered {_ago(hours)} ago, at {moment:%Y-%m-%d %H:%M} UTC"
    told += "." if is_season else ", and no season is being played."
    if is_old:
        told += f" Expected at most {rules.hours:g} hours: run `kedro run --env local --pipelines fetching`."
    return measured("freshness", source, "", (1, int(is_old)), limits, told)


def _ago(hours: float) -> str:
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"


def _is_season(now: datetime, rules: FreshnessRules) -> bool:
    day = pd.Timestamp(now).strftime("%m-%d")
    begins, ends = rules.season_begins, rules.season_ends
    return begins <= day <= ends if begins <= ends else day >= begins or day <= ends


def check_failures(history: pd.DataFrame, now: datetime, rules: FailureRules, limits: Limits) -> list[Row]:
    """Count calls to sources that failed.

    Parameters
    ----------
    history
        ``int_fetch_history``: one row per run and source, ``source, started_at_utc, attempts, failed_attempts``.
    now
        With a time zone.
    rules
        Which calls count.
    limits
        On the share of failed attempts.

    Returns
    -------
    list of dict
        One row per source that was called.
    """
    if history.empty:
        return []
    moments = pd.to_datetime(history["started_at_utc"], utc=True)
    recent = history[moments > pd.Timestamp(now) - pd.Timedelta(days=rules.days)]
    sums = recent.groupby("source", sort=True)[["attempts", "failed_attempts"]].sum()
    return [
        _failures(str(source), int(row["attempts"]), int(row["failed_attempts"]), rules, limits)
        for source, row in sums.iterrows()
        if row["attempts"]
    ]


def _failures(source: str, attempts: int, failed: int, rules: FailureRules, limits: Limits) -> Row:
    told = f"{source}: {told_count(failed, attempts)} calls of the last {rules.days:g} days failed"
    if attempts < rules.least_attempts:
        told += f", too few calls to judge by (fewer than {rules.least_attempts})"
        limits = Limits(warning=None, error=None)
    elif limits.warning is not None and failed > limits.warning * attempts:
        told += (
            f", expected at most {percent(limits.warning)}: 08_reporting/fetch_log.csv names the last ones"
        )
    return measured("failures", source, "", (attempts, failed), limits, f"{told}.")
