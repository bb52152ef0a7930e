"""Invented line-up pages and player statuses with the moment at which they were seen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.bookmaker import american_price
from busta.fabrication.happenings import eastern
from busta.fabrication.odds_tables import quotes_at
from busta.fabrication.settings import LeagueSettings
from busta.fabrication.tables import SeasonTables
from busta.fabrication.travel import floors

PAGE_BOOKS = ("composite", "fanduel", "draftkings", "betmgm", "pointsbet")
# Hours before tip-off of the page, and what was known then.
PAGES = ((10.5, "morning"), (2.0, "close"), (0.6, "close"))
_CONFIRMED_HOURS = 1.0
# Hours of the day, US Eastern. The second page tells news of the day: after the lines of the morning, and before the
# earliest tip-off, one in the afternoon.
_STATUS_HOURS = (9.0, 12.25)
_NOW_SURE_SHARE = 0.7
_LAST_PAGE = len(PAGES) - 1
_SPOTS = np.array(["PG", "SG", "SF", "PF", "C"])
_PLAIN = {"Guard": "G", "Forward": "F", "Center": "C"}
_CHANCES = {100: "Very Likely To Play", 50: "Toss Up To Play", 0: "Very Unlikely To Play"}


def rotowire_lineups(tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Write the line-up pages of a season.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row per page, team and man: the five expected or confirmed starters, and those who may not play.
    """
    parts = [_lineup_page(tables, clubs, number, rng) for number in range(len(PAGES))]
    return pd.concat(parts).sort_values(["snapshot_utc", "GAME_ID"], kind="stable", ignore_index=True)


def rotowire_odds(
    tables: SeasonTables,
    clubs: pd.DataFrame,
    market: pd.DataFrame,
    settings: LeagueSettings,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Write the odds shown on the line-up pages.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.
    market
        What the market expects.
    settings
        The league.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row per page, game and book, as text: favourite and number.
    """
    parts = []
    for hours, moment in PAGES:
        page = _page_columns(tables, clubs, np.arange(len(tables.games)), hours, moment)
        for book in PAGE_BOOKS:
            quotes = quotes_at(market, moment, settings, rng)
            parts.append(
                page.assign(book=book, **_page_quotes(page, quotes, settings.book.moneyline_overround))
            )
    columns = "snapshot snapshot_utc GAME_ID game_date game_time away home book moneyline spread total rotowire_game_id"
    return pd.concat(parts).sort_values(["snapshot_utc", "GAME_ID"], kind="stable", ignore_index=True)[
        columns.split()
    ]


def underdog_statuses(tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Write player statuses on the morning and the afternoon of each game.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        ``snapshot_utc, Team, Player, Status`` of the men who are not simply fit.
    """
    parts = []
    for page, hour in enumerate(_STATUS_HOURS):
        chance = _chance_seen(tables, page, rng)
        shown = tables.listed[chance.lt(1.0)]
        status = chance[chance.lt(1.0)].map({0.0: "Out", 0.5: "Questionable"})
        moment = eastern(tables.games["game_date"].iloc[shown["game"]], hour)
        code = clubs["code"].to_numpy()[shown["team"]]
        parts.append(_dated(moment, code).assign(Player=shown["name"].to_numpy(), Status=status.to_numpy()))
    return pd.concat(parts).sort_values("snapshot_utc", kind="stable", ignore_index=True)


def underdog_lineups(tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Write the projected line-ups of each game day.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        ``snapshot_utc, Team, Lineup``: five names with their spots.
    """
    starters = tables.listed[_five(tables.listed, _chance_seen(tables, 1, rng))]
    spot = _SPOTS[starters.groupby(["game", "side"]).cumcount()]
    named = starters.assign(text=starters["name"] + " (" + spot + ")")
    lines = named.groupby(["game", "side", "team"])["text"].agg(", ".join).reset_index()
    moment = eastern(tables.games["game_date"].iloc[lines["game"]], _STATUS_HOURS[-1])
    moment = moment + pd.Timedelta(minutes=2)
    frame = _dated(moment, clubs["code"].to_numpy()[lines["team"]]).assign(Lineup=lines["text"].to_numpy())
    return frame.sort_values("snapshot_utc", kind="stable", ignore_index=True)


def schedule_with_television(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    """Write the schedule in the layout that knows arenas and television.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.

    Returns
    -------
    pandas.DataFrame
        One row per regular-season game.
    """
    games = tables.games[tables.games["season_type"].eq("regular")]
    local = games["tip_off_utc"].dt.tz_convert("America/New_York")
    city = floors(len(clubs))["city"].to_numpy()[games["floor"]]
    return pd.DataFrame(
        {
            "GAME_ID": games["game_id"],
            "game_date": games["game_date"].dt.strftime("%Y-%m-%d"),
            "tip_et": local.dt.strftime("%Y-%m-%dT%H:%M:%S"),
            "tip_utc": games["tip_off_utc"].dt.strftime("%Y-%m-%d %H:%M"),
            "away": clubs["code"].to_numpy()[games["away"]],
            "home": clubs["code"].to_numpy()[games["home"]],
            "arena": city + " Arena",
            "city": city,
            "state": "",
            "national_tv": np.where(games.index % 5 == 0, "ESPN", ""),
            "series": "",
        }
    )


def schedule_in_utc(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    """Write the schedule in the layout that knows only universal time.

    Parameters
    ----------
    tables
        The season.
    clubs
        The clubs.

    Returns
    -------
    pandas.DataFrame
        One row per regular-season game.
    """
    games = tables.games[tables.games["season_type"].eq("regular")]
    name = clubs["name"].to_numpy()
    number = np.arange(1, len(games) + 1)
    return pd.DataFrame(
        {
            "Match Number": number,
            "Round Number": 1 + games["day"].to_numpy() // 7,
            "Date": games["tip_off_utc"].dt.strftime("%d/%m/%Y %H:%M").to_numpy(),
            "Location": floors(len(clubs))["city"].to_numpy()[games["floor"]] + " Arena",
            "Home Team": name[games["home"]],
            "Away Team": name[games["away"]],
            "Result": "",
        }
    )


def _chance_seen(tables: SeasonTables, page: int, rng: np.random.Generator) -> pd.Series:
    listed = tables.listed
    fit = (~(listed["is_hurt"] | listed["is_rested"])).astype(float)
    if page == 0:
        return listed["told_morning"]
    is_sure = rng.random(len(listed)) < (_NOW_SURE_SHARE if page < _LAST_PAGE else 1.0)
    return fit.where(is_sure, listed["told_morning"])


def _lineup_page(
    tables: SeasonTables, clubs: pd.DataFrame, number: int, rng: np.random.Generator
) -> pd.DataFrame:
    listed = tables.listed
    chance = _chance_seen(tables, number, rng)
    is_confirmed_page = PAGES[number][0] <= _CONFIRMED_HOURS
    five = listed["is_starter"] if is_confirmed_page else _five(listed, chance)
    shown = five | chance.lt(1.0)
    men, chance, is_first = listed[shown], chance[shown], five[shown].to_numpy()
    page = _page_columns(tables, clubs, men["game"].to_numpy(), *PAGES[number])
    percent = (100 * chance).astype(int)
    spot = (
        pd.Series(is_first).groupby([men["game"].to_numpy(), men["side"].to_numpy()]).cumsum().clip(1, 5) - 1
    )
    is_confirmed = is_first & is_confirmed_page
    own = clubs["rotowire"].to_numpy()[men["team"]]
    columns = {
        "team": own,
        "side": np.where(men["side"].eq(0), "home", "away"),
        "lineup_status": np.where(is_confirmed, "is-confirmed", "is-expected"),
        "section": np.where(is_first, "starter", "may not play"),
        "player": men["name"].to_numpy(),
        "rotowire_player_id": (men["player_id"] % 100_000).astype(str).to_numpy(),
        "position": np.where(is_first, _SPOTS[spot], men["position"].map(_PLAIN)),
        "to_play": percent.map(_CHANCES).to_numpy(),
        "pct_play": percent.astype("int16").to_numpy(),
        "injury_tag": percent.map({0: "OUT", 50: "GTD"}).to_numpy(),
    }
    order = (
        "snapshot snapshot_utc GAME_ID game_date game_time away home team side lineup_status section player "
    )
    order += "rotowire_player_id position to_play pct_play injury_tag rotowire_game_id"
    return page.assign(**columns)[order.split()]


def _five(listed: pd.DataFrame, chance: pd.Series) -> pd.Series:
    # The five best of those who may play, whether they do or not: nothing of the game itself is known.
    value = listed["standing"].where(chance.gt(0.0), -1000.0)
    rank = value.groupby([listed["game"], listed["side"]]).rank(ascending=False, method="first")
    return rank.le(5) & chance.gt(0.0)


def _page_columns(
    tables: SeasonTables, clubs: pd.DataFrame, game: np.ndarray, hours: float, moment: str
) -> pd.DataFrame:
    games = tables.games.iloc[game].reset_index(drop=True)
    seen = games["tip_off_utc"] - pd.Timedelta(hours=hours)
    if moment == "close":
        # Of a game at one in the afternoon nobody knows before noon what the close will know.
        afternoon = eastern(games["game_date"], _STATUS_HOURS[-1])
        seen = seen.where(seen >= afternoon, afternoon)
    code = clubs["rotowire"].to_numpy()
    local = games["tip_off_utc"].dt.tz_convert("America/New_York")
    return pd.DataFrame(
        {
            "snapshot": seen.dt.tz_convert("America/Chicago").dt.strftime("%Y/%m/%d/%H"),
            "snapshot_utc": seen.dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "GAME_ID": games["game_id"],
            "game_date": games["game_date"].dt.strftime("%Y-%m-%d"),
            "game_time": local.dt.strftime("%I:%M %p ET").str.lstrip("0"),
            "away": code[games["away"]],
            "home": code[games["home"]],
            "rotowire_game_id": (2_300_000 + game).astype(str),
        }
    )


def _page_quotes(page: pd.DataFrame, quotes: pd.DataFrame, overround: float) -> dict[str, pd.Series]:
    home = quotes["win_probability"].to_numpy()
    price = np.where(home >= 0.5, american_price(home, overround), american_price(1 - home, overround))
    winner = page["home"].where(home >= 0.5, page["away"])
    favourite = page["home"].where(quotes["spread"].le(0), page["away"])
    return {
        "moneyline": winner + " " + pd.Series(price).map("{:+d}".format),
        "spread": favourite + " " + (0.0 - quotes["spread"].abs()).map("{:.1f}".format),
        "total": quotes["total"].map("{:.1f} Pts".format),
    }


def _dated(moment: pd.Series, code: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"snapshot_utc": moment.dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_numpy(), "Team": code})
