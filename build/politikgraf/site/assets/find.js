/* The search: names at once, statements and their wording from an index fetched at the first use. Exact before nearly. */
"use strict";
(function () {
  const P = window.politikgraf;
  const NAMES = 7, STATEMENTS = 6, MOST = 200;
  let index = null;
  P.addFind = (value) => { index = value; };

  /** Letters changed, left out, added or swapped between two words; and between the first and the nearest beginning of the second. */
  function distance(a, b) {
    let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last;
      last = row;
    }
    return [last[b.length], Math.min(...last)];
  }
  const allowed = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);
  const begins = (a, b) => a[0] === b[0] || (a[0] === b[1] && a[1] === b[0]);
  /** How far a word is from what was asked, 9 where too far. The first letter holds, or is swapped with the second. */
  P.far = function (asked, word) {
    const most = allowed(asked.word);
    if (!most || word.length < asked.word.length - most || !begins(asked.word, word)) return 9;
    const [whole, start] = distance(asked.word, word);
    const stems = distance(asked.stem, P.stem(word))[0];
    const best = Math.min(whole, stems <= allowed(asked.stem) ? stems : 9, asked.word.length >= 7 ? start + 0.5 : 9);
    return best <= most ? best : 9;
  };
  const ask = (query) => P.words(query).map((word) => ({ word, stem: P.stem(word) }));
  /** A word with a hyphen also as one: well-being, wellbeing. */
  const joined = (text) => text.split(/\s+/).filter((part) => /\w-\w/.test(part)).map((part) => P.words(part).join(""));
  const prepared = new Map();
  function names(thing, keys) {
    if (!prepared.has(thing)) prepared.set(thing, keys.map((key) => [...new Set(P.words(key).concat(joined(key)))]));
    return prepared.get(thing);
  }
  /** 4 for the word itself, 3 for its beginning, 1 for a part of it, 0 for nothing. Under four letters, other names than the label itself must have the word whole. */
  function hit(asked, word, rank, hidden) {
    if (P.stem(word) === asked.stem || word === asked.word) return 4;
    const short = asked.word.length < 4;
    if (short && rank) return 0;
    if (word.startsWith(asked.stem)) return 3;
    return !short && !hidden && word.includes(asked.stem) ? 1 : 0;
  }
  /** How well the names of a thing fit, and by which of them; near: by spelling alone. */
  function fit(asked, thing, keys, visible, near) {
    let best = null;
    names(thing, keys).forEach((words, rank) => {
      let sum = 0;
      if (near && rank && words.length > asked.length) return;
      for (const one of asked) {
        const points = near
          ? 3 - Math.min(3, ...words.map((w) => (hit(one, w, rank, rank >= visible) > 1 ? 0 : P.far(one, w))))
          : Math.max(0, ...words.map((w) => hit(one, w, rank, rank >= visible)));
        if (points <= 0) return;
        sum += points;
      }
      const score = sum / asked.length + 2 / words.length - (rank ? 0.8 : 0) - (rank >= visible ? 0.4 : 0);
      if (!best || score > best.score) best = { score, form: rank ? keys[rank] : "" };
    });
    return best;
  }
  const named = (asked, near) => {
    const found = [];
    const put = (sort, thing, keys, visible, extra) => {
      const best = fit(asked, thing, keys, visible, near);
      if (best) found.push({ score: best.score + extra, form: best.form, near, sort, name: thing.label || thing.name || thing.title, url: thing.url });
    };
    const shown = (sort, id) => (index ? index.visible[sort][id] : 1);
    P.data.concepts.forEach((c) => put(P.t("concept"), c, c.keys, shown("concepts", c.id), 0.3));
    P.data.actors.forEach((a) => put(P.t("actor"), a, a.keys, shown("actors", a.id), 0));
    P.data.municipalities.forEach((m) => put(P.t("municipality"), m, m.keys, 9, 0.5));
    P.data.ages.forEach((a) => put(P.t("age"), a, [a.label], 9, 0));
    Object.values(P.data.documents).forEach((x) => put(P.t("document"), x, [x.title], 9, 0));
    if (index) {
      index.pages.forEach((x) => put(index.text.page, x, x.keys, 9, 0.9));
      index.references.forEach((x) => put(index.text.reference, x, x.keys, 9, -1));
    }
    return found;
  };
  const order = (found) => found.sort((a, b) => b.score - a.score || a.name.localeCompare(b.name, P.data.language));
  /** The municipalities that words of a query name, and the rest of the query. */
  function places(query) {
    const words = query.split(/\s+/).filter(Boolean);
    return P.data.municipalities.map((m) => [m, words.filter((w) => !(P.fold(w).length > 3 && P.words(m.short).some((n) => n.startsWith(P.words(w)[0] || "-"))))])
      .filter(([, rest]) => rest.length && rest.length < words.length);
  }

  /** Named things that a query finds, best first; those that are only spelt nearly so when nothing else is named so. */
  P.find = function (query) {
    const asked = ask(query);
    if (!asked.length) return [];
    const found = named(asked, false);
    for (const [m, rest] of places(query)) {
      const words = ask(rest.join(" "));
      if (words.length) P.data.concepts.concat(P.data.actors).forEach((c) => {
        const best = fit(words, c, c.keys, 9, false);
        if (best) found.push({ score: best.score + 1, form: best.form, sort: m.short, name: c.label, url: `${c.url}#${m.id}` });
      });
    }
    const strong = found.some((f) => f.score >= 2);
    return order(found).concat(strong ? [] : order(named(asked, true)).filter((f) => !found.some((g) => g.url === f.url)).slice(0, 4)).slice(0, NAMES + 2);
  };

  /* Words of the statements, folded: where they stand in our labels and where in the wording. */
  let words = null;
  function lexicon() {
    if (words) return words;
    words = new Map();
    const put = (word, number, where, form) => {
      const entry = words.get(word) || { stem: P.stem(word), form, label: new Set(), text: new Set() };
      entry[where].add(number);
      words.set(word, entry);
    };
    index.statements.forEach((s, number) => `${s[2]} ${s[4] || ""}`.split(/[\s,.:;()«»„“”–]+/).forEach((form) => P.words(form).concat(joined(form)).forEach((w) => put(w, number, "label", form))));
    Object.entries(index.words || {}).forEach(([form, numbers]) => P.words(form).forEach((w) => numbers.forEach((n) => put(w, n, "text", form))));
    return words;
  }
  function standing(asked, near) {
    const found = new Map();
    for (const [word, entry] of lexicon()) {
      const points = near ? 3 - Math.min(3, P.far(asked, word)) : word === asked.word ? 5 : entry.stem === asked.stem ? 4
        : asked.word.length > 2 && word.startsWith(asked.stem) ? 3 : asked.stem.length > 3 && word.includes(asked.stem) ? 1 : 0;
      if (points <= 0) continue;
      const put = (n, value, wording) => { if (!found.has(n) || found.get(n).points < value) found.set(n, { points: value, wording, form: entry.form }); };
      entry.label.forEach((n) => put(n, points + 2, false));
      entry.text.forEach((n) => put(n, points, true));
    }
    return found;
  }
  /** Statements in which every word of a query stands, or its like; best first. */
  P.findStatements = function (query) {
    if (!index) return [];
    const here = places(query);
    const asked = ask(here.length ? here[0][1].join(" ") : query);
    const only = here.length ? new Set(here.map(([m]) => m.id)) : null;
    const search = (near) => {
      if (!asked.length) return [];
      const each = asked.map((one) => { const exact = standing(one, false); return near && !exact.size ? standing(one, true) : exact; });
      return [...each[0].keys()].filter((n) => each.every((f) => f.has(n))).map((n) => {
        const s = index.statements[n], d = P.data.documents[index.documents[s[0]]], hits = each.map((f) => f.get(n));
        return { score: hits.reduce((sum, h) => sum + h.points, 0), wording: hits.some((h) => h.wording), form: near && !P.fold(s[2]).includes(P.fold(hits[0].form)) ? hits[0].form : "", near, name: s[2], m: d.m, kind: s[3], url: `${d.url}#${s[1]}` };
      }).filter((f) => !only || only.has(f.m)).sort((a, b) => b.score - a.score);
    };
    const exact = search(false);
    return exact.length ? exact : search(true);
  };

  P.ready(function () {
    const box = document.getElementById("find-box");
    const list = document.getElementById("find-results");
    const status = document.getElementById("find-status");
    let fetched = null;
    const word = (key, values) => index.text[key].replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? values[name] : all));
    const note = (text) => P.h("p", {}, text);
    const link = (f) => P.h("a", { href: P.address(f.url), class: f.kind ? "said" : null }, P.h("span", {}, f.name,
      f.form && index && !P.fold(f.name).includes(P.fold(f.form)) ? P.h("span", { class: "quiet via" }, " ", word(f.near ? "near" : "via", { form: f.form })) : null), P.h("span", { class: "quiet" }, f.sort));
    const statement = (f) => link({ ...f, sort: `${P.data.kinds[f.kind][0]}, ${P.short(f.m)}${f.wording ? ", " + word("inWording") : ""}` });
    function said(query) {
      if (query.length < 2) return index ? [note(word("oneLetter"))] : [];
      const names = P.find(query), statements = P.findStatements(query);
      const exact = names.filter((f) => !f.near), near = names.filter((f) => f.near);
      const nothing = !exact.length && !(statements.length && !statements[0].near);
      const parts = exact.slice(0, NAMES).map(link);
      if (nothing && index && (near.length || statements.length)) parts.push(note(word("fuzzy")));
      if (nothing) parts.push(...near.map(link));
      parts.push(...statements.slice(0, STATEMENTS).map(statement));
      if (statements.length > STATEMENTS) {
        const many = { n: P.digits(Math.min(MOST, statements.length)), of: P.digits(statements.length) };
        const more = P.h("button", { type: "button" }, word(statements.length > MOST ? "first" : "all", many));
        more.addEventListener("click", () => {
          const rest = statements.slice(STATEMENTS, MOST).map(statement);
          more.replaceWith(...rest);
          rest[0].focus();
        });
        parts.push(more);
      }
      if (!nothing) parts.push(...near.map(link));
      if (parts.length) return parts;
      if (!index) return [note(P.t("noneFound"))];
      return [note(word("none", { n: P.digits(index.statements.length) }) + word(index.words ? "noneText" : "noneNoText"))];
    }
    const show = () => {
      const query = box.value.trim();
      list.hidden = !query;
      if (list.hidden) return;
      list.replaceChildren(...said(query));
      const links = list.querySelectorAll("a").length;
      status.textContent = links ? P.t("found", { n: links }) : list.textContent;
    };
    const use = () => {
      fetched = fetched || P.script(`data/${P.data.language}/find.js`).then(() => { if (document.activeElement === box) show(); }, () => {});
      show();
    };
    box.addEventListener("input", use);
    box.addEventListener("focus", use);
    const form = document.getElementById("find");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await fetched;
      show();
      const first = list.querySelector("a");
      if (first) first.click();
    });
    form.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a, button")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && links.length) { links[Math.min(at + 1, links.length - 1)].focus(); event.preventDefault(); }
      else if (event.key === "ArrowUp" && at >= 0) { (links[at - 1] || box).focus(); event.preventDefault(); }
      else if (event.key === "Escape") { list.hidden = true; box.focus(); list.hidden = true; }
    });
    const away = (event) => { if (!event.target.closest("#find")) list.hidden = true; };
    document.addEventListener("click", (event) => { if (event.target.isConnected) away(event); });
    document.addEventListener("focusin", away);
  });
})();
