/* The matrix of concepts (or actors) and municipalities: order, filters, cells that open. */
"use strict";
window.politikgraf.ready(function (data) {
  const P = window.politikgraf;
  const table = document.getElementById("matrix");
  const form = document.getElementById("matrix-controls");
  const status = document.getElementById("matrix-status");
  const bodies = [...table.tBodies];
  const rows = [...table.querySelectorAll("tbody tr:not(.group)")];
  const home = new Map(rows.map((row) => [row, row.parentElement]));
  const things = rows[0] && rows[0].dataset.c ? P.concepts : P.actors;
  const of = (row) => things.get(row.dataset.c || row.dataset.a);
  const value = (name) => (form.elements[name] ? form.elements[name].value : "");
  let open = null;

  function heading(text) {
    return P.h("tr", { class: "group" }, P.h("th", { scope: "rowgroup", colspan: String(data.municipalities.length + 1) }, P.h("h3", {}, text)));
  }
  function arrange() {
    table.querySelectorAll("tbody").forEach((b) => b.remove());
    if (value("order") !== "sharing") {
      bodies.forEach((b) => table.append(b));
      rows.forEach((row) => home.get(row).append(row));
      return;
    }
    const groups = new Map();
    const count = (row) => Object.keys(of(row).n).length;
    const weight = (row) => Object.values(of(row).s).reduce((a, b) => a + b, 0);
    [...rows].sort((a, b) => count(b) - count(a) || weight(b) - weight(a)).forEach((row) => {
      const kind = row.dataset.kind;
      if (!groups.has(kind)) groups.set(kind, []);
      groups.get(kind).push(row);
    });
    const names = Object.fromEntries([...form.elements.kind.options].filter((o) => o.value).map((o) => [o.value, o.textContent]));
    groups.forEach((members, kind) => table.append(P.h("tbody", {}, heading(names[kind]), ...members)));
  }
  function apply() {
    const kind = value("kind"), word = value("word").trim();
    let shown = 0;
    rows.forEach((row) => {
      row.hidden = (kind && row.dataset.kind !== kind) || (word.length > 1 && !P.fit(word, of(row).keys));
      shown += !row.hidden;
    });
    table.querySelectorAll("tbody").forEach((b) => { b.hidden = ![...b.rows].some((r) => !r.hidden && !r.classList.contains("group")); });
    const all = shown === rows.length;
    status.textContent = all ? "" : shown ? P.t(things === P.concepts ? "matrixShown" : "found", { n: shown, of: rows.length }) : P.t("noneFound");
  }
  function remember() {
    P.setState({ o: value("order") === "sharing" ? "sharing" : "", s: value("kind"), w: value("word"), c: open ? open[0] : "", m: open ? open[1] : "" });
  }
  function show(cell) {
    table.querySelectorAll("[aria-current]").forEach((c) => c.removeAttribute("aria-current"));
    cell.setAttribute("aria-current", "true");
    open = [cell.closest("tr").dataset.c, cell.dataset.m];
    if (matchMedia("(max-width: 61.99rem)").matches) cell.scrollIntoView({ block: "start", inline: "nearest", behavior: "instant" });
    P.panel.cell(open[0], open[1]);
    remember();
  }
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("a.cell[data-m]");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    cell.focus();
    show(cell);
  });
  document.addEventListener("panelclosed", () => {
    table.querySelectorAll("[aria-current]").forEach((c) => c.removeAttribute("aria-current"));
    open = null;
    remember();
  });
  P.watch(form, (event) => { if (event.target.name === "order") arrange(); apply(); remember(); });

  if (things === P.concepts) {
    P.rows = async () => P.conceptTable([...table.querySelectorAll("tbody tr:not(.group)")].filter((r) => !r.hidden).map(of));
    P.selection = async () => {
      const wanted = new Set(rows.filter((r) => !r.hidden).map((r) => r.dataset.c));
      const all = await P.load(data.municipalities.map((m) => m.id));
      return all.filter((s) => s.c.some((c) => wanted.has(c))).map((s) => [s.m, `${s.d}/${s.id}`]);
    };
  }
  document.querySelectorAll(".proportion a").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    form.elements.kind.value = link.dataset.kind;
    apply();
    remember();
    document.getElementById("matrix-head").scrollIntoView();
    form.elements.kind.focus({ preventScroll: true });
  }));
  const state = P.state();
  if (state.get("o") === "sharing" && form.elements.order) { form.elements.order.value = "sharing"; arrange(); }
  if (state.get("s") && form.elements.kind) form.elements.kind.value = state.get("s");
  if (state.get("w")) form.elements.word.value = state.get("w");
  apply();
  if (state.get("c") && state.get("m")) {
    const row = rows.find((r) => r.dataset.c === state.get("c"));
    const cell = row && [...row.querySelectorAll("a.cell")].find((a) => a.dataset.m === state.get("m"));
    if (cell) {
      cell.scrollIntoView({ block: "center", behavior: "instant" });
      show(cell);
    }
  }
});
