// Keeps the progress of a job or an export up to date. Without this file the page has a link that looks again.
(() => {
  const FIRST_WAIT = 1000;
  const LONGEST_WAIT = 10000;
  const holder = document.querySelector("[data-progress]");
  if (!holder || !window.fetch) return;

  const over = () => holder.querySelector("[data-over]")?.dataset.over === "yes";
  let wait = FIRST_WAIT;

  const plan = () => {
    if (over()) {
      document.querySelector("[data-look]")?.remove();
      return;
    }
    window.setTimeout(look, document.hidden ? LONGEST_WAIT : wait);
    wait = Math.min(wait * 1.3, LONGEST_WAIT);
  };

  const look = async () => {
    try {
      const response = await fetch(holder.dataset.progress, { credentials: "same-origin", redirect: "error" });
      if (response.status >= 400 && response.status < 500) return;
      if (response.ok) {
        const text = (await response.text()).trim();
        if (text !== holder.innerHTML.trim()) holder.innerHTML = text;
      }
    } catch {
      // The connection is away: the next look tells.
    }
    plan();
  };

  plan();
})();
