"""Write docs/realism.md, docs/realism.csv and the figure: the invented league beside the real one."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from busta.evaluation.league_moments import TABLES, league_moments, season_moments
from busta.evaluation.realism import compare_leagues
from busta.params.evaluation import EvaluationParams
from busta.reports.data_line import data_line
from busta.reports.realism import realism_page
from busta.reports.realism_chart import realism_figure

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
PAGE, NUMBERS, REASONS = DOCS / "realism.md", DOCS / "realism.csv", DOCS / "realism_reasons.yml"
LINES = DOCS / "realism_data.json"
FIGURE = DOCS / "figures" / "realism.png"
# A league of the size of the real one, everything else as configured.
INVENTED = {"seasons": 3, "teams": 30, "games_per_team": 82, "playoff_teams": 16}
TITLE = "Invented and real league: 0 is real, grey is alike, red apart, an arrow lies further out"
COLUMNS = (
    ("scores", "rest", "market"),
    ("team box score", "roles", "absences"),
    ("players",),
    ("props",),
)


def main() -> None:
    """Ingest both leagues where asked, and write the page."""
    given = _arguments()
    real, invented = given.real, given.fabricated
    if given.raw:
        real, invented = given.work / "real", given.work / "invented"
        _ingest("ingestion", {"raw_root": given.raw, "data_root": real}, "--env", "local")
        sizes = {f"fabrication.{name}": size for name, size in INVENTED.items()}
        roots = {"raw_root": invented / "01_raw", "data_root": invented}
        _ingest("fabrication,ingestion", roots | sizes, "--env", "demo")
    write(real, invented)
    sys.stdout.write(f"{PAGE.relative_to(PROJECT)}\n")


def write(real: Path, invented: Path) -> None:
    """Measure both leagues and write the numbers, the page and the figure.

    Parameters
    ----------
    real, invented
        Their data roots.
    """
    NUMBERS.write_text(csv_text(compare(_tables(real), _tables(invented))), encoding="utf-8")
    described = {side: data_line(_identity(root)) for side, root in (("invented", invented), ("real", real))}
    LINES.write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    FIGURE.parent.mkdir(exist_ok=True)
    line = " · beside ".join(described[side].removeprefix("DATA: " * (side == "real")) for side in described)
    figure = realism_figure(numbers(), COLUMNS, TITLE, line)
    figure.savefig(FIGURE, dpi=100, metadata={"Software": None})


def compare(real: Mapping[str, pd.DataFrame], invented: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Set the moments of both leagues beside each other.

    Parameters
    ----------
    real, invented
        Primary tables, by name.

    Returns
    -------
    pandas.DataFrame
        See `busta.evaluation.realism.compare_leagues`.
    """
    params = evaluation()
    measured = [league_moments(tables, params.moments, params.rules) for tables in (real, invented)]
    seasons = season_moments(real, params.moments, params.rules)
    return compare_leagues(measured[0], seasons, measured[1], params.realism)


def evaluation() -> EvaluationParams:
    """Rules and bands as configured."""
    text = (PROJECT / "conf" / "base" / "parameters_evaluation.yml").read_text(encoding="utf-8")
    return EvaluationParams.model_validate(yaml.safe_load(text)["evaluation"])


def numbers() -> pd.DataFrame:
    """The numbers of the page, as they were written last."""
    return pd.read_csv(NUMBERS)


def csv_text(compared: pd.DataFrame) -> str:
    """Numbers as text: six digits that count are more than any interval leaves."""
    return compared.to_csv(index=False, float_format="%.6g", lineterminator="\n")


def page() -> str:
    """The page, from the numbers as they were written last."""
    described = json.loads(LINES.read_text(encoding="utf-8"))
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}
    figure = str(FIGURE.relative_to(DOCS))
    return realism_page(
        numbers(), reasons, evaluation().realism, (described["invented"], described["real"]), figure
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--raw", type=Path, help="folder of the real raw files: both leagues are ingested first"
    )
    parser.add_argument("--work", type=Path, default=PROJECT / "data" / "realism", help="where they are kept")
    parser.add_argument("--real", type=Path, help="data root of the real league, if it is ingested already")
    parser.add_argument("--fabricated", type=Path, help="data root of the invented league")
    given = parser.parse_args()
    if not given.raw and not (given.real and given.fabricated):
        parser.error("expected --raw, or --real and --fabricated")
    return given


def _ingest(pipelines: str, parameters: Mapping[str, Any], *options: str) -> None:
    pairs = ",".join(f"{name}={value}" for name, value in parameters.items())
    command = [sys.executable, "-m", "kedro", "run", "--pipelines", pipelines, "--params", pairs, *options]
    subprocess.run(command, cwd=PROJECT, check=True)


def _tables(root: Path) -> dict[str, pd.DataFrame]:
    paths = {name: root / "03_primary" / f"{name}.parquet" for name in TABLES}
    return {name: pd.read_parquet(path) for name, path in paths.items() if path.is_file()}


def _identity(root: Path) -> dict[str, Any]:
    text = (root / "03_primary" / "prm_data_identity.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


if __name__ == "__main__":
    main()
