/* Stands in for the table of figures until one is first shown, then fetches the real one. */
(() => {
    const {createElement, useEffect, useState} = window.React;
    let loaded = null;

    const load = () => {
        loaded ??= new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = document.querySelector("meta[name=grid-script]").content;
            script.onload = () => {
                const real = window.dash_ag_grid;
                window.dash_ag_grid = {...real, AgGrid: GridOnDemand};
                resolve(real.AgGrid);
            };
            script.onerror = () => {
                loaded = null;
                reject(new Error("The table could not be loaded; reload the page."));
            };
            document.head.append(script);
        });
        return loaded;
    };

    function GridOnDemand(props) {
        const [Grid, setGrid] = useState(null);
        useEffect(() => {
            load().then(real => setGrid(() => real));
        }, []);
        return Grid
            ? createElement(Grid, props)
            : createElement("div", {id: props.id, className: "grid-wait"}, "Loading the table…");
    }

    window.dash_ag_grid = {AgGrid: GridOnDemand};
})();
