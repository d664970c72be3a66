"""Time PNG pictures of one figure: this project's renderer beside plotly's fig.to_image."""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks" / "peers")]

from naive_dash import draw  # noqa: E402  the folders above come first

from analysis.images import Renderer  # noqa: E402

PLOTLYJS = ROOT / "dashboard" / "assets" / "plotly-basic.min.js"
WIDTH, HEIGHT = 1600, 900


def measured(picture: Callable[[], bytes], number: int, threads: int) -> dict[str, float]:
    """Return the median ms of pictures one by one, and pictures a second with the threads."""

    def timed(_: int) -> float:
        start = time.perf_counter()
        if not picture().startswith(b"\x89PNG"):
            raise RuntimeError("this is not a PNG")
        return time.perf_counter() - start

    timed(0)
    one_by_one = [timed(turn) for turn in range(number)]
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(timed, range(number)))
    rate = number / (time.perf_counter() - start)
    return {"image_ms": 1000 * median(one_by_one), "images": rate}


def main() -> None:
    """Print both measurements as JSON."""
    figure = draw("Azerbaijan", "Kazakhstan")[0]
    plain = json.loads(figure.to_json())
    renderer = Renderer(PLOTLYJS, tabs=2)
    ours = measured(lambda: renderer.image(plain, "png", WIDTH, HEIGHT), 30, 2)
    renderer.close()
    theirs = measured(lambda: figure.to_image("png", width=WIDTH, height=HEIGHT), 5, 1)
    print(json.dumps({"Trade Turnover": ours, "fig.to_image": theirs}))


if __name__ == "__main__":
    main()
