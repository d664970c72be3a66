/* What the browser does by itself: the chart's size and theme, saving files, copying, searching. */
(() => {
    const STEPS = [320, 360, 420, 480, 560, 640, 720, 800, 880, 960, 1080, 1200, 1320];

    const canvas = () => {
        const box = document.getElementById("chart-box");
        const room = (box && box.clientWidth) || window.innerWidth - 40;
        const width = STEPS.filter(step => step <= room).pop() || STEPS[0];
        const scheme = document.documentElement.getAttribute("data-mantine-color-scheme");
        return {width, theme: scheme === "dark" ? "dark" : "light"};
    };

    const same = (a, b) => a && b && a.width === b.width && a.theme === b.theme;

    let current = null;
    const redraw = () => {
        const next = canvas();
        document.body.dataset.agThemeMode = next.theme;
        if (current && !same(next, current)) {
            current = next;
            window.dash_clientside.set_props("canvas", {data: next});
        }
    };

    let waiting = null;
    window.addEventListener("resize", () => {
        clearTimeout(waiting);
        waiting = setTimeout(redraw, 200);
    });
    new MutationObserver(redraw).observe(document.documentElement, {
        attributeFilter: ["data-mantine-color-scheme"],
    });

    const save = (blob, name) => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(blob);
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };

    const fileName = response => {
        const said = response.headers.get("Content-Disposition") || "";
        return (said.match(/filename="([^"]+)"/) || [null, "trade-turnover"])[1];
    };

    const drawHere = async format => {
        const chart = document.querySelector("#chart .js-plotly-plot");
        await window.Plotly.downloadImage(chart, {
            format,
            width: chart.clientWidth,
            height: chart.clientHeight,
            scale: 2,
            filename: "trade-turnover",
        });
    };

    const say = text => {
        const place = document.getElementById("said");
        place.classList.add("shown");
        clearTimeout(place.timer);
        place.timer = setTimeout(() => place.classList.remove("shown"), 6000);
        return text;
    };

    const fetchAndSave = async (address, format) => {
        const response = await fetch(address);
        if (response.ok) {
            save(await response.blob(), fileName(response));
            return `Saved as ${fileName(response)}.`;
        }
        const reason = (await response.json().catch(() => ({}))).error || "The server refused.";
        if (response.status === 503 && (format === "png" || format === "svg")) {
            await drawHere(format);
            return `${reason} The picture was drawn by your browser instead.`;
        }
        return reason;
    };

    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        trade: {
            canvas: () => {
                current = canvas();
                document.body.dataset.agThemeMode = current.theme;
                return current;
            },
            showEvidence: (children, click) => {
                const place = document.getElementById("evidence");
                if (click && children && children.length) {
                    requestAnimationFrame(() => place.scrollIntoView({block: "nearest"}));
                }
                return window.dash_clientside.no_update;
            },
            more: () => {
                const open = document.querySelector(".controls").classList.toggle("open");
                return open ? "Fewer choices" : "More choices";
            },
            save: async (...values) => {
                const addresses = values.pop();
                const used = window.dash_clientside.callback_context.triggered_id;
                if (!used || !addresses) return window.dash_clientside.no_update;
                const format = used.replace("save-", "");
                say("");
                try {
                    return say(await fetchAndSave(addresses[format], format));
                } catch (error) {
                    return say("The server does not answer; try again in a moment.");
                }
            },
            copyLink: async () => {
                try {
                    await navigator.clipboard.writeText(window.location.href);
                    return say("Link copied.");
                } catch (error) {
                    return say(`Copy this link: ${window.location.href}`);
                }
            },
            search: text => {
                const grid = window.dash_ag_grid.getApi && window.dash_ag_grid.getApi("grid");
                if (grid) grid.setGridOption("quickFilterText", text || "");
                return window.dash_clientside.no_update;
            },
        },
    });
})();
