/* Two or more municipalities side by side: what they share, and what each has alone. */
"use strict";
window.politikgraf.ready(function (data) {
  const P = window.politikgraf;
  const form = document.getElementById("compare-controls");
  const view = document.getElementById("compare-view");
  const lead = document.getElementById("compare-lead");
  let chosen = [], what = "concepts", listed = [];

  const bar = (share, peak, tone) => {
    const svg = P.svg("svg", { class: `hbar tone-${tone}`, viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
    svg.append(P.svg("rect", { width: (100 * share / peak).toFixed(1), height: 10 }));
    return svg;
  };
  /** Things sorted into groups: shared by all chosen, by some, by one alone. */
  function groups(things, count) {
    const order = [["all", P.t(chosen.length > 2 ? "sharedAll" : "shared"), []], ["some", P.t("sharedSome"), []]];
    const own = chosen.map((m) => [m, P.t("onlyOne", { name: P.short(m) }), []]);
    things.forEach((thing) => {
      const have = chosen.filter((m) => count(thing, m));
      if (have.length === chosen.length) order[0][2].push(thing);
      else if (have.length > 1) order[1][2].push(thing);
      else if (have.length === 1) own[chosen.indexOf(have[0])][2].push(thing);
    });
    return order.concat(own);
  }
  function table(caption, sorted, row) {
    const columns = chosen.length + 1;
    const head = P.h("thead", {}, P.h("tr", {}, P.h("th", { scope: "col" }, caption), ...chosen.map((m) => P.h("th", { scope: "col" }, P.who(m)))));
    const bodies = sorted.filter((g) => g[2].length).map(([, title, members]) => P.h("tbody", {},
      P.h("tr", { class: "group" }, P.h("th", { scope: "rowgroup", colspan: String(columns) }, `${title} (${P.digits(members.length)})`)),
      ...members.map(row)));
    return P.h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, P.h("table", { class: "compare", "data-view": true }, head, ...bodies));
  }
  function numbers(sorted, noun) {
    return P.h("ul", { class: "numbers" }, ...sorted.filter((g) => g[2].length || g[0] === "all").map(([, title, members]) => P.h("li", {}, P.h("b", {}, P.digits(members.length)), title)));
  }
  function shares(things, count, share, open, caption) {
    const sum = (x) => chosen.reduce((total, m) => total + share(x, m), 0);
    const sorted = groups([...things].sort((a, b) => sum(b) - sum(a)), count);
    const peak = Math.max(...things.flatMap((x) => chosen.map((m) => share(x, m))), 0.0001);
    lead.replaceChildren(numbers(sorted), P.h("p", { class: "quiet" }, P.t("onlyMeans")));
    view.replaceChildren(table(caption, sorted, (x) => P.h("tr", {},
      P.h("th", { scope: "row" }, open ? P.h("button", { type: "button", onclick: () => open(x) }, x.label) : P.h("a", { href: P.address(x.url) }, x.label)),
      ...chosen.map((m) => (count(x, m)
        ? P.h("td", { class: "barcell", "data-bar": (share(x, m) / peak).toFixed(4) }, bar(share(x, m), peak, P.municipalities.get(m).tone), P.h("span", { class: "n" }, P.percent(share(x, m))))
        : P.h("td", { class: "barcell" }, P.h("span", { class: "quiet" }, "–")))))));
    return sorted;
  }
  /** Goals or measures, one row a concept, side by side. */
  async function statements(kind) {
    const all = (await P.load(chosen)).filter((s) => s.k === kind);
    const of = new Map();
    all.forEach((s) => { const key = `${s.c[0]} ${s.m}`; of.set(key, (of.get(key) || []).concat(s)); });
    const get = (c, m) => of.get(`${c.id} ${m}`) || [];
    const things = data.concepts.filter((c) => chosen.some((m) => get(c, m).length));
    const sorted = groups(things.sort((a, b) => chosen.reduce((n, m) => n + get(b, m).length - get(a, m).length, 0)), (c, m) => get(c, m).length);
    lead.replaceChildren(P.h("ul", { class: "numbers" }, ...chosen.map((m) => P.h("li", {}, P.h("b", {}, P.digits(all.filter((s) => s.m === m).length)), P.short(m)))));
    view.replaceChildren(table(P.t("concept"), sorted, (c) => P.h("tr", {},
      P.h("th", { scope: "row" }, P.h("a", { href: P.address(c.url) }, c.label)),
      ...chosen.map((m) => P.h("td", {}, get(c, m).length ? P.h("ul", {}, ...get(c, m).map((s) => P.h("li", {}, P.h("a", { href: P.address(`${data.documents[s.d].url}#${s.id}`) }, s.l)))) : P.h("span", { class: "quiet" }, "–"))))));
    listed = all;
  }
  async function ages() {
    const all = (await P.load(chosen)).filter((s) => s.how !== "silent");
    const rows = data.ages.filter((g) => all.some((s) => (s.g || []).includes(g.id) || (s.how === "document" && s.a.some(([l, h]) => l === g.low && h === g.high))));
    const count = (g, m) => all.filter((s) => s.m === m && ((s.g || []).includes(g.id) || (s.how === "document" && s.a.some(([l, h]) => l === g.low && h === g.high)))).length;
    const sorted = groups(rows, count);
    lead.replaceChildren();
    view.replaceChildren(table(P.t("ages"), sorted, (g) => P.h("tr", {}, P.h("th", { scope: "row" }, P.h("a", { href: P.address(g.url) }, g.label)),
      ...chosen.map((m) => {
        if (!count(g, m)) return P.h("td", {}, P.h("span", { class: "quiet" }, "–"));
        const svg = P.svg("svg", { class: `agebar tone-${P.municipalities.get(m).tone}`, viewBox: "0 0 104 10", preserveAspectRatio: "none", "aria-hidden": "true" });
        svg.append(P.svg("rect", { class: "track", width: 104, height: 10 }), P.svg("rect", { class: "span", x: 4 * g.low, width: 4 * (Math.min(g.high === null ? 25 : g.high, 25) - g.low + 1), height: 10 }));
        return P.h("td", { class: "barcell", "data-from": g.low, "data-to": g.high === null ? 25 : g.high }, svg, P.h("span", { class: "quiet" }, P.many(count(g, m))));
      }))));
    listed = all;
  }
  async function show() {
    P.setState({ k: chosen.join(","), v: what === "concepts" ? "" : what });
    listed = null;
    if (chosen.length < 2) { lead.textContent = P.t("compareChoose"); view.replaceChildren(); return; }
    if (what === "concepts") {
      shares(data.concepts, (c, m) => c.n[m] || 0, (c, m) => c.s[m] || 0, (c) => P.panel.concept(c.id, chosen), P.t("concept"));
    } else if (what === "actors") {
      shares(data.actors, (a, m) => a.n[m] || 0, (a, m) => (a.n[m] || 0) / P.municipalities.get(m).count, null, P.t("actor"));
    } else if (what === "ages") await ages();
    else await statements(what);
  }
  P.selection = async () => {
    const all = listed || (await P.load(chosen));
    return all.map((s) => [s.m, `${s.d}/${s.id}`]);
  };
  P.rows = async () => {
    const head = [P.t("shared") + " / " + P.t("onlyOne", { name: "…" }), P.t(what === "actors" ? "actor" : what === "ages" ? "age" : "concept"), ...chosen.map(P.short)];
    const rows = [head];
    let group = "";
    document.querySelectorAll(".compare tbody tr").forEach((row) => {
      const cells = [...row.cells].map((c) => (c.querySelector("ul") ? [...c.querySelectorAll("li")].map((li) => li.textContent).join(" | ") : c.textContent.trim().replace("–", "")));
      if (row.classList.contains("group")) group = cells[0].replace(/ \(\d+\)$/, "");
      else rows.push([group, ...cells]);
    });
    return rows;
  };
  function readForm() {
    chosen = [...form.elements.m].filter((x) => x.checked).map((x) => x.value);
    what = form.elements.v.value;
  }
  function fromState() {
    const state = P.state();
    const asked = (state.get("k") || "").split(",").filter((m) => P.municipalities.has(m));
    const start = asked.length ? asked : data.municipalities.slice(0, 2).map((m) => m.id);
    [...form.elements.m].forEach((x) => { x.checked = start.includes(x.value); });
    if (state.get("v") && [...form.elements.v].some((x) => x.value === state.get("v"))) form.elements.v.value = state.get("v");
  }
  fromState();
  P.watch(form, () => { readForm(); show(); });
  readForm();
  show();
});
