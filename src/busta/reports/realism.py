"""The page that sets an invented league beside the real one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.evaluation.realism import ALIKE, APART, RealismBands
from busta.reports.markdown import table
from busta.reports.moments_markdown import interval, plain
from busta.reports.numbers import ABSENT

HEADER = (
    "moment", "unit", "real [95 %]", "invented [95 %]", "ratio", "difference in season sds", "verdict", "why",
)  # fmt: skip


def realism_page(
    compared: pd.DataFrame,
    reasons: Mapping[str, str],
    bands: RealismBands,
    lines: tuple[str, str],
    figure: str,
) -> str:
    """Write the page.

    Parameters
    ----------
    compared
        See `busta.evaluation.realism.compare_leagues`.
    reasons
        Why a moment is apart, by ``group: moment``, in a sentence; shown where it is apart.
    bands
        What is called alike.
    lines
        What data the invented and the real column were made from.
    figure
        Path of the figure beside the page.

    Returns
    -------
    str
        Markdown. The first lines say what data these are.
    """
    heading = "\n\n".join(lines)
    parts = [
        f"{heading}\n\n# The invented league beside the real one\n\n{_reading(bands)}\n",
        f"![All moments in units of their bands]({figure})\n\n{_summary(compared)}",
    ]
    for group, rows in compared.groupby("group", sort=False):
        cells = (_cells(row, reasons.get(f"{group}: {row['moment']}", "")) for _, row in rows.iterrows())
        parts.append(f"\n## {str(group).capitalize()}\n\n{table(HEADER, cells)}")
    return "".join(parts)


def _reading(bands: RealismBands) -> str:
    return (
        "Written by `make realism` from the primary tables of both leagues, by the same function "
        "(`busta.evaluation.league_moments`); the numbers stand in `realism.csv` too. All moments are shown.\n\n"
        f"`{ALIKE}`: the invented number lies within {bands.season_sds:g} standard deviations between real seasons "
        f"(trend and chance included) or within {100 * bands.share:g} % of the real number; where there are fewer "
        f"than {bands.min_seasons} real seasons, within {100 * bands.share_of_few:g} % or half the widths of both "
        "intervals together, but never within more than half of it. "
        f"`{APART}`: everything else, with the reason where it is known. Brackets hold 95 % "
        "intervals, drawn by day; those of whole seasons by team and season.\n"
    )


def _summary(compared: pd.DataFrame) -> str:
    counts = compared.groupby(["group", "verdict"], sort=False).size().unstack(fill_value=0)
    verdicts = sorted(counts.columns)
    rows = [
        [str(group), *(str(counts.loc[group, verdict]) for verdict in verdicts)] for group in counts.index
    ]
    total = ["all", *(str(counts[verdict].sum()) for verdict in verdicts)]
    return table(["group", *verdicts], [*rows, total])


def _cells(row: pd.Series, reason: str) -> list[str]:
    in_sd = row["difference_in_sd"]
    return [
        row["moment"],
        row["unit"],
        _measured(row, "real"),
        _measured(row, "invented"),
        ABSENT if pd.isna(row["ratio"]) else f"{row['ratio']:.2f}",
        ABSENT if pd.isna(in_sd) else f"{in_sd:+.1f}",
        row["verdict"],
        reason if row["verdict"] != ALIKE else "",
    ]


def _measured(row: pd.Series, side: str) -> str:
    ends = interval(row[f"{side}_low"], row[f"{side}_high"])
    return f"{plain(row[side])} {ends}" if ends != ABSENT else plain(row[side])
