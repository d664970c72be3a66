/* What the browser does by itself: asking for screens, saving files, copying, searching. */
(() => {
    const {trade} = window;
    const setProps = (id, props) => window.dash_clientside.set_props(id, props);
    const noUpdate = () => window.dash_clientside.no_update;
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

    trade.clicked = period => setProps("mark", {data: period || ""});

    let current = trade.canvas();
    const redraw = () => {
        const next = trade.canvas();
        document.body.dataset.agThemeMode = next.theme;
        trade.measure();
        if (same(next, current)) {
            trade.resize();
            return;
        }
        current = next;
        setProps("canvas", {data: next});
    };

    let waiting = null;
    window.addEventListener("resize", () => {
        clearTimeout(waiting);
        waiting = setTimeout(redraw, 200);
    });
    new MutationObserver(redraw).observe(document.documentElement, {
        attributeFilter: ["data-mantine-color-scheme"],
    });

    /* The first screen was asked for while the page was still loading. */
    let {first} = trade;
    const firstOr = async (at, used) => {
        const ready = first && !used.length && first.at === at && same(first.canvas, trade.canvas());
        const answer = ready ? await first.answer : null;
        first = null;
        return answer || trade.ask(at, used);
    };

    /* What a used element asks for: a control its value, a mark or a period its figures. */
    const asked = ({prop_id: place, value}) => {
        const name = place.slice(0, place.lastIndexOf("."));
        if (place in shown && same(shown[place], value)) return undefined;
        if (name === "url" || name === "canvas") return null;
        if (name === "clear-focus") return ["focus", ""];
        if (name === "mark") return ["focus", value || ""];
        if (name !== "grid") return [name, value];
        return value?.colId === "period" ? ["focus", value.rowId.split("|").pop()] : undefined;
    };

    const EVENTS = ["mark.data", "grid.cellClicked", "clear-focus.n_clicks", "swap.n_clicks"];
    /* What is no property of an element that Dash knows. */
    const DRAWN = ["shell.className", "chart.figure", "chart.height", "files.data", "document.title"];
    const shown = {};
    let files = {};
    let searched = "";
    let turn = 0;
    /* Controls used while an answer is on its way: the next question carries them along. */
    let unanswered = [];

    /* What a control showed before a question that got no answer. */
    const putBack = before => before.filter(([, value]) => value !== undefined)
        .forEach(([place, value]) => {
            const dot = place.lastIndexOf(".");
            shown[place] = value;
            if (!place.startsWith("url.")) {
                setProps(place.slice(0, dot), {[place.slice(dot + 1)]: value});
            }
        });

    /* Sets what changed; an address that was opened stays as it was written. */
    const put = (answer, moved) => {
        const changes = {};
        Object.entries(answer).filter(([place]) => !DRAWN.includes(place)).forEach(([place, value]) => {
            const [id, property] = place.split(".");
            if (id === "url" && !moved) return;
            if (same(id === "url" ? location[property] : shown[place], value)) return;
            shown[place] = value;
            changes[id] = {...changes[id], [property]: value};
        });
        if (changes["grid-box"] && searched) {
            searched = "";
            setProps("grid-search", {value: ""});
        }
        Object.entries(changes).forEach(([id, props]) => setProps(id, props));
    };

    /* The chart is on the screen before the words change; a hidden page has no frames. */
    const nextFrame = () => new Promise(resolve => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
        setTimeout(resolve, 100);
    });

    const RETRY = 2500;

    /* Asks again while the server is away and nothing else was asked, and says so. */
    const patiently = async (ask, wanted) => {
        for (let tries = 1; ; tries++) {
            try {
                const answer = await ask();
                if (tries > 1) setProps("said", {children: say("")});
                return answer;
            } catch (error) {
                const away = error instanceof TypeError;
                if (!wanted() || !(away || error.passing)) throw error;
                const why = away ? "The server does not answer." : error.message;
                setProps("said", {children: say(`${why} Trying again…`)});
                await new Promise(resolve => setTimeout(resolve, RETRY));
                if (!wanted()) return null;
            }
        }
    };

    /* From a question to its screen: the chart first, then the words and the controls. */
    const follow = async (at, used, before) => {
        const mine = ++turn;
        document.body.classList.add("asking");
        try {
            const answer = await patiently(() => firstOr(at, used), () => mine === turn);
            if (mine !== turn) return;
            await trade.draw(answer);
            await nextFrame();
            if (mine !== turn) return;
            unanswered = [];
            const held = document.activeElement?.closest("#nav, #evidence, #conflicts")?.id;
            files = answer["files.data"];
            document.title = answer["document.title"];
            put(answer, used.length > 0);
            if (held === "conflicts" || used.some(([control]) => control === "focus")) showEvidence();
            if (held) nextFrame().then(() => keepFocus(held));
        } catch (error) {
            if (mine !== turn) return;
            unanswered = [];
            putBack(before);
            setProps("said", {children: say(error.message)});
        } finally {
            if (mine === turn) document.body.classList.remove("asking");
            nextFrame().then(trade.moveIn);
        }
    };

    /* What had the focus was made anew: its successor takes it. */
    const keepFocus = held => {
        if (document.activeElement !== document.body) return;
        const next = document.querySelector({nav: "#nav .active", conflicts: "#conflicts .chosen"}[held] || "#main");
        next?.focus({preventScroll: true});
    };

    /* Typing into a list to choose from replaces what it shows. */
    document.addEventListener("click", ({target}) => {
        if (target.matches(".controls .mantine-Select-input:not([readonly])")) target.select();
    });

    const showEvidence = () => nextFrame().then(() => {
        document.getElementById("evidence").scrollIntoView({block: "nearest"});
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
        await window.Plotly.downloadImage(trade.drawn, {
            format,
            width: trade.drawn.clientWidth,
            height: trade.drawn.clientHeight,
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
            synchronise: (path, search) => {
                const {triggered} = window.dash_clientside.callback_context;
                const news = triggered.map(one => ({...one, wish: asked(one)}))
                    .filter(({wish}) => wish !== undefined);
                if (triggered.length && !news.length) return;
                const before = news.map(({prop_id: place}) => [place, shown[place]]);
                news.forEach(({prop_id: place, value}) => { shown[place] = value; });
                EVENTS.forEach(place => delete shown[place]);
                const moved = news.some(({prop_id: place}) => place.startsWith("url."));
                if (moved) setProps("detail", {opened: false});
                unanswered = moved ? [] : [...unanswered, ...news.map(({wish}) => wish).filter(Boolean)];
                follow((path || "/") + (search || ""), unanswered, before);
            },
            more: () => {
                const open = document.querySelector(".controls").classList.toggle("open");
                return open ? "Fewer choices" : "More choices";
            },
            save: async () => {
                const used = window.dash_clientside.callback_context.triggered_id;
                if (!used) return window.dash_clientside.no_update;
                const format = used.replace("save-", "");
                say("");
                try {
                    return say(await fetchAndSave(files[format], format));
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
                if ((text || "") === searched) return noUpdate();
                searched = text || "";
                const grid = window.dash_ag_grid.getApi && window.dash_ag_grid.getApi("grid");
                if (grid) grid.setGridOption("quickFilterText", searched);
                return window.dash_clientside.no_update;
            },
        },
    });
})();
