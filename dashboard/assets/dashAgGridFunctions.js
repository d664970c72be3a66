/* How the table of figures sorts periods and says amounts. */
window.dashAgGridFunctions = {
    byStart: (a, b, rowA, rowB) => rowA.data.start - rowB.data.start,
    sayAmount: params => {
        if (params.value === null || params.value === undefined) return "";
        const money = !params.data.unit.startsWith("PERCENT");
        const number = params.value.toLocaleString("en", {maximumFractionDigits: money ? 0 : 2});
        return money ? `${number} ${params.data.unit}` : `${number}%`;
    },
};
