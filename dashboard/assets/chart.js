/* Before the page is: light or dark, the first question, and the chart, drawn as soon as plotly is here. */
(() => {
    const STEPS = [320, 360, 420, 480, 560, 640, 720, 800, 880, 960, 1080, 1200, 1320];
    const CONFIG = {
        displayModeBar: false,
        displaylogo: false,
        showSendToCloud: false,
        doubleClick: false,
        scrollZoom: false,
    };
    const root = document.documentElement;

    const storedScheme = () => {
        try {
            return localStorage.getItem("mantine-color-scheme-value");
        } catch (error) {
            return null;
        }
    };

    const scheme = storedScheme();
    const dark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.mantineColorScheme = dark ? "dark" : "light";

    /* The width the chart will have, from the window alone, so that it is known before the page is. */
    const canvas = () => {
        const wide = root.clientWidth;
        const margins = wide < 760 ? 30 : 58;
        const notes = wide < 1180 ? 0 : 316;
        const room = Math.min(wide, 1560) - margins - notes;
        const width = STEPS.filter(step => step <= room).pop() || STEPS[0];
        return {width, theme: root.dataset.mantineColorScheme};
    };

    const ask = async (at, used = []) => {
        const query = new URLSearchParams({at, ...canvas()});
        used.forEach(([control, value]) => {
            query.append("control", control);
            query.append("value", JSON.stringify(value ?? null));
        });
        const response = await fetch(`/screen?${query}`);
        if (response.ok) return response.json();
        const reason = (await response.json().catch(() => ({}))).error;
        const passing = response.status >= 500;
        throw Object.assign(new Error(reason || "The server refused."), {passing});
    };

    /* The scripts of everything but the chart: fetched while it is drawn, run afterwards. */
    const later = [...document.getElementById("later").content.querySelectorAll("script")];
    const addresses = later.map(({src}) => src).filter(Boolean);

    const fetchEarly = href => {
        document.head.append(Object.assign(document.createElement("link"), {rel: "preload", as: "script", href}));
    };

    const run = ({src, text}) => new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), {async: false, text});
        if (src) Object.assign(script, {src, onload: resolve, onerror: reject});
        document.body.append(script);
        if (!src) resolve();
    });

    const buildPage = async () => {
        const [start, files] = [later.filter(({src}) => !src), later.filter(({src}) => src)];
        await Promise.all(files.map(run));
        start.forEach(run);
    };

    const plotly = new Promise(resolve => {
        document.addEventListener("load", ({target}) => {
            if (target.id !== "plotly") return;
            addresses.forEach(fetchEarly);
            resolve();
        }, true);
    });

    const drawn = document.createElement("div");
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    let figure = null;
    let width = 0;
    let drawnWidth = 0;

    /* Zero while the chart is hidden: it is measured again when it is shown. */
    const measure = () => { width = drawn.parentNode?.clientWidth || 0; };

    const resize = () => {
        if (!width) measure();
        if (!figure || !width || width === drawnWidth) return;
        drawnWidth = width;
        window.Plotly.relayout(drawn, {width});
    };

    /* Draws on the page, or until that is filled on the one that waits for it. */
    const draw = async answer => {
        const classes = answer["shell.className"];
        document.querySelectorAll(".shell").forEach(shell => { shell.className = classes; });
        const place = document.getElementById("first-chart") || document.getElementById("chart");
        if (drawn.parentNode !== place) place.append(drawn);
        if (/view-(figures|add)/.test(classes)) return;
        if (same(figure, answer["chart.figure"])) {
            resize();
            return;
        }
        await plotly;
        if (!width) measure();
        const fresh = !figure;
        figure = answer["chart.figure"];
        const {data, layout} = structuredClone(figure);
        drawn.style.height = answer["chart.height"];
        drawnWidth = width;
        await window.Plotly.react(drawn, data, {...layout, width}, CONFIG);
        if (fresh) drawn.on("plotly_click", ({points}) => trade.clicked(points[0].customdata));
    };

    /* The page is filled: the one that waited for it goes. */
    const moveIn = () => {
        const waiting = document.getElementById("first");
        if (!waiting) return;
        document.getElementById("chart").append(drawn);
        waiting.remove();
        measure();
        resize();
    };

    const at = location.pathname + location.search;
    const first = {at, canvas: canvas(), answer: ask(at).catch(() => null)};

    const trade = {canvas, ask, first, draw, drawn, measure, resize, moveIn, clicked: () => {}};
    window.trade = trade;

    const frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    const drawnFirst = first.answer.then(answer => answer && draw(answer)).then(frame);
    const patience = new Promise(resolve => setTimeout(resolve, 2000));
    const parsed = new Promise(resolve => {
        if (document.readyState !== "loading") resolve();
        document.addEventListener("DOMContentLoaded", resolve);
    });
    Promise.race([drawnFirst, patience]).catch(() => {}).then(() => parsed).then(buildPage);
})();
