/* The network: fixed places from the build; here only what is shown, lit and said. */
"use strict";
window.politikgraf.ready(function (data) {
  const P = window.politikgraf;
  const raw = JSON.parse(document.getElementById("net-data").textContent);
  const form = document.getElementById("net-controls");
  const frame = document.getElementById("net");
  const status = document.getElementById("net-status");
  const says = document.getElementById("net-says");
  const LAYER_MOST = 36, ACTORS_MOST = 24;
  const STATEMENT_KINDS = ["value", "theme", "goal", "measure"];
  const all = new Map(raw.nodes.map((n) => [n.id, n]));
  const ties = new Map(raw.nodes.map((n) => [n.id, []]));
  raw.edges.forEach((e) => { ties.get(e.to).push(e); });
  const narrow = matchMedia("(max-width: 40rem)").matches;
  const START = narrow ? "16" : "44";
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  let statements = [], extra = new Map(), lit = null, at = null, colours = {};

  const values = () => Object.fromEntries(["q", "m", "t", "s", "a", "k", "g", "n"].map((x) => [x, form.elements[x].value]));
  const layers = () => [...form.elements.l].filter((x) => x.checked).map((x) => x.value);
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const get = (name) => style.getPropertyValue(`--${name}`).trim();
    colours = { face: getComputedStyle(document.body).fontFamily, ink: get("ink"), soft: get("soft"), card: get("card"), line: get("line"), all: get("accent"), own: get("own"), actor: get("t4"), age: get("t5"), goal: get("goal-ink"), measure: get("deed-ink"), value: get("aim-ink"), theme: get("aim-ink"), tones: [get("t0"), get("t1"), get("t2"), get("t3"), get("t4"), get("t5"), get("t6")] };
  }
  const toneOf = (id) => colours.tones[(P.municipalities.get(id.slice(2)) || { tone: 0 }).tone];

  // What is shown
  function wantedConcepts(v) {
    const byStatement = v.a || v.k || v.g !== "" ? new Set(statements.filter((s) =>
      (!v.m || s.m === v.m) && (!v.a || s.r.some((r) => r[1] === v.a)) && (!v.k || s.k === v.k) &&
      (v.g === "" || s.a.some(([l, h]) => l <= Number(v.g) && (h === null || Number(v.g) <= h)))).flatMap((s) => s.c)) : null;
    const found = data.concepts.filter((c) => Object.keys(c.n).length && all.has("c:" + c.id) &&
      (!v.m || c.n[v.m]) && (!v.t || c.theme === v.t) && (!v.s || c.kind === v.s) && (!form.elements.f.checked || c.firm) &&
      (!byStatement || byStatement.has(c.id)) && (v.q.trim().length < 2 || P.fit(v.q, c.keys)));
    return found.sort((a, b) => all.get("c:" + a.id).rank - all.get("c:" + b.id).rank);
  }
  function layerNodes(v, shown) {
    const result = [], notes = [];
    const on = layers();
    const taken = shown.map(box);
    const add = (n) => { const node = n && settle(n, taken); if (node) { result.push(node); taken.push(box(node)); } };
    const said = (n, of, what) => { if (n < of) notes.push(P.t("shownLayer", { n, of, what })); };
    if (on.includes("actor") || v.a) {
      const found = actorNodes(v, shown);
      found.slice(0, ACTORS_MOST).forEach(add);
      if (on.includes("actor")) said(Math.min(found.length, ACTORS_MOST), found.length, P.t("actors").toLowerCase());
    }
    if (on.includes("age")) data.ages.filter((g) => all.has("g:" + g.id) && (v.g === "" || (g.low <= v.g && (g.high === null || v.g <= g.high)))).forEach((g) => add(all.get("g:" + g.id)));
    STATEMENT_KINDS.filter((k) => on.includes(k)).forEach((kind) => {
      const names = new Set(shown.map((n) => n.id));
      const found = statements.filter((s) => s.k === kind && tied(s, names) && (!v.m || s.m === v.m) && (!v.a || s.r.some((r) => r[1] === v.a)));
      found.slice(0, LAYER_MOST).forEach((s) => add(statementNode(s, tied(s, names))));
      said(Math.min(found.length, LAYER_MOST), found.length, data.kinds[kind][1]);
    });
    return [result, notes];
  }
  function wrap(text, most) {
    return text.split(" ").reduce((lines, word) => {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`; else lines.push(word);
      return lines;
    }, []).join("\n");
  }
  const box = (n) => {
    const lines = n.label.split("\n");
    if (n.part === "municipality") return { x: n.x, y: n.y, w: n.label.length * 5.3 + 20, h: 26 };
    return { x: n.x, y: n.y + lines.length * 8, w: Math.max(...lines.map((l) => l.length)) * 3.7 + 8, h: n.size + lines.length * 8.5 + 3 };
  };
  /** Actors of the concepts shown, each among the three that it has most to do with. */
  function actorNodes(v, shown) {
    const names = new Set(shown.filter((n) => n.id.startsWith("c:")).map((n) => n.id));
    const by = new Map();
    statements.filter((s) => !v.m || s.m === v.m).forEach((s) => new Set(s.r.map((r) => r[1])).forEach((a) => {
      if (!P.actors.has(a) || (v.a && a !== v.a)) return;
      const counts = by.get(a) || by.set(a, new Map()).get(a);
      s.c.forEach((c) => { if (names.has("c:" + c)) counts.set("c:" + c, (counts.get("c:" + c) || 0) + 1); });
    }));
    const sum = (counts) => [...counts.values()].reduce((x, y) => x + y, 0);
    return [...by].filter(([, counts]) => counts.size).sort((x, y) => sum(y[1]) - sum(x[1]) || (x[0] < y[0] ? -1 : 1)).map(([a, counts]) => {
      const tied = [...counts].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).slice(0, 3).map(([c]) => c);
      const mean = (axis) => tied.reduce((total, c) => total + all.get(c)[axis], 0) / tied.length;
      return { id: "a:" + a, label: wrap(P.actors.get(a).label, 18), size: 8, part: "actor", tied, x: mean("x"), y: mean("y") };
    });
  }
  /** The first concept of a statement that is shown. */
  const tied = (s, names) => s.c.map((c) => "c:" + c).find((c) => names.has(c));
  /** A statement would like to stand by that concept, towards its municipality. */
  function statementNode(s, concept) {
    const c = all.get(concept), m = all.get("m:" + s.m);
    return { id: `s:${s.d}/${s.id}`, label: wrap(s.l, 24), size: 5, part: s.k, statement: s, concept, x: c.x + (m.x - c.x) * 0.25, y: c.y + (m.y - c.y) * 0.25 };
  }
  /** The same node in the nearest free place, found as the build finds it. */
  function settle(wish, taken) {
    const node = { ...wish };
    for (let i = 0; i < 1500; i += 1) {
      const angle = i * 2.399963, far = 9 * Math.sqrt(i);
      node.x = wish.x + 1.5 * far * Math.cos(angle);
      node.y = wish.y + far * Math.sin(angle);
      const b = box(node);
      if (taken.every((o) => Math.abs(o.x - b.x) >= o.w + b.w || Math.abs(o.y - b.y) >= o.h + b.h)) return node;
    }
    return null;
  }

  // How it looks
  const SHAPES = { municipality: "box", actor: "diamond", age: "triangle", goal: "square", measure: "square", value: "square", theme: "square" };
  function look(n, faint) {
    const part = n.part;
    const weak = n.id.startsWith("c:") && !P.concepts.get(n.id.slice(2)).firm;
    const base = { id: n.id, x: n.x, y: n.y, label: n.label + (weak ? " ≈" : ""), shape: SHAPES[part] || "dot", size: n.size, opacity: faint ? 0.25 : 1 };
    const font = { color: faint ? colours.soft + "66" : colours.ink, size: 14, face: colours.face, strokeWidth: 3, strokeColor: colours.card };
    if (part === "municipality") {
      const tone = toneOf(n.id);
      return { ...base, color: { background: tone, border: tone, highlight: { background: tone, border: colours.ink } }, font: { ...font, color: colours.card, strokeWidth: 0, size: 17, bold: true }, margin: 9, shapeProperties: { borderRadius: 6 } };
    }
    const colour = part === "one" ? colours.own : part === "all" || part === "some" ? colours.all : colours[part] || colours.all;
    const fill = part === "some" ? colours.card : colour;
    return { ...base, color: { background: fill, border: colour, highlight: { background: fill, border: colours.ink } }, borderWidth: part === "some" ? 3 : 1, font: STATEMENT_KINDS.includes(part) ? { ...font, size: 12 } : font };
  }
  // With many municipalities lines would hide everything: then only those of the point in focus are drawn.
  const quiet = data.municipalities.length > 12;
  const edgeOf = (from, to, width, strong) => ({ hidden: quiet && !strong && from.startsWith("m:"), id: `${from}>${to}`, from, to, width: strong ? Math.max(1.5, width) : Math.max(0.7, width * 0.55), color: { color: from.startsWith("m:") ? toneOf(from) : colours.soft, opacity: strong ? 0.95 : 0.16 } });

  let shown = [], layerShown = [];
  function update(keep) {
    const v = values();
    const concepts = wantedConcepts(v);
    const most = Number(v.n);
    shown = concepts.slice(0, most).map((c) => all.get("c:" + c.id));
    if (narrow) turnUpright();
    const municipalities = raw.nodes.filter((n) => n.part === "municipality");
    const [more, notes] = layerNodes(v, municipalities.concat(shown));
    layerShown = more;
    extra = new Map(more.map((n) => [n.id, n]));
    draw();
    status.textContent = !concepts.length ? P.t("noneFound") : [P.t("shown", { n: shown.length, of: data.concepts.length }), notes.length ? `${P.list(notes)}. ${P.t("narrow")}` : ""].join(" ").trim();
    document.querySelectorAll(".onlayer").forEach((x) => x.classList.toggle("on", layers().includes(x.dataset.layer)));
    fillTable(municipalities);
    if (!keep) P.setState({ ...v, n: v.n === START ? "" : v.n, f: form.elements.f.checked ? "1" : "", l: layers().join(","), p: at || "" });
  }
  /** On a telephone: the same places turned to stand upright, closer together. */
  function turnUpright() {
    const taken = [];
    [...raw.nodes.filter((n) => n.part === "municipality"), ...shown].forEach((n) => {
      if (!("x0" in n)) { n.x0 = n.x; n.y0 = n.y; }
      const node = settle({ ...n, x: n.y0 * 0.5, y: n.x0 * 0.72 }, taken);
      if (node) { n.x = node.x; n.y = node.y; taken.push(box(n)); }
    });
  }
  function draw() {
    const municipalities = raw.nodes.filter((n) => n.part === "municipality");
    const visible = [...municipalities, ...shown, ...layerShown];
    const names = new Set(visible.map((n) => n.id));
    const lines = visible.filter((n) => !n.tied).flatMap((n) => (ties.get(n.id) || []).filter((e) => names.has(e.from)).map((e) => edgeOf(e.from, e.to, e.width, lit && (lit.has(e.from) && lit.has(e.to)) && (e.from === at || e.to === at))));
    layerShown.filter((n) => n.tied).forEach((n) => n.tied.forEach((c) => lines.push(edgeOf(c, n.id, 1.4, at === n.id))));
    layerShown.filter((n) => n.statement).forEach((n) => {
      lines.push(edgeOf("m:" + n.statement.m, n.id, 1, at === n.id), edgeOf(n.concept, n.id, 1, at === n.id));
    });
    nodes.clear(); edges.clear();
    edges.add(lines);
    nodes.add(visible.map((n) => look(n, lit && !lit.has(n.id))));
  }
  function neighbours(id) {
    const near = new Set([id]);
    edges.get().forEach((e) => { if (e.from === id) near.add(e.to); if (e.to === id) near.add(e.from); });
    return near;
  }
  function light(id) {
    if (id === at && lit) return;
    at = id;
    lit = id ? neighbours(id) : null;
    nodes.update([...nodes.get()].map((n) => look(extra.get(n.id) || all.get(n.id), lit && !lit.has(n.id))));
    edges.update(edges.get().map((e) => edgeOf(e.from, e.to, ((ties.get(e.to) || []).find((x) => x.from === e.from) || { width: 1 }).width, lit && (e.from === id || e.to === id))));
    if (id) { const n = extra.get(id) || all.get(id); says.textContent = `${n.label.replace(/\n/g, " ")}. ${sayTies(n)}`; }
  }
  function sayTies(n) {
    if (n.tied) return n.tied.map((c) => P.concepts.get(c.slice(2)).label).join(", ");
    if (n.part === "municipality") return P.many(P.municipalities.get(n.id.slice(2)).count);
    return (ties.get(n.id) || []).map((e) => P.short(e.from.slice(2))).join(", ");
  }

  // The panel and the table
  async function open(id) {
    const name = id.slice(2), n = extra.get(id) || all.get(id);
    const ids = data.municipalities.map((m) => m.id);
    P.setState({ ...Object.fromEntries(P.state()), p: id });
    if (id.startsWith("c:")) return P.panel.concept(name, ids);
    if (id.startsWith("m:")) {
      const m = P.municipalities.get(name);
      const most = data.concepts.filter((c) => c.n[name]).sort((a, b) => b.s[name] - a.s[name]).slice(0, 10);
      const own = data.concepts.filter((c) => c.kind === "one" && c.n[name]);
      const link = (c) => P.h("li", {}, P.h("a", { href: P.address(`${c.url}#${name}`) }, c.label), " ", P.h("span", { class: "quiet" }, P.percent(c.s[name])));
      return P.panel.show(m.name, P.h("p", { class: "quiet" }, P.many(m.count)), own.length ? P.h("h3", {}, P.t("onlyOne", { name: m.short })) : null, own.length ? P.h("ul", {}, ...own.map(link)) : null,
        P.h("h3", {}, P.t("mostAbout")), P.h("ul", {}, ...most.map(link)), P.h("p", { class: "more" }, P.h("a", { href: P.address(m.url) }, P.t("page", { name: m.short }))));
    }
    if (n.statement) return P.panel.show(data.kinds[n.statement.k][0], P.statement(n.statement, { who: true }));
    const thing = id.startsWith("a:") ? P.actors.get(name) : P.ages.get(name);
    const loaded = await P.load(ids.slice(0, 8));
    const found = loaded.filter((s) => (id.startsWith("a:") ? s.r.some((r) => r[1] === name) : (s.g || []).includes(name)));
    return P.panel.show(thing.label, thing.definition ? P.h("p", {}, thing.definition) : null, ...found.slice(0, 20).map((s) => P.statement(s, { who: true })), P.h("p", { class: "more" }, P.h("a", { href: P.address(thing.url) }, P.t("page", { name: thing.label }))));
  }
  function fillTable(municipalities) {
    const box_ = document.getElementById("net-table");
    const head = P.h("tr", {}, P.h("th", { scope: "col" }, P.t("concept")), ...municipalities.map((m) => P.h("th", { scope: "col", class: "num" }, m.label)));
    const rows = shown.map((n) => { const c = P.concepts.get(n.id.slice(2)); return P.h("tr", {}, P.h("th", { scope: "row" }, P.h("a", { href: P.address(c.url) }, c.label)), ...municipalities.map((m) => P.h("td", { class: "num" }, String(c.n[m.id.slice(2)] || "–")))); });
    const more = layerShown.map((n) => P.h("tr", {}, P.h("th", { scope: "row" }, n.label.replace(/\n/g, " ")), ...municipalities.map((m) => P.h("td", { class: "num" }, n.statement ? (("m:" + n.statement.m) === m.id ? "1" : "–") : (P.actors.get(n.id.slice(2)) || { n: {} }).n[m.id.slice(2)] || ((ties.get(n.id) || []).some((e) => e.from === m.id) ? "1" : "–")))));
    box_.replaceChildren(P.h("table", { class: "plain" }, P.h("thead", {}, head), P.h("tbody", {}, ...rows, ...more)));
  }

  // Start
  readColours();
  const state = P.state();
  form.elements.n.value = START;
  ["q", "m", "t", "s", "a", "k", "g", "n"].forEach((x) => { if (state.get(x)) form.elements[x].value = state.get(x); });
  form.elements.f.checked = state.get("f") === "1";
  (state.get("l") || "").split(",").filter(Boolean).forEach((l) => { const b = [...form.elements.l].find((x) => x.value === l); if (b) b.checked = true; });
  if (["a", "k", "g", "f", "l"].some((x) => state.get(x))) document.querySelector(".morefilters").open = true;
  const net = new vis.Network(frame, { nodes, edges }, {
    physics: false, layout: { improvedLayout: false, randomSeed: 1 },
    nodes: { chosen: false }, edges: { smooth: false, chosen: false, hoverWidth: 0, selectionWidth: 0 },
    interaction: { hover: true, dragNodes: false, keyboard: false, tooltipDelay: 1e6, zoomSpeed: 0.6, hideEdgesOnDrag: raw.nodes.length > 400, hideEdgesOnZoom: true },
  });
  P.network = net;
  const fit = () => net.fit({ animation: false, minZoomLevel: 0.2, maxZoomLevel: 1.4 });
  const start = () => (quiet ? net.fit({ nodes: shown.map((n) => n.id), animation: false, minZoomLevel: 0.8, maxZoomLevel: 1.4 }) : fit());
  const needed = () => ["a", "k", "g"].some((x) => form.elements[x].value !== "") || layers().some((l) => l === "actor" || STATEMENT_KINDS.includes(l));
  async function refresh(keep) {
    at = null; lit = null;
    if (needed() && !statements.length) statements = await P.load(data.municipalities.map((m) => m.id));
    update(keep);
  }
  const seen = P.watch(form, () => refresh().then(fit));
  document.addEventListener("panelclosed", () => P.setState({ ...Object.fromEntries(P.state()), p: "" }));
  // The wheel scrolls the page; with Ctrl it zooms.
  frame.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); }, { capture: true, passive: true });
  form.addEventListener("reset", () => setTimeout(() => { seen(); form.elements.n.value = START; refresh(); fit(); }));
  net.on("hoverNode", (e) => light(e.node));
  net.on("blurNode", () => { if (document.activeElement !== frame) light(null); });
  net.on("click", (e) => { if (e.nodes.length) { light(e.nodes[0]); open(e.nodes[0]); } else light(null); });
  document.querySelectorAll("[data-zoom]").forEach((b) => b.addEventListener("click", () => zoom(b.dataset.zoom)));
  function zoom(how) {
    if (how === "fit") return fit();
    return net.moveTo({ scale: net.getScale() * (how === "in" ? 1.3 : 1 / 1.3) });
  }
  frame.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (step) { light(nearest(step)); const n = extra.get(at) || all.get(at); const p = net.canvasToDOM(n); if (p.x < 20 || p.y < 20 || p.x > frame.clientWidth - 20 || p.y > frame.clientHeight - 20) net.moveTo({ position: n }); event.preventDefault(); }
    else if (event.key === "Enter" && at) { open(at); event.preventDefault(); }
    else if (event.key === "+" || event.key === "-") { zoom(event.key === "+" ? "in" : "out"); event.preventDefault(); }
    else if (event.key === "Escape") light(null);
  });
  /** The next node in a direction: near, and not far off the line. */
  function nearest([dx, dy]) {
    const here = at ? extra.get(at) || all.get(at) : { x: 0, y: 0, id: null };
    let best = at, least = Infinity;
    [...shown, ...layerShown, ...raw.nodes.filter((n) => n.part === "municipality")].forEach((n) => {
      const along = (n.x - here.x) * dx + (n.y - here.y) * dy, off = Math.abs((n.x - here.x) * dy) + Math.abs((n.y - here.y) * dx);
      if (n.id !== here.id && along > 0 && along + 2 * off < least) { least = along + 2 * off; best = n.id; }
    });
    return best || shown[0].id;
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); draw(); });
  P.selection = async () => {
    const v = values(), names = new Set(shown.map((n) => n.id.slice(2)));
    return (await P.load(data.municipalities.map((m) => m.id))).filter((s) => (!v.m || s.m === v.m) && s.c.some((c) => names.has(c))).map((s) => [s.m, `${s.d}/${s.id}`]);
  };
  P.rows = async () => [...document.querySelectorAll("#net-table tr")].map((row) => [...row.cells].map((c) => c.textContent.replace("–", "0")));
  P.picture = () => drawSvg([...raw.nodes.filter((n) => n.part === "municipality"), ...shown, ...layerShown], edges.get());

  /** The network as it stands, drawn for paper. */
  function drawSvg(list, lines) {
    const xs = list.map((n) => n.x), ys = list.map((n) => n.y);
    const x0 = Math.min(...xs) - 120, y0 = Math.min(...ys) - 90, width = Math.max(...xs) - x0 + 120, height = Math.max(...ys) - y0 + 150;
    const svg = P.svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `${x0} ${y0} ${width} ${height}`, "font-family": "Arial, Helvetica, sans-serif", "font-size": 14 });
    const paper = { all: "#0d5868", some: "#ffffff", one: "#a8480a", municipality: "#1b2430" };
    const other = { goal: "#174f8c", measure: "#0a5f4d", value: "#6d2f82", theme: "#6d2f82", actor: "#84439a", age: "#77590f" };
    svg.append(P.svg("rect", { x: x0, y: y0, width, height, fill: "#ffffff" }));
    const find = (id) => extra.get(id) || all.get(id);
    lines.forEach((e) => { const a = find(e.from), b = find(e.to); svg.append(P.svg("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: "#8b96a3", "stroke-width": e.width, "stroke-opacity": 0.35 })); });
    list.forEach((n) => {
      if (n.part === "municipality") { const w = P.width(n.label, "700 17px Arial") + 24; svg.append(P.svg("rect", { x: n.x - w / 2, y: n.y - 17, width: w, height: 34, rx: 6, fill: paper.municipality }), P.svg("text", { x: n.x, y: n.y + 6, "text-anchor": "middle", fill: "#ffffff", "font-weight": 700, "font-size": 17 }, n.label)); return; }
      svg.append(P.svg("circle", { cx: n.x, cy: n.y, r: n.size, fill: paper[n.part] || other[n.part] || "#84439a", stroke: n.part === "some" ? "#0d5868" : "none", "stroke-width": 3 }));
      n.label.split("\n").forEach((line, i) => svg.append(P.svg("text", { x: n.x, y: n.y + n.size + 15 + 16 * i, "text-anchor": "middle", fill: P.INK.text, stroke: "#ffffff", "stroke-width": 3, "paint-order": "stroke" }, line)));
    });
    let x = x0 + 24;
    const foot = y0 + height;
    document.querySelectorAll(".legend > span").forEach((item) => {
      const mark = item.querySelector(".lg"), kind = mark && [...mark.classList].find((c) => c !== "lg");
      if (!mark || item.offsetParent === null) return;
      const fill = paper[kind] || other[kind] || "#84439a";
      svg.append(P.svg("circle", { cx: x + 6, cy: foot - 42, r: 6, fill, stroke: kind === "some" ? "#0d5868" : "none", "stroke-width": 3 }), P.svg("text", { x: x + 20, y: foot - 37, fill: P.INK.text }, item.textContent.trim()));
      x += 46 + P.width(item.textContent.trim(), "14px Arial");
    });
    svg.append(P.svg("text", { x: x0 + 24, y: foot - 14, "font-size": 12, fill: P.INK.soft }, P.citation()));
    return svg;
  }
  refresh(true).then(() => {
    start();
    const asked = state.get("p");
    if (asked && (all.has(asked) || extra.has(asked)) && nodes.get(asked)) { light(asked); open(asked); }
    document.documentElement.dataset.drawn = "true";
  });
});
