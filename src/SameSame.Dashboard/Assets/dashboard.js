// Keeps an open page up to date: the server tells the version of what the page shows, and the page fetches itself again when it differs from its own.
(() => {
  "use strict";
  const main = document.querySelector("main[data-watch]");
  if (!main) return;
  const status = document.getElementById("live");
  let wanted = main.dataset.version;
  let fetching = false;
  let retry = 1000;

  const say = text => { if (status.textContent !== text) status.textContent = text; };

  async function refresh() {
    if (fetching) return;
    fetching = true;
    try {
      while (wanted !== main.dataset.version) {
        const aim = wanted;
        const answer = await fetch(location.href, { headers: { "X-Live": "1" }, redirect: "manual" });
        if (!answer.ok) { location.reload(); return; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("main[data-watch]");
        if (!fresh) { location.reload(); return; }
        for (const region of main.querySelectorAll("[data-live]")) {
          const next = fresh.querySelector(`[data-live="${region.dataset.live}"]`);
          if (next && next.innerHTML !== region.innerHTML) replace(region, next);
        }
        main.dataset.version = fresh.dataset.version;
        // What changed while it was fetched is fetched next; what the server has moved past is not waited for.
        if (wanted === aim) wanted = fresh.dataset.version;
      }
      say("");
    } catch {
      say(`Connection lost; figures are those of ${new Date().toLocaleTimeString()}.`);
    } finally {
      fetching = false;
    }
  }

  // Whoever reads with the keyboard stays where they are, and a table stays scrolled.
  function replace(region, next) {
    const id = region.contains(document.activeElement) ? document.activeElement.id : "";
    const scrolled = [...region.querySelectorAll(".wide")].map(e => e.scrollLeft);
    region.innerHTML = next.innerHTML;
    [...region.querySelectorAll(".wide")].forEach((e, i) => { e.scrollLeft = scrolled[i] ?? 0; });
    if (id) document.getElementById(id)?.focus({ preventScroll: true });
  }

  function connect() {
    const source = new EventSource(`/live?watch=${encodeURIComponent(main.dataset.watch)}`);
    source.addEventListener("version", e => { retry = 1000; wanted = e.data; say(""); refresh(); });
    source.onerror = () => {
      say("Connection lost; these figures may be old. Trying again.");
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(connect, retry);
        retry = Math.min(retry * 2, 15000);
      }
    };
    addEventListener("pagehide", () => source.close(), { once: true });
  }

  connect();
})();
