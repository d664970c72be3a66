/* The scheme that was chosen in the dashboard; without a choice the style sheet follows the system. */
(() => {
    try {
        const scheme = localStorage.getItem("mantine-color-scheme-value");
        if (["light", "dark"].includes(scheme)) document.documentElement.dataset.mantineColorScheme = scheme;
    } catch (error) {
        /* A browser that keeps nothing keeps no choice. */
    }
})();
