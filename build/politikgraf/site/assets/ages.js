/* Which statements cover a child of a given age, and how that is known. */
"use strict";
window.politikgraf.ready(function (data) {
  const P = window.politikgraf;
  const form = document.getElementById("age-controls");
  const range = document.getElementById("age-range");
  const out = document.getElementById("age-out");
  const answer = document.getElementById("age-answer");
  const MOST = 8;

  const covers = (s, age) => s.a.some(([low, high]) => low <= age && (high === null || age <= high));
  function group(title, statements, what) {
    if (!statements.length) return null;
    const section = P.h("section", {}, P.h("h3", {}, title, " ", P.h("span", { class: "quiet" }, `${P.digits(statements.length)} ${what}`)));
    statements.slice(0, MOST).forEach((s) => section.append(P.statement(s, { who: true })));
    if (statements.length > MOST) {
      const more = P.h("button", { type: "button" }, P.t("ageMore", { n: P.digits(statements.length) }));
      more.addEventListener("click", () => {
        const rest = statements.slice(MOST).map((s) => P.statement(s, { who: true }));
        more.replaceWith(...rest);
        rest[0].setAttribute("tabindex", "-1");
        rest[0].focus();
      });
      section.append(more);
    }
    return section;
  }
  /** Only the ages that the chosen municipality states, and only its name beside them. */
  function bars(age, m) {
    let any = false;
    document.querySelectorAll("#age-table tbody tr").forEach((row) => {
      const owners = [...row.querySelectorAll(".owner")];
      owners.forEach((o) => { o.hidden = Boolean(m) && o.dataset.m !== m; });
      row.hidden = Boolean(m) && owners.every((o) => o.hidden);
      any = any || !row.hidden;
      row.classList.toggle("covers", Number(row.dataset.low) <= age && age <= Number(row.dataset.high));
    });
    const none = document.getElementById("age-none");
    none.textContent = any ? "" : P.t("ageNone", { name: P.short(m) });
    none.hidden = any;
  }
  let current = [];
  let turn = 0;
  async function show() {
    const age = Number(range.value), m = form.elements.m.value, k = form.elements.k.value;
    out.textContent = String(age);
    P.setState({ a: age, m, k });
    bars(age, m);
    const mine = ++turn;
    const all = (await P.load(m ? [m] : data.municipalities.map((x) => x.id))).filter((s) => !k || s.k === k);
    if (mine !== turn) return;
    const own = all.filter((s) => s.how === "own" && covers(s, age));
    const whole = all.filter((s) => s.how === "document" && covers(s, age));
    const silent = all.filter((s) => s.how === "silent");
    const kind = k ? data.kinds[k] : null;
    const what = (n) => (kind ? kind[n === 1 ? 0 : 1] : P.t("anyKind"));
    const n = own.length + whole.length;
    current = own.concat(whole);
    const outside = !n && m && data.municipalities.find((x) => x.id === m).ages;
    answer.replaceChildren(
      P.h("h2", {}, P.t(m ? "ageIn" : "ageLead", { n: P.digits(n), what: what(n), age, name: m ? P.short(m) : "" })),
      ...(whole.length ? [P.h("p", {}, P.t("ageSplit", { own: P.digits(own.length), whole: P.digits(whole.length) }))] : []),
      ...(outside ? [P.h("p", {}, P.t("ageOutside", { name: P.short(m), ages: outside }))] : []),
      ...[group(P.t("ageOwn"), own, what(own.length)), group(P.t("ageDocument"), whole, what(whole.length))].filter(Boolean),
    );
    if (silent.length) {
      const fold = P.h("details", { class: "fold" }, P.h("summary", {}, P.h("h3", {}, P.t("ageSilent")), P.h("span", { class: "quiet" }, `${P.digits(silent.length)} ${what(silent.length)}`)));
      fold.addEventListener("toggle", () => { if (fold.open && fold.children.length === 1) fold.append(group("", silent, "")); });
      answer.append(fold);
    }
  }
  P.named = () => [range.value, form.elements.m.value, form.elements.k.value && data.kinds[form.elements.k.value][1]].filter(Boolean).join("-");
  P.selection = async () => current.map((s) => [s.m, `${s.d}/${s.id}`]);
  P.rows = async () => [["municipality", "kind", "mainText", "ages", "place"].map((x) => P.t(x))].concat(
    current.map((s) => [P.short(s.m), data.kinds[s.k][0], s.l, s.how === "own" ? s.g.map((g) => P.ages.get(g).label).join(", ") : P.t("ageDocument"), s.p]));
  const state = P.state();
  if (state.get("a")) range.value = state.get("a");
  if (state.get("m") && P.municipalities.has(state.get("m"))) form.elements.m.value = state.get("m");
  if (data.kinds[state.get("k")]) form.elements.k.value = state.get("k");
  P.watch(form, show);
  show();
});
