// Filters the journey in place, opens all of it, and shows it full screen. Without it, lanes and full screen are
// links to addresses of their own, and every step opens by itself.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  const journey = document.querySelector("[data-journey]");
  if (!journey) return;
  const links = [...journey.querySelectorAll("[data-lane]")];
  const lanes = links.filter((link) => link.dataset.lane);
  const steps = [...journey.querySelectorAll("[data-lanes]")];
  const phases = [...journey.querySelectorAll("[data-phase]")];
  const all = steps.map((step) => step.querySelector("details"));
  const said = journey.querySelector("[role=status]");
  const full = journey.querySelector("[data-full]");
  const chosen = new Set(lanes.filter((link) => link.ariaCurrent).map((link) => link.dataset.lane));

  const query = (keys) => {
    const pairs = lanes.map((link) => link.dataset.lane).filter((key) => keys.has(key)).map((key) => ["lane", key]);
    return pairs.length ? `?${new URLSearchParams(pairs)}` : "";
  };
  const write = () => history.replaceState(history.state, "", location.pathname + query(chosen));

  const show = () => {
    for (const step of steps) {
      step.hidden = chosen.size > 0 && !step.dataset.lanes.split(" ").some((key) => chosen.has(key));
    }
    for (const phase of phases) phase.hidden = !phase.querySelector("[data-lanes]:not([hidden])");
    for (const link of links) {
      const key = link.dataset.lane;
      const current = key ? chosen.has(key) : chosen.size === 0;
      link.toggleAttribute("aria-current", current);
      if (current) link.setAttribute("aria-current", "true");
      if (key) link.setAttribute("href", query(new Set([...chosen].concat(key).filter((one) => !current || one !== key))) || "./");
    }
    const names = lanes.filter((link) => chosen.has(link.dataset.lane)).map((link) => link.textContent.trim());
    const shown = steps.filter((step) => !step.hidden).length;
    said.textContent = names.length
      ? `${shown} of ${steps.length} touchpoints: ${names.join(", ")}`
      : `All ${steps.length} touchpoints`;
    if (full) full.href = full.href.split("?")[0] + query(chosen);
  };

  const plain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);

  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (!plain(event)) return;
      event.preventDefault();
      const key = link.dataset.lane;
      if (!key) chosen.clear();
      else if (!chosen.delete(key)) chosen.add(key);
      show();
      write();
    });
  }

  const expand = journey.querySelector("[data-expand]");
  const name = () => { expand.textContent = all.every((one) => one.open) ? "Close all" : "Expand all"; };
  expand.hidden = false;
  expand.addEventListener("click", () => {
    const open = !all.every((one) => one.open);
    for (const one of all) one.open = open;
  });
  journey.addEventListener("toggle", name, true);

  const open = () => document.getElementById(location.hash.slice(1))?.closest("[data-lanes]")?.querySelector("details");
  const target = location.hash ? open() : null;
  if (target) target.open = true;

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all.filter((one) => !one.open);
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; });

  // The journey moves into the dialog together with what has to stand beside it; nothing is there twice.
  const fullScreen = () => {
    const dialog = document.createElement("dialog");
    dialog.className = "full-screen";
    dialog.setAttribute("aria-labelledby", "full-screen-title");
    dialog.innerHTML = `<div class="full-header"><h2 class="full-header__name" id="full-screen-title"></h2>
      <button class="full-header__close" type="button" autofocus>Close full screen</button></div>
      <div class="full-screen__main"></div>`;
    dialog.querySelector("h2").textContent = document.querySelector("h1").textContent.trim();
    const main = dialog.querySelector(".full-screen__main");
    const moved = [[".material-bar", dialog], ["#journey", main], [".notes", main], [".safety-box", main], [".site-footer", dialog]]
      .flatMap(([selector, into]) => [...document.querySelectorAll(selector)].map((part) => ({ part, into, place: document.createComment("") })));
    for (const { part, place } of moved) part.replaceWith(place);
    for (const { part, into } of moved) (into === main || part.matches(".site-footer") ? into.append(part) : main.before(part));
    full.hidden = true;
    document.body.append(dialog);
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      for (const { part, place } of moved) place.replaceWith(part);
      dialog.remove();
      full.hidden = false;
      if (history.state?.fullScreen) history.back();
      full.focus();
    });
    dialog.showModal();
    return dialog;
  };

  let dialog = null;
  full?.addEventListener("click", (event) => {
    if (!plain(event) || !window.HTMLDialogElement) return;
    event.preventDefault();
    const address = full.href;
    dialog = fullScreen();
    history.pushState({ fullScreen: true }, "", address);
  });
  addEventListener("popstate", () => {
    if (dialog?.open && !history.state?.fullScreen) dialog.close();
    write();
  });
})();
