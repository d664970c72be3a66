"""What each process of the acceptance tests has behind it when it starts: a table read once."""

from pathlib import Path

from analysis import pipeline

pipeline.check(Path(__file__).parent / "specimens" / "mini")
