// Of the claim that is focused (a click focuses), else of the one under the pointer: its row in a card, and a label on
// the words that each field was read from. The rows come from the marks' titles, which serve as tooltips where scripts
// do not run.
(() => {
  "use strict";
  const EDGE = 8, DELAY = 200; // pixels; milliseconds to move from a claim to its card
  const ROLES = {
    reporter: "who", partner: "who", against: "who", period: "when", basis: "when", source: "word", status: "word",
  };

  const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });
  const role = (field) => ROLES[field] ?? "what";

  function fill(card, mark) {
    card.replaceChildren(...mark.dataset.row.split("\n\n").map((row) => {
      const list = make("dl");
      for (const line of row.split("\n")) {
        const colon = line.indexOf(": "), [told, why] = line.slice(colon + 2).split("\t");
        const name = make("dt", line.slice(0, colon)), value = make("dd", told);
        if (why) value.append(make("small", why));
        if (why?.startsWith("“")) name.dataset.role = role(name.textContent);
        list.append(name, value);
      }
      return list;
    }));
    const row = mark.id.replace("tk-claim-", "tk-row-");
    if (row && document.getElementById(row)) {
      card.prepend(Object.assign(make("a", "To its row in the table"), { href: `#${row}` }));
    }
  }

  function label(text, mark) {
    const claim = mark.dataset.claim, tags = [], told = new Set();
    text.classList.add("tk-on");
    for (const piece of text.querySelectorAll(`[data-claim="${claim}"]`)) piece.classList.add("tk-now");
    for (const piece of text.querySelectorAll("[data-why]:not(.tk-now)")) {
      const why = piece.dataset.why.split(" ").map((one) => one.split(":"));
      const fields = why.filter(([of]) => of === claim).map(([, field]) => field);
      if (!fields.length) continue;
      piece.dataset.role = role(fields[0]);
      const begun = fields.filter((field) => !told.has(field)); // words in several pieces have one label
      begun.forEach((field) => told.add(field));
      if (!begun.length) continue;
      const tag = Object.assign(make("i"), { className: "tk-tag" });
      tag.dataset.tag = begun.join(" · ");
      piece.prepend(tag);
      tags.push(tag);
    }
    part(tags, text.getBoundingClientRect().right);
  }

  // Labels of neighbours would cover each other: each stands to the right of the one before, none beyond the edge.
  function part(tags, edge) {
    const boxes = tags.map((tag) => tag.getBoundingClientRect()), left = boxes.map((box) => box.left);
    const near = (i) => boxes[i] && boxes[i + 1] && Math.abs(boxes[i].top - boxes[i + 1].top) < boxes[i].height;
    for (let i = 1; i < tags.length; i++) {
      if (near(i - 1)) left[i] = Math.max(left[i], left[i - 1] + boxes[i - 1].width + 2);
    }
    for (let i = tags.length - 1; i >= 0; i--) {
      left[i] = Math.min(left[i], (near(i) ? left[i + 1] - 2 : edge) - boxes[i].width);
      tags[i].style.marginLeft = `${left[i] - boxes[i].left}px`;
    }
  }

  function unlabel(text) {
    text.classList.remove("tk-on");
    text.querySelectorAll(".tk-now").forEach((piece) => piece.classList.remove("tk-now"));
    text.querySelectorAll("[data-role]").forEach((piece) => piece.removeAttribute("data-role"));
    text.querySelectorAll(".tk-tag").forEach((tag) => tag.remove());
  }

  // Beside the article where there is room, so that no text is covered; else at the far end of the page, above or
  // below, since the words to look at are around the claim.
  function place(card, mark) {
    const page = document.documentElement, box = mark.getBoundingClientRect();
    const beside = mark.closest(".tk-article").getBoundingClientRect().right + EDGE;
    const rightmost = page.clientWidth - card.offsetWidth - EDGE, side = beside <= rightmost;
    const under = box.top + box.bottom < page.clientHeight;
    card.style.maxHeight = side ? `${page.clientHeight - 2 * EDGE}px` : "40vh";
    const lowest = page.clientHeight - card.offsetHeight - EDGE;
    const top = side ? Math.min(box.top, lowest) : under ? lowest : EDGE;
    card.style.left = `${Math.max(side ? beside : rightmost, EDGE)}px`;
    card.style.top = `${Math.max(top, EDGE)}px`;
    card.style.visibility = box.bottom < 0 || box.top > page.clientHeight ? "hidden" : "";
  }

  function start(root) {
    const card = Object.assign(make("div"), { className: "tk-card", popover: "manual", hidden: true, tabIndex: -1 });
    card.setAttribute("aria-live", "polite");
    root.append(card);
    for (const mark of root.querySelectorAll(".tk-text mark")) {
      mark.dataset.row = mark.title;
      mark.removeAttribute("title");
    }
    let current = null, focused = null, timer = 0;
    const follow = (event) => {
      if (!root.isConnected) hide(); // the notebook's cell was run again
      else if (!card.contains(event.target)) place(card, current);
    };
    const claim = (event) => event.target.closest(".tk-text mark:not(.tk-out)");

    function show(mark) {
      clearTimeout(timer);
      if (mark === current) return;
      hide();
      current = mark;
      fill(card, mark);
      label(mark.closest(".tk-text"), mark);
      card.hidden = false;
      card.showPopover?.(); // in the top layer no scrolling box of the notebook clips it
      card.scrollTop = 0;
      place(card, current);
      addEventListener("scroll", follow, { capture: true, passive: true });
    }
    function hide() {
      clearTimeout(timer);
      if (!current) return;
      removeEventListener("scroll", follow, { capture: true });
      unlabel(current.closest(".tk-text"));
      card.hidePopover?.();
      card.hidden = true;
      current = null;
    }

    root.addEventListener("pointerover", (event) => {
      const mark = claim(event);
      if (mark || card.contains(event.target)) clearTimeout(timer);
      if (mark && !focused) timer = setTimeout(show, current ? DELAY : 0, mark); // crossed on the way to the card
    });
    root.addEventListener("pointerout", () => {
      clearTimeout(timer);
      if (!focused) timer = setTimeout(hide, DELAY);
    });
    root.addEventListener("focusin", (event) => {
      if (claim(event)) show((focused = claim(event)));
    });
    root.addEventListener("focusout", (event) => {
      if (card.contains(event.relatedTarget)) return; // selecting text in the card keeps it
      focused = null;
      hide();
    });
    root.addEventListener("mousedown", (event) => {
      if (!focused || claim(event) !== focused) return; // a second click lets go
      event.preventDefault();
      focused.blur();
    });
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      focused?.blur();
      hide();
    });
  }

  for (const root of document.querySelectorAll(".tradekit:not([data-ready]):has(.tk-text)")) {
    root.dataset.ready = "";
    start(root);
  }
})();
