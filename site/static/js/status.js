// Keeps "Who has received it" up to date. Without this file the page has a link that looks again.
(() => {
  const FIRST_WAIT = 2000;
  const LONGEST_WAIT = 30000;
  const holder = document.querySelector("[data-status-url]");
  if (!holder || !window.fetch) return;

  let wait = FIRST_WAIT;
  let timer = 0;

  const settled = () => {
    const status = holder.querySelector("[data-settled]");
    return !status || status.dataset.settled === "yes";
  };

  const plan = () => {
    window.clearTimeout(timer);
    if (settled() || document.hidden) return;
    timer = window.setTimeout(look, wait);
    wait = Math.min(wait * 1.5, LONGEST_WAIT);
  };

  const look = async () => {
    try {
      const response = await fetch(holder.dataset.statusUrl, {
        credentials: "same-origin",
        redirect: "error",
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (response.status >= 400 && response.status < 500) return;
      if (response.ok) {
        const text = await response.text();
        // Only what changed is written, so that a screen reader is not told the same thing twice.
        if (text.trim() !== last) {
          last = text.trim();
          holder.innerHTML = text;
        }
      }
    } catch {
      // The connection is away: the next look tells.
    }
    plan();
  };

  let last = "";
  holder.addEventListener("click", (event) => {
    if (!event.target.closest("[data-refresh]")) return;
    event.preventDefault();
    wait = FIRST_WAIT;
    look();
  });
  document.addEventListener("visibilitychange", () => {
    wait = FIRST_WAIT;
    plan();
  });
  plan();
})();
