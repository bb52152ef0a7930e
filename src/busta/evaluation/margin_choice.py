"""Which way of taking the margin out of two prices says best what happened?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, draw_days, mean_estimate, paired_difference
from busta.evaluation.scores import brier_rows, log_loss_rows
from busta.odds.closing import pair_quotes, source_lines
from busta.odds.margin import METHODS, overround, remove_margin

MARKET = "moneyline"
# Its own table goes further back than its quotes do.
ARCHIVE = "closing_lines"
CHOSEN = "chosen on earlier seasons"
ALL = "all"
METRICS = ("log_loss", "brier_score")
KEYS = ["source", "moment", "season", "game_date"]
SCORE_COLUMNS = [
    "source", "moment", "season", "method", "n", "overround", "is_configured", "chosen", "metric",
    "value", "low", "high", "difference", "difference_low", "difference_high",
]  # fmt: skip


def quoted_losses(quotes: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """Score every method on the moneylines of every source but the archive of closing lines.

    Parameters
    ----------
    quotes
        ``prm_quotes``.
    games
        ``prm_games``.

    Returns
    -------
    pandas.DataFrame
        One row per played game, source, moment and method: source, moment, season, game_date, method, overround (sum of
        the implied probabilities, median over books), log_loss, brier_score. The probability is the median over
        the books of the source.
    """
    own = quotes[(quotes["market"] == MARKET) & quotes["player_id"].isna() & (quotes["source"] != ARCHIVE)]
    pairs = pair_quotes(own)
    wins = games.loc[games["is_played"]].set_index("game_id")["home_margin"] > 0
    parts = []
    for method in METHODS:
        lines = source_lines(pairs, method, [MARKET]).rename(columns={"market_probability": "probability"})
        lines = lines[lines["game_id"].isin(wins.index)]
        parts.append(_losses(lines, wins.reindex(lines["game_id"]).to_numpy(dtype=float), method))
    return pd.concat(parts, ignore_index=True)


def archived_losses(history: pd.DataFrame) -> pd.DataFrame:
    """Score every method on the closing moneylines of the archive, also of seasons nothing else is known of.

    Parameters
    ----------
    history
        ``prm_line_history``.

    Returns
    -------
    pandas.DataFrame
        As `quoted_losses`, of the source `ARCHIVE`.
    """
    rows = history.dropna(subset=["home_price", "away_price"])
    home, away = rows["home_price"], rows["away_price"]
    rows = rows.assign(source=ARCHIVE, moment="close", overround=overround(home, away))
    won = (rows["home_points"] > rows["away_points"]).to_numpy(dtype=float)
    parts = [
        _losses(rows.assign(probability=remove_margin(home, away, method)), won, method) for method in METHODS
    ]
    return pd.concat(parts, ignore_index=True)


def choose_methods(losses: pd.DataFrame, configured: str, min_rows: int) -> pd.DataFrame:
    """Choose a method for every season by the log loss of the seasons before it.

    Parameters
    ----------
    losses
        From `quoted_losses` or `archived_losses`.
    configured
        The method that stands while there are too few earlier games.
    min_rows
        Earlier games that a choice needs.

    Returns
    -------
    pandas.DataFrame
        One row per source, moment and season: the method ``chosen``, and ``earlier``, the games it was chosen on.
    """
    if losses.empty:
        return pd.DataFrame(columns=["source", "moment", "season", "chosen", "earlier"])
    sums = losses.pivot_table(
        index=["source", "moment", "season"], columns="method", values="log_loss", aggfunc="sum"
    )[list(METHODS)]
    counts = losses[losses["method"] == configured].groupby(["source", "moment", "season"]).size()
    place = ["source", "moment"]
    before = sums.groupby(place).cumsum() - sums
    earlier = counts.groupby(place).cumsum() - counts
    chosen = before.idxmin(axis=1).where(earlier >= min_rows, configured)
    return pd.DataFrame({"chosen": chosen, "earlier": earlier}).reset_index()


def score_methods(
    losses: pd.DataFrame, choices: pd.DataFrame, configured: str, rules: BootstrapRules
) -> pd.DataFrame:
    """Compare the methods on the same games, and the choice among them with the configured one.

    Parameters
    ----------
    losses
        From `quoted_losses` or `archived_losses`.
    choices
        From `choose_methods`.
    configured
        The method all others are compared with.
    rules
        Intervals, by day.

    Returns
    -------
    pandas.DataFrame
        One row per source, moment, season (or ``all``), method and metric, columns `SCORE_COLUMNS`: value, and
        difference from the configured method (paired), each with low and high. The method `CHOSEN` uses in
        every season what `choose_methods` chose; ``chosen`` names it (null over all seasons).
    """
    if losses.empty:
        return pd.DataFrame(columns=SCORE_COLUMNS)
    place = ["source", "moment", "season"]
    picked = losses.merge(
        choices.rename(columns={"chosen": "method"})[[*place, "method"]], on=[*place, "method"]
    )
    table = pd.concat([losses, picked.assign(method=CHOSEN)], ignore_index=True)
    named = choices.set_index(place)["chosen"]
    found = []
    for (source, moment), rows in table.groupby(["source", "moment"], sort=True):
        for season, games in [(ALL, rows), *rows.groupby("season", sort=True)]:
            chosen = named.get((source, moment, season))
            keys = {"source": source, "moment": moment, "season": season, "chosen": chosen}
            found += [keys | scored for scored in _scores(games, configured, rules)]
    return pd.DataFrame(found, columns=SCORE_COLUMNS)


def _losses(rows: pd.DataFrame, won: np.ndarray, method: str) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame(columns=[*KEYS, "overround", "game", "method", *METRICS])
    probability = rows["probability"].to_numpy(dtype=float)
    return rows[[*KEYS, "overround"]].assign(
        game=np.arange(len(rows)),
        method=method,
        log_loss=log_loss_rows(probability, won),
        brier_score=brier_rows(probability, won),
    )


def _scores(games: pd.DataFrame, configured: str, rules: BootstrapRules) -> Iterator[dict[str, object]]:
    by_method = {
        str(method): rows.sort_values("game") for method, rows in games.groupby("method", sort=False)
    }
    reference = by_method[configured]
    draws = draw_days(reference["game_date"], rules)
    for method in (*METHODS, CHOSEN):
        rows = by_method[method]
        for metric in METRICS:
            value = mean_estimate(rows[metric], draws)
            gap = paired_difference(rows[metric], reference[metric], draws)
            yield {
                "method": method, "n": value.n, "overround": rows["overround"].median(),
                "is_configured": method == configured, "metric": metric, "value": value.value, "low": value.low,
                "high": value.high, "difference": gap.value, "difference_low": gap.low, "difference_high": gap.high,
            }  # fmt: skip
