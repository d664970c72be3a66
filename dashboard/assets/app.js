/* What the browser does by itself: the chart's size and theme, saving files, copying, searching. */
(() => {
    const STEPS = [320, 360, 420, 480, 560, 640, 720, 800, 880, 960, 1080, 1200, 1320];

    const noUpdate = () => window.dash_clientside.no_update;

    /* The width the chart will have, from the window alone, so that it is known before the page is. */
    const canvas = () => {
        const wide = document.documentElement.clientWidth;
        const margins = wide < 700 ? 30 : 58;
        const notes = wide < 1180 ? 0 : 316;
        const room = Math.min(wide, 1560) - margins - notes;
        const width = STEPS.filter(step => step <= room).pop() || STEPS[0];
        const scheme = document.documentElement.getAttribute("data-mantine-color-scheme");
        return {width, theme: scheme === "dark" ? "dark" : "light"};
    };

    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

    let current = canvas();
    const redraw = () => {
        const next = canvas();
        document.body.dataset.agThemeMode = next.theme;
        if (!same(next, current)) {
            current = next;
            window.dash_clientside.set_props("canvas", {data: next});
            return;
        }
        const chart = document.querySelector("#chart .js-plotly-plot");
        if (chart && chart.clientWidth) window.Plotly.Plots.resize(chart);
    };

    let waiting = null;
    window.addEventListener("resize", () => {
        clearTimeout(waiting);
        waiting = setTimeout(redraw, 200);
    });
    new MutationObserver(redraw).observe(document.documentElement, {
        attributeFilter: ["data-mantine-color-scheme"],
    });

    const ask = async (at, used = []) => {
        const query = new URLSearchParams({at, ...canvas()});
        used.forEach(([control, value]) => {
            query.append("control", control);
            query.append("value", JSON.stringify(value ?? null));
        });
        const response = await fetch(`/screen?${query}`);
        if (response.ok) return response.json();
        const reason = (await response.json().catch(() => ({}))).error;
        throw new Error(reason || "The server refused.");
    };

    /* The first screen is asked for while the page is still loading. */
    let early = {at: location.pathname + location.search, canvas: current};
    early.answer = ask(early.at).catch(() => null);

    const firstOr = async (at, used) => {
        const ready = early && !used.length && early.at === at && same(early.canvas, canvas());
        const answer = ready ? await early.answer : null;
        early = null;
        return answer || ask(at, used);
    };

    /* What a used element asks for: a control its value, a mark or a period its figures. */
    const asked = ({prop_id: place, value}) => {
        const name = place.slice(0, place.lastIndexOf("."));
        if (place in shown && same(shown[place], value)) return undefined;
        if (name === "url" || name === "canvas") return null;
        if (name === "clear-focus") return ["focus", ""];
        if (name === "chart") return ["focus", value?.points?.[0]?.customdata || ""];
        if (name !== "grid") return [name, value];
        return value?.colId === "period" ? ["focus", value.rowId.split("|").pop()] : undefined;
    };

    const EVENTS = ["chart.clickData", "grid.cellClicked", "clear-focus.n_clicks", "swap.n_clicks"];
    const shown = {};
    let turn = 0;
    /* Controls used while an answer is on its way: the next question carries them along. */
    let unanswered = [];

    const differs = (answer, place) => place in answer && !same(shown[place], answer[place]);

    /* Controls are set here and only when they change; the rest goes out as the callback's outputs. */
    const setControls = (answer, outputs) => {
        const changes = {};
        Object.keys(answer).filter(place => !outputs.includes(place) && differs(answer, place))
            .forEach(place => {
                const dot = place.lastIndexOf(".");
                const id = place.slice(0, dot);
                changes[id] = {...changes[id], [place.slice(dot + 1)]: answer[place]};
                shown[place] = answer[place];
            });
        Object.entries(changes).forEach(([id, props]) => window.dash_clientside.set_props(id, props));
    };

    /* What a control showed before a question that got no answer. */
    const putBack = before => before.filter(([, value]) => value !== undefined)
        .forEach(([place, value]) => {
            const dot = place.lastIndexOf(".");
            shown[place] = value;
            if (!place.startsWith("url.")) {
                const props = {[place.slice(dot + 1)]: value};
                window.dash_clientside.set_props(place.slice(0, dot), props);
            }
        });

    const put = (answer, places, moved) => {
        const outputs = places.map(({id, property}) => `${id}.${property}`);
        setControls(answer, outputs);
        return outputs.map(place => {
            const [id, property] = place.split(".");
            const address = id === "url";
            if (address && (!moved || location[property] === answer[place])) return noUpdate();
            if (!address && !differs(answer, place)) return noUpdate();
            shown[place] = answer[place];
            return answer[place];
        });
    };

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
            synchronise: async (path, search) => {
                const {triggered, outputs_list: places} =
                    window.dash_clientside.callback_context;
                const used = triggered.map(asked).filter(one => one !== undefined);
                if (triggered.length && !used.length) return places.map(noUpdate);
                const controls = used.filter(Boolean);
                const before = triggered.map(({prop_id: place}) => [place, shown[place]]);
                triggered.forEach(({prop_id: place, value}) => { shown[place] = value; });
                EVENTS.forEach(place => delete shown[place]);
                const followed = triggered.some(({prop_id: place}) => place.startsWith("url."));
                unanswered = followed ? [] : [...unanswered, ...controls];
                const asking = unanswered;
                const mine = ++turn;
                document.body.classList.add("asking");
                try {
                    const answer = await firstOr((path || "/") + (search || ""), asking);
                    if (mine !== turn) return places.map(noUpdate);
                    unanswered = [];
                    return put(answer, places, asking.length > 0);
                } catch (error) {
                    if (mine === turn) unanswered = [];
                    putBack(before);
                    const why = error instanceof TypeError ? "The server does not answer." : error.message;
                    const said = say(`${why} Try again in a moment.`);
                    window.dash_clientside.set_props("said", {children: said});
                    return places.map(noUpdate);
                } finally {
                    if (mine === turn) document.body.classList.remove("asking");
                }
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
