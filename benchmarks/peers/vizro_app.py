"""The same two charts in Vizro: filters declared on the page, charts as captured functions."""

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import vizro.models as vm
import vizro.plotly.express as px
from vizro import Vizro
from vizro.models.types import capture

TRADE = Path(__file__).resolve().parents[2] / "data" / "trade.csv"
MILLIONS = {"thousand USD": 0.001, "million USD": 1.0, "billion USD": 1000.0}


def load() -> pd.DataFrame:
    """Return the yearly exports and imports in million dollars."""
    table = pd.read_csv(TRADE, keep_default_na=False, dtype=str)
    rows = table[
        (table["product"] == "total")
        & (table["measure"] == "level")
        & (table["status"] == "actual")
        & (table["statistics_of"] != "")
        & table["reporter"].isin(["Azerbaijan", "Kazakhstan", "Korea"])
        & table["flow"].isin(["exports", "imports"])
        & table["period"].str.fullmatch(r"\d{4}")
    ]
    rows = rows.assign(
        year=rows["period"].astype(int),
        million=rows["value"].astype(float) * rows["unit"].map(MILLIONS),
    )
    return rows.groupby(["reporter", "partner", "year", "flow"], as_index=False)["million"].last()


def pair(data_frame: pd.DataFrame) -> str:
    """Return the name of the one pair in the filtered frame."""
    return " with ".join(data_frame[["reporter", "partner"]].iloc[0]) if len(data_frame) else "-"


@capture("graph")
def flows(data_frame: pd.DataFrame) -> go.Figure:
    """Draw exports and imports by year, stacked."""
    title = f"{pair(data_frame)}: exports and imports"
    return px.bar(data_frame, x="year", y="million", color="flow", title=title)


@capture("graph")
def growth(data_frame: pd.DataFrame) -> go.Figure:
    """Draw the growth of exports and imports together."""
    total = data_frame.groupby("year", as_index=False)["million"].sum()
    total["growth, %"] = total["million"].pct_change() * 100
    title = f"{pair(data_frame)}: growth"
    return px.line(total, x="year", y="growth, %", markers=True, title=title)


trade = load()
page = vm.Page(
    title="Trade between two countries",
    components=[
        vm.Graph(id="bars", figure=flows(trade)),
        vm.Graph(id="growth", figure=growth(trade)),
    ],
    controls=[
        vm.Filter(
            column=side, selector=vm.Dropdown(id=side, multi=False, value=value), show_in_url=True
        )
        for side, value in (("reporter", "Azerbaijan"), ("partner", "Kazakhstan"))
    ],
)
app = Vizro().build(vm.Dashboard(pages=[page]))
server = app.dash.server

if __name__ == "__main__":
    app.run()
