"""Anyone's predictions: a file of picks becomes typed rows on known games, and a list of what was refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from busta.sources.cells import CellReader
from busta.sources.parsed import Parsed, RawFile
from busta.sources.pick_cells import (
    day_cells,
    game_id_cells,
    is_filled,
    market_cells,
    moment_cells,
    number_cells,
    price_cells,
    selection_cells,
    time_cells,
)
from busta.sources.rows import first_only

SOURCE = "picks"
COLUMNS = (
    "game_id", "game_date", "home", "away", "market", "probability", "selection", "line", "home_spread", "price",
    "stake", "made_at", "moment", "player",
)  # fmt: skip
_NAMES = {
    "date": "game_date", "home_team": "home", "away_team": "away", "visitor": "away", "bet_type": "market",
    "pick": "selection", "side": "selection", "odds": "price", "units": "stake", "made_at_utc": "made_at",
    "player_name": "player",
}  # fmt: skip
# Taken in this order where there is no column `probability`.
_PROBABILITIES = ("probability_over", "probability_home", "p", "prob")
_PLACE = ["game_date", "home_team_id", "away_team_id"]
_PICK_KEYS = ["market", "game_id", "moment", "line"]
_ORDER = [
    "file", "row", "season", "game_id", "game_date", "home_team_id", "away_team_id", "market", "probability",
    "selection", "line", "price", "stake", "made_at", "moment",
]  # fmt: skip
# Reasons that a sentence about a whole file names.
_SHOWN = 3


class PicksError(ValueError):
    """A file of picks of which nothing can be graded; the message says file, row, column and expectation."""


@dataclass(frozen=True)
class PickFile:
    """What was read of a file of picks.

    Attributes
    ----------
    rows
        One row per good pick: ``file, row, season, game_id, game_date, home_team_id, away_team_id, market,
        probability`` (of over: home win, home cover, over), ``selection`` (over, under), ``line`` (units of the market;
        ats: minus the home spread), ``price`` (decimal), ``stake`` (units, 1 where none is given), ``made_at`` (UTC),
        ``moment``; null where not given. Sorted by day and game.
    refused
        One row per refused cell: ``source, file, row, column, value, expected``.
    read
        Rows of the file.
    ignored
        Columns that mean nothing here.
    """

    rows: pd.DataFrame
    refused: pd.DataFrame
    read: int
    ignored: tuple[str, ...]


def read_picks(
    file: RawFile, games: pd.DataFrame, markets: Sequence[str], market: str | None = None
) -> PickFile:
    """Read picks and find their games.

    Parameters
    ----------
    file
        The file, cells as text.
    games
        ``prm_games``.
    markets
        Markets that can be graded.
    market
        Market of all rows, for a file without a column of it.

    Returns
    -------
    PickFile
        Good rows and refused ones.

    Raises
    ------
    PicksError
        If the file as a whole cannot be read, lacks columns, or has no good row.
    """
    named, ignored = _named(file, market)
    cells = CellReader(SOURCE, named)
    rows = _typed(cells, games, tuple(markets))
    good = rows[~rows.index.isin(cells.refused["row"])]
    labels = pd.DataFrame({"file": file.name, "row": good.index}, index=good.index)
    parsed = Parsed(pd.concat([labels, good], axis=1).reset_index(drop=True), cells.refused)
    parsed = first_only(parsed, SOURCE, _PICK_KEYS, "game_id")
    if parsed.rows.empty:
        raise PicksError(_no_good_row(file, parsed.refused))
    typed = parsed.rows[_ORDER].astype({"home_team_id": "int64", "away_team_id": "int64"})
    ordered = typed.sort_values(["game_date", "game_id"], kind="stable", ignore_index=True)
    read = len(named.rows) + parsed.refused.loc[parsed.refused["column"].eq(""), "row"].nunique()
    return PickFile(ordered, parsed.refused.sort_values("row", ignore_index=True), read, ignored)


def _named(file: RawFile, market: str | None) -> tuple[RawFile, tuple[str, ...]]:
    whole = [problem for problem in file.problems if problem["row"] == 0]
    if whole:
        raise PicksError(f"{file.name}: expected {whole[0]['expected']}, was {whole[0]['value']}")
    rows = file.rows.copy()
    plain = [re.sub(r"[\s-]+", "_", str(name).strip().lower()) for name in rows.columns]
    rows.columns = pd.Index([_NAMES.get(name, name) for name in plain], dtype="str")
    if not rows.columns.is_unique:
        twice = rows.columns[rows.columns.duplicated()][0]
        raise PicksError(f"{file.name}, row 1: expected one column {twice}, was more than one")
    given = next((name for name in _PROBABILITIES if name in rows.columns), None)
    if "probability" not in rows.columns and given is not None:
        rows = rows.rename(columns={given: "probability"})
    if "market" not in rows.columns and market is not None:
        rows = rows.assign(market=market)
    _demand_columns(file.name, rows.columns)
    ignored = tuple(name for name in rows.columns if name not in COLUMNS)
    kept = rows.drop(columns=list(ignored))
    return replace(file, rows=kept.reindex(columns=pd.Index(COLUMNS, dtype="str"))), ignored


def _demand_columns(name: str, found: pd.Index) -> None:
    def says(*columns: str) -> bool:
        return set(columns) <= set(found)

    demands = {
        "a column game_id, or the columns game_date, home and away": says("game_id")
        or says("game_date", "home", "away"),
        "a column market (or one market for all rows)": says("market"),
        "a column probability (of over or the home team) or selection": says("probability")
        or says("selection"),
    }
    lacking = next((demand for demand, is_met in demands.items() if not is_met), None)
    if lacking:
        columns = ", ".join(map(str, found[:20])) or "no column"
        raise PicksError(f"{name}, row 1: expected {lacking}, was {columns}")


def _typed(cells: CellReader, games: pd.DataFrame, markets: tuple[str, ...]) -> pd.DataFrame:
    market = market_cells(cells, markets)
    of_game = _games(cells, games)
    probability = number_cells(
        cells, "probability", 0, 1, "a probability from 0 to 1 of over or the home team"
    )
    selection = selection_cells(cells, market, of_game)
    price = price_cells(cells, "price")
    is_mute = cells.text("probability").eq("") & cells.text("selection").eq("")
    cells.refuse(is_mute, "probability", "a probability, a selection, or both")
    is_bare = is_filled(price) & cells.text("selection").eq("")
    cells.refuse(is_bare, "selection", "the selection that the price belongs to")
    player = cells.text("player")
    cells.refuse(player.ne(""), "player", "nothing: markets on players are not graded")
    stake = number_cells(cells, "stake", 0, 1e9, "a stake above 0", is_open=True)
    own = {"market": market, "probability": probability, "selection": selection, "line": _line(cells, market)}
    own |= {"price": price, "stake": stake.fillna(1.0)}
    return of_game.assign(**own, made_at=time_cells(cells, "made_at"), moment=moment_cells(cells))


def _line(cells: CellReader, market: pd.Series) -> pd.Series:
    line = number_cells(cells, "line", -500, 500, "a line in points")
    spread = number_cells(cells, "home_spread", -500, 500, "the spread of the home team, -4.5 where it gives")
    cells.refuse(market.eq("moneyline") & line.fillna(0).ne(0), "line", "no line, or 0: a moneyline has none")
    cells.refuse(is_filled(spread) & market.ne("ats"), "home_spread", "nothing: only ats has a spread")
    contradicts = is_filled(spread) & is_filled(line) & spread.ne(-line)
    cells.refuse(contradicts, "home_spread", "minus the line, or one of the two alone")
    # Minus nothing is nothing: 0 has one sign.
    both = line.fillna(-spread)
    return both.mask(both.eq(0), 0.0).mask(market.eq("moneyline"), 0.0)


def _games(cells: CellReader, games: pd.DataFrame) -> pd.DataFrame:
    ids, days = game_id_cells(cells), day_cells(cells, "game_date")
    sides = {side: _team(cells, side) for side in ("home", "away")}
    asked = pd.DataFrame({"game_date": days} | {f"{side}_team_id": ids_ for side, ids_ in sides.items()})
    has_id = cells.text("game_id").ne("")
    is_whole = asked.notna().all(axis=1)
    is_lacking = ~has_id & pd.concat(
        [cells.text(c).eq("") for c in ("game_date", "home", "away")], axis=1
    ).any(axis=1)
    cells.refuse(is_lacking, "game_id", "a game id, or game_date, home and away")
    known = games.drop_duplicates(_PLACE).set_index(_PLACE)["game_id"]
    placed = _lookup(asked.where(is_whole), known)
    _refuse_unknown_places(cells, asked[~has_id & is_whole & placed.isna()], known)
    found = games.set_index("game_id").reindex(ids.fillna(placed)).set_axis(cells.index)
    found = found.assign(game_id=ids.fillna(placed))
    cells.refuse(is_filled(ids) & found["season"].isna(), "game_id", f"the id of {_span(games)}")
    for column, shown in (("game_date", "game_date"), ("home_team_id", "home"), ("away_team_id", "away")):
        differs = is_filled(found["season"]) & asked[column].notna() & asked[column].ne(found[column])
        cells.refuse(differs.fillna(False).astype("bool"), shown, "what the game of this id has")
    return found[["season", "game_id", *_PLACE]]


def _team(cells: CellReader, side: str) -> pd.Series:
    part = cells.part(cells.index[cells.text(side).ne("")])
    return part.teams(side).reindex(cells.index).astype("Int64")


def _lookup(asked: pd.DataFrame, known: pd.Series) -> pd.Series:
    typed = asked.astype({"home_team_id": "float64", "away_team_id": "float64"})
    places = pd.MultiIndex.from_frame(typed)
    table = known.rename_axis(_PLACE).reset_index().astype(dict.fromkeys(_PLACE[1:], "float64"))
    found = table.set_index(_PLACE)["game_id"].reindex(places)
    return pd.Series(found.to_numpy(), index=asked.index, dtype="str")


def _refuse_unknown_places(cells: CellReader, lost: pd.DataFrame, known: pd.Series) -> None:
    swapped = lost.rename(columns={"home_team_id": "away_team_id", "away_team_id": "home_team_id"})[_PLACE]
    is_swapped = _lookup(swapped, known).notna()
    cells.refuse(_on(cells, lost[~is_swapped]), "home", _NO_GAME)
    cells.refuse(_on(cells, lost[is_swapped]), "home", f"{_NO_GAME}: here they were the visitors")


_NO_GAME = "a league game of that US Eastern day between these teams"


def _on(cells: CellReader, lost: pd.DataFrame) -> pd.Series:
    return pd.Series(cells.index.isin(lost.index), index=cells.index)


def _span(games: pd.DataFrame) -> str:
    return f"a league game of these data ({games['season'].min()} to {games['season'].max()})"


def _no_good_row(file: RawFile, refused: pd.DataFrame) -> str:
    shown = refusal_sentences(refused.head(_SHOWN))
    more = len(refused) - len(shown)
    reasons = "; ".join(shown) or "no row at all"
    return f"{file.name}: expected at least one good row, was none: {reasons}" + (
        f"; and {more} more" if more > 0 else ""
    )


def refusal_sentences(refused: pd.DataFrame) -> list[str]:
    """Say of every refusal where it is, what was expected and what was found.

    Parameters
    ----------
    refused
        See `PickFile`.

    Returns
    -------
    list of str
        One sentence each; what was found is cut to 60 characters and shown as Python writes it.
    """
    records = refused.to_dict("records")
    return [
        f"{row['file']}, row {row['row']}{', column ' + str(row['column']) if row['column'] else ''}: expected "
        f"{str(row['expected']).removeprefix('expected ')}, was {str(row['value'])[:60]!r}"
        for row in records
    ]
