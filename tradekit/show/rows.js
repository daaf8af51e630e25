// The rows of tables, and what articles and tables share: filters, sorting, and the way from a row to its claim and
// back, also between displays of one notebook.
(() => {
  "use strict";
  const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });

  // --- filters: a claim stays if it has every chosen token

  function filter(root) {
    const selects = [...root.querySelectorAll(".tk-bar select")];
    const chosen = selects.map((select) => select.value).filter(Boolean);
    const fits = (one) => chosen.every((token) => one.dataset.facets.split(" ").includes(token));
    const rows = [...root.querySelectorAll("tbody[data-facets]")], marks = [...root.querySelectorAll(".tk-text mark")];
    for (const row of rows) row.hidden = !fits(row);
    for (const mark of marks) {
      mark.classList.toggle("tk-out", !fits(mark));
      if (mark.id) mark.tabIndex = fits(mark) ? 0 : -1;
    }
    for (const article of root.querySelectorAll(".tk-article")) {
      article.hidden = chosen.length > 0 && !article.querySelector("mark:not(.tk-out)");
      const entry = root.querySelector(`.tk-index a[href="#${CSS.escape(article.id)}"]`)?.closest("li");
      if (entry) entry.hidden = article.hidden;
    }
    const bar = root.querySelector(".tk-bar"), claims = rows.length ? rows : marks.filter((mark) => mark.id);
    const left = claims.filter(fits).length.toLocaleString("en"), all = claims.length.toLocaleString("en");
    // A table may leave rows out: they are in the total, but not here to be filtered.
    const output = bar.querySelector("output"), total = rows.length ? Number(output.dataset.total).toLocaleString("en") : all;
    const some = total === all ? `${left} of ${all} claims` : `${left} of ${all} claims shown; ${total} in all`;
    const whole = total === all ? `${all} claims` : `${all} of ${total} claims`;
    output.value = chosen.length ? some : whole;
    bar.querySelector("button").disabled = !chosen.length;
    bar.classList.toggle("tk-chosen", chosen.length > 0);
  }

  function showAll(root) {
    for (const select of root.querySelectorAll(".tk-bar select")) select.value = "";
    filter(root);
  }

  // --- sorting: up, down, and as it was; what is missing comes last, and values are compared within their unit

  function sortable(table) {
    const rows = [...table.tBodies], heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = Object.assign(make("button", head.textContent), { type: "button" });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const way = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")] ?? "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        if (way) head.setAttribute("aria-sort", way);
        table.append(...(way ? sorted(rows, column, way === "descending" ? -1 : 1) : rows));
      });
    });
  }

  function sorted(rows, column, sign) {
    const compare = new Intl.Collator("en").compare;
    const keys = new Map(rows.map((row) => {
      const { unit, sort } = row.rows[0].cells[column].dataset;
      return [row, { unit, said: sort ?? row.rows[0].cells[column].textContent }];
    }));
    return [...rows].sort((one, other) => {
      const a = keys.get(one), b = keys.get(other);
      if (!a.said || !b.said) return !a.said - !b.said;
      if (a.unit === undefined) return sign * compare(a.said, b.said);
      return compare(a.unit, b.unit) || sign * (a.said - b.said);
    });
  }

  // --- links within the page, which a notebook would take for its own

  function go(root, name) {
    const goal = root.querySelector(`#${CSS.escape(name)}`) ?? document.getElementById(name);
    if (!goal) return false;
    if (goal.closest("[hidden], .tk-out")) showAll(goal.closest(".tradekit"));
    const inside = goal.matches("tbody") ? goal.querySelector("a") : null;
    const stop = goal.matches("[tabindex]") ? goal : inside ?? goal.nextElementSibling;
    goal.scrollIntoView({ block: goal.matches("mark, tbody") ? "center" : "start" });
    stop.focus({ preventScroll: true });
    return true;
  }

  function lost(root, claim) {
    const note = root.querySelector(".tk-lost") ?? Object.assign(make("p"), { className: "tk-note tk-lost" });
    note.setAttribute("role", "status");
    root.append(note);
    note.textContent = `The article of ${claim} is not on this page; tradekit.show(articles, claims) shows it.`;
  }

  function start(root) {
    const bar = root.querySelector(".tk-bar");
    if (bar) {
      bar.hidden = false;
      bar.addEventListener("change", () => filter(root));
      bar.querySelector("button").addEventListener("click", () => showAll(root));
      filter(root);
    }
    root.querySelectorAll(".tk-scroll > table").forEach(sortable);
    root.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#tk-"]'), row = event.target.closest("tbody[data-facets]");
      if (!link && (!row || !getSelection().isCollapsed)) return; // words of a row can be selected
      event.preventDefault();
      const name = link ? link.getAttribute("href").slice(1) : row.id.replace("tk-row-", "tk-claim-");
      if (!go(root, name) && row?.querySelector("a")) lost(root, row.title);
    });
    root.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".tk-text mark[id]"))
        go(root, event.target.id.replace("tk-claim-", "tk-row-"));
    });
  }

  for (const root of document.querySelectorAll(".tradekit:not([data-rows])")) {
    root.dataset.rows = "";
    start(root);
  }
})();
