/* Who does what: statements in which somebody has a role, by municipality and subject. */
"use strict";
window.politikgraf.ready(function (data) {
  const P = window.politikgraf;
  const form = document.getElementById("who-controls");
  const answer = document.getElementById("who-answer");
  let turn = 0;
  async function show(remember) {
    const r = form.elements.r.value, m = form.elements.m.value, c = form.elements.c.value;
    if (remember) P.setState({ r, m, c });
    if (!m && !c) { answer.replaceChildren(P.h("p", { class: "quiet" }, P.t("whoChoose"))); return; }
    const mine = ++turn;
    const all = await P.load(m ? [m] : data.municipalities.map((x) => x.id));
    if (mine !== turn) return;
    const fits = (s) => !c || (c.startsWith("t:") ? s.c.some((x) => (P.concepts.get(x) || {}).theme === c.slice(2)) : s.c.includes(c));
    const by = new Map();
    all.filter(fits).forEach((s) => s.r.filter(([role]) => role === r).forEach(([, a]) => by.set(a, (by.get(a) || []).concat(s))));
    const groups = [...by].filter(([a]) => P.actors.has(a)).sort((x, y) => y[1].length - x[1].length);
    answer.replaceChildren(...(groups.length ? groups.map(([a, found]) => P.h("section", {},
      P.h("h3", {}, P.h("a", { href: P.address(P.actors.get(a).url) }, P.actors.get(a).label), " ", P.h("span", { class: "quiet" }, P.many(found.length))),
      ...found.slice(0, 6).map((s) => P.statement(s, { who: !m })),
      found.length > 6 ? P.h("p", {}, P.h("a", { href: P.address(`${P.actors.get(a).url}#${r}`) }, P.t("ageMore", { n: P.digits(found.length) }))) : null))
      : [P.h("p", {}, P.t("whoNone"))]));
  }
  const state = P.state();
  ["r", "m", "c"].forEach((x) => { if (state.get(x)) form.elements[x].value = state.get(x); });
  P.watch(form, () => show(true));
  show(false);
});
