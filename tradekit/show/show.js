// A claim's row in a card beside it: the card of the claim under the pointer, else of the focused one (a click
// focuses). The rows come from the marks' titles, which serve as tooltips where scripts do not run.
(() => {
  "use strict";
  const GAP = 6, EDGE = 8, DELAY = 200; // pixels, pixels, milliseconds to move from a claim to its card

  const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });

  function fill(card, rows) {
    card.replaceChildren(...rows.split("\n\n").map((row) => {
      const list = make("dl");
      for (const line of row.split("\n")) {
        const colon = line.indexOf(": ");
        list.append(make("dt", line.slice(0, colon)), make("dd", line.slice(colon + 2)));
      }
      return list;
    }));
  }

  // Beside the article where there is room, so that no text is covered; else below or above the claim,
  // whichever has room for the whole card or has more room.
  function place(card, mark) {
    const page = document.documentElement, box = mark.getBoundingClientRect();
    const beside = mark.closest(".tk-article").getBoundingClientRect().right + EDGE;
    const above = box.top - GAP - EDGE, below = page.clientHeight - box.bottom - GAP - EDGE;
    const rightmost = page.clientWidth - card.offsetWidth - EDGE, side = beside <= rightmost;
    card.style.maxHeight = "none";
    const under = card.offsetHeight <= below || below >= above;
    card.style.maxHeight = `${side ? page.clientHeight - 2 * EDGE : Math.max(under ? below : above, 80)}px`;
    const left = side ? beside : Math.min(mark.getClientRects()[0].left, rightmost);
    const lowest = page.clientHeight - card.offsetHeight - EDGE;
    const top = side ? Math.min(box.top, lowest) : under ? box.bottom + GAP : box.top - GAP - card.offsetHeight;
    card.style.left = `${Math.max(left, EDGE)}px`;
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
    const claim = (event) => event.target.closest(".tk-text mark");

    function show(mark) {
      clearTimeout(timer);
      if (mark === current) return;
      hide();
      current = mark;
      fill(card, mark.dataset.row);
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
      card.hidePopover?.();
      card.hidden = true;
      current = null;
    }

    root.addEventListener("pointerover", (event) => {
      const mark = claim(event);
      if (mark || card.contains(event.target)) clearTimeout(timer);
      if (mark) timer = setTimeout(show, current ? DELAY : 0, mark); // no hover: crossed on the way to the card
    });
    root.addEventListener("pointerout", () => {
      clearTimeout(timer);
      timer = setTimeout(() => (focused ? show(focused) : hide()), DELAY);
    });
    root.addEventListener("focusin", (event) => {
      if (claim(event)) show((focused = claim(event)));
    });
    root.addEventListener("focusout", (event) => {
      if (card.contains(event.relatedTarget)) return; // selecting text in the card keeps it
      focused = null;
      hide();
    });
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      focused = null;
      hide();
    });
  }

  for (const root of document.querySelectorAll(".tradekit-show:not([data-ready])")) {
    root.dataset.ready = "";
    start(root);
  }
})();
