/* Take away: the view as picture, table, data, citation and paper. */
"use strict";
(function () {
  const P = window.politikgraf;
  const SVG = "http://www.w3.org/2000/svg";
  const INK = { text: "#1b2430", soft: "#545d69", line: "#d5d0c5", dot: "#0d5868", own: "#a8480a" };
  P.INK = INK;

  P.svg = function (tag, attributes, text) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const measure = document.createElement("canvas").getContext("2d");
  P.width = function (text, font) { measure.font = font; return measure.measureText(text).width; };
  const clean = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".hidden, svg, script, [aria-hidden]").forEach((n) => n.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const visible = (element) => element.offsetParent !== null;

  /** Rows of the table in view: cells as text. */
  function tableRows() {
    const table = document.querySelector("main table[data-view]");
    if (!table) return null;
    return [...table.rows].filter(visible).map((row) => [...row.cells].map((cell) => cell.dataset.n || (cell.dataset.from ? `${cell.dataset.from}-${cell.dataset.to}` : clean(cell))));
  }
  const shownKeys = () => [...document.querySelectorAll("main article.statement[data-key]")].map((a) => [a.dataset.m, a.dataset.key]);
  async function statementRows(keys) {
    const wanted = new Set(keys.map((k) => k[1]));
    const all = await P.load([...new Set(keys.map((k) => k[0]))]);
    const head = ["municipality", "document", "kind", "mainText", "concepts", "actors", "ages", "place", "wording", "arguable", "iri"].map((k) => P.t(k));
    return [head].concat(all.filter((s) => wanted.has(`${s.d}/${s.id}`)).map((s) => [
      P.short(s.m), P.data.documents[s.d].title, P.data.kinds[s.k][0], s.l,
      s.c.map((c) => (P.concepts.get(c) || {}).label).filter(Boolean).join(", "),
      s.r.map(([role, a]) => `${P.data.roles[role]}: ${(P.actors.get(a) || {}).label || ""}`).join("; "),
      (s.g || []).map((g) => P.ages.get(g).label).join(", "), s.p, (s.q || []).join(" […] "), "u" in s ? s.u || P.t("arguable") : "", P.iri(s),
    ]));
  }
  // Tables of concepts (or actors, or ages) for a spreadsheet: counts and shares as numbers, how firm, the IRI and the source.
  const number = (value) => value.toFixed(2).replace(".", P.t("decimal"));
  const source = () => P.t("source", { title: P.data.title, version: P.data.version, date: P.data.made });
  const trust = (why) => [P.t(why.length ? "fragileWord" : "firmWord"), why.map((r) => P.data.fragile[r] || r).join(" ")];
  const columns = (ids, key) => ids.map((m) => P.t(key, { name: P.short(m) }));
  const ends = ["firmness", "reason", "iri", "sourceHead"];
  /** What the comparison shows, by group. */
  P.comparison = function (shown, ids, noun) {
    const { sorted, count, share, wording, doubts } = shown;
    const head = [P.t("group"), noun, ...columns(ids, "countOf"), ...(share ? columns(ids, "shareOf") : []), ...(wording ? columns(ids, "textOf") : []), ...ends.slice(doubts ? 0 : 2).map((k) => P.t(k))];
    return [head].concat(sorted.flatMap((g) => g.members.map((x) => [
      g.title, x.label, ...ids.map((m) => count(x, m)), ...(share ? ids.map((m) => number(100 * share(x, m))) : []),
      ...(wording ? ids.map((m) => wording(x, m).map((s) => s.l).join(" | ")) : []), ...(doubts ? trust(doubts(x)) : []), x.iri, source(),
    ])));
  };
  /** Concepts against all municipalities. */
  P.conceptTable = function (concepts) {
    const ids = P.data.municipalities.map((m) => m.id);
    const head = [P.t("concept"), P.t("theme"), P.t("group"), ...columns(ids, "countOf"), ...columns(ids, "shareOf"), ...ends.map((k) => P.t(k))];
    return [head].concat(concepts.map((c) => [
      c.label, P.concepts.get(c.theme).label, P.t(`kind_${c.kind}`), ...ids.map((m) => c.n[m] || 0), ...ids.map((m) => number(100 * (c.s[m] || 0))), ...trust(c.fragile), c.iri, source(),
    ]));
  };
  function csv(rows) {
    const by = P.t("separator");
    const cell = (value) => {
      let text = String(value);
      if (/^[=+\-@\t\r]/.test(text) && !/^-?[\d.,]+$/.test(text)) text = "'" + text;
      return /["\n\r;,]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    return "\ufeff" + rows.map((row) => row.map(cell).join(by)).join("\r\n") + "\r\n";
  }

  /** A drawing of the table in view: dots, bars and ranges as on the page, in colours for paper. */
  function tablePicture() {
    const table = document.querySelector("main table[data-view]");
    const rows = [...table.rows].filter(visible);
    const font = "14px Arial, Helvetica, sans-serif";
    const many = Math.max(...rows.map((r) => r.cells.length));
    const widths = Array.from({ length: many }, (_, i) => Math.max(...rows.filter((r) => r.cells.length > 1 && r.cells[i]).map((r) => {
      const d = r.cells[i].dataset;
      return d.bar !== undefined || d.from ? 260 : d.size ? 70 : Math.min(340, P.width(clean(r.cells[i]), font) + 26);
    }), 40));
    const line = 26, top = 66;
    const width = Math.max(520, widths.reduce((a, b) => a + b, 0) + 48, P.width(P.citation(), "12px Arial") + 60);
    const height = top + rows.length * line + 44;
    const svg = P.svg("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": "Arial, Helvetica, sans-serif", "font-size": 14 });
    svg.append(P.svg("rect", { width, height, fill: "#ffffff" }), P.svg("text", { x: 24, y: 36, "font-size": 20, "font-weight": 700, fill: INK.text }, title()));
    rows.forEach((row, i) => {
      const y = top + i * line;
      let x = 24;
      if (row.parentElement.tagName === "THEAD") svg.append(P.svg("line", { x1: 24, x2: width - 24, y1: y + line - 5, y2: y + line - 5, stroke: INK.line }));
      [...row.cells].forEach((cell, j) => {
        const d = cell.dataset;
        const fill = row.dataset.kind === "one" ? INK.own : INK.dot;
        if (cell.querySelector(".agescale")) {
          [0, 5, 10, 15, 20, 25].forEach((age) => svg.append(P.svg("text", { x: x + 9 * age, y: y + 14, fill: INK.soft, "font-size": 12 }, String(age))));
        } else if (d.size) {
          svg.append(P.svg("circle", { cx: x + 12, cy: y + 9, r: 1.8 + 1.35 * Number(d.size), fill }), P.svg("text", { x: x + 30, y: y + 14, fill: INK.soft, "font-size": 12 }, d.n));
        } else if (d.bar !== undefined) {
          svg.append(P.svg("rect", { x, y: y + 2, width: Math.max(0, 180 * Number(d.bar)), height: 13, fill: INK.dot }), P.svg("text", { x: x + 188 * Number(d.bar) + 6, y: y + 14, fill: INK.soft, "font-size": 12 }, clean(cell)));
        } else if (d.from) {
          svg.append(P.svg("rect", { x, y: y + 2, width: 234, height: 13, fill: "#efece4" }), P.svg("rect", { x: x + 9 * Number(d.from), y: y + 2, width: 9 * (Number(d.to) - Number(d.from) + 1), height: 13, fill: INK.dot }));
        } else {
          const head = cell.tagName === "TH" && (row.cells.length === 1 || row.parentElement.tagName === "THEAD");
          let text = clean(cell);
          while (row.cells.length > 1 && text.length > 4 && P.width(text, font) > widths[j] - 10) text = text.slice(0, -2).trimEnd() + "…";
          svg.append(P.svg("text", { x, y: y + 14, fill: head ? INK.text : j ? INK.soft : INK.text, "font-weight": head ? 700 : 400 }, text));
        }
        x += widths[j];
      });
    });
    svg.append(P.svg("text", { x: 24, y: height - 16, fill: INK.soft, "font-size": 12 }, P.citation()));
    return svg;
  }

  const title = () => { const text = clean(document.querySelector("h1")); return text[0].toUpperCase() + text.slice(1); };
  const today = () => new Intl.DateTimeFormat(P.data.language, { dateStyle: "long" }).format(new Date());
  P.citation = function () {
    return P.t("cite", { title: P.data.title, version: P.data.version, page: title(), seen: P.t("retrieved", { date: today() }) });
  };
  /** The page as a reference to keep: on a document its title, the statement that the address names, and the data's own address. */
  function reference() {
    const page = document.documentElement.dataset;
    const doc = page.page === "document" && P.data.documents[page.iri.split("/").pop()];
    const id = location.hash.replace(/^#(t-)?/, "");
    const li = doc && /^\w+$/.test(id) ? document.querySelector(`.notes > li[id="${id}"]`) : null;
    const what = doc ? [`${P.municipalities.get(doc.m).name}: ${doc.title}.`, li ? P.t("citeStatement", { number: id, label: clean(li.querySelector(".label")) }) : ""] : [];
    const address = page.iri ? page.iri + (li ? `/${id}` : "") : "";
    return [...what, doc ? P.t("citeData", { title: P.data.title, version: P.data.version, seen: P.t("retrieved", { date: today() }) }) : P.citation(), address, location.protocol.startsWith("http") ? location.href : ""].filter(Boolean).join(" ");
  }
  function save(name, type, content) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    const link = P.h("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 20000);
    return P.t("saved", { name });
  }
  function toPng(svg) {
    const width = Number(svg.getAttribute("width")), height = Number(svg.getAttribute("height"));
    const scale = Math.min(2, 16000 / Math.max(width, height));
    return new Promise((done, failed) => {
      const image = new Image();
      image.onload = () => {
        const canvas = P.h("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => (blob ? done(blob) : failed()), "image/png");
      };
      image.onerror = failed;
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
    });
  }
  async function turtle() {
    const keys = P.selection ? await P.selection() : shownKeys();
    const ids = [...new Set(keys.map((k) => k[0]))];
    await P.loadTurtle(ids);
    const head = Object.entries(P.prefixes).sort().map(([p, iri]) => `@prefix ${p}: <${iri}> .`).join("\n");
    const blocks = [...new Set(keys.map((k) => k[1]))].map((key) => ids.map((m) => (P.turtle[m] || {})[key]).find(Boolean)).filter(Boolean);
    return `# ${P.citation()}\n${head}\n\n${blocks.join("\n")}`;
  }

  const actions = {
    svg: async (name) => save(`${name}.svg`, "image/svg+xml", new XMLSerializer().serializeToString((P.picture || tablePicture)())),
    png: async (name) => save(`${name}.png`, "image/png", await toPng((P.picture || tablePicture)())),
    csv: async (name) => {
      const keys = P.rows || document.querySelector("table.matrix") ? [] : shownKeys();
      const rows = P.rows ? await P.rows() : keys.length ? await statementRows(keys) : tableRows();
      return save(`${name}.csv`, "text/csv;charset=utf-8", csv(rows));
    },
    turtle: async (name) => save(`${name}.ttl`, "text/turtle;charset=utf-8", await turtle()),
    print: async () => { window.print(); return ""; },
    cite: async (name, status) => {
      const text = reference();
      const copy = P.h("button", { type: "button" }, P.t("copyWord"));
      copy.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(text); copy.textContent = P.t("copied"); }
        catch (error) { copy.replaceWith(P.t("noCopy")); }
      });
      status.replaceChildren(text, " ", copy);
      return null;
    },
  };
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".take").forEach((box) => { if (!box.contains(event.target) && event.target.isConnected) box.querySelector(".take-status").replaceChildren(); });
  });
  document.querySelectorAll(".take").forEach((box) => {
    const status = box.querySelector(".take-status");
    const plain = (text) => text.toLowerCase().replace(/æ/g, "ae").replace(/ø/g, "oe").replace(/å/g, "aa").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    // A file says what it shows, of whom, and of which day the graph is.
    const name = () => ["politikgraf", plain(box.dataset.name), plain(P.named ? P.named() : ""), P.data.made].filter(Boolean).join("-");
    box.querySelectorAll("[data-take]").forEach((button) => button.addEventListener("click", async () => {
      box.querySelector("details").open = false;
      box.querySelector("summary").focus();
      try {
        const said = await actions[button.dataset.take](name(), status);
        if (said !== null) status.textContent = said;
      } catch (error) { status.textContent = P.t("tooMuch"); }
    }));
  });

  // Paper shows what is folded away, and at the foot of each sheet where it is from.
  const printed = document.querySelector(".printed");
  if (printed) document.documentElement.style.setProperty("--printed", JSON.stringify([printed.textContent.replace(/\s+/g, " ").trim(), printed.dataset.iri].filter(Boolean).join(" · ")));
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")].filter((d) => !d.closest(".take, .controls, .toc"));
    folded.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => { folded.forEach((d) => { d.open = false; }); folded = []; });
})();
