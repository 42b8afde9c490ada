"use strict";
(() => {
  const id = (name) => document.getElementById(name);
  const filters = id("filters");
  const entries = [...document.querySelectorAll("article.finding")];
  const groups = [...document.querySelectorAll("section.group")];
  const selects = [...document.querySelectorAll("#filters select")];
  const search = id("filter-text");
  const titles = new Map(groups.map((each) => [each, each.querySelector("h3").textContent]));
  const texts = new Map();

  const textOf = (entry) => {
    if (!texts.has(entry)) {
      const title = titles.get(entry.parentElement) || "";
      texts.set(entry, `${title} ${entry.textContent}`.toLowerCase());
    }
    return texts.get(entry);
  };

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = selects.filter((each) => each.value);
    let count = 0;
    for (const entry of entries) {
      const fits =
        wanted.every((each) => entry.dataset[each.dataset.key] === each.value) &&
        words.every((word) => textOf(entry).includes(word));
      entry.hidden = !fits;
      count += fits;
    }
    let rules = 0;
    for (const group of groups) {
      group.hidden = !group.querySelector("article.finding:not([hidden])");
      rules += !group.hidden;
    }
    const noun = count === 1 ? "finding" : "findings";
    const of = rules === 1 ? "rule" : "rules";
    id("filter-count").textContent = `${count} ${noun} of ${rules} ${of} shown.`;
    id("filter-none").hidden = count > 0;
  };

  const reset = () => {
    search.value = "";
    for (const each of selects) each.value = "";
    show();
  };

  if (filters) {
    let waiting = 0;
    const soon = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(show);
    };
    search.addEventListener("input", soon);
    for (const each of selects) each.addEventListener("change", soon);
    id("filter-reset").addEventListener("click", reset);
    filters.hidden = false;
  }

  // A link may lead into what is folded or filtered away.
  const reveal = () => {
    const target = id(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  // On paper everything is open.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });
})();
