"""Invented votes for the awards of a season, cast on its statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from busta.fabrication.names import invented_names
from busta.fabrication.season_totals import ratio, season_totals
from busta.seeds import stream

if TYPE_CHECKING:
    from busta.fabrication.raw_formats import SeasonSources

COLUMNS = (
    "year,award,Rank,Player,Age,Tm,First,Pts Won,Pts Max,Share,G,MP,PTS,TRB,AST,STL,BLK,FG%,3P%,FT%,WS,WS/48,# Tm,Pos,"
    "DWS,DBPM,DRtg,1st Tm,2nd Tm,3rd Tm,Coach,W,L,W/L%"
).split(",")
# Basketball-Reference's own spellings; TOT for a man of several teams.
_CODES = {"PHX": "PHO", "BKN": "BRK", "CHA": "CHO"}
_SEVERAL = "TOT"
_VOTERS = 100
_MOST_POINTS, _FIVE_POINTS = 1000, 500
_LEAST_GAMES = 0.5
_YOUNG = 25


@dataclass(frozen=True)
class _Award:
    name: str
    score: str
    getters: int
    most: int = _FIVE_POINTS
    teams: int = 0


_AWARDS = (
    _Award("6moy", "bench", 13), _Award("all-defensive", "defence", 30, 200, 2), _Award("all-nba", "value", 30, 500, 3),
    _Award("all-rookie", "rookie", 18, 200, 2), _Award("dpoy", "defence", 12), _Award("mip", "young", 15),
    _Award("mvp", "value", 12, _MOST_POINTS), _Award("roy", "rookie", 6),
)  # fmt: skip


def award_votes(sources: SeasonSources) -> pd.DataFrame:
    """Let the votes be cast.

    Parameters
    ----------
    sources
        The season.

    Returns
    -------
    pandas.DataFrame
        One row per award and receiver of votes, ``year`` the second year of the season, columns of other awards empty.
    """
    men = _candidates(sources)
    rng = sources.chance("awards")
    parts = [_votes(award, men, rng) for award in _AWARDS]
    parts.append(_coaches(sources, rng))
    filled = [part for part in parts if len(part)]
    rows = pd.concat(filled).assign(year=sources.tables.year + 1)
    order = rows["award"].str.lower()
    return rows.iloc[np.argsort(order.to_numpy(dtype=str), kind="stable")].reindex(columns=COLUMNS)


def _candidates(sources: SeasonSources) -> pd.DataFrame:
    totals = season_totals(sources.season, sources.tables)
    played = totals["games"]
    totals = totals[played >= _LEAST_GAMES * played.max()].reset_index(drop=True)
    games = totals["games"]
    a_game = {name: totals[name] / games for name in ("points", "reb", "ast", "stl", "blk", "dreb")}
    missed = 0.7 * totals["fga"] - 0.4 * totals["fgm"] + 0.4 * (totals["fta"] - totals["ftm"])
    score = (
        totals["points"] - missed + 0.4 * totals["oreb"] + 0.3 * totals["reb"] + totals["stl"]
        + 0.7 * (totals["ast"] + totals["blk"]) - 0.4 * totals["pf"] - totals["tov"]
    ) / games  # fmt: skip
    defence = 2.0 * (a_game["stl"] + a_game["blk"]) + 0.4 * a_game["dreb"]
    is_bench = totals["starts"] < 0.5 * games
    is_rookie = totals["draft_year"].eq(sources.season.year)
    shares = {
        "value": score + 8 * totals["wins"] / games,
        "defence": defence,
        "bench": score.where(is_bench),
        "rookie": score.where(is_rookie),
        "young": score.where(totals["age"] <= _YOUNG),
    }
    return totals.assign(score=score, **shares, **_shown(totals, sources, score))


def _shown(totals: pd.DataFrame, sources: SeasonSources, score: pd.Series) -> dict[str, pd.Series]:
    games = totals["games"]
    code = sources.clubs["code"].replace(_CODES).to_numpy()[totals["team"]]
    wins = (0.008 * score.clip(lower=0) * games * totals["wins"] / games).round(1)
    defence = (0.35 * wins).round(1)
    minutes = totals["seconds"] / 60
    statistics = {"PTS": "points", "TRB": "reb", "AST": "ast", "STL": "stl", "BLK": "blk"}
    return {
        "Player": totals["name"],
        "Age": totals["age"].astype(float),
        "Tm": pd.Series(code, dtype="str").mask(totals["teams"] > 1, _SEVERAL),
        "G": games.astype(float),
        "MP": (minutes / games).round(1),
        **{shown: (totals[name] / games).round(1) for shown, name in statistics.items()},
        "FG%": ratio(totals["fgm"], totals["fga"], np.nan),
        "3P%": ratio(totals["fg3m"], totals["fg3a"], np.nan),
        "FT%": ratio(totals["ftm"], totals["fta"], np.nan),
        "WS": wins,
        "WS/48": (48 * wins / minutes).round(3),
        "Pos": totals["position"].str[0],
        "DWS": defence,
        "DBPM": (0.8 * (defence - defence.mean())).round(1),
        "DRtg": (112 - 1.5 * (defence - defence.mean())).round(),
    }


def _votes(award: _Award, men: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    able = men.dropna(subset=award.score)
    liked = able[award.score] + rng.normal(0.0, 0.5, len(able))
    chosen = able.assign(liked=liked).nlargest(award.getters, "liked")
    weight = np.exp((chosen["liked"] - chosen["liked"].max()) / 1.6)
    points = (0.92 * award.most * weight).round().clip(lower=1)
    rows = chosen.assign(award=award.name, **_points(points, award.most))
    if award.teams:
        place = np.arange(len(rows)) // 5 + 1
        names = np.array(["", "1st", "2nd", "3rd"], dtype=object)
        rows["# Tm"] = np.where(place <= award.teams, names[np.minimum(place, 3)], "ORV")
        first = (points / award.most * _VOTERS).round()
        rows["1st Tm"], rows["2nd Tm"] = first, (points / 5).round().clip(upper=_VOTERS)
        rows["3rd Tm"] = (points / 10).round() if award.teams > 2 else np.nan
    else:
        rows = rows.assign(Rank=_ranks(points), First=_first_votes(weight))
    return rows.drop(columns=_unused(award), errors="ignore")


def _unused(award: _Award) -> list[str]:
    unused = [] if award.name in ("all-defensive", "dpoy") else ["DWS", "DBPM", "DRtg"]
    return unused + ([] if award.name in ("all-defensive", "all-nba") else ["Pos"])


def _points(points: pd.Series, most: int) -> dict[str, pd.Series | float]:
    return {"Pts Won": points, "Pts Max": float(most), "Share": (points / most).round(3)}


def _ranks(points: pd.Series) -> pd.Series:
    rank = points.rank(method="min", ascending=False).astype(int).astype(str)
    return rank + np.where(points.duplicated(keep=False), "T", "")


def _first_votes(weight: pd.Series) -> pd.Series:
    votes = weight**4
    return (_VOTERS * votes / votes.sum()).round()


def _coaches(sources: SeasonSources, rng: np.random.Generator) -> pd.DataFrame:
    clubs, games = sources.clubs, sources.tables.games
    games = games[games["season_type"] == "regular"]
    won = games["home_points"] > games["away_points"]
    wins = np.bincount(np.where(won, games["home"], games["away"]), minlength=len(clubs))
    played = np.bincount(games["home"], minlength=len(clubs)) + np.bincount(
        games["away"], minlength=len(clubs)
    )
    names = invented_names(
        len(clubs),
        np.random.default_rng(stream(sources.settings.seed, "fabrication", "league", "coaches")),
    )
    liked = wins / played + rng.normal(0.0, 0.08, len(clubs))
    weight = pd.Series(np.exp(8 * (liked - liked.max())))
    points = (0.85 * _FIVE_POINTS * weight).round()
    rows = pd.DataFrame(
        {
            "award": "coy", "Rank": _ranks(points), "Tm": clubs["code"].replace(_CODES), "G": played.astype(float),
            "First": _first_votes(weight), **_points(points, _FIVE_POINTS), "Coach": names, "W": wins.astype(float),
            "L": (played - wins).astype(float), "W/L%": (wins / played).round(3),
        }
    )  # fmt: skip
    best = rows[points > 0].sort_values("Pts Won", ascending=False, kind="stable")
    return best.head(12)
