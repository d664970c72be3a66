/* Cells of the table of figures that are more than text. */
window.dashAgGridComponentFunctions = {
    SourceLink: props => {
        const safe = /^https?:\/\//.test(props.value || "");
        if (!safe) return "no address";
        return window.React.createElement(
            "a",
            {href: props.value, target: "_blank", rel: "noopener noreferrer"},
            "Open source"
        );
    },
};
