/* Two or more municipalities side by side: what they share, and what each has alone. */
"use strict";
window.politikgraf.ready(function (data) {
  const P = window.politikgraf;
  const form = document.getElementById("compare-controls");
  const view = document.getElementById("compare-view");
  const lead = document.getElementById("compare-lead");
  const BAR = "belowAgreementBar";
  let chosen = [], us = "", what = "concepts", shown = null, listed = null, turn = 0;

  const bar = (share, peak, tone) => {
    const svg = P.svg("svg", { class: `hbar tone-${tone}`, viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
    svg.append(P.svg("rect", { width: (100 * share / peak).toFixed(1), height: 10 }));
    return svg;
  };
  /** Why the comparison of the chosen ones in a concept is not firm. */
  const doubts = (c) => [...new Set(chosen.flatMap((m) => c.w[m] || []).concat(c.fragile.filter((r) => r === BAR)))];

  /** Things sorted into groups: what the others have and we lack first where we said who we are, else what is shared. */
  function groups(things, count) {
    const all = { id: "all", title: P.t(chosen.length > 2 ? "sharedAll" : "shared"), members: [] };
    const some = { id: "some", title: P.t("sharedSome"), members: [] };
    const others = { id: "others", title: P.t("severalNot", { name: us ? P.short(us) : "" }), members: [] };
    const own = new Map(chosen.map((m) => [m, { id: m, title: P.t("onlyOne", { name: P.short(m) }), members: [] }]));
    things.forEach((thing) => {
      const have = chosen.filter((m) => count(thing, m));
      if (!have.length) return;
      const group = have.length === chosen.length ? all : have.length === 1 ? own.get(have[0]) : us && !have.includes(us) ? others : some;
      group.members.push(thing);
    });
    const apart = [...own.values()].sort((a, b) => (a.id === us) - (b.id === us));
    return (us ? [others, ...apart, some, all] : [all, some, ...apart]).filter((g) => g.members.length || g.id === "all");
  }
  function address(group) {
    const state = P.state();
    state.set("g", group);
    return "#" + state.toString().replace(/%2C/g, ",");
  }
  function jump(group) {
    const head = document.getElementById("group-" + group);
    if (!head) return;
    head.scrollIntoView({ block: "start" });
    head.focus({ preventScroll: true });
  }
  function table(caption, sorted, row) {
    const columns = chosen.length + 1;
    const head = P.h("thead", {}, P.h("tr", {}, P.h("th", { scope: "col" }, caption), ...chosen.map((m) => P.h("th", { scope: "col" }, P.who(m), P.period(m)))));
    const bodies = sorted.filter((g) => g.members.length).map((g) => P.h("tbody", {},
      P.h("tr", { class: "group" }, P.h("th", { scope: "rowgroup", colspan: String(columns), id: "group-" + g.id, tabindex: "-1" }, P.h("span", {}, `${g.title} (${P.digits(g.members.length)})`))),
      ...g.members.map(row)));
    view.replaceChildren(P.h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, P.h("table", { class: "compare", "data-view": true }, head, ...bodies)));
    P.wide();
  }
  /** The answer to “what do they do that we don’t”, and the size of each group as a link to it. */
  function answer(sorted, note) {
    const concepts = what === "concepts";
    const lacking = sorted.filter((g) => us && !["all", "some", us].includes(g.id)).flatMap((g) => g.members);
    const noun = what === "actors" ? "actor" : what === "ages" ? "age" : "concept";
    const them = chosen.filter((m) => m !== us).map(P.short);
    const weak = (members) => (concepts ? members.filter((c) => doubts(c).length).length : 0);
    const ofWhich = (n) => P.t(n === 1 ? "ofWhichOne" : "ofWhich", { n: P.digits(n) });
    const said = us && P.h("p", { class: "answer" }, P.t(`lack_${what}`, {
      them: them.length > 4 ? P.t("theOthers") : P.list(them), us: P.short(us), what: P.t(lacking.length === 1 ? `one_${noun}` : `many_${noun}`, { n: P.digits(lacking.length) }) + (weak(lacking) ? ` (${ofWhich(weak(lacking))})` : ""),
    }));
    lead.replaceChildren(...[said, P.h("ul", { class: "numbers" }, ...sorted.map((g) => {
      const text = [P.h("b", {}, P.digits(g.members.length)), g.title];
      const link = g.members.length ? P.h("a", { href: address(g.id), onclick: (event) => { event.preventDefault(); jump(g.id); } }, ...text) : P.h("span", {}, ...text);
      return P.h("li", {}, link, weak(g.members) ? P.h("span", { class: "quiet" }, "≈ " + ofWhich(weak(g.members))) : null);
    })), note && P.h("p", { class: "quiet" }, P.t(note))].filter(Boolean));
  }
  function shares(things, count, share) {
    const concepts = what === "concepts";
    const sum = (x) => chosen.reduce((total, m) => total + share(x, m), 0);
    const sorted = groups([...things].sort((a, b) => sum(b) - sum(a)), count);
    const peak = Math.max(...things.flatMap((x) => chosen.map((m) => share(x, m))), 0.0001);
    const names = P.list(chosen.map(P.short));
    const mark = (x, why) => P.h("button", { type: "button", class: "mark-fragile", "aria-label": P.t("whyFragile", { name: x.label }), onclick: () => P.panel.why(x.id, why, names) }, "≈");
    answer(sorted, "onlyMeans");
    table(P.t(concepts ? "concept" : "actor"), sorted, (x) => {
      const why = concepts ? doubts(x) : [];
      return P.h("tr", {},
        P.h("th", { scope: "row" }, concepts ? P.h("button", { type: "button", onclick: () => P.panel.concept(x.id, chosen, why) }, x.label) : P.h("a", { href: P.address(x.url) }, x.label), why.length ? [" ", mark(x, why)] : null),
        ...chosen.map((m) => (count(x, m)
          ? P.h("td", { class: "barcell", "data-bar": (share(x, m) / peak).toFixed(4) }, bar(share(x, m), peak, P.municipalities.get(m).tone), P.h("span", { class: "n" }, P.percent(share(x, m))))
          : P.h("td", { class: "barcell" }, P.h("span", { class: "quiet" }, "–")))));
    });
    shown = { sorted, count, share, doubts: concepts ? doubts : null };
  }
  /** Goals or measures, one row a concept, side by side; one that is about several stands with each of them. */
  function statements(all) {
    const of = new Map();
    all.forEach((s) => s.c.forEach((c) => { const key = `${c} ${s.m}`; of.set(key, (of.get(key) || []).concat(s)); }));
    const get = (c, m) => of.get(`${c.id} ${m}`) || [];
    const count = (c, m) => get(c, m).length;
    const sum = (c) => chosen.reduce((n, m) => n + count(c, m), 0);
    const sorted = groups(data.concepts.filter(sum).sort((a, b) => sum(b) - sum(a)), count);
    answer(sorted, "onlyMeansStatements");
    table(P.t("concept"), sorted, (c) => P.h("tr", {},
      P.h("th", { scope: "row" }, P.h("a", { href: P.address(c.url) }, c.label)),
      ...chosen.map((m) => P.h("td", {}, count(c, m) ? P.h("ul", {}, ...get(c, m).map((s) => P.h("li", {}, P.h("a", { href: P.address(`${data.documents[s.d].url}#${s.id}`) }, s.l)))) : P.h("span", { class: "quiet" }, "–")))));
    shown = { sorted, count, wording: get };
  }
  function ages(all) {
    const covers = (g, s) => (s.g || []).includes(g.id) || (s.how === "document" && s.a.some(([l, h]) => l === g.low && h === g.high));
    const count = (g, m) => all.filter((s) => s.m === m && covers(g, s)).length;
    const sorted = groups(data.ages.filter((g) => all.some((s) => covers(g, s))), count);
    answer(sorted, "");
    table(P.t("ages"), sorted, (g) => P.h("tr", {}, P.h("th", { scope: "row" }, P.h("a", { href: P.address(g.url) }, g.label)),
      ...chosen.map((m) => {
        if (!count(g, m)) return P.h("td", {}, P.h("span", { class: "quiet" }, "–"));
        const svg = P.svg("svg", { class: `agebar tone-${P.municipalities.get(m).tone}`, viewBox: "0 0 104 10", preserveAspectRatio: "none", "aria-hidden": "true" });
        svg.append(P.svg("rect", { class: "track", width: 104, height: 10 }), P.svg("rect", { class: "span", x: 4 * g.low, width: 4 * (Math.min(g.high === null ? 25 : g.high, 25) - g.low + 1), height: 10 }));
        return P.h("td", { class: "barcell", "data-from": g.low, "data-to": g.high === null ? 25 : g.high }, svg, P.h("span", { class: "quiet" }, P.many(count(g, m))));
      })));
    shown = { sorted, count };
  }
  async function show() {
    const mine = ++turn;
    P.setState({ k: chosen.join(","), v: what === "concepts" ? "" : what, u: us });
    P.panel.clear();
    listed = shown = null;
    if (chosen.length < 2) { lead.textContent = P.t("compareChoose"); view.replaceChildren(); return; }
    if (what === "concepts") return shares(data.concepts, (c, m) => c.n[m] || 0, (c, m) => c.s[m] || 0);
    if (what === "actors") return shares(data.actors, (a, m) => a.n[m] || 0, (a, m) => (a.n[m] || 0) / P.municipalities.get(m).count);
    const all = await P.load(chosen);
    if (mine !== turn) return;
    listed = all.filter((s) => (what === "ages" ? s.how !== "silent" : s.k === what));
    (what === "ages" ? ages : statements)(listed);
  }
  P.selection = async () => {
    const all = listed || (await P.load(chosen));
    return all.map((s) => [s.m, `${s.d}/${s.id}`]);
  };
  P.rows = async () => (shown ? P.comparison(shown, chosen, P.t(what === "actors" ? "actor" : what === "ages" ? "age" : "concept")) : [[P.t("compareChoose")]]);
  P.named = () => [...chosen.slice(0, 4), chosen.length > 4 ? `+${chosen.length - 4}` : "", P.t(what)].filter(Boolean).join("-");

  // With many municipalities the chips want a search field; those chosen stay in sight.
  const boxes = [...form.elements.m];
  const search = document.getElementById("chip-search");
  const fits = (x) => x.checked || P.fit(search.value, P.municipalities.get(x.value).keys);
  function sift() {
    const asked = search && search.value.trim();
    boxes.forEach((x) => { x.closest("label").hidden = Boolean(asked) && !fits(x); });
  }
  if (search) search.addEventListener("input", sift);

  function readForm() {
    if (us !== form.elements.u.value) {
      // Another municipality of ours takes the place of the one before.
      const now = boxes.find((x) => x.value === form.elements.u.value);
      if (now && !now.checked) {
        const before = boxes.find((x) => x.value === us);
        if (before) before.checked = false;
        now.checked = true;
      }
    }
    chosen = boxes.filter((x) => x.checked).map((x) => x.value);
    if (!chosen.includes(form.elements.u.value)) form.elements.u.value = "";
    us = form.elements.u.value;
    what = form.elements.v.value;
    sift();
  }
  const state = P.state();
  const known = (m) => P.municipalities.has(m);
  us = known(state.get("u")) ? state.get("u") : "";
  const asked = (state.get("k") || "").split(",").filter(known);
  const start = asked.length ? asked : [...new Set([us, ...data.municipalities.map((m) => m.id)].filter(Boolean))].slice(0, 2);
  boxes.forEach((x) => { x.checked = start.includes(x.value); });
  form.elements.u.value = us;
  if (state.get("v") && [...form.elements.v].some((x) => x.value === state.get("v"))) form.elements.v.value = state.get("v");
  const again = P.watch(form, () => { readForm(); again(); show(); });
  readForm();
  again();
  Promise.resolve(show()).then(() => { if (state.get("g")) jump(state.get("g")); });
});
