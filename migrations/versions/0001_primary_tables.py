"""The primary tables, what is forecast, and what is known of the models.

A column takes a null where the contract allows one, which tells the dtype of a load. Where a null is part of a key, a
generated column of the same name and ``_key`` turns it into a value. Texts are sorted by code points, as pandas does.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text(collation="C")
WHOLE = sa.BigInteger()
NUMBER = sa.Double()
FLAG = sa.Boolean()
DAY = sa.Date()
TIME = sa.DateTime(timezone=True)

TABLES = ("games", "team_games", "players", "player_games", "quotes", "predictions", "model_metadata")
GAME = {"season": TEXT, "game_id": TEXT, "game_date": DAY}
COUNTS = ("fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "reb", "ast", "stl", "blk", "tov", "pf")


def _columns(
    kinds: dict[str, sa.types.TypeEngine], key: Iterable[str], nullable: Iterable[str] = ()
) -> list[sa.schema.SchemaItem]:
    nullable = set(nullable)
    own: list[sa.schema.SchemaItem] = [
        sa.Column(name, kind, nullable=name in nullable) for name, kind in kinds.items()
    ]
    account = [
        sa.Column("saved_at_utc", TIME, nullable=False, server_default=sa.func.now()),
        sa.Column("gone_at_utc", TIME, nullable=True),
    ]
    return [*own, *account, sa.PrimaryKeyConstraint(*key)]


def _player_key() -> sa.Column:
    # No player has the number 0: it stands for a market on a game.
    return sa.Column(
        "player_id_key", WHOLE, sa.Computed("coalesce(player_id, 0)", persisted=True), nullable=False
    )


def _quoted_key() -> sa.Column:
    # A quote whose time is unknown; no quote is of that instant.
    instant = sa.Computed("coalesce(quoted_at_utc, timestamptz '1970-01-01 00:00:00+00')", persisted=True)
    return sa.Column("quoted_at_utc_key", TIME, instant, nullable=False)


def _games() -> None:
    results = (
        "minutes", "home_points", "away_points", "home_margin", "total_points",
        "home_first_half_points", "away_first_half_points", "first_half_points",
    )  # fmt: skip
    kinds = GAME | {"season_type": TEXT, "home_team_id": WHOLE, "away_team_id": WHOLE, "is_neutral": FLAG}
    kinds |= dict.fromkeys(results, NUMBER) | {"tip_off_utc": TIME, "is_played": FLAG}
    op.create_table("games", *_columns(kinds, ["game_id"], [*results, "tip_off_utc"]))
    op.create_index("games_by_day", "games", ["game_date", "game_id"])


def _team_games() -> None:
    kinds = GAME | {"season_type": TEXT, "team_id": WHOLE, "opponent_team_id": WHOLE}
    statistics = ("minutes", "points", *COUNTS)
    kinds |= {"is_home": FLAG, "is_neutral": FLAG} | dict.fromkeys(statistics, NUMBER)
    op.create_table("team_games", *_columns(kinds, ["game_id", "team_id"], statistics))
    op.create_index("team_games_by_team", "team_games", ["team_id", "game_date"])
    op.create_index("team_games_by_day", "team_games", ["game_date", "game_id", "team_id"])


def _players() -> None:
    body = {"birth_date": DAY, "height_cm": NUMBER, "weight_kg": NUMBER, "position": TEXT}
    kinds = {"player_id": WHOLE, "player_name": TEXT} | body | {"draft_year": WHOLE, "draft_number": WHOLE}
    op.create_table("players", *_columns(kinds, ["player_id"], [*body, "draft_year", "draft_number"]))
    op.create_index("players_by_name", "players", ["player_name"])


def _player_games() -> None:
    kinds = GAME | {"season_type": TEXT, "team_id": WHOLE, "player_id": WHOLE, "player_name": TEXT}
    kinds |= {"minutes": NUMBER, "is_starter": FLAG, "points": NUMBER} | dict.fromkeys(COUNTS, NUMBER)
    kinds |= {"plus_minus": NUMBER, "source": TEXT}
    op.create_table("player_games", *_columns(kinds, ["game_id", "player_id"], ["is_starter"]))
    op.create_index("player_games_by_player", "player_games", ["player_id", "game_date"])
    op.create_index("player_games_by_day", "player_games", ["game_date", "game_id", "team_id", "player_id"])


def _quotes() -> None:
    kinds = GAME | {
        "player_id": WHOLE,
        "market": TEXT,
        "selection": TEXT,
        "line": NUMBER,
        "price_decimal": NUMBER,
    }
    kinds |= {"book": TEXT, "moment": TEXT, "quoted_at_utc": TIME, "source": TEXT}
    # The day comes first: a hypertable is cut along it, and a season is read at once.
    key = ["game_date", "game_id", "market", "moment", "source", "book", "line", "selection"]
    columns = _columns(
        kinds, [*key, "player_id_key", "quoted_at_utc_key"], ["player_id", "price_decimal", "quoted_at_utc"]
    )
    op.create_table("quotes", *columns, _player_key(), _quoted_key())
    op.create_index("quotes_by_market", "quotes", ["market", "moment", "game_date"])


def _predictions() -> None:
    kinds = {"market": TEXT, **GAME, "player_id": WHOLE, "line": NUMBER, "outcome": NUMBER}
    kinds |= dict.fromkeys(("probability_over", "probability_push"), NUMBER)
    kinds |= dict.fromkeys(("probability_model", "probability_stacked", "market_probability"), NUMBER)
    kinds |= {"market_moment": TEXT, "members": TEXT, "information": TEXT}
    nullable = ["player_id", "outcome", "probability_push", "market_probability", "market_moment"]
    columns = _columns(kinds, ["market", "game_id", "player_id_key"], nullable)
    op.create_table("predictions", *columns, _player_key())
    op.create_index("predictions_by_day", "predictions", ["game_date", "market"])


def _model_metadata() -> None:
    scores = ("log_loss", "brier_score", "accuracy")
    kinds = {"market": TEXT, "learner": TEXT, "fold": TEXT, "rows": WHOLE, "features": WHOLE}
    kinds |= {"seconds": NUMBER, "mebibytes": NUMBER, "tested": WHOLE} | dict.fromkeys(scores, NUMBER)
    op.create_table("model_metadata", *_columns(kinds, ["market", "learner", "fold"], scores))


def _accounts() -> None:
    one_row = sa.Column(
        "is_it", FLAG, sa.CheckConstraint("is_it"), primary_key=True, server_default=sa.true()
    )
    op.create_table("data_kind", one_row, sa.Column("kind", TEXT, nullable=False))
    op.create_table(
        "table_saves",
        sa.Column("table_name", TEXT, primary_key=True),
        sa.Column("part", TEXT, primary_key=True),
        sa.Column("columns", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("rows", WHOLE, nullable=False),
        sa.Column("saved_at_utc", TIME, nullable=False, server_default=sa.func.now()),
    )


def upgrade() -> None:
    """Make all tables, their keys and indexes."""
    for make in (
        _games,
        _team_games,
        _players,
        _player_games,
        _quotes,
        _predictions,
        _model_metadata,
        _accounts,
    ):
        make()


def downgrade() -> None:
    """Drop all tables with what is in them."""
    for table in (*TABLES, "data_kind", "table_saves"):
        op.drop_table(table)
