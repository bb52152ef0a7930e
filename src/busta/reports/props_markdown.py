"""The page of one player market: what its forecasts are worth, beside those of others on the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.params.prop_reports import PropReportParams
from busta.reports.baseline_markdown import gates_section, gates_summary
from busta.reports.markdown import table
from busta.reports.props_tables import (
    MOMENTS,
    Block,
    ablation_rows,
    bets_table,
    lines_table,
    per_player_table,
    played_table,
    records_table,
    scores_of,
    seasons_table,
    synthetic_table,
)
from busta.reports.props_targets import HEAD, target_rows

READING = """Every number is walk-forward: a game is forecast by what was known, and by models fitted, before it. Rows
are men who played: a bet on one who did not is void. Numbers in brackets are 95 % intervals, bootstrapped by day;
differences are paired, on the same rows.

- **MAE** and **RMSE** are of the mean forecast, **bias** is what happened minus what was said. The MAE rewards the
  median: a mean forecast of a rare count has a larger one than a guess of 0, and is the better forecast.
- **CRPS** is how far the whole distribution lies from what happened, in units of the quantity; the **log score** is
  minus the logarithm of the probability of what happened. Lower is better.
- **PIT deviation**: results should fall equally often into every tenth of their distribution; the largest gap.
- Every baseline (season average, last {games} games, moving mean with weight {weight:g}) has a distribution of its own,
  fitted on its own errors of earlier seasons, so that it can be asked for any line. As of the day before.
"""
SYNTHETIC = """At {factors} times the model's mean, a half added: lines around what is expected, where nobody quoted
one. All forecasters are asked for the same lines. The *majority side* is the side that came more often at that
multiple, known only in hindsight: a forecaster cannot have it, and still it is the yardstick of an accuracy.
"""
LINES = """One line a man and moment: the market's main line with the margin removed, {rows:,} of them decided here.
The MAE is of the line itself beside the model's median. *Chance up to*: so large a calibration error a
forecaster who is exactly right would show in 39 of 40 cases.
"""
ABLATION = """The mean of the learners with the features of each step on the same folds; below zero the step helps. The
last step of features is who of his team is there and who is out: with it against without it. *A model per position*
has all features, and one model each for guards, forwards and centres.
"""
MIXES = """The mean forecast weighs its learners by fixed shares. Beside it, on the same rows: shares fitted on earlier
seasons, a ridge and a lasso over the learners, each learner alone, and an effect of the player himself.
"""
PER_PLAYER = """An ensemble for every man with enough games, of his own games alone: the three members, their *voting*
with fixed shares, and what was fitted on games that the members had not seen: a ridge regression (*stack*), a *lasso*,
and *optimised* shares. *Pooled* is the model for all, which answers for all others among *everybody*. Differences
are paired: above zero the other one is nearer.
"""
_MIX_COLUMNS = {
    "season": "season",
    "mix": "mix",
    "n": "rows",
    "mean_absolute_error": "MAE",
    "root_mean_squared_error": "RMSE",
    "weights": "shares",
}
_FAMILY_COLUMNS = {
    "season": "season",
    "family": "family",
    "rows": "fitted on rows",
    "judged_poisson": "Poisson, CRPS before",
    "judged_negative_binomial": "negative binomial",
    "judged_normal": "normal",
    "judged_empirical": "empirical residuals",
    "crps": "CRPS",
    "coverage": "inside the interval",
    "pit_deviation": "PIT deviation",
}
_TUNING_COLUMNS = {
    "learner": "learner",
    "metric": "loss",
    "season": "season",
    "n": "rows",
    "default": "default",
    "tuned": "tuned",
    "difference": "tuned minus default",
    "difference_low": "from",
    "difference_high": "to",
}


def market_page(
    market: str,
    line: str,
    block: Block,
    figures: Sequence[str],
    rules: PropReportParams,
    factors: Sequence[float],
) -> str:
    """Write the page.

    Parameters
    ----------
    market
        Id of the market.
    line
        What data this is, see `busta.reports.data_line.data_line`.
    block
        From `busta.reports.props_json.market_block`.
    figures
        Names of the figures beside the page.
    rules
        What was asked, and how the baselines look back.
    factors
        Of the synthetic lines.

    Returns
    -------
    str
        Markdown. The first line says what data this is.
    """
    reading = reading_of(rules)
    parts = [
        f"{line}\n\n# {title(market)}: what the forecasts are worth\n\n{reading}",
        gates_summary({market: block}),
        asked_section({market: block}, rules),
        gates_section(block["gates"]).replace("### ", "## ", 1).replace("| games |", "| rows |", 1),
        _played(block, figures),
        _synthetic(block, figures, factors),
        *(_lines(block, moment) for moment in MOMENTS),
        _bets(block),
        *_worth(block, figures),
    ]
    return "\n".join(part for part in parts if part)


def title(market: str) -> str:
    """Name of a market for readers."""
    return market.replace("_", " + ").capitalize()


def reading_of(rules: PropReportParams) -> str:
    """How to read every number of the pages."""
    return READING.format(games=rules.baselines.last_games, weight=rules.baselines.moving_weight)


def asked_section(blocks: Mapping[str, Block], rules: PropReportParams) -> str:
    """Write the table of what was asked, what was measured, and why."""
    rows = target_rows(blocks, rules.targets, rules.bets.headline)
    told = "Of several markets: the mean over their rows, then the lowest and the highest of them.\n\n"
    return f"## Asked, measured, why\n\n{told if len(blocks) > 1 else ''}{table(HEAD, rows)}"


def ablation_section(block: Block) -> str:
    """Write what each group of features is worth; empty where it was not asked."""
    return f"{ABLATION}\n{ablation_rows(block['ablation'])}" if block.get("ablation") else ""


def per_player_section(records: Sequence[Mapping[str, Any]]) -> str:
    """Write the comparison of models per player with the model for all; empty where it has not run."""
    return f"{PER_PLAYER}\n{per_player_table(records)}" if records else ""


def tuning_section(records: Sequence[Mapping[str, Any]]) -> str:
    """Write tuned beside default hyperparameters on the same rows; empty where nothing was tuned."""
    columns = {"market": "market"} | _TUNING_COLUMNS
    return records_table(records, columns) if records else ""


def _played(block: Block, figures: Sequence[str]) -> str:
    told = [
        "## Everybody who played\n",
        played_table(block),
        "### Season by season\n",
        seasons_table(block),
        _figure(figures, "errors"),
        _figure(figures, "pit"),
    ]
    if block.get("families"):
        told += ["### The distributions\n", records_table(block["families"], _FAMILY_COLUMNS)]
    return "\n".join(part for part in told if part)


def _synthetic(block: Block, figures: Sequence[str], factors: Sequence[float]) -> str:
    told = SYNTHETIC.format(factors=", ".join(f"{factor:g}" for factor in factors))
    picture = _figure(figures, "reliability")
    return f"## Lines nobody offered\n\n{told}\n{synthetic_table(block)}\n{picture}"


def _lines(block: Block, moment: str) -> str:
    scores = scores_of(block, moment)
    if not scores:
        return ""
    told = LINES.format(rows=scores["market"]["brier_score"]["n"])
    return f"## Real lines, {moment}\n\n{told}\n{lines_table(block, moment)}"


def _bets(block: Block) -> str:
    return (
        f"## Bets\n\nFlat stakes; voids and pushes returned.\n\n{bets_table(block['bets'])}"
        if block["bets"]
        else ""
    )


def _worth(block: Block, figures: Sequence[str]) -> list[str]:
    steps, men = ablation_section(block), per_player_section(block.get("per_player", []))
    tuned = tuning_section(block.get("tuning", []))
    parts = [
        f"## What each group of features is worth\n\n{steps}\n{_figure(figures, 'ablation')}"
        if steps
        else "",
        f"## A model per player\n\n{men}" if men else "",
        f"## Tuned against default\n\n{tuned}" if tuned else "",
    ]
    if block.get("mixes"):
        parts.append(
            f"## How the learners are mixed\n\n{MIXES}\n{records_table(block['mixes'], _MIX_COLUMNS)}"
        )
    return parts


def _figure(figures: Sequence[str], name: str) -> str:
    return f"![{name}]({name}.png)\n" if name in figures else ""
