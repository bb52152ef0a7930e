"""The judgement of a file of picks, as one document: what data, what was read, and every market's numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from busta.betting.pick_bets import BetNumbers, measure_bets, placed_bets, unlikely_prices
from busta.evaluation.bootstrap import BootstrapRules, EvaluationError
from busta.evaluation.judge import FORECASTERS, JudgeRules, compare_with_close
from busta.evaluation.questions import Subject, put_questions
from busta.evaluation.score_table import score_market
from busta.evaluation.suspicion import Suspicion, is_late, suspicions
from busta.evaluation.verdicts import verdict
from busta.markets import Roster
from busta.reports.data_line import data_line, is_fabricated
from busta.reports.scores_json import scores_document
from busta.sources.picks import PickFile

SCHEMA = "busta.judge/1"


@dataclass(frozen=True)
class JudgeTables:
    """What picks are graded on.

    Attributes
    ----------
    identity
        ``prm_data_identity``.
    games, lines, quotes
        ``prm_games``, ``prm_market_lines``, ``prm_quotes``.
    """

    identity: Mapping[str, Any]
    games: pd.DataFrame
    lines: pd.DataFrame
    quotes: pd.DataFrame


@dataclass(frozen=True)
class JudgeSettings:
    """How picks are graded.

    Attributes
    ----------
    subjects
        Market to what it asks about.
    rules
        When predictions are too good.
    bootstrap, bins
        Intervals and calibration bins: those of the scores.
    tries
        How many strategies or models were tried, if anybody says.
    """

    subjects: Mapping[str, Subject]
    rules: JudgeRules
    bootstrap: BootstrapRules
    bins: int
    tries: int | None = None


def judged_subjects(roster: Roster) -> dict[str, Subject]:
    """What the markets on games that somebody quotes ask about.

    Parameters
    ----------
    roster
        All markets.

    Returns
    -------
    dict
        Market to what it asks about; markets whose lines stand under their own name.
    """
    return {
        market.id: Subject(market.quantity, market.is_push_possible, market.impossible)
        for market in roster
        if market.subject == "game" and market.quotes == market.id
    }


def judge(picks: PickFile, tables: JudgeTables, settings: JudgeSettings) -> dict[str, Any]:
    """Grade picks.

    Parameters
    ----------
    picks
        The file as read.
    tables, settings
        On what, and how.

    Returns
    -------
    dict
        First key ``data``. ``rows`` counts what was read, refused, late and still open; ``markets`` has per market
        ``verdict``, ``suspicions``, ``scores`` (as in ``scores.json``, forecasters ``picks`` and ``market``),
        ``seasons``, ``comparison`` and ``bets``; ``refused`` lists every refused cell, ``late`` every pick made after
        tip-off, which is in no number. A number that does not exist is null.

    Raises
    ------
    EvaluationError
        If the lines of the spreads have the other sign.
    """
    asked = put_questions(picks.rows, tables.games, tables.lines, settings.subjects)
    late = is_late(asked)
    rows = asked[~late].reset_index(drop=True)
    markets = [name for name in settings.subjects if asked["market"].eq(name).any()]
    judged = {
        name: _market(rows[rows["market"] == name], asked[late & asked["market"].eq(name)], tables, settings)
        for name in markets
    }
    return {
        "data": data_line(tables.identity),
        "data_sha256": tables.identity.get("sha256"),
        "is_fabricated": is_fabricated(tables.identity),
        "schema": SCHEMA,
        "file": str(picks.rows["file"].iloc[0]),
        "rows": {
            "read": picks.read,
            "refused": int(picks.refused["row"].nunique()),
            "late": int(late.sum()),
            "not_played": int(rows["actual"].isna().sum()),
            "graded": int(rows["outcome"].notna().sum()),
        },
        "settings": _plain(asdict(settings.bootstrap) | {"bins": settings.bins, "tries": settings.tries}),
        "ignored_columns": list(picks.ignored),
        "markets": judged,
        "refused": _plain(picks.refused.drop(columns="source").to_dict("records")),
        "late": _plain(asked.loc[late, ["file", "row", "game_id", "market"]].to_dict("records")),
    }


def _market(
    rows: pd.DataFrame, late: pd.DataFrame, tables: JudgeTables, settings: JudgeSettings
) -> dict[str, Any]:
    found = compare_with_close(rows, settings.rules, settings.bootstrap, settings.bins)
    bets = placed_bets(rows, tables.quotes, settings.rules.assumed_price)
    earned = measure_bets(bets, settings.bootstrap, settings.tries)
    reasons = [
        *suspicions(rows, found, settings.rules, settings.bootstrap),
        *unlikely_prices(bets, settings.rules),
        *_of_late(late, len(rows)),
    ]
    said = verdict(found, reasons, settings.rules, _more_bets(earned))
    decided = rows["outcome"].notna()
    return {
        "verdict": {"kind": said.kind, "sentence": said.sentence + _moved(said.kind, earned)},
        "suspicions": [asdict(reason) for reason in reasons],
        "picks": len(rows),
        "pushes": int((rows["actual"].notna() & rows["actual"].eq(rows["line"])).sum()),
        "without_close": int((decided & rows["market_probability"].isna()).sum()),
        **_scores(rows, tables.identity, settings),
        "comparison": _plain(asdict(found)),
        "bets": _plain(asdict(earned)),
    }


def _scores(rows: pd.DataFrame, identity: Mapping[str, Any], settings: JudgeSettings) -> dict[str, Any]:
    if not rows["probability"].notna().any():
        return {"scores": {}, "seasons": []}
    market = str(rows["market"].iloc[0])
    try:
        scored = score_market(rows, FORECASTERS, market, settings.bootstrap, settings.bins)
    except EvaluationError:
        return {"scores": {}, "seasons": []}
    document = scores_document(identity, {market: scored}, {}, {})["markets"][market]
    return {"scores": document["scores"], "seasons": document["seasons"]}


def _of_late(late: pd.DataFrame, others: int) -> list[Suspicion]:
    if late.empty:
        return []
    told = (
        f"{len(late):,} of {len(late) + others:,} picks were made at tip-off or later: they are in no number"
    )
    return [Suspicion("late", told, is_alarm=False)]


def _moved(kind: str, earned: BetNumbers) -> str:
    # Who bets early is told so: at the closing line's odds he may be a coin, and still have had the better line.
    value = earned.closing_line_value
    if kind in ("nothing", "leak") or not value.low > 0:
        return ""
    ends = f"[{value.low:.2f}, {value.high:.2f}]"
    return (
        f"; the line moved {value.value:.2f} {ends} points towards the sides after {value.n:,} bets were made"
    )


def _more_bets(earned: BetNumbers) -> str:
    if not earned.n_bets:
        return "without prices nobody knows what that earns"
    if earned.bets_needed is None:
        return "at these prices no number of bets makes it pay"
    more = max(earned.bets_needed - earned.n_bets, 0)
    return f"{more:,} more bets needed until the return's interval excludes 0"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain
