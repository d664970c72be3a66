// Runs in every measured page before its own scripts: when were the charts drawn, when redrawn?
window.benchmark = {
  watch(selector, count) {
    const drawn = (chart) => chart.querySelector(".main-svg .trace");
    this.charts = () => [...document.querySelectorAll(selector)];
    this.complete = () => this.charts().length >= count && this.charts().every(drawn);
    this.loaded = this.until(this.complete);
  },
  // The clock starts here; `redrawn` becomes the milliseconds until every chart has new words.
  begin() {
    const start = performance.now();
    const before = this.words();
    const changed = () => this.words().every((words, place) => words !== before[place]);
    this.redrawn = this.until(() => this.complete() && changed()).then((end) => end - start);
  },
  choose(control, value) {
    this.begin();
    window.dash_clientside.set_props(control, { value });
  },
  beginAtEnter() {
    const listen = (event) => event.key === "Enter" && this.begin();
    document.addEventListener("keydown", listen, { capture: true });
  },
  words() {
    const parts = ".gtitle, .gtitle-subtitle, .annotation-text";
    const read = (chart) => [...chart.querySelectorAll(parts)].map((part) => part.textContent);
    return this.charts().map((chart) => read(chart).join("|"));
  },
  // The time, since the navigation, one frame after the test holds.
  async until(test) {
    const frame = () => new Promise(requestAnimationFrame);
    while (!test()) {
      if (performance.now() > 300000) throw new Error("nothing drawn within five minutes");
      await frame();
    }
    await frame();
    return performance.now();
  },
};
