"""Hand-made readings: what a reader would find in a text written for a test."""

from __future__ import annotations

from dataclasses import replace

from analysis.extract import Figure, LeftOut, Reading

LEVEL = Figure(
    measure="level",
    flow="turnover",
    ref_area="KAZ",
    counterpart_area="AZE",
    time_period="2023-01-01/P5M",
    base_period="",
    value=0.0,
    unit="USD",
    qualifier="exact",
    status="actual",
    product="total",
    authority="",
    value_text="",
    unit_text="",
    start=0,
    end=0,
    begins=0,
    ends=0,
)

TEXT = (
    "In January-May 2023 trade between Kazakhstan and Azerbaijan came to 243.6 million US "
    "dollars, the ministry said. Exports of Kazakhstan reached 131.7 million US dollars, and in "
    "July another 12 million US dollars were added. Freight through the port exceeded "
    "1 million tons."
)
"""A known figure, one that conflicts with known ones, one with no areas, and no trade figure."""


def read(text: str, published: str = "", language: str = "") -> Reading:
    """Find in a text the amounts of TEXT that it has, in place of the reader.

    July is that of the year of publication.
    """
    figures = (
        _figure(text, "243.6 million US dollars"),
        _figure(text, "131.7 million US dollars", flow="exports"),
        _figure(
            text,
            "12 million US dollars",
            ref_area="",
            counterpart_area="",
            time_period=f"{published[:4] or 2023}-07",
            reason="the text does not say between whom",
        ),
    )
    start = text.find("1 million tons")
    tons = LeftOut("1", "million tons", "freight through the port", "freight", start, start + 14)
    found = tuple(figure for figure in figures if figure.start >= 0)
    return Reading(language or "en", found, (tons,) if start >= 0 else ())


def _figure(text: str, amount: str, **fields: str) -> Figure:
    start = text.find(amount)
    number = amount.split(" ")[0]
    figure = replace(
        LEVEL,
        value=float(number) * 1e6,
        value_text=number,
        unit_text="million USD",
        start=start,
        end=start + len(amount),
    )
    return replace(figure, **fields)  # type: ignore[arg-type]
