"""What the invented bookmakers expect of each player, when, and the lines they put up.

The market's view of a man is his true expectation given the news of the moment, times an error that shrinks towards
tip-off; a sum of statistics is the sum of the views of its parts. A book sees it a little differently, puts its line at
the half point nearest to its median and prices what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.fabrication.player_expectations import (
    EVENNESS,
    MARKETS,
    expected_statistics,
    probability_above,
    statistic_laws,
)
from busta.fabrication.season import Season
from busta.fabrication.settings import LeagueSettings
from busta.fabrication.tables import SeasonTables

# Snapshots in the order of time. Hours after midnight UTC of the game's (US Eastern) date; the last by the tip-off.
STAGES = ("eve", "page_1", "pull", "page_2", "page_3", "last")
STAGE_HOURS = {"eve": -8.4, "page_1": 14.15, "pull": 15.6, "page_2": 17.15, "page_3": 19.15}
LAST_MINUTES = 4.3
_STAGE_SPREAD_HOURS = 0.15
# When the morning's news is out, and from when on the last news may come (until half an hour before tip-off).
_MORNING_NEWS = (12.0, 15.5)
_LAST_NEWS_FROM = 16.0
_LAST_NEWS_HOURS = 0.5
_TOO_LATE_SHARE = 0.05
_LATE_MINUTES_LESS = 4.0
_BASES = ("points", "rebounds", "assists", "threes", "steals", "blocks")
_SUMS = {
    "points_rebounds_assists": ("points", "rebounds", "assists"),
    "points_rebounds": ("points", "rebounds"),
    "points_assists": ("points", "assists"),
    "rebounds_assists": ("rebounds", "assists"),
}
PARTS_OF = {market: _SUMS.get(market, (market,)) for market in MARKETS}
# Below these expectations nobody asks for a line.
_LEAST = {
    "points": 5.0, "rebounds": 2.2, "assists": 1.4, "threes": 0.8, "steals": 0.8, "blocks": 0.6,
    "points_rebounds_assists": 9.0, "points_rebounds": 8.0, "points_assists": 7.0, "rebounds_assists": 4.0,
}  # fmt: skip
_EVENNESS = np.array([EVENNESS[market] for market in MARKETS])
_SPREAD_OF_MEN = 0.5
_LOWEST_LINE = 0.5
_LEAST_MEAN = 0.05
# In standard deviations; the search for the line looks one point around it.
_MEDIAN_BELOW_MEAN = 0.1
_SURE, _OPEN_TO_DOUBT = 1.0, 0.5


@dataclass(frozen=True)
class PropMarket:
    """What the market expects of each man at each snapshot.

    Attributes
    ----------
    rows
        Rows of ``tables.listed`` of the men who may be quoted: (man,).
    seen_utc
        When each snapshot was taken: (stage, man), as numpy times in UTC.
    is_quotable
        Whether anybody quotes him then: (stage, man).
    mean
        What the market expects, by base statistic: (stage, man, base).
    spread
        True variance over true mean, by market: (stage, man, market).
    """

    rows: np.ndarray
    seen_utc: np.ndarray
    is_quotable: np.ndarray
    mean: np.ndarray
    spread: np.ndarray


@dataclass(frozen=True)
class Viewpoint:
    """How one book differs from the market.

    Attributes
    ----------
    error_sd
        Error around the market, as a share of what is expected of each base statistic.
    line_error_sd
        Error of its own in each line, as a share of the statistic's standard deviation.
    missing_share
        Share of lines that it does not offer.
    shade
        Share of a statistic's standard deviation by which the book puts its lines up.
    markets
        The markets that it offers.
    """

    error_sd: float
    line_error_sd: float
    missing_share: float
    shade: float
    markets: tuple[str, ...]


def prop_market(
    season: Season,
    tables: SeasonTables,
    settings: LeagueSettings,
    chance: Callable[[str], np.random.Generator],
) -> PropMarket:
    """Draw what the market expects of each man at each snapshot.

    Parameters
    ----------
    season, tables
        The season and its games with the true expectations.
    settings
        The league.
    chance
        Gives a source of chance by name.

    Returns
    -------
    PropMarket
        The men who are quoted at any moment.
    """
    laws = statistic_laws(season, tables, settings.play, chance("prop laws"))
    truth = {m: expected_statistics(season, tables, laws, m) for m in ("open", "morning", "close")}
    seen, known = _times(tables, chance("prop news"))
    told = _told(tables.listed)
    is_risked = chance("prop doubts").random(len(tables.listed)) < settings.props.questionable_share
    is_quotable = _quotable(truth, told, known, is_risked, settings.props.least_minutes)
    rows = np.flatnonzero(is_quotable.any(axis=0))
    errors = _errors(len(rows), settings, chance("prop views"))
    mean, variance = (
        _known_values(truth, known[:, rows], rows, [f"{what}_{market}" for market in MARKETS])
        for what in ("mean", "variance")
    )
    views = _shrunk(mean[:, :, [list(MARKETS).index(base) for base in _BASES]], errors, settings)
    spread = (variance / np.maximum(mean, 1e-9)).astype("float32")
    return PropMarket(rows, seen[:, rows], is_quotable[:, rows], views, spread)


def book_lines(
    market: PropMarket,
    stage: str,
    is_covered: np.ndarray,
    view: Viewpoint,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Let one book put up its main lines at a snapshot.

    Parameters
    ----------
    market
        What the market expects.
    stage
        One of ``STAGES``.
    is_covered
        Whether the archive has the man's game: (man,).
    view
        How the book differs from the market.
    rng
        Source of chance, the same for a book at every snapshot: it keeps its opinion of a man.

    Returns
    -------
    pandas.DataFrame
        One row per man and market: ``man`` (number in ``market.rows``), ``market`` (number in ``MARKETS``), ``mean,
        variance`` (what the book believes), ``line`` (half points) and ``probability`` of over.
    """
    number = STAGES.index(stage)
    shape = market.mean.shape[1:]
    error = rng.normal(0.0, view.error_sd, shape)
    own = rng.normal(0.0, view.line_error_sd, (shape[0], len(MARKETS)))
    is_offered = rng.random(own.shape) >= view.missing_share
    bases = market.mean[number] * np.exp(error - view.error_sd**2 / 2)
    means = np.stack([bases[:, [_BASES.index(b) for b in PARTS_OF[m]]].sum(axis=1) for m in MARKETS], axis=1)
    is_offered &= means >= np.array([_LEAST[name] for name in MARKETS])
    is_offered &= np.isin(list(MARKETS), view.markets)
    man, kind = np.nonzero(is_offered & (market.is_quotable[number] & is_covered)[:, None])
    mean = means[man, kind]
    variance = mean * market.spread[number, man, kind]
    mean = np.maximum(mean + (view.shade + own[man, kind]) * np.sqrt(variance), _LEAST_MEAN)
    line, probability = main_line(mean, variance, _EVENNESS[kind])
    columns = {"man": man, "market": kind, "mean": mean, "variance": variance, "line": line}
    return pd.DataFrame(columns).assign(probability=probability)


def main_line(mean: np.ndarray, variance: np.ndarray, evenness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Put a line where over and under are most nearly alike.

    Parameters
    ----------
    mean, variance, evenness
        Of the statistic, as for `probability_above`.

    Returns
    -------
    tuple of numpy.ndarray
        Half points, 0.5 or more, and the probability of over.
    """
    near = np.floor(mean - _MEDIAN_BELOW_MEAN * np.sqrt(variance)) + 0.5
    lines = np.maximum(near + np.array([-1.0, 0.0, 1.0])[:, None], _LOWEST_LINE)
    above = np.stack([probability_above(mean, variance, line, evenness) for line in lines])
    best = np.abs(above - 0.5).argmin(axis=0)[None]
    return np.take_along_axis(lines, best, axis=0)[0], np.take_along_axis(above, best, axis=0)[0]


def alternate_lines(quotes: pd.DataFrame, steps: int) -> pd.DataFrame:
    """Put up other lines beside the main ones.

    Parameters
    ----------
    quotes
        Main lines of a book.
    steps
        Lines on each side.

    Returns
    -------
    pandas.DataFrame
        The main lines and those 1 to ``steps`` above and below, none under half a point.
    """
    parts = [quotes] + [quotes.assign(line=quotes["line"] + s) for n in range(1, steps + 1) for s in (-n, n)]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[rows["line"].ge(_LOWEST_LINE)].reset_index(drop=True)
    mean, variance, line = (rows[name].to_numpy() for name in ("mean", "variance", "line"))
    return rows.assign(probability=probability_above(mean, variance, line, _EVENNESS[rows["market"]]))


def _times(tables: SeasonTables, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    # Hours after midnight UTC, a snapshot of a day being the same for all its games.
    games, listed = tables.games, tables.listed
    midnight = games["game_date"].to_numpy()
    tip = (games["tip_off_utc"].dt.tz_localize(None).to_numpy() - midnight) / np.timedelta64(1, "h")
    day = pd.factorize(games["game_date"])[0]
    hours = np.stack(
        [STAGE_HOURS[stage] + _jitter(day, rng) for stage in STAGES[:-1]] + [tip - LAST_MINUTES / 60]
    )
    morning = rng.uniform(*_MORNING_NEWS, (len(games), 2))
    last = _LAST_NEWS_FROM + rng.random((len(games), 2)) * np.maximum(
        tip[:, None] - _LAST_NEWS_HOURS - _LAST_NEWS_FROM, 0
    )
    known = (hours[:, :, None] >= morning).astype("int8") + (hours[:, :, None] >= last).astype("int8")
    # The word that somebody is out comes to a few sides only after the last snapshot.
    known[-1] = np.where(rng.random(known.shape[1:]) < _TOO_LATE_SHARE, 1, 2)
    seen = midnight.astype("datetime64[s]") + np.round(hours * 3600).astype("timedelta64[s]")
    game, side = listed["game"].to_numpy(), listed["side"].to_numpy()
    return seen[:, game], known[:, game, side]


def _jitter(day: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.asarray(rng.uniform(-_STAGE_SPREAD_HOURS, _STAGE_SPREAD_HOURS, day.max() + 1)[day])


def _told(listed: pd.DataFrame) -> np.ndarray:
    is_fit = ~(listed["is_hurt"] | listed["is_rested"])
    return np.stack([listed["told_evening"], listed["told_morning"], is_fit.astype(float)])


def _quotable(
    truth: dict[str, pd.DataFrame],
    told: np.ndarray,
    known: np.ndarray,
    is_risked: np.ndarray,
    least_minutes: float,
) -> np.ndarray:
    seconds = np.stack([values["seconds"].to_numpy() for values in truth.values()])
    man = np.arange(told.shape[1])
    said = told[known, man]
    least = np.full(len(STAGES), least_minutes)
    least[-1] -= _LATE_MINUTES_LESS
    is_thought_to_play = (said >= _SURE) | ((said >= _OPEN_TO_DOUBT) & is_risked)
    return np.asarray(is_thought_to_play & (seconds[known, man] >= 60 * least[:, None]))


def _errors(men: int, settings: LeagueSettings, rng: np.random.Generator) -> np.ndarray:
    # Half of an error's variance is about his minutes and moves all his statistics.
    props = settings.props
    sizes = np.array([props.step_sd] * (len(STAGES) - 1) + [props.error_sd]) / np.sqrt(2)
    shape = (len(STAGES), men, 1), (len(STAGES), men, len(_BASES))
    steps = (rng.normal(size=shape[0]) + rng.normal(size=shape[1])) * sizes[:, None, None]
    return np.asarray(np.cumsum(steps[::-1], axis=0)[::-1])


def _known_values(
    truth: dict[str, pd.DataFrame], known: np.ndarray, rows: np.ndarray, columns: list[str]
) -> np.ndarray:
    values = np.stack([table[columns].to_numpy()[rows] for table in truth.values()])
    return np.asarray(values[known, np.arange(len(rows))])


def _shrunk(truth: np.ndarray, errors: np.ndarray, settings: LeagueSettings) -> np.ndarray:
    # As for the games: a noisy view is drawn towards the centre, so that no line is beaten by doubting it.
    props, stages = settings.props, len(STAGES)
    variance = props.error_sd**2 + props.step_sd**2 * np.arange(stages - 1, -1, -1)
    weight = (_SPREAD_OF_MEN**2 / (_SPREAD_OF_MEN**2 + variance))[:, None, None]
    logs = np.log(np.maximum(truth, 1e-3))
    centre = logs.mean(axis=(0, 1), keepdims=True, where=truth > 0) if truth.any() else 0.0
    view = np.exp(centre + weight * (logs + errors - centre) + weight * variance[:, None, None] / 2)
    return np.asarray(view.astype("float32"))
