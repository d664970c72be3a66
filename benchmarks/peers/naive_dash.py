"""The same two charts as a first Dash application is usually written.

The table is read once; every callback filters it by text and draws with plotly.express.
"""

from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

TRADE = Path(__file__).resolve().parents[2] / "data" / "trade.csv"
MILLIONS = {"thousand USD": 0.001, "million USD": 1.0, "billion USD": 1000.0}

df = pd.read_csv(TRADE, keep_default_na=False, dtype=str)
app = Dash(__name__, title="Trade")
server = app.server
app.layout = html.Div(
    [
        html.H1("Trade between two countries"),
        html.Label("Reporter", htmlFor="reporter"),
        dcc.Dropdown(["Azerbaijan", "Kazakhstan", "Korea"], "Azerbaijan", id="reporter"),
        html.Label("Partner", htmlFor="partner"),
        dcc.Dropdown(["Azerbaijan", "Kazakhstan", "Korea"], "Kazakhstan", id="partner"),
        dcc.Graph(id="bars"),
        dcc.Graph(id="growth"),
    ]
)


@app.callback(
    Output("bars", "figure"),
    Output("growth", "figure"),
    Input("reporter", "value"),
    Input("partner", "value"),
)
def draw(reporter: str, partner: str) -> tuple[go.Figure, go.Figure]:
    """Draw exports and imports by year, and the growth of their sum."""
    rows = df[
        (df["reporter"] == reporter)
        & (df["partner"] == partner)
        & (df["product"] == "total")
        & (df["measure"] == "level")
        & (df["status"] == "actual")
        & (df["statistics_of"] != "")
        & df["flow"].isin(["exports", "imports"])
        & df["period"].str.fullmatch(r"\d{4}")
    ].copy()
    rows["year"] = rows["period"].astype(int)
    rows["million USD"] = rows["value"].astype(float) * rows["unit"].map(MILLIONS)
    years = rows.groupby(["year", "flow"], as_index=False)["million USD"].last()
    total = years.groupby("year", as_index=False)["million USD"].sum()
    total["growth, %"] = total["million USD"].pct_change() * 100
    pair = f"{reporter} with {partner}"
    bars = px.bar(
        years, x="year", y="million USD", color="flow", title=f"{pair}: exports and imports"
    )
    growth = px.line(total, x="year", y="growth, %", markers=True, title=f"{pair}: growth")
    return bars, growth


if __name__ == "__main__":
    app.run()
