"""Tables of a player market, in Markdown, written from its block of ``scores_props.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.evaluation.score_table import POOLED
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT, interval, number

Block = Mapping[str, Any]
Score = Mapping[str, Any]

NAMES = {
    "model": "**model**",
    "market": "**market**",
    "blend": "model blended with the market",
    "season_average": "season average",
    "last_games": "last games",
    "moving_mean": "moving mean",
    "majority": "majority side (in hindsight)",
}
PARTS = {
    "synthetic": "lines nobody offered",
    "morning": "real lines of the morning",
    "close": "real lines at the close",
}
MOMENTS = ("morning", "close")
PLAYED_HEAD = (
    "forecaster", "MAE", "minus the model", "RMSE", "bias", "CRPS", "minus the model", "log score", "PIT deviation",
)  # fmt: skip
PER_PLAYER_HEAD = (
    "on", "forecaster", "rows", "MAE", "minus the model for all", "minus his season average", "RMSE",
)  # fmt: skip
PAIRS_HEAD = (
    "two bets on", "games", "pairs", "both came true", "the draws said", "the product said",
    "Brier score of the draws", "minus that of the product",
)  # fmt: skip
LINES_HEAD = (
    "forecaster", "Brier score", "minus the market", "log loss", "accuracy", "ECE (chance up to)", "MAE",
)  # fmt: skip


def scores_of(block: Block, part: str, season: str = POOLED) -> Mapping[str, Mapping[str, Score]]:
    """Forecaster to metric to score; empty where the part was not measured."""
    found: Mapping[str, Mapping[str, Score]] = block["parts"].get(part, {}).get(season, {})
    return found


def measured(score: Score | None, metric: str = "") -> str:
    """A score with its interval, or a dash."""
    return ABSENT if score is None else interval(score["value"], score["low"], score["high"], metric)


def gap(score: Score | None, metric: str = "") -> str:
    """A difference with its interval, or a dash."""
    if score is None:
        return ABSENT
    found, low, high = (score[f"difference{end}"] for end in ("", "_low", "_high"))
    return interval(found, low, high, metric, is_difference=True)


def value(score: Score | None, metric: str = "") -> str:
    """A score alone, or a dash."""
    return ABSENT if score is None else number(score["value"], metric)


def played_table(block: Block, season: str = POOLED) -> str:
    """Everybody who played: each forecaster's mean and distribution, and how far it lies behind the model."""
    rows = (
        [
            NAMES[name],
            measured(metrics["mae"]),
            gap(metrics["mae"]),
            value(metrics["rmse"]),
            number(metrics["bias"]["value"], is_difference=True),
            measured(metrics["crps"]),
            gap(metrics["crps"]),
            value(metrics["log_score"]),
            value(metrics["pit_deviation"]),
        ]
        for name, metrics in scores_of(block, "played", season).items()
    )
    return table(PLAYED_HEAD, rows)


def seasons_table(block: Block) -> str:
    """Season by season, the model beside the baseline that comes nearest on the CRPS of all seasons."""
    near = nearest(block)
    rows = []
    for season in block["parts"]["played"]:
        scores = scores_of(block, "played", season)
        model, other = scores["model"], scores[near]
        ece = scores_of(block, "synthetic", season)["model"]["ece"]
        rows.append(
            [
                "all" if season == POOLED else season,
                f"{model['mae']['n']:,}",
                value(model["mae"]),
                value(other["mae"]),
                value(model["rmse"]),
                number(model["bias"]["value"], is_difference=True),
                value(model["crps"]),
                gap(other["crps"]),
                number(model["coverage"]["value"], "accuracy"),
                value(ece),
            ]
        )
    head = [
        "season", "rows", "MAE", f"MAE of the {NAMES[near]}", "RMSE", "bias", "CRPS",
        f"CRPS of the {NAMES[near]}, minus the model", "inside the interval", "ECE, synthetic lines",
    ]  # fmt: skip
    return table(head, rows)


def nearest(block: Block, metric: str = "crps") -> str:
    """The baseline that comes nearest to the model."""
    scores = scores_of(block, "played")
    others = {name: found[metric]["value"] for name, found in scores.items() if name != "model"}
    return min(others, key=lambda name: float(others[name]))


def synthetic_table(block: Block) -> str:
    """Lines nobody offered: each forecaster at the same lines."""
    rows = (
        [
            NAMES[name],
            measured(metrics["brier_score"]),
            gap(metrics["brier_score"]),
            number(metrics["accuracy"]["value"], "accuracy"),
            measured(metrics.get("ece")),
        ]
        for name, metrics in scores_of(block, "synthetic").items()
    )
    return table(["forecaster", "Brier score", "minus the model", "accuracy", "ECE"], rows)


def lines_table(block: Block, moment: str) -> str:
    """Real lines of one moment: each forecaster on the same rows, against the market."""
    rows = (
        [
            NAMES[name],
            measured(metrics["brier_score"]),
            "" if name == "market" else gap(metrics["brier_score"]),
            value(metrics["log_loss"]),
            number(metrics["accuracy"]["value"], "accuracy"),
            _with_chance(metrics.get("ece")),
            value(metrics.get("mae")),
        ]
        for name, metrics in scores_of(block, moment).items()
    )
    return table(LINES_HEAD, rows)


def bets_table(bets: Sequence[Mapping[str, Any]]) -> str:
    """What bets would have earned: flat stakes, moment by moment."""
    rows = (
        [
            *(str(bet[name]) for name in ("market", "moment", "books", "strategy") if name in bet),
            f"{int(bet['n_bets']):,}",
            number(bet["win_rate"], "accuracy"),
            interval(bet["roi"], bet["roi_low"], bet["roi_high"], "roi"),
        ]
        for bet in bets
    )
    first = ["market"] if bets and "market" in bets[0] else []
    return table([*first, "moment", "books", "strategy", "bets", "won", "ROI"], rows)


def ablation_rows(steps: Sequence[Mapping[str, Any]]) -> str:
    """What every step of the ablation adds."""
    rows = (
        [
            str(step["step"]).replace("_", "-"),
            f"{step['n']:,}",
            _ends(step, "mae"),
            _ends(step, "mae_change", is_difference=True),
            _ends(step, "rmse"),
            _ends(step, "rmse_change", is_difference=True),
        ]
        for step in steps
    )
    head = ["features up to", "rows", "MAE", "against the step before", "RMSE", "against the step before"]
    return table(head, rows)


def per_player_table(records: Sequence[Mapping[str, Any]]) -> str:
    """Models of the men's own beside the model for all and the season average, on the same rows."""
    # All seasons together where several markets stand under each other.
    first = ["market"] if records and "market" in records[0] else ["season"]
    rows = (
        [
            *(str(record[name]) for name in first),
            str(record["rows"]).replace("players with ", "").replace("all players", "everybody"),
            str(record["forecaster"]).replace("_", " "),
            f"{int(record['n']):,}",
            number(record.get("mean_absolute_error")),
            _against(record, "mae_minus_pooled"),
            _against(record, "mae_minus_season_average"),
            number(record.get("root_mean_squared_error")),
        ]
        for record in records
    )
    return table([*first, *PER_PLAYER_HEAD], rows)


def _against(record: Mapping[str, Any], name: str) -> str:
    is_itself = name.endswith(f"_{record['forecaster']}")
    return ABSENT if is_itself else _ends(record, name, is_difference=True)


def pairs_table(records: Sequence[Mapping[str, Any]]) -> str:
    """How often two bets in one game both came true beside what was said of them."""
    rows = (
        [
            str(record["pair"]),
            *(f"{int(record[name]):,}" for name in ("games", "n")),
            _ends(record, "frequency"),
            *(number(record[name]) for name in ("joint", "product", "brier_joint")),
            _ends(record, "brier_change", is_difference=True),
        ]
        for record in records
    )
    return table(PAIRS_HEAD, rows)


def records_table(records: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> str:
    """Any records, with the columns that they have, named as readers know them."""
    known = {name: told for name, told in columns.items() if any(name in record for record in records)}
    rows = ([_cell(record.get(name)) for name in known] for record in records)
    return table(list(known.values()), rows)


def _cell(found: Any) -> str:
    if found is None:
        return ABSENT
    if isinstance(found, float) and not found.is_integer():
        return number(found)
    return f"{int(found):,}" if isinstance(found, int | float) else str(found).replace("_", " ")


def _with_chance(score: Score | None) -> str:
    if score is None:
        return ABSENT
    return number(score["value"]) + (
        f" ({number(score['null_high'])})" if score["null_high"] is not None else ""
    )


def _ends(record: Mapping[str, Any], name: str, *, is_difference: bool = False) -> str:
    found, low, high = (record.get(f"{name}{end}") for end in ("", "_low", "_high"))
    return interval(found, low, high, is_difference=is_difference)
