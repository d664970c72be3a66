"""The page of results: one section a benchmark, each written anew by its own run."""

from pathlib import Path

PAGE = Path(__file__).with_name("results.md")


def write(section: list[str]) -> None:
    """Put a section, which begins with its heading, in the place of the one so headed."""
    text = "\n" + PAGE.read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in text.split("\n# ")[1:])
    sections[section[0].removeprefix("# ")] = "\n".join(section[1:])
    parts = [f"# {heading}\n\n{body.strip()}\n" for heading, body in sections.items()]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
