"""What is measured: the page in a browser, the server under replayed requests.

Knows how Dash and Streamlit are driven; which applications are compared is said in compare.py.
"""

import base64
import contextlib
import http.client
import itertools
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, Request, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parents[1]
DRAWN = Path(__file__).with_name("drawn.js").read_text(encoding="utf-8")
SCREEN, GET = "/screen?", b"GET "
CALLBACK = "/_dash-update-component"
REST_MS = 250
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate, br, zstd"}
FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass(frozen=True)
class App:
    """One application: how to start it, where its charts are, what a reader chooses.

    `command` may hold {port}; the CSS selector `charts` finds `count` Plotly charts;
    `choices` are (control, value) pairs, each of which changes a title in every chart.
    """

    name: str
    command: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    address: str = "/"
    charts: str = ".js-plotly-plot"
    count: int = 2
    streamlit: bool = False


@contextmanager
def served(app: App) -> Iterator[tuple[int, psutil.Process]]:
    """Start the application in a process group of its own and end all of it afterwards."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [part.format(port=port) for part in app.command]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, process_group=0, **quiet)
    try:
        deadline = time.monotonic() + 90
        while not answers(port, app.address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{app.name} gives no page; to see why: {shlex.join(command)}")
            time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        for ending in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, ending)
                process.wait(10)


def answers(port: int, address: str) -> bool:
    """Say whether the server already gives its page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own where there is none."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def cold_page(browser: Browser, app: App, port: int) -> tuple[Page, dict[str, float]]:
    """Open the page with an empty cache; return it with ms to the charts, kB and requests."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(f"{DRAWN}benchmark.watch({json.dumps(app.charts)}, {app.count});")
    sizes: list[float] = []
    asked: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.webSocketFrameReceived", lambda event: sizes.append(len(frame(event))))
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    page.goto(f"http://127.0.0.1:{port}{app.address}", wait_until="commit")
    drawn = page.evaluate("benchmark.loaded")
    page.wait_for_timeout(1000)
    requests = sum(url.startswith("http") for url in asked)
    return page, {"page_ms": drawn, "page_kb": sum(sizes) / 1000, "requests": requests}


def frame(event: dict) -> bytes:
    """Return what a WebSocket frame holds; the protocol gives binary frames as base64."""
    text = event["response"]["payloadData"]
    return base64.b64decode(text) if event["response"]["opcode"] == 2 else text.encode()


def clicks(page: Page, app: App, number: int) -> tuple[list[float], list[bytes]]:
    """Make choices; return the ms of each and the different messages that asked for charts."""
    asked: list[bytes] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda event: asked.extend(rerun(frame(event))))
    page.on("request", lambda request: asked.extend(chart_callback(request)))
    if app.streamlit:
        page.evaluate("benchmark.beginAtEnter()")
    choices = itertools.islice(itertools.cycle(app.choices), number)
    times = [click(page, app, *choice) for choice in choices]
    return times, list(dict.fromkeys(asked))


def click(page: Page, app: App, control: str, value: str) -> float:
    """Choose a value on a page at rest; return the ms until every chart is redrawn, and a frame."""
    page.wait_for_timeout(REST_MS)
    if app.streamlit:
        page.get_by_role("combobox", name=control).click()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    else:
        page.evaluate("choice => benchmark.choose(...choice)", [control, value])
    return page.evaluate("benchmark.redrawn")


def chart_callback(request: Request) -> list[bytes]:
    """Return what asks a server for a figure: a callback's body, a screen's address, or nothing."""
    if SCREEN in request.url:
        return [GET + request.url.partition(SCREEN)[2].encode()]
    if CALLBACK not in request.url or not request.post_data_buffer:
        return []
    return [request.post_data_buffer] if ".figure" in request.post_data_json["output"] else []


def rerun(message: bytes) -> list[bytes]:
    """Return the message if it makes Streamlit run the script, or nothing."""
    return [message] if BackMsg.FromString(message).WhichOneof("type") == "rerun_script" else []


def dial(app: App, port: int) -> Callable[[bytes], float]:
    """Open one lasting connection; the returned function replays a message and gives its ms."""
    ask = (dial_streamlit if app.streamlit else dial_dash)(port)

    def timed(message: bytes) -> float:
        start = time.perf_counter()
        ask(message)
        return (time.perf_counter() - start) * 1000

    return timed


def dial_dash(port: int) -> Callable[[bytes], None]:
    """Return a function that asks for one chart and waits for the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(body: bytes) -> None:
        if body.startswith(GET):
            connection.request("GET", SCREEN + body.removeprefix(GET).decode(), headers=HEADERS)
        else:
            connection.request("POST", CALLBACK, body, HEADERS)
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"the callback answers {response.status}: {answer[:200]!r}")

    return ask


def dial_streamlit(port: int) -> Callable[[bytes], None]:
    """Return a function that reruns the script of one session and waits for its end."""
    session = connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None)

    def ask(message: bytes) -> None:
        session.send(message)
        answer = None
        while answer != "script_finished":
            answer = ForwardMsg.FromString(session.recv(timeout=60)).WhichOneof("type")

    return ask


def latencies(app: App, port: int, messages: list[bytes]) -> dict[str, list[float]]:
    """Return the ms of one client: each message for the first time after one, then again."""
    ask = dial(app, port)
    ask(messages[0])
    return {
        "new_ms": [ask(message) for message in messages[1:]],
        "repeated_ms": [ask(message) for message in messages * (40 // len(messages))],
    }


def throughput(
    app: App, port: int, messages: list[bytes], server: psutil.Process, clients: int, seconds: float
) -> dict[str, float]:
    """Let clients ask without pause; return requests a second, CPU ms each and memory in MB."""

    def client(number: int) -> int:
        ask, done = dial(app, port), 0
        while time.perf_counter() < end:
            ask(messages[(number + done) % len(messages)])
            done += 1
        return done

    used, start = cpu_seconds(server), time.perf_counter()
    end = start + seconds
    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(client, range(clients)))
    elapsed, used = time.perf_counter() - start, cpu_seconds(server) - used
    memory = max(member.memory_info().rss for member in family(server))
    return {"per_second": done / elapsed, "cpu_ms": used / done * 1000, "rss_mb": memory / 1e6}


def family(server: psutil.Process) -> list[psutil.Process]:
    """Return the server's processes, without a browser it may have started."""
    every = [server, *server.children(recursive=True)]
    return [member for member in every if "python" in Path(member.exe()).name]


def cpu_seconds(server: psutil.Process) -> float:
    """Return the user and system seconds used so far."""
    return sum(sum(member.cpu_times()[:2]) for member in family(server))
