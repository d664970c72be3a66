/* How the tables sort periods, say amounts, and let go of the keyboard. */
window.dashAgGridFunctions = {
    byStart: (a, b, rowA, rowB) => rowA.data.start - rowB.data.start,
    sayAmount: params => {
        if (params.value === null || params.value === undefined) return "";
        const money = !params.data.unit.startsWith("PERCENT");
        const say = value => value.toLocaleString("en", {maximumFractionDigits: money ? 0 : 2});
        if (money) return `${say(params.value)} ${params.data.unit}`;
        const {other} = params.data;
        return other === null ? `${say(params.value)}%` : `${say(params.value)}% or ${say(other)}%`;
    },
    sayValue: ({data}, unit = "") => {
        const hedge = data.qualifier === "exact" ? "" : data.qualifier;
        const status = data.status && data.status !== "actual" && `(${data.status})`;
        return [hedge, data.value, unit, status].filter(Boolean).join(" ");
    },
    sayFigure: ({data}) => {
        const told = parts => parts.filter(Boolean);
        const trade = told([data.reporter, data.flow, data.partner]).join(" · ");
        const value = window.dashAgGridFunctions.sayValue({data}, data.unit);
        const base = data.base_period && `on ${data.base_period}`;
        return told([trade, data.product === "total" ? "" : data.product, data.period, value, base]).join(", ");
    },
    isOpen: params => params.data.verdict !== "added",
    isTickable: params => !["added", "cannot be read"].includes(params.data.verdict),
    tabOut: params => (params.editing ? params.nextCellPosition : false),
};
