// Colours for the SPARQL editor, Ctrl+Enter, the cursor at a mistake, and a chosen question run at once. The page works without it.
"use strict";
(() => {
  const area = document.getElementById("sparql");
  if (!area) return;
  const editor = area.parentElement;
  const colours = editor.querySelector(".colours");
  const token = new RegExp(
    [
      /(?<comment>#[^\n]*)/,
      /(?<iri><[^<>"{}|^`\\\s]*>)/,
      /(?<string>"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/,
      /(?<variable>[?$][\p{L}\p{N}_]+)/,
      /(?<name>[\p{L}\p{N}_-]*:[\p{L}\p{N}_.:%-]*)/,
      /(?<word>\b[A-Za-z_][A-Za-z0-9_]*\b)/,
    ].map((part) => part.source).join("|"), "gu");
  const classes = { comment: "comment", iri: "iri", name: "iri", string: "string", variable: "variable", word: "word" };
  const LONGEST = 50000;

  function paint() {
    const text = area.value;
    if (text.length > LONGEST) {
      editor.classList.remove("lit");
      return;
    }
    const parts = [];
    let at = 0;
    for (const match of text.matchAll(token)) {
      const kind = Object.keys(match.groups).find((key) => match.groups[key] !== undefined);
      const span = document.createElement("span");
      span.className = classes[kind];
      span.textContent = match[0];
      parts.push(text.slice(at, match.index), span);
      at = match.index + match[0].length;
    }
    parts.push(text.slice(at) + "\n");
    colours.replaceChildren(...parts);
    editor.classList.add("lit");
    follow();
  }

  function follow() {
    colours.scrollTop = area.scrollTop;
    colours.scrollLeft = area.scrollLeft;
  }

  function pointAtMistake() {
    const line = Number(area.dataset.line);
    const before = area.value.split("\n").slice(0, line - 1);
    const start = before.join("\n").length + (line > 1 ? 1 : 0) + Number(area.dataset.column) - 1;
    area.setSelectionRange(start, start);
  }

  area.addEventListener("input", paint);
  area.addEventListener("scroll", follow);
  new ResizeObserver(follow).observe(area);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      area.form.requestSubmit(area.form.querySelector("button.main"));
    }
  });
  // A question that was chosen but not yet shown is what "Run" means, unless the text is the asker's own.
  area.form.addEventListener("submit", (event) => {
    const chosen = document.getElementById("question");
    const shown = area.form.elements.question.value;
    if (!chosen || !chosen.value || chosen.value === shown || area.value !== area.defaultValue) return;
    event.preventDefault();
    const address = new URLSearchParams({ lang: area.form.elements.lang.value, question: chosen.value, run: "1" });
    location.assign(`/query?${address}#answer`);
  });
  paint();
  if (area.dataset.line > 0) pointAtMistake();
  if (location.hash === "#answer") document.getElementById("answer")?.focus({ preventScroll: true });
})();
