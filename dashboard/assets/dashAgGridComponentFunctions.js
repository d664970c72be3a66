/* Cells of the table of figures that are more than text. */
window.dashAgGridComponentFunctions = {
    SourceLink: props => {
        const address = props.data.source || "";
        if (!/^https?:\/\//.test(address)) return props.value;
        return window.React.createElement(
            "a",
            {href: address, target: "_blank", rel: "noopener noreferrer"},
            props.value
        );
    },
};
