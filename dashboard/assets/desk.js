/* The desk: sends a document to be read, shows its figures, and links each to its place in the text. */
(() => {
    const setProps = (id, props) => window.dash_clientside.set_props(id, props);
    const element = id => document.getElementById(`desk-${id}`);
    const FIELDS = {
        publisher: "publisher", published: "published", address: "url", language: "language", kind: "kind",
    };
    const CHECK_AFTER = 700;
    const RETRY_AFTER = 4000;

    const source = {publisher: "", published: "", url: "", language: "", kind: "press"};
    /* What a person typed: for the document shown, and since for the one to come. */
    let kept = new Set();
    let own = new Set();
    /* The document shown: its text, and the date and language that it was read with. */
    let shown = null;
    /* What a person changed in the rows, by their place in the text. */
    const changes = new Map();
    let file = null;
    /* The file that was read last: it can be read again. */
    let last = null;
    let seen = "";
    /* The version of the data that Undo takes back; empty if there is none. */
    let undoable = "";
    let opened = 0;
    /* What the verdicts shown were given for: the rows and their source. */
    let judged = "";
    const added = [];
    const edited = new Set();
    let api = null;
    let checks = 0;
    let waiting = null;

    const say = (text, bad = false) => {
        setProps("desk-said", {children: text, className: bad ? "desk-said bad" : "desk-said"});
    };

    const ask = async (address, body) => {
        let response;
        try {
            response = await fetch(`/desk/${address}`, {method: "POST", ...body});
        } catch (error) {
            throw new Error("The program does not answer; nothing that you typed is lost. Try again.");
        }
        const answer = await response.json().catch(() => ({}));
        if (response.ok) return answer;
        throw Object.assign(new Error(answer.error || "The program refused."), {status: response.status});
    };

    const json = value => ({body: JSON.stringify(value), headers: {"Content-Type": "application/json"}});

    const make = (tag, props, ...children) => {
        const made = Object.assign(document.createElement(tag), props);
        made.append(...children);
        return made;
    };

    const rows = () => {
        const found = [];
        api?.forEachNode(node => found.push(node.data));
        return found;
    };
    const open = () => rows().filter(row => row.verdict !== "added");
    const state = () => JSON.stringify([open().map(({verdict, reason, ...cells}) => cells), source]);
    const ticked = () => api?.getSelectedRows().filter(row => row.verdict !== "added") || [];

    /* Moves the text and not the page. */
    const bring = mark => {
        const text = element("marked");
        const above = mark.offsetTop;
        const shown = above >= text.scrollTop && above + mark.offsetHeight <= text.scrollTop + text.clientHeight;
        if (!shown) text.scrollTop = above - text.clientHeight / 3;
    };

    /* A figure's place in the text and its row light up together. */
    const light = (keys, scroll) => {
        element("marked").querySelectorAll("mark").forEach(mark => {
            const lit = keys.some(key => mark.dataset.rows.split(" ").includes(key));
            mark.classList.toggle("lit", lit);
            if (lit && scroll) bring(mark);
        });
        document.querySelectorAll("#desk-grid [row-id], #desk-reasons [data-row]").forEach(row => {
            row.classList.toggle("lit", keys.includes(row.getAttribute("row-id") || row.dataset.row));
        });
    };

    const goTo = key => {
        const node = api?.getRowNode(key);
        if (!node) return;
        api.ensureNodeVisible(node);
        api.setFocusedCell(node.rowIndex, "verdict");
    };

    const mark = piece => {
        const made = make("mark", {tabIndex: 0, textContent: piece.text});
        made.setAttribute("role", "button");
        made.dataset.rows = piece.rows.join(" ");
        return made;
    };

    const place = piece => {
        if (piece.rows) return mark(piece);
        if (piece.why) return make("span", {className: "left-out", title: piece.why, textContent: piece.text});
        return document.createTextNode(piece.text);
    };

    const leftOut = pieces => pieces.filter(({why}) => why).map(({text, why}) =>
        make("li", {}, make("strong", {textContent: text}), ` ${why}`));

    const reasons = () => {
        const {sayFigure} = window.dashAgGridFunctions;
        element("reasons").replaceChildren(...rows().map(row => {
            const verdict = make("strong", {textContent: `${row.verdict}:`});
            const reason = make("span", {className: "why", textContent: row.reason});
            const made = make("li", {}, verdict, ` ${sayFigure({data: row})}. `, reason);
            made.dataset.row = row.key;
            made.className = `is-${row.verdict.replaceAll(" ", "-")}`;
            return made;
        }));
    };

    const count = () => {
        const many = ticked().length;
        const waits = many > 0 && judged !== state();
        const label = many ? `Accept ${many} ${many === 1 ? "figure" : "figures"}` : "Accept";
        setProps("desk-accept", {disabled: !many || waits, children: waits ? "Checking…" : label});
    };

    /* Verdicts after which a person has to decide first. */
    const DECIDE = ["conflicts", "known", "perhaps known", "cannot be read"];

    /* Puts verdicts beside the rows; what could not be read and now can is ticked, and what was
       edited, or is judged otherwise, has to be ticked again where a person has to decide. */
    const judge = answer => {
        seen = answer.version;
        answer.rows.forEach(({key, ...said}) => {
            const node = api.getRowNode(key);
            if (!node || node.data.verdict === "added") return;
            const before = node.data.verdict;
            node.setData({...node.data, ...said});
            if (!DECIDE.includes(said.verdict)) {
                if (before === "cannot be read") node.setSelected(true);
            } else if (before !== said.verdict || edited.has(key)) node.setSelected(false);
        });
        edited.clear();
        reasons();
        count();
    };

    const check = async () => {
        clearTimeout(waiting);
        typed();
        judged = "";
        count();
        const mine = ++checks;
        if (outdated()) {
            await readAgain(mine);
            return;
        }
        if (!open().length) return;
        const asked = state();
        document.body.classList.add("checking");
        try {
            const answer = await ask("check", json({rows: open(), source}));
            if (mine !== checks) return;
            judged = asked;
            judge(answer);
        } catch (error) {
            if (mine !== checks) return;
            say(error.message, true);
            if (!error.status) waiting = setTimeout(check, RETRY_AFTER);
        } finally {
            if (mine === checks) document.body.classList.remove("checking");
        }
    };

    /* What is typed, also what the page has not been told yet. */
    const typed = () => ["publisher", "published", "address"].forEach(name => {
        note(FIELDS[name], element(name).value.trim());
    });

    const note = (key, value) => {
        if (source[key] === value) return;
        source[key] = value;
        own.add(key);
    };

    /* Periods such as “last year” depend on the date, and all on the language. */
    const outdated = () => isRead() && shown?.text
        && (shown.published !== source.published || shown.language !== source.language);

    const checkSoon = () => {
        if (!api && !outdated()) return;
        clearTimeout(waiting);
        checks++;
        judged = "";
        count();
        waiting = setTimeout(check, CHECK_AFTER);
    };

    const listen = async () => {
        api = await window.dash_ag_grid.getApiAsync("desk-grid");
        api.addEventListener("cellValueChanged", ({data, colDef, newValue}) => {
            edited.add(data.key);
            changes.set(data.place, {...changes.get(data.place), [colDef.field]: newValue});
            checkSoon();
        });
        api.addEventListener("selectionChanged", count);
        if (document.documentElement.clientWidth < 760) {
            api.setColumnsPinned(["ag-Grid-SelectionColumn", "verdict"], null);
            api.setColumnsVisible(["figure"], true);
            api.setColumnWidths([{key: "verdict", newWidth: 96}]);
        }
        judged = state();
        reasons();
        count();
    };

    const isRead = () => document.getElementById("desk").classList.contains("read");

    /* From here on, what is typed is said of the document to come. */
    const turn = () => {
        typed();
        own.forEach(key => kept.add(key));
        own = new Set();
    };

    const sentences = text => text.split(/[.!?。\n]/).map(one => one.trim()).filter(one => one.length > 20);

    /* Whether a text is the one shown, corrected. */
    const isShown = text => {
        const before = new Set(sentences(shown?.text || ""));
        return text === shown?.text || sentences(text).some(one => before.has(one));
    };

    /* What holds before what the document says of itself: of the one shown all but a language that
       was found, of another what was typed for it. */
    const given = same => Object.fromEntries(Object.entries(source).map(([key, value]) => {
        const holds = same ? key !== "language" || kept.has(key) || own.has(key) : own.has(key);
        return [key, holds ? value : ""];
    }));

    const gridIsHere = () => new Promise(resolve => {
        const look = () => (window.dash_ag_grid.getApiAsync && document.querySelector("#desk-grid .ag-root")
            ? resolve() : setTimeout(look, 50));
        look();
    });

    /* Puts back what a person changed in rows that are the same in the new reading. */
    const restore = grid => grid.forEach(({props}) => {
        const ticks = new Set(ticked().map(({key}) => key));
        const before = new Map(rows().map(row => [row.place, {...row, ticked: ticks.has(row.key)}]));
        const chosen = new Set(props.selectedRows.ids);
        props.rowData.forEach(row => {
            Object.assign(row, changes.get(row.place));
            const old = before.get(row.place);
            if (old && (old.verdict === row.verdict || changes.has(row.place))) {
                chosen[old.ticked ? "add" : "delete"](row.key);
            }
        });
        props.selectedRows.ids = [...chosen];
    });

    const show = async (answer, same) => {
        const lost = same ? [] : Object.entries(FIELDS).filter(([, key]) => kept.has(key) && !own.has(key)
            && source[key] !== answer.source[key] && key !== "language");
        if (!same) kept = new Set();
        own.forEach(key => kept.add(key));
        own = new Set();
        Object.assign(source, answer.source);
        shown = {text: answer.text, published: source.published, language: source.language};
        Object.entries(FIELDS).forEach(([name, key]) => setProps(`desk-${name}`, {value: source[key]}));
        if (answer.text) {
            file = null;
            setProps("desk-text", {value: answer.text});
        }
        seen = answer.version;
        element("marked").replaceChildren(...answer.pieces.map(place));
        element("left-out").replaceChildren(...leftOut(answer.pieces));
        document.getElementById("desk").classList.add("read");
        say([answer.said, lost.length && `Typed for the document before, and not kept: ${labels(lost)}.`]
            .filter(Boolean).join(" "));
        setProps("desk-grid-box", {children: answer.grid});
        if (!answer.grid.length) return;
        await gridIsHere();
        await listen();
        bring(element("marked").querySelector("mark"));
        if (document.activeElement === document.body) element("marked").focus({preventScroll: true});
    };

    const labels = fields => fields.map(([name]) => name[0].toUpperCase() + name.slice(1)).join(", ");

    const put = (blob, name, same) => {
        const form = new FormData();
        Object.entries(given(same)).forEach(([key, value]) => form.append(key, value));
        form.append("document", blob, name);
        return form;
    };

    const forget = () => {
        api = null;
        opened++;
        checks++;
        edited.clear();
        clearTimeout(waiting);
        setProps("desk-grid-box", {children: []});
        element("reasons").replaceChildren();
        count();
    };

    const LARGEST = 10 * 1024 * 1024;

    /* Reads the text shown with the date or language typed since; corrections stay where they are. */
    const readAgain = async mine => {
        const asked = JSON.stringify(source);
        const how = `again ${source.published ? `with the date ${source.published}` : "without a date"}`;
        say(`Reading ${how}…`);
        document.body.classList.add("checking");
        try {
            const answer = await ask("read", {body: put(new Blob([shown.text]), "pasted.txt", true)});
            typed();
            if (mine !== checks) return;
            if (asked !== JSON.stringify(source)) {
                checkSoon();
                return;
            }
            restore(answer.grid);
            forget();
            await show({...answer, said: `Read ${how}. ${answer.said}`}, true);
            if (changes.size) await check();
        } catch (error) {
            if (mine !== checks) return;
            say(error.message, true);
            if (!error.status) waiting = setTimeout(check, RETRY_AFTER);
        } finally {
            document.body.classList.remove("checking");
        }
    };

    const read = async (blob, name, same = false) => {
        if (blob.size > LARGEST) {
            say(`${name} has ${(blob.size / LARGEST * 10).toFixed(1)} MiB; at most 10 are read. Paste the part with the figures.`, true);
            return;
        }
        say("Reading…");
        if (isRead()) turn();
        typed();
        document.body.classList.add("checking");
        try {
            const answer = await ask("read", {body: put(blob, name, same)});
            last = blob;
            changes.clear();
            forget();
            await show(answer, same);
        } catch (error) {
            say(error.message, true);
        } finally {
            document.body.classList.remove("checking");
        }
    };

    const take = chosen => {
        if (!chosen) return;
        file = chosen;
        read(file, file.name);
    };

    const MARKS = "#desk-marked mark";
    const ROWS = "#desk-grid [row-id], #desk-reasons [data-row]";

    /* The rows that a place on the page belongs to: a mark, a row, or its reason. */
    const keysAt = (target, places = `${MARKS}, ${ROWS}`) => {
        const place = target.closest?.(places);
        return place && (place.dataset.rows || place.dataset.row || place.getAttribute("row-id")).split(" ");
    };

    const isDesk = target => Boolean(target.closest?.("#desk"));

    ["mouseover", "focusin"].forEach(name => document.addEventListener(name, ({target}) => {
        const keys = keysAt(target);
        if (keys) light(keys, Boolean(keysAt(target, ROWS)));
    }));
    ["mouseout", "focusout"].forEach(name => document.addEventListener(name, ({target}) => {
        if (keysAt(target)) light([]);
    }));
    /* The bar with Accept hides no row that the keyboard has reached. */
    document.addEventListener("focusin", ({target}) => {
        target.closest?.("#desk-grid .ag-cell")?.scrollIntoView({block: "nearest", inline: "nearest"});
    });
    document.addEventListener("click", ({target}) => {
        const keys = keysAt(target, MARKS);
        if (keys) goTo(keys[0]);
    });
    document.addEventListener("keydown", event => {
        const keys = ["Enter", " "].includes(event.key) && keysAt(event.target, MARKS);
        if (!keys) return;
        event.preventDefault();
        goTo(keys[0]);
    });
    document.addEventListener("input", ({target}) => {
        if (target.id === "desk-text") file = null;
    });
    document.addEventListener("dragover", event => {
        if (isDesk(event.target)) event.preventDefault();
    });
    document.addEventListener("drop", event => {
        if (!isDesk(event.target) || !event.dataTransfer.files.length) return;
        event.preventDefault();
        take(event.dataTransfer.files[0]);
    });

    /* A button that goes off loses the focus: the message has it until the answer is there. */
    const working = text => {
        say(text);
        element("said").focus({preventScroll: true});
    };

    /* Moves the focus on to a button as soon as it is on, unless the person has gone elsewhere. */
    const focusOn = async name => {
        const button = element(name);
        for (let turn = 0; button.disabled && turn < 50; turn++) {
            await new Promise(resolve => setTimeout(resolve, 20));
        }
        const free = [document.body, element("said")].includes(document.activeElement);
        if (free && !button.disabled) button.focus({preventScroll: true});
    };

    const offerUndo = version => {
        undoable = version;
        setProps("desk-undo", {disabled: !version});
        document.getElementById("desk").classList.toggle("undoable", Boolean(version));
    };

    /* Asks whether the data are as the last addition left them, so that it can be undone. */
    const lookBack = async () => {
        const answer = await ask("last", json({})).catch(() => ({undo: "", said: ""}));
        offerUndo(answer.undo);
        return answer.said;
    };

    /* An addition made before the page was opened can be undone too. */
    let begun = false;
    const begin = async () => {
        begun = true;
        const found = await lookBack();
        if (found && !isRead()) say(found);
    };

    const accept = async () => {
        api.stopEditing();
        typed();
        if (!source.publisher) {
            say("Say first who published it: fill in Publisher.", true);
            element("publisher").focus();
            return;
        }
        if (judged !== state()) {
            working("The rows were just changed: look at their new verdicts, then accept.");
            await check();
            focusOn("accept");
            return;
        }
        const chosen = ticked();
        const keys = chosen.map(({key}) => key);
        setProps("desk-accept", {disabled: true});
        working("Adding…");
        try {
            const answer = await ask("accept", json({rows: open(), keys, source, seen}));
            added.push({version: answer.undo, opened, keys});
            chosen.forEach(({key}) => {
                const node = api.getRowNode(key);
                node.setSelected(false);
                node.setData({...node.data, verdict: "added", reason: "In the data now."});
            });
            say(answer.said);
            offerUndo(answer.undo);
            setProps("desk-see", {href: answer.see, className: "quiet-link shown"});
            seen = answer.version;
            reasons();
            focusOn("undo");
            await check();
        } catch (error) {
            const stale = error.status === 409;
            if (stale) await check();
            else count();
            focusOn("accept");
            say(stale ? `${error.message} Your rows are as you left them, and their verdicts are new.` : error.message, true);
        }
    };

    const reopen = key => {
        const node = api.getRowNode(key);
        node.setData({...node.data, verdict: "new", reason: ""});
        node.setSelected(true);
    };

    const undo = async () => {
        working("Taking out…");
        try {
            const addition = added.find(({version}) => version === undoable);
            const answer = await ask("undo", json({version: undoable}));
            say(answer.said);
            await lookBack();
            setProps("desk-see", {className: "quiet-link"});
            if (addition?.opened === opened) addition.keys.forEach(reopen);
            await check();
            focusOn(ticked().length ? "accept" : "undo");
        } catch (error) {
            say(error.message, true);
        }
    };

    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        desk: {
            read: clicks => {
                if (!clicks) return;
                const text = element("text").value;
                if (file) read(file, file.name, file === last);
                else if (text.trim()) read(new Blob([text]), "pasted.txt", isShown(text));
                else say("There is no text yet: paste one, or choose a file.", true);
            },
            choose: clicks => {
                if (!clicks) return;
                const input = make("input", {type: "file", accept: ".txt,.html,.htm,.pdf,.csv"});
                input.addEventListener("change", () => take(input.files[0]));
                input.click();
            },
            change: clicks => {
                if (!clicks) return;
                turn();
                document.getElementById("desk").classList.remove("read");
                document.getElementById("desk-text").focus();
            },
            describe: (...values) => {
                if (!begun) begin();
                const before = JSON.stringify(source);
                Object.values(FIELDS).forEach((key, n) => note(key, (values[n] || "").trim()));
                if (before !== JSON.stringify(source)) checkSoon();
            },
            accept: clicks => { if (clicks) accept(); },
            undo: clicks => { if (clicks) undo(); },
        },
    });
})();
