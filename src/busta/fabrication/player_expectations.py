"""What each invented player is expected to do in a game, and how far around it he may end: the truth of every prop.

The law is that of the box scores, read backwards: a man's count is his share of his team's total, the share being his
time on the floor times his habit, shaken by his night. With T_a the team's total of part a, p_a his expected share,
t^2 the relative variance of his time and n_a that of his night,

    E[X_a] = E[T_a] p_a
    Cov[X_a, X_b] = E[T_a T_b - 1(a=b) T_a] p_a p_b (1 + e_a e_b t^2) (1 + 1(a=b) n_a) - E[X_a] E[X_b] + 1(a=b) E[X_a]

where e_a = (1 - p_a) / (1 - his share of the time) is by how many percent his share grows if he plays one percent
longer. Every market is a sum of parts that count k_a each: points come in ones, twos and threes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betainc

from busta.fabrication.boxscores import COMMON_NIGHT_SHAPE, NIGHT_SHAPES, team_totals
from busta.fabrication.games import REGULATION_SECONDS, draw_scores, game_pace, game_threes
from busta.fabrication.season import Season
from busta.fabrication.settings import PlaySettings
from busta.fabrication.tables import SeasonTables

PARTS = ("fg2m", "fg3m", "ftm", "oreb", "dreb", "ast", "stl", "blk")
# How often each part counts in each market.
_POINTS = {"fg2m": 2, "fg3m": 3, "ftm": 1}
_REBOUNDS = {"oreb": 1, "dreb": 1}
_ASSISTS = {"ast": 1}
MARKETS: dict[str, dict[str, int]] = {
    "points": _POINTS,
    "rebounds": _REBOUNDS,
    "assists": _ASSISTS,
    "threes": {"fg3m": 1},
    "steals": {"stl": 1},
    "blocks": {"blk": 1},
    "points_rebounds_assists": _POINTS | _REBOUNDS | _ASSISTS,
    "points_rebounds": _POINTS | _REBOUNDS,
    "points_assists": _POINTS | _ASSISTS,
    "rebounds_assists": _REBOUNDS | _ASSISTS,
}
# Points come in twos and threes; what else is counted comes one by one.
EVENNESS = {market: 1.0 if "fg3m" in parts and len(parts) > 1 else 0.35 for market, parts in MARKETS.items()}
_HABITS = {"fg2m": ("two", "two_skill"), "fg3m": ("three", "three_skill"), "ftm": ("ft", "ft_skill")}
_NIGHT = np.array([1 / NIGHT_SHAPES[part] for part in PARTS])
_SIMULATED_GAMES = 4000
_REGULAR_SECONDS = 18 * 60
_LONGEST_SECONDS = REGULATION_SECONDS / 5
_KNOTS = np.arange(0.0, 48.0, 4.0) * 60
_SUFFIX = {"open": "_open", "morning": "_morning", "close": ""}
_CHANCE = {"open": "chance_evening", "morning": "chance_morning"}
_LEAST_EXTRA = 1e-4
# Sum over a team's men of their squared shares of a total, about.
_SQUARED_SHARES = 0.13


@dataclass(frozen=True)
class StatisticLaws:
    """How a team's totals follow from what is expected of a game, and a man's time from what is expected of him.

    Attributes
    ----------
    coefficients
        Expected totals are ``[1, own expected points, the other side's, pace, own threes] @
        coefficients``: (5, part).
    covariance
        Covariance of the totals around that: (part, part).
    time
        Seconds that a man plays in 48 minutes beyond those expected of him, if he is used at all, at 0, 4, 8 ... 44
        expected minutes: (12,).
    time_sd
        Standard deviation around that, seconds, of the men of 18 minutes or more.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    time: np.ndarray
    time_sd: float


def statistic_laws(
    season: Season, tables: SeasonTables, play: PlaySettings, rng: np.random.Generator
) -> StatisticLaws:
    """Learn the law of the team totals by drawing games again, and that of the time from all men of the season.

    Parameters
    ----------
    season
        The season.
    tables
        Its games with the true expectations ``margin, total`` and the men listed for them.
    play
        The laws of the game.
    rng
        Source of chance.

    Returns
    -------
    StatisticLaws
        Least squares on 8,000 drawn team-games; of the results, only how long men play is used, and that of the league
        as a whole.
    """
    games = tables.games
    chosen = rng.integers(0, len(games), _SIMULATED_GAMES)
    margin, total = (games[name].to_numpy()[chosen] for name in ("margin", "total"))
    pace, threes = game_pace(season, games)[chosen], game_threes(season, games)[chosen]
    scores = draw_scores(margin, total, play, rng)
    totals = team_totals(scores["points"], pace * (1 + scores["overtimes"] * 5 / 48), rng, threes)
    drawn = np.stack([totals[part] for part in PARTS], axis=2).reshape(-1, len(PARTS)).astype(float)
    known = _known(margin, total, pace, threes).reshape(-1, 5)
    coefficients, *_ = np.linalg.lstsq(known, drawn, rcond=None)
    return StatisticLaws(coefficients, np.cov(drawn - known @ coefficients, rowvar=False), *_time_law(tables))


def expected_statistics(
    season: Season, tables: SeasonTables, laws: StatisticLaws, moment: str
) -> pd.DataFrame:
    """Say what every listed man is expected to do, if he plays, given what is known at a moment.

    Parameters
    ----------
    season
        The season: the habits of its men.
    tables
        Its games and the men listed for them, with their true expected seconds.
    laws
        From `statistic_laws`.
    moment
        ``open``, ``morning`` or ``close``.

    Returns
    -------
    pandas.DataFrame
        One row per row of ``tables.listed``, in its order: ``seconds`` (expected if he plays, of a 48-minute game) and
        per market ``mean_<market>`` and ``variance_<market>``; 0 for a man who cannot play.
    """
    listed = tables.listed
    seconds = _played(_seconds_if_playing(listed, moment), laws.time)
    # A good night adds to everything he does, as more time does.
    time = (laws.time_sd / np.maximum(seconds, _REGULAR_SECONDS / 2)) ** 2 + 1 / COMMON_NIGHT_SHAPE
    shares, growth = _shares(
        season, listed, listed[f"expected_seconds{_SUFFIX[moment]}"].to_numpy(), seconds, time
    )
    margin, total = (tables.games[f"{what}{_SUFFIX[moment]}"].to_numpy() for what in ("margin", "total"))
    known = _known(margin, total, game_pace(season, tables.games), game_threes(season, tables.games))
    team = (known @ laws.coefficients)[listed["game"], listed["side"]]
    mean, covariance = _moments(team, shares, laws.covariance, growth * np.sqrt(time)[:, None])
    columns = {"seconds": seconds}
    for market, parts in MARKETS.items():
        weight = np.array([parts.get(part, 0) for part in PARTS], dtype=float)
        columns[f"mean_{market}"] = mean @ weight
        columns[f"variance_{market}"] = np.einsum("a,nab,b->n", weight, covariance, weight, optimize=True)
    return pd.DataFrame(columns, index=listed.index)


def probability_above(
    mean: np.ndarray, variance: np.ndarray, line: np.ndarray, evenness: np.ndarray | float
) -> np.ndarray:
    """Give the chance that a statistic exceeds a line.

    Parameters
    ----------
    mean, variance
        Of the statistic, above 0.
    line
        Half points, 0.5 or more.
    evenness
        0 to 1, from ``EVENNESS``: how much of what the variance has beyond that of a Poisson count is not skewed,
        because the statistic comes in lumps.

    Returns
    -------
    numpy.ndarray
        P(X > line), X being a times a negative binomial count N with these moments, a = 1 + evenness (variance / mean
        - 1): with m = mean / a, v = variance / a^2 and r = m^2 / (v - m), P(N <= k) = I_{r/(r+m)}(r, k + 1), read at
        k = line / a - 1/2, which for a = 1 is exact.
    """
    lump = 1.0 + evenness * np.maximum(variance / mean - 1.0, 0.0)
    count = mean / lump
    size = count**2 / np.maximum(variance / lump**2 - count, _LEAST_EXTRA * count)
    return np.asarray(1.0 - betainc(size, line / lump + 0.5, size / (size + count)))


def _known(margin: np.ndarray, total: np.ndarray, pace: np.ndarray, threes: np.ndarray) -> np.ndarray:
    home, away, one = (total + margin) / 2, (total - margin) / 2, np.ones_like(total)
    sides = ([one, home, away, pace, threes[:, 0]], [one, away, home, pace, threes[:, 1]])
    return np.stack([np.stack(side, axis=1) for side in sides], axis=1)


def _seconds_if_playing(listed: pd.DataFrame, moment: str) -> np.ndarray:
    # With W the side's weight and w his own if he plays: w c / W is known, w / (W + w (1 - c)) is wanted.
    expected = listed[f"expected_seconds{_SUFFIX[moment]}"].to_numpy()
    if moment == "close":
        return np.asarray(expected, dtype=float)
    chance = listed[_CHANCE[moment]].to_numpy()
    weight = np.divide(expected / REGULATION_SECONDS, chance, out=np.zeros(len(chance)), where=chance > 0)
    return np.asarray(REGULATION_SECONDS * weight / (1 + weight * (1 - chance)))


def _shares(
    season: Season, listed: pd.DataFrame, expected: np.ndarray, seconds: np.ndarray, time: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    people = season.players.people.set_index("player_id").loc[listed["player_id"]]
    habits = [
        people[_HABITS[part][0]] * people[_HABITS[part][1]] if part in _HABITS else people[part]
        for part in PARTS
    ]
    habit = np.stack([values.to_numpy() for values in habits], axis=1)
    team = (2 * listed["game"] + listed["side"]).to_numpy()
    share = _by_team(habit, team, expected, seconds)
    growth = (1 - share) / (1 - seconds / REGULATION_SECONDS)[:, None]
    # The mean of a shaken share is not the share of the means: to the second order it is less by these.
    night = _NIGHT * (share - _sums(share**2, team))
    return share * (1 - night - time[:, None] * growth * (1 - growth)), growth


def _by_team(habit: np.ndarray, team: np.ndarray, expected: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    weight = habit * expected[:, None]
    others = _sums(weight, team) - weight
    left = (_sums(expected[:, None], team) - expected[:, None]).clip(1.0)
    # If he plays longer than is expected of one who may be out, the others play so much less.
    others = others * (REGULATION_SECONDS - seconds[:, None]) / left
    own = habit * seconds[:, None]
    return np.asarray(own / np.maximum(own + others, 1e-9))


def _sums(values: np.ndarray, team: np.ndarray) -> np.ndarray:
    columns = [np.bincount(team, values[:, part])[team] for part in range(values.shape[1])]
    return np.stack(columns, axis=1)


def _time_law(tables: SeasonTables) -> tuple[np.ndarray, float]:
    overtimes = tables.games["overtimes"].to_numpy()[tables.listed["game"]]
    expected, seconds = (
        tables.listed[name].to_numpy(dtype=float) for name in ("expected_seconds", "seconds")
    )
    is_used = (expected > 0) & (seconds > 0)
    expected, seconds = expected[is_used], (seconds / (1 + overtimes * 5 / 48))[is_used]
    # Straight between the knots; where nobody is, nothing is known to be added.
    tents = np.stack([np.interp(expected, _KNOTS, knot) for knot in np.eye(len(_KNOTS))], axis=1)
    more, *_ = np.linalg.lstsq(tents, seconds - expected, rcond=None)
    error = (seconds - expected - tents @ more)[expected >= _REGULAR_SECONDS]
    return more, float(np.sqrt(np.mean(error**2))) if len(error) else 0.0


def _played(expected: np.ndarray, more: np.ndarray) -> np.ndarray:
    seconds = np.clip(expected + np.interp(expected, _KNOTS, more), 0.0, _LONGEST_SECONDS)
    return np.asarray(np.where(expected > 0, seconds, 0.0))


def _moments(
    team: np.ndarray, share: np.ndarray, covariance: np.ndarray, time: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    mean = team * share
    products = mean[:, :, None] * mean[:, None, :]
    shares = share[:, :, None] * share[:, None, :]
    own = np.eye(len(PARTS))
    # E[T T'] less the total itself on the diagonal, times the shares: what two different balls bring.
    pairs = products + shares * (covariance - own * team[:, None, :])
    # His night shakes the sum as well: a man who does all of it does not vary.
    night = _NIGHT * np.maximum(1 - 2 * share + _SQUARED_SHARES, 0.0)
    shaken = pairs * (1 + time[:, :, None] * time[:, None, :]) * (1 + own * night[:, None, :])
    return mean, shaken - products + own * mean[:, None, :]
