// The widget of review(): an article on one side, the row of one of its claims on the other. Python has the claims
// (`overview`, `page`) and does all that changes them; here is only what a person sees, selects and types. The article
// comes as HTML that Python escaped; all else is written as text.

const NEW = "not reviewed";
const STATES = [NEW, "accepted", "edited", "rejected", "added"];
const PATIENCE = 8000; // milliseconds that Python may take to answer
const ROLES = { // as show.js colours the words that fields were read from
  reporter: "who", partner: "who", against: "who", period: "when", basis: "when", source: "word", status: "word",
};
const KEYS = [
  ["j k ↓ ↑", "next, previous claim"], ["n", "next claim that is not reviewed"], ["a", "accept the claim as it stands"],
  ["e", "edit its fields; Enter saves, Esc cancels"], ["x r", "reject the claim"], ["u", "undo the last change"],
  ["w", "take back the correction of this claim"],
  ["m", "add a missed claim: of the words selected in the article, or of words to be typed"],
  ["/", "search"], ["?", "show or hide this help"],
];
let widgets = 0; // ids are of the whole page

const make = (tag, css, text = "", more = {}) =>
  Object.assign(document.createElement(tag), { className: css && `tk-review-${css}`, textContent: text }, more);
const letters = (text) => [...text].length; // as Python counts: an emoji is one, not two

function render({ model, el }) {
  const id = `tk-review-${++widgets}`;
  let adding = null, selected = null, asked = 0, claims = [], last = Promise.resolve();
  const waiting = new Map();

  // One after the other, however fast the keys are: each waits until Python has answered the one before.
  const inTurn = (what) => (last = last.then(what).catch((error) => say(String(error), true)));

  function button(css, text, key, what) {
    const one = make("button", css, text, { type: "button", onclick: () => inTurn(what) });
    one.append(" ", make("kbd", "", key));
    one.setAttribute("aria-keyshortcuts", key);
    one.onmousedown = (event) => event.preventDefault(); // the selection in the article stays
    return one;
  }

  // --- the parts of the widget

  const root = make("div", "", "", { tabIndex: 0 });
  root.className = "tradekit tk-review";
  root.dataset.ready = root.dataset.rows = ""; // or the script of a show() below would take it for a display
  root.dataset.lmSuppressShortcuts = "true"; // or JupyterLab would take our keys for its own
  root.dataset.jpSuppressContextMenu = "true";
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Review of claims");
  const bar = make("div", "bar"), told = make("span", "progress"), meter = make("progress", "meter");
  meter.setAttribute("aria-label", "claims reviewed");
  const filter = make("select", "filter"), search = make("input", "search", "", { type: "search", placeholder: "search" });
  filter.setAttribute("aria-label", "Which claims");
  search.setAttribute("aria-label", "Search in claims");
  filter.append(...["all claims", ...STATES].map((state) => make("option", "", state, { value: state })));
  const at = make("span", "at"), aloud = make("span", "aloud"); // what a screen reader says of the claim
  aloud.setAttribute("aria-live", "polite");
  const pick = make("select", "pick");
  pick.setAttribute("aria-label", "Article");
  pick.append(...model.get("articles_listed").map(([name, title]) => new Option(title ? `${name}: ${title}` : name, name)));
  pick.hidden = pick.length < 2;
  const help = make("dl", "help", "", { hidden: true });
  for (const [key, what] of KEYS) help.append(make("dt", "", key), make("dd", "", what));
  const helper = button("helper", "Keys", "?", () => toggleHelp());
  bar.append(told, meter, filter, search, pick, at,
    button("previous", "Previous", "k", () => step(-1)), button("next", "Next", "j", () => step(1)),
    button("unreviewed", "Next to review", "n", () => go(unreviewed())), helper);
  const article = make("div", "article", "", { tabIndex: -1 });
  article.setAttribute("aria-label", "Article");
  const side = make("div", "side"), head = make("div", "head"), fields = make("form", "form", "", { noValidate: true });
  const status = make("p", "status"), file = make("p", "file");
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  const acts = make("div", "acts"), ends = make("div", "acts ends");
  ends.className = "tk-review-acts tk-review-ends";
  const buttons = {
    accept: button("accept", "Accept", "a", () => act("accept")),
    edit: button("edit", "Edit", "e", () => focusField()),
    reject: button("reject", "Reject", "x", () => act("reject")),
    undo: button("undo", "Undo", "u", () => act("undo")),
    withdraw: button("withdraw", "Take back", "w", () => act("withdraw")),
    add: button("add", "Add a missed claim", "m", () => add()),
  };
  acts.append(...Object.values(buttons));
  ends.append(button("save", "Save", "Enter", () => save()), button("cancel", "Cancel", "Esc", () => cancel()));
  const words = make("form", "words", "", { hidden: true });
  const typed = make("input", "typed", "", { type: "text", name: "words", id: `${id}-words` });
  words.append(make("label", "", "Words of the missed claim, as they stand in the article", { htmlFor: typed.id }), typed);
  side.append(head, acts, status, words, fields, file);
  const body = make("div", "body");
  body.append(article, side);
  root.append(bar, help, body, aloud);
  el.append(root);

  const inputs = {};
  const economies = make("datalist", "", "", { id: `${id}-economies` });
  economies.append(...model.get("economies").map(([code, name]) => new Option(code, name)));
  for (const field of model.get("form")) {
    const label = make("label", "", field.name, { htmlFor: `${id}-${field.name}`, title: field.meaning });
    const input = make(field.choices.length || field.name === "of" ? "select" : "input", "input", "", {
      id: `${id}-${field.name}`, name: field.name, title: field.meaning, autocomplete: "off",
    });
    if (field.choices.length) input.append(new Option("", ""), ...field.choices.map((one) => new Option(one, one)));
    if (field.economies) input.setAttribute("list", economies.id);
    if (field.suggested.length) {
      const list = make("datalist", "", "", { id: `${id}-${field.name}-list` });
      list.append(...field.suggested.map((one) => new Option(one, one)));
      input.setAttribute("list", list.id);
      fields.append(list);
    }
    const error = make("p", "error", "", { id: `${id}-${field.name}-error`, hidden: true });
    inputs[field.name] = { input, label, error, before: "" };
    const row = make("div", "field");
    row.dataset.field = field.name;
    row.append(label, input, error);
    fields.append(row);
  }
  fields.append(economies, ends);

  // --- asking Python

  function ask(message) {
    return new Promise((resolve) => {
      const to = ++asked;
      const silent = () => resolve({ ok: false, errors: {}, message:
        "Python does not answer: is the kernel busy, or was it stopped? What you typed stays here, but is not saved yet." });
      const timer = setTimeout(silent, PATIENCE);
      waiting.set(to, (reply) => { clearTimeout(timer); resolve(reply); });
      try {
        model.send({ ...message, id: to });
      } catch {
        silent();
      }
    });
  }

  const answered = (reply) => {
    waiting.get(reply.to)?.(reply);
    waiting.delete(reply.to);
  };

  // --- what is shown

  const overview = () => model.get("overview");
  const page = () => model.get("page");
  const current = () => model.get("current");
  const row = () => (page().claims ?? []).find((one) => one.claim === current());

  function say(message, wrong = false) {
    status.textContent = message;
    status.classList.toggle("tk-review-wrong", wrong);
  }

  function draw() {
    const all = overview(), done = all.filter((one) => one.state !== NEW).length;
    const sought = search.value.trim().toLowerCase();
    claims = all.filter((one) => (filter.value === "all claims" || one.state === filter.value) &&
      (!sought || `${one.text} ${one.about} ${one.article}`.toLowerCase().includes(sought)));
    told.textContent = `${done} of ${all.length} reviewed`;
    Object.assign(meter, { max: all.length || 1, value: done });
    const place = claims.findIndex((one) => one.claim === current());
    const some = claims.length === all.length ? "claim" : "found";
    at.textContent = place >= 0 ? `${some} ${place + 1} of ${claims.length}`
      : `${claims.length} ${some}${some === "claim" && claims.length !== 1 ? "s" : ""}`;
  }

  function drawArticle() {
    const given = page(), same = pick.value === given.article, top = article.scrollTop;
    pick.value = given.article ?? "";
    article.innerHTML = given.html ?? ""; // escaped by Python, as in show()
    article.scrollTop = same ? top : 0;
    article.querySelectorAll("[title]").forEach((one) => one.removeAttribute("title")); // the form has the row
    article.querySelectorAll("[tabindex]").forEach((one) => (one.tabIndex = -1)); // the keys go from claim to claim
    (given.claims ?? []).forEach((claim, number) => {
      const pieces = [...article.querySelectorAll(`[data-claim="${number}"]`)];
      pieces.forEach((piece, i) => {
        piece.dataset.state = claim.state;
        if (i === pieces.length - 1) piece.dataset.last = "";
      });
    });
    file.textContent = given.file ? `Corrections are saved to ${given.file}` : "";
  }

  function drawClaim(refill = true) {
    const given = row(), number = (page().claims ?? []).indexOf(given);
    article.querySelectorAll(".tk-now").forEach((one) => one.classList.remove("tk-now"));
    article.querySelectorAll("[data-role]").forEach((one) => one.removeAttribute("data-role"));
    if (adding) return;
    globalThis.CSS?.highlights?.delete("tk-review-missed");
    const reasons = new Set();
    for (const piece of article.querySelectorAll("[data-why]")) {
      const why = piece.dataset.why.split(" ").map((one) => one.split(":"));
      const mine = why.filter(([of]) => Number(of) === number).map(([, field]) => field);
      mine.forEach((field) => reasons.add(field));
      if (mine.length && !piece.matches(`[data-claim="${number}"]`)) piece.dataset.role = ROLES[mine[0]] ?? "what";
    }
    const marks = [...article.querySelectorAll(`[data-claim="${number}"]`)];
    marks.forEach((one) => one.classList.add("tk-now"));
    if (marks.length) reveal(marks[0]);
    if (refill) fill(given?.cells ?? {}, given, reasons);
  }

  function reveal(words) { // an element or a range
    const box = words.getBoundingClientRect(), view = article.getBoundingClientRect();
    if (box.top < view.top || box.bottom > view.bottom) article.scrollTop += box.top - view.top - view.height / 3;
  }

  function fill(cells, given, reasons = new Set()) {
    head.replaceChildren();
    const about = overview().find((one) => one.claim === given?.claim)?.about;
    aloud.textContent = given && !adding ? `${given.text}, ${about}, ${given.state}` : "";
    if (adding) {
      head.append(make("b", "text", adding.text), make("span", "state", "a missed claim"));
    } else if (given) {
      const state = make("span", "state", given.state);
      state.dataset.state = given.state;
      head.append(make("b", "text", given.text), state, make("span", "reads", `reads as ${given.reads}`));
    } else {
      head.append(make("span", "reads", "No claims here. Select words in the article and press m to add one."));
    }
    const levels = (page().claims ?? []).filter((one) => one !== given && one.state !== "rejected");
    inputs.of.input.replaceChildren(new Option("", ""),
      ...levels.map((one) => new Option(`${one.text}, ${one.claim}`, one.claim)));
    for (const [name, one] of Object.entries(inputs)) {
      const cell = cells[name] ?? "";
      // A level that is not in the list, as where it is not among the chosen claims.
      if (name === "of" && cell && one.input.value !== cell) one.input.append(new Option(cell, cell));
      one.input.value = one.before = cell;
      one.input.disabled = !given && !adding;
      one.label.dataset.role = reasons.has(name) ? ROLES[name] ?? "what" : "";
      one.input.closest("div").classList.toggle("tk-review-edited", Boolean(given?.edited.includes(name)));
    }
    fault({});
    for (const name of ["accept", "edit", "reject"]) buttons[name].disabled = !given || Boolean(adding);
    buttons.withdraw.hidden = !given || given.state === NEW;
    editing();
  }

  function fault(errors) {
    for (const [name, { input, error }] of Object.entries(inputs)) {
      error.textContent = errors[name] ?? "";
      error.hidden = !errors[name];
      input.toggleAttribute("aria-invalid", Boolean(errors[name]));
      errors[name] ? input.setAttribute("aria-describedby", error.id) : input.removeAttribute("aria-describedby");
    }
    const first = Object.keys(inputs).find((name) => errors[name]);
    if (first) inputs[first].input.focus();
  }

  const changed = () => Object.values(inputs).some(({ input, before }) => input.value !== before);
  function editing() {
    ends.hidden = !adding && !changed() && !fields.contains(document.activeElement);
  }

  // --- what a person does

  function free() { // what was typed is not left behind unasked
    if (!adding && !changed()) return true;
    say("Save what you typed with Enter, or let it go with Esc.", true);
    return false;
  }

  async function go(claim) {
    if (!claim || !free() || !(await open(claim.article))) return;
    say("");
    turn(claim.claim);
  }

  async function open(name) {
    if (name === page().article) return true;
    const reply = await ask({ do: "open", article: name });
    if (!reply.ok) say(reply.message, true);
    return reply.ok;
  }

  async function choose(name) { // an article, which may have no claims yet
    if (free() && (await open(name))) {
      say("");
      turn(page().claims[0]?.claim ?? "");
    }
    pick.value = page().article;
  }

  function turn(claim) {
    model.set("current", claim);
    model.save_changes();
    draw();
    drawClaim();
  }

  function step(by) {
    const place = claims.findIndex((one) => one.claim === current());
    if (place < 0) return go(claims[0]);
    if (!claims[place + by]) return say(by > 0 ? "This is the last claim." : "This is the first claim.");
    return go(claims[place + by]);
  }

  function unreviewed() {
    const place = claims.findIndex((one) => one.claim === current());
    const ahead = [...claims.slice(place + 1), ...claims.slice(0, Math.max(place, 0))];
    const found = ahead.find((one) => one.state === NEW);
    if (!found) say("No other claim here is left to review.");
    return found;
  }

  async function act(what) {
    if (!free() || (what !== "undo" && !row())) return;
    const next = what === "accept" || what === "reject" ? unreviewed() : null;
    const reply = await ask({ do: what, claim: current() });
    if (!reply.ok) {
      say(reply.message, true);
      return fault(reply.errors);
    }
    shown(reply);
    if (next) await go(overview().find((one) => one.claim === next.claim));
    say(`${reply.message}${what === "accept" || what === "reject" ? (next ? "" : " No other claim here is left to review.") : ""}`);
  }

  function shown(reply) {
    const there = (page().claims ?? []).map((one) => one.claim);
    turn(reply.claim ?? (there.includes(current()) ? current() : there[0] ?? ""));
    root.focus({ preventScroll: true });
  }

  async function save() {
    if (!adding && !row()) return;
    const cells = Object.fromEntries(Object.entries(inputs).map(([name, { input }]) => [name, input.value]));
    if (adding) { // the ends follow from the value, unless they were typed
      for (const name of ["low", "high"]) if (cells[name] === inputs[name].before) cells[name] = "";
    }
    say("Saving …");
    const reply = await ask(adding
      ? { do: "add", article: adding.article, start: adding.start, end: adding.end, cells }
      : { do: "edit", claim: current(), cells });
    say(reply.message, !reply.ok);
    if (!reply.ok) return fault(reply.errors);
    adding = null;
    shown(reply);
  }

  function cancel() {
    adding = null;
    words.hidden = true;
    say("");
    drawClaim();
    root.focus({ preventScroll: true });
  }

  function focusField(name = "value") {
    if (row() || adding) inputs[name].input.focus();
    inputs[name].input.select?.();
  }

  async function add() {
    if (!free()) return;
    if (!selected) {
      words.hidden = false;
      typed.value = "";
      typed.focus();
      return say("Select the words in the article, or type them.");
    }
    await begin({ start: selected[0], end: selected[1] });
  }

  async function begin(which) {
    const reply = await ask({ do: "select", article: page().article, ...which });
    if (!reply.ok) return say(reply.message, true);
    adding = reply;
    words.hidden = true;
    drawClaim(false);
    fill(reply.cells);
    mark(reply.start, reply.end);
    say("Fill in what the article says, and save with Enter.");
    focusField(reply.cells.value ? "measure" : "value");
  }

  function toggleHelp() {
    help.hidden = !help.hidden;
    helper.setAttribute("aria-expanded", String(!help.hidden));
  }

  // Where the selection stands in the article's text, or null.
  function selection() {
    const text = article.querySelector(".tk-text"), chosen = document.getSelection();
    if (!text || !chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0), before = document.createRange();
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = letters(before.toString());
    return [start, start + letters(range.toString())];
  }

  // The words of a claim that is being added, while the fields have the focus and the selection is not seen.
  function mark(start, end) {
    const walker = document.createTreeWalker(article.querySelector(".tk-text"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let passed = 0; walker.nextNode(); ) {
      const signs = [...walker.currentNode.data], unit = (at) => signs.slice(0, at - passed).join("").length;
      if (passed <= start && start < passed + signs.length) range.setStart(walker.currentNode, unit(start));
      if (passed < end && end <= passed + signs.length) range.setEnd(walker.currentNode, unit(end));
      passed += signs.length;
    }
    globalThis.CSS?.highlights?.set("tk-review-missed", new Highlight(range));
    reveal(range);
  }

  const remember = () => {
    if (root.contains(document.activeElement) || article.contains(document.getSelection().anchorNode)) {
      selected = selection();
    }
  };

  const keys = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), n: () => go(unreviewed()),
    a: () => act("accept"), e: () => focusField(), x: () => act("reject"), r: () => act("reject"), u: () => act("undo"),
    w: () => act("withdraw"), m: () => add(), "/": () => search.focus(), "?": toggleHelp, Escape: () => cancel(),
  };

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.stopPropagation();
    const into = event.target, typing = into.matches("input, select, textarea");
    if (event.key === "Escape") {
      event.preventDefault();
      if (!help.hidden) toggleHelp();
      return cancel();
    }
    if (typing) {
      if (event.key !== "Enter") return undefined;
      event.preventDefault();
      if (into === typed) return inTurn(() => begin({ words: typed.value, near: Number(current().split(":").pop()) }));
      if (fields.contains(into)) return inTurn(save);
      return root.focus({ preventScroll: true });
    }
    if (into.matches("button") && (event.key === "Enter" || event.key === " ")) return undefined;
    if (event.key === "Enter" && !ends.hidden) return inTurn(save);
    if (!keys[event.key]) return undefined;
    event.preventDefault();
    return inTurn(keys[event.key]);
  });
  for (const one of ["keyup", "keypress"]) root.addEventListener(one, (event) => event.stopPropagation());
  for (const form of [fields, words]) form.addEventListener("submit", (event) => event.preventDefault());
  fields.addEventListener("input", editing);
  fields.addEventListener("focusin", editing);
  fields.addEventListener("focusout", () => setTimeout(editing));
  filter.addEventListener("change", draw);
  pick.addEventListener("change", () => inTurn(() => choose(pick.value)));
  search.addEventListener("input", draw);
  article.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-claim]");
    root.focus({ preventScroll: true });
    if (mark && !selection()) go({ article: page().article, claim: page().claims[Number(mark.dataset.claim)].claim });
  });
  document.addEventListener("selectionchange", remember);

  model.on("msg:custom", answered);
  const redraw = () => { // what is typed stays, and what is not there yet is waited for
    drawArticle();
    draw();
    drawClaim(!changed() && Boolean(row() || !page().claims?.length));
  };
  model.on("change:page", redraw);
  model.on("change:overview", draw);
  redraw();
  return () => {
    document.removeEventListener("selectionchange", remember);
    model.off("msg:custom", answered);
    model.off("change:page", redraw);
    model.off("change:overview", draw);
  };
}

export default { render };
