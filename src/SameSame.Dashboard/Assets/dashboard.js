// Keeps an open page up to date: the server tells the version of what the page shows, and the page fetches itself again when it differs from its own.
(() => {
  "use strict";
  const main = document.querySelector("main[data-watch]");
  if (!main) return;
  const status = document.getElementById("live");
  let wanted = main.dataset.version;
  let fetching = false;
  let retry = 1000;
  let source = null;
  let lost = 0;

  const say = text => { if (status.textContent !== text) status.textContent = text; };
  const sleep = ms => new Promise(done => setTimeout(done, ms));

  async function refresh() {
    if (fetching) return;
    fetching = true;
    try {
      for (let tries = 0; wanted !== main.dataset.version && tries < 5; tries++) {
        const aim = wanted;
        const before = main.dataset.version;
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
        // Another server than the one that told the news may not have heard of them yet.
        if (main.dataset.version === before) { await sleep(1000); continue; }
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
    if (source || document.hidden) return;
    const own = source = new EventSource(`/live?watch=${encodeURIComponent(main.dataset.watch)}`);
    own.addEventListener("version", e => { retry = 1000; clearTimeout(lost); lost = 0; wanted = e.data; say(""); refresh(); });
    own.onerror = () => {
      // Streams end from time to time and are there again at once; only what stays away is told.
      lost = lost || setTimeout(() => say("Connection lost; these figures may be old. Trying again."), 2500);
      if (own.readyState !== EventSource.CLOSED) return;
      if (source === own) source = null;
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, 15000);
    };
  }

  // A browser has six connections to a server: pages that nobody sees hold none.
  function disconnect() {
    source?.close();
    source = null;
    clearTimeout(lost);
    lost = 0;
  }

  document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : connect());
  addEventListener("pagehide", disconnect);
  connect();
})();
