"""The same two charts in Streamlit: the script runs again at every choice, the data are cached."""

from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

TRADE = Path(__file__).resolve().parents[2] / "data" / "trade.csv"
MILLIONS = {"thousand USD": 0.001, "million USD": 1.0, "billion USD": 1000.0}
COUNTRIES = ["Azerbaijan", "Kazakhstan", "Korea"]


@st.cache_data
def load() -> pd.DataFrame:
    """Return the yearly exports and imports in million dollars."""
    table = pd.read_csv(TRADE, keep_default_na=False, dtype=str)
    rows = table[
        (table["product"] == "total")
        & (table["measure"] == "level")
        & (table["status"] == "actual")
        & (table["statistics_of"] != "")
        & table["flow"].isin(["exports", "imports"])
        & table["period"].str.fullmatch(r"\d{4}")
    ]
    rows = rows.assign(
        year=rows["period"].astype(int),
        million=rows["value"].astype(float) * rows["unit"].map(MILLIONS),
    )
    return rows.groupby(["reporter", "partner", "year", "flow"], as_index=False)["million"].last()


st.title("Trade between two countries")
reporter = st.selectbox("Reporter", COUNTRIES, index=0)
partner = st.selectbox("Partner", COUNTRIES, index=1)
trade = load()
years = trade[(trade["reporter"] == reporter) & (trade["partner"] == partner)]
total = years.groupby("year", as_index=False)["million"].sum()
total["growth, %"] = total["million"].pct_change() * 100
pair = f"{reporter} with {partner}"
st.plotly_chart(
    px.bar(years, x="year", y="million", color="flow", title=f"{pair}: exports and imports")
)
st.plotly_chart(px.line(total, x="year", y="growth, %", markers=True, title=f"{pair}: growth"))
