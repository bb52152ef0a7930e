"""What `busta price` loads, made by hand: one man with a past, a newcomer, one who did not play, one traded."""

from __future__ import annotations

import pandas as pd

from busta.nba.teams import team_ids
from busta.reports.pricing import PriceModels, PriceSettings, PriceTables
from tests.evaluation.priced import FITTED, fold_models, stack

BOSTON, NEW_YORK = team_ids(pd.Series(["BOS", "NYK"]))
MAN, NEWCOMER, ABSENT, TRADED, ROOKIE = 1, 2, 3, 4, 5
NAMES = {
    MAN: "Nikola Jokić",
    NEWCOMER: "Anton Neuling",
    ABSENT: "Kyle Absent",
    TRADED: "Ray Traded",
    ROOKIE: "Rudi Rookie",
}
PLAYED, LATEST, TO_COME = "0021500001", "0021500002", "0021500003"
DATES = dict(
    zip((PLAYED, LATEST, TO_COME), pd.to_datetime(["2016-01-05", "2016-01-06", "2016-01-07"]), strict=True)
)
SETTINGS = PriceSettings(clip=1e-6, margin_removal="multiplicative", career_margin_days=365)


def _rows(*asked: tuple[str, int, int]) -> pd.DataFrame:
    rows = pd.DataFrame(list(asked), columns=["game_id", "player_id", "team_id"])
    rows = rows.assign(game_date=rows["game_id"].map(DATES), season="2015-16")
    return rows.assign(player_name=rows["player_id"].map(NAMES))


def tables(is_fabricated: bool = False) -> PriceTables:
    """Three days; the last one is to come."""
    kind = "DATA: FABRICATED (an invented league)" if is_fabricated else "DATA: real NBA data"
    box = _rows(
        (PLAYED, MAN, BOSTON),
        (PLAYED, ABSENT, BOSTON),
        (PLAYED, TRADED, NEW_YORK),
        (LATEST, MAN, BOSTON),
        (LATEST, NEWCOMER, NEW_YORK),
        (LATEST, TRADED, BOSTON),
    )
    more = _rows((LATEST, ABSENT, BOSTON), (TO_COME, MAN, BOSTON), (TO_COME, ROOKIE, BOSTON))
    asked = pd.concat([box, more], ignore_index=True)
    questions = asked.assign(opponent_id=NEW_YORK, is_home=asked["team_id"] == BOSTON)
    training = asked.assign(
        form=10.0,
        line=15.5,
        market_probability=0.55,
        actual=[20.0, 8.0, 9.0, 12.0, 3.0, 4.0, float("nan"), float("nan"), float("nan")],
    )
    means = asked.assign(fold="2015-16", league_ratio=1.1)
    return PriceTables(
        {"fabricated": is_fabricated, "description": f"{kind}, 2015-16 to 2015-16, 3 games"},
        pd.DataFrame({"player_id": list(NAMES), "player_name": list(NAMES.values())}),
        box,
        questions,
        training,
        means[means["game_id"] != PLAYED],
    )


def models() -> PriceModels:
    """Two learners of one fold, a distribution, a blend."""
    learners = {"tweedie_lightgbm": fold_models(1.0), "poisson": fold_models(2.0)}
    return PriceModels(learners, FITTED, stack())
