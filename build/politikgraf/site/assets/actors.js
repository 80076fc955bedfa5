/* Who does what: statements in which somebody has a role, by municipality and subject; and measures that nobody is responsible for. */
"use strict";
window.politikgraf.ready(function (data) {
  const P = window.politikgraf;
  const form = document.getElementById("who-controls");
  const answer = document.getElementById("who-answer");
  const MOST = 6, NOBODY = "nobody";
  let turn = 0, shown = [];

  /** A heading with its statements, the first few in sight and the rest behind a button. */
  function group(title, found, who) {
    const section = P.h("section", {}, P.h("h3", {}, title, " ", P.h("span", { class: "quiet" }, P.many(found.length))),
      ...found.slice(0, MOST).map((s) => P.statement(s, { who })));
    if (found.length > MOST) {
      const more = P.h("button", { type: "button" }, P.t("ageMore", { n: P.digits(found.length) }));
      more.addEventListener("click", () => {
        const rest = found.slice(MOST).map((s) => P.statement(s, { who }));
        more.replaceWith(...rest);
        rest[0].setAttribute("tabindex", "-1");
        rest[0].focus();
      });
      section.append(more);
    }
    return section;
  }
  function collect(statements, keys) {
    const by = new Map();
    statements.forEach((s) => keys(s).forEach((key) => by.set(key, (by.get(key) || []).concat(s))));
    return by;
  }
  async function show(remember) {
    const r = form.elements.r.value, m = form.elements.m.value, c = form.elements.c.value;
    if (remember) P.setState({ r, m, c });
    shown = [];
    if (!m && !c && r !== NOBODY) { answer.replaceChildren(P.h("p", { class: "quiet" }, P.t("whoChoose"))); return; }
    const mine = ++turn;
    const all = await P.load(m ? [m] : data.municipalities.map((x) => x.id));
    if (mine !== turn) return;
    const fits = (s) => !c || (c.startsWith("t:") ? s.c.some((x) => (P.concepts.get(x) || {}).theme === c.slice(2)) : s.c.includes(c));
    const asked = all.filter(fits);
    if (r === NOBODY) {
      const measures = asked.filter((s) => s.k === "measure");
      const open = measures.filter((s) => !s.r.some(([role]) => role === "responsible"));
      shown = [...collect(open, (s) => [s.m])].map(([owner, found]) => [P.short(owner), found]);
      answer.replaceChildren(P.h("p", {}, P.t("nobodyLead", { n: P.digits(open.length), of: P.digits(measures.length) })),
        ...[...collect(open, (s) => [s.m])].map(([owner, found]) => group(P.who(owner), found, false)));
      return;
    }
    const by = collect(asked, (s) => [...new Set(s.r.filter(([role, a]) => role === r && P.actors.has(a)).map(([, a]) => a))]);
    const groups = [...by].sort((x, y) => y[1].length - x[1].length);
    shown = groups.map(([a, found]) => [P.actors.get(a).label, found]);
    answer.replaceChildren(...(groups.length
      ? groups.map(([a, found]) => group(P.h("a", { href: P.address(P.actors.get(a).url) }, P.actors.get(a).label), found, !m))
      : [P.h("p", {}, P.t("whoNone"))]));
  }
  const label = (name) => (form.elements[name].value ? form.elements[name].selectedOptions[0].textContent : "");
  // Taken home is what was asked for; nothing asked, the table of all actors.
  P.named = () => (shown.length ? ["r", "m", "c"].map(label).filter(Boolean).join("-") : "");
  const table = () => [...document.querySelectorAll("#matrix tr")].map((row) => [...row.cells].map((cell) => cell.dataset.n || cell.textContent.replace(/\s+/g, " ").trim()));
  P.rows = async () => (shown.length
    ? [["actor", "municipality", "document", "kind", "mainText", "place", "iri"].map((k) => P.t(k))].concat(shown.flatMap(([who, found]) =>
      found.map((s) => [who, P.short(s.m), data.documents[s.d].title, data.kinds[s.k][0], s.l, s.p, P.iri(s)])))
    : table());
  const state = P.state();
  ["r", "m", "c"].forEach((x) => { if (state.get(x)) form.elements[x].value = state.get(x); });
  P.watch(form, () => show(true));
  show(false);
});
