/* What every page shares: data, text, spelling and state. No page text is ever parsed as HTML. */
"use strict";
(function () {
  const root = document.documentElement.dataset.root;
  const waiting = [];
  const loading = {};
  const P = { data: null, statements: {}, turtle: {}, prefixes: {}, root: root };
  window.politikgraf = P;

  /** Called by the data file; runs what waited for it. */
  P.start = function (data) {
    P.data = data;
    P.concepts = new Map(data.concepts.map((c) => [c.id, c]));
    P.actors = new Map(data.actors.map((a) => [a.id, a]));
    P.ages = new Map(data.ages.map((a) => [a.id, a]));
    P.municipalities = new Map(data.municipalities.map((m) => [m.id, m]));
    document.querySelectorAll(".period[data-through]").forEach((e) => { if (past(e.dataset.through)) e.append(`, ${P.t("expired")}`); });
    keepState();
    waiting.forEach((f) => f(data));
  };
  P.ready = (f) => (P.data ? f(P.data) : waiting.push(f));
  P.add = (part) => { P.statements[part.m] = part.statements; };
  P.addTurtle = (part) => { P.turtle[part.m] = part.blocks; Object.assign(P.prefixes, part.prefixes); };

  function script(path) {
    if (!loading[path]) {
      loading[path] = new Promise((done, failed) => {
        const tag = document.createElement("script");
        tag.src = root + path;
        tag.onload = done;
        tag.onerror = failed;
        document.head.append(tag);
      });
    }
    return loading[path];
  }
  P.script = script;
  /** The statements of some municipalities, fetched when first needed. */
  P.load = async function (ids) {
    await Promise.all(ids.map((m) => script(`data/${P.data.language}/${m}.js`)));
    return ids.flatMap((m) => P.statements[m] || []);
  };
  P.loadTurtle = (ids) => Promise.all(ids.map((m) => script(`data/turtle/${m}.js`)));

  /** An element with attributes and children; strings become text. */
  P.h = function (tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== ""));
    return element;
  };
  P.t = (key, values) => P.data.text[key].replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? values[name] : all));
  P.many = (n) => (n === 1 ? P.t("statement") : P.t("statements", { n: P.digits(n) }));
  P.digits = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, P.data.language === "da" ? "." : ",");
  P.percent = function (share) {
    const value = 100 * share;
    return value.toFixed(value >= 10 ? 0 : 1).replace(".", P.t("decimal")) + (P.data.language === "da" ? "\u00a0%" : "%");
  };
  P.list = (items) => (items.length < 2 ? items.join("") : items.slice(0, -1).join(", ") + P.t("and") + items[items.length - 1]);
  P.short = (m) => P.municipalities.get(m).short;
  P.who = (m) => P.h("span", { class: `who tone-${P.municipalities.get(m).tone}` }, P.h("i", { class: "swatch", "aria-hidden": "true" }), P.short(m));
  /** The years a municipality's policies name, with a word where they are past. */
  const past = (through) => through && Number(through) < new Date().getFullYear();
  P.period = (m) => {
    const { period, through } = P.municipalities.get(m);
    return period ? P.h("span", { class: "period" }, period + (past(through) ? `, ${P.t("expired")}` : "")) : null;
  };
  /** The address of a statement in the graph. */
  P.iri = (s) => `${P.data.base}${s.d}/${s.id}`;
  P.address = (path) => root + path;

  // Search that forgives case, inflection, å/aa, æ/ae, ø/oe and hyphens.
  const endings = ["ernes", "erne", "enes", "ens", "ets", "ene", "ers", "ing", "er", "en", "et", "es", "e", "s"];
  P.fold = (text) => text.toLowerCase().replace(/å|aa/g, "a").replace(/æ|ae/g, "a").replace(/ø|oe|ö/g, "o").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  P.words = (text) => P.fold(text).split(/[^a-z0-9]+/).filter(Boolean);
  P.stem = function (word) {
    for (const end of endings) if (word.length - end.length >= 4 && word.endsWith(end)) return word.slice(0, -end.length);
    return word;
  };
  /** How well some names fit a query: 0 when a word of it is in none of them. */
  P.fit = function (query, names) {
    const asked = P.words(query).map(P.stem);
    if (!asked.length) return 0;
    let best = 0;
    names.forEach((name, rank) => {
      const words = P.words(name);
      let sum = 0;
      for (const stem of asked) {
        const hit = words.some((w) => P.stem(w) === stem) ? 4 : words.some((w) => w.startsWith(stem)) ? 3 : stem.length > 2 && words.some((w) => w.includes(stem)) ? 1 : 0;
        if (!hit) return;
        sum += hit;
      }
      best = Math.max(best, sum / asked.length + 2 / words.length - (rank ? 0.8 : 0));
    });
    return best;
  };

  // The address holds the state, and the switch of language keeps it.
  P.state = () => new URLSearchParams(location.hash.slice(1));
  P.setState = function (values) {
    const text = new URLSearchParams(Object.entries(values).filter(([, v]) => v !== "" && v !== null && v !== undefined)).toString();
    history.replaceState(null, "", "#" + text.replace(/%2C/g, ","));
    keepState();
  };
  function keepState() {
    const link = document.getElementById("switch");
    link.hash = location.hash;
  }
  window.addEventListener("hashchange", () => P.data && keepState());

  /** Run something whenever what a form holds has changed, however it was changed. */
  P.watch = function (form, changed) {
    const held = () => new URLSearchParams(new FormData(form)).toString();
    let last = held();
    const look = (event) => {
      const now = held();
      if (now !== last) { last = now; changed(event); }
    };
    ["input", "change"].forEach((kind) => form.addEventListener(kind, look));
    form.addEventListener("submit", (event) => event.preventDefault());
    return () => { last = held(); };
  };

  document.addEventListener("click", (event) => {
    document.querySelectorAll(".take details[open]").forEach((d) => { if (!d.contains(event.target)) d.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".take details[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
})();
