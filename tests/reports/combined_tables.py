"""What `busta combine` loads, made by hand: points and rebounds of the men of `tests.reports.priced_tables`."""

from __future__ import annotations

import pandas as pd

from busta.markets import Market, load_roster
from busta.probability.joint import JointCorrelations, SeasonJoint
from busta.reports.combining import CombinationSettings, CombinationTables
from tests.evaluation.priced import FITTED
from tests.probability.test_joint_simulation import _correlations
from tests.project import CONF
from tests.reports.priced_tables import tables

SETTINGS = CombinationSettings(draws=20_000, seed=1, career_margin_days=365)
LEVELS = {"points": 15.0, "rebounds": 6.0}


def markets() -> list[Market]:
    """Points, rebounds, their sum, and a sum of which a part is no market here."""
    roster = load_roster(CONF / "base" / "parameters_markets.yml")
    return [roster[name] for name in ("points", "rebounds", "points_rebounds", "points_assists")]


def correlations() -> JointCorrelations:
    """Points and rebounds of a man go together, those of two men do not."""
    return _correlations(0.5, 0.0, 0.0)


def combined(is_fabricated: bool = False) -> CombinationTables:
    """Three days, the last one to come; on the first one nothing was forecast."""
    held = tables(is_fabricated)
    asked: pd.DataFrame = held.means
    return CombinationTables(
        held.prm_data_identity,
        held.prm_players,
        held.prm_player_games,
        held.feat_player_questions,
        {name: asked.assign(mean=level) for name, level in LEVELS.items()},
        dict.fromkeys(LEVELS, FITTED),
        SeasonJoint({}, correlations()),
    )
