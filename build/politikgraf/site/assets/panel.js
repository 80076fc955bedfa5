/* The side panel: statements behind a point, with wording and place. */
"use strict";
(function () {
  const P = window.politikgraf;
  const panel = document.getElementById("panel");
  let from = null;

  /** One statement as a person reads it. */
  P.statement = function (s, options) {
    const kind = P.data.kinds[s.k];
    const doc = P.data.documents[s.d];
    const item = P.h("article", { class: "statement", "data-key": `${s.d}/${s.id}`, "data-m": s.m },
      P.h("p", { class: "says" }, P.h("span", { class: `kind f-${kind[2]}` }, kind[0]), " ",
        options && options.who ? P.who(s.m) : null, options && options.who ? " " : null, P.h("span", { class: "label" }, s.l)));
    (s.q || []).forEach((q) => item.append(P.h("blockquote", { lang: "da" }, q)));
    const meta = P.h("p", { class: "meta" }, P.h("a", { class: "place", href: P.address(`${doc.url}#${s.id}`) }, s.p));
    s.r.forEach(([role, actor]) => {
      const a = P.actors.get(actor);
      if (a) meta.append(" ", P.h("span", { class: "part" }, P.h("span", { class: "role" }, P.data.roles[role]), " ", P.h("a", { href: P.address(a.url) }, a.label)));
    });
    item.append(meta);
    if ("u" in s) item.append(P.h("details", { class: "trust is-fragile" }, P.h("summary", {}, P.t("arguable")), P.h("div", {}, P.h("p", {}, s.u))));
    return item;
  };
  /** A reason of fragility in words, and of whom that is so. */
  const reason = (c, r) => {
    const names = P.data.municipalities.filter((m) => (c.w[m.id] || []).includes(r)).map((m) => m.short);
    return P.h("p", {}, P.data.fragile[r] || "", names.length ? ` ${P.t("concerns", { names: P.list(names) })}` : "");
  };
  P.firmness = function (c, why) {
    const reasons = (why || c.fragile).map((r) => reason(c, r));
    return !reasons.length ? null : P.h("details", { class: "trust is-fragile" }, P.h("summary", {}, P.t("fragile")), P.h("div", {}, ...reasons));
  };

  P.panel = {
    /** Show some content under a title; focus moves there and comes back on closing. */
    show: function (title, ...content) {
      if (!panel) return;
      from = document.activeElement && !panel.contains(document.activeElement) ? document.activeElement : from;
      const head = P.h("h2", { tabindex: "-1" }, title);
      panel.replaceChildren(P.h("div", { class: "panelhead" }, head, P.h("button", { type: "button", onclick: P.panel.close }, P.t("close"))), ...content.filter(Boolean));
      panel.hidden = false;
      const howto = document.getElementById("howto");
      if (howto) howto.hidden = true;
      panel.scrollTop = 0;
      panel.parentElement.scrollTop = 0;
      head.focus({ preventScroll: true });
    },
    close: function () {
      panel.hidden = true;
      const howto = document.getElementById("howto");
      if (howto) howto.hidden = false;
      document.dispatchEvent(new CustomEvent("panelclosed"));
      if (from) from.focus({ preventScroll: true });
    },
    /** Put the panel away when what it was about is gone; the focus stays where it is. */
    clear: function () {
      if (panel.hidden) return;
      panel.hidden = true;
      panel.replaceChildren();
    },
    /** Why a result about a concept is fragile: over all municipalities, or over some that are named. */
    why: function (id, why, names) {
      const c = P.concepts.get(id);
      P.panel.show(c.label, P.h("p", {}, P.h("strong", {}, "≈ " + P.t("fragile"))), ...(why || c.fragile).map((r) => reason(c, r)),
        P.h("p", { class: "quiet" }, names ? P.t("whyAmong", { names }) : P.t("whyAll")), P.h("p", { class: "more" }, P.h("a", { href: P.address(c.url) }, P.t("page", { name: c.label }))));
    },
    /** What one municipality says of one concept. */
    cell: async function (id, m) {
      const c = P.concepts.get(id);
      const name = P.short(m);
      const page = P.h("p", { class: "more" }, P.h("a", { href: P.address(`${c.url}#${m}`) }, P.t("page", { name: c.label })));
      const title = [c.label, P.h("br"), P.who(m)];
      if (!c.n[m]) {
        P.panel.show(wrap(title), P.h("p", {}, P.t(c.b[m] ? "narrower" : "nothing", { name })), P.h("p", { class: "quiet" }, P.municipalities.get(m).read), P.firmness(c), page);
        return;
      }
      const statements = (await P.load([m])).filter((s) => s.c.includes(id));
      P.panel.show(wrap(title), P.h("p", { class: "quiet" }, `${P.many(c.n[m])}, ${P.t("share", { p: P.percent(c.s[m]) })}`), P.firmness(c), ...statements.map((s) => P.statement(s)), page);
    },
    /** What everyone (or some) says of one concept. */
    concept: async function (id, ids, why) {
      const c = P.concepts.get(id);
      const have = ids.filter((m) => c.n[m]);
      const statements = (await P.load(have.slice(0, 8))).filter((s) => s.c.includes(id));
      const groups = have.slice(0, 8).flatMap((m) => [
        P.h("h3", {}, P.who(m), " ", P.h("span", { class: "quiet" }, P.many(c.n[m]))),
        ...statements.filter((s) => s.m === m).map((s) => P.statement(s)),
      ]);
      P.panel.show(c.label, c.definition ? P.h("p", {}, c.definition) : null, sharing(c), P.firmness(c, why), ...groups,
        P.h("p", { class: "more" }, P.h("a", { href: P.address(c.url) }, P.t("page", { name: c.label }))));
    },
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a[data-why]");
    if (!mark || !panel || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    mark.focus({ preventScroll: true });
    P.panel.why(mark.dataset.why);
  });
  const trust = location.hash === "#trust" && document.getElementById("trust");
  if (trust) trust.open = true;
  const wrap = (parts) => P.h("span", {}, ...parts);
  function sharing(c) {
    const names = P.data.municipalities.filter((m) => c.n[m.id]).map((m) => m.short);
    return P.h("p", { class: "quiet" }, `${P.t("says")}: ${P.list(names.slice(0, 8)) || P.t("none").toLowerCase()}${names.length > 8 ? " …" : ""}`);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel && !panel.hidden && !document.querySelector(".take details[open]")) P.panel.close();
  });
})();
