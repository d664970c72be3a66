"""Rows and a caption to a figure: plain dictionaries in Plotly's form, one function a chart."""
