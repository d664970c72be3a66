// Runs in every measured page before its own scripts: when were the charts drawn, when redrawn?
window.benchmark = (() => {
  const LIMIT = 60000;
  const WORDS = ".gtitle, .gtitle-subtitle, .annotation-text";
  const frame = () => new Promise(requestAnimationFrame);
  const words = (chart) =>
    [...chart.querySelectorAll(WORDS)].map((node) => node.textContent).join("|");
  const until = async (test) => {
    const start = performance.now();
    while (!test()) {
      if (performance.now() - start > LIMIT) throw new Error("nothing drawn within 60 s");
      await frame();
    }
    await frame();
    return performance.now();
  };
  return {
    // Milliseconds from the navigation until `count` charts show traces, plus one frame.
    watch(selector, count) {
      this.charts = () => [...document.querySelectorAll(selector)];
      const complete = (charts) =>
        charts.length >= count && charts.every((chart) => chart.querySelector(".main-svg .trace"));
      this.complete = () => complete(this.charts());
      this.loaded = until(this.complete);
      this.loaded.catch(() => {});
    },
    // Starts the clock; `redrawn` gives the milliseconds until every chart has new words.
    begin() {
      const start = performance.now();
      const before = this.charts().map(words);
      const changed = () =>
        this.complete() && this.charts().every((chart, place) => words(chart) !== before[place]);
      this.redrawn = until(changed).then((end) => end - start);
      this.redrawn.catch(() => {});
    },
    choose(control, value) {
      this.begin();
      window.dash_clientside.set_props(control, { value });
    },
    beginAtEnter() {
      const listen = (event) => event.key === "Enter" && this.begin();
      document.addEventListener("keydown", listen, { capture: true, once: false });
    },
  };
})();
