(() => {
  const { events, ...own } = document.currentScript.dataset;
  let { epoch, page } = own;
  let source = null;
  let looking = Promise.resolve();
  const leave = () => {
    source?.close();
    source = null;
  };
  const sheets = (within) => [...within.querySelectorAll('link[rel~="stylesheet" i]')];
  // The new sheet comes before the old one goes, so that nothing is seen bare.
  const restyle = (text) => {
    const wanted = sheets(new DOMParser().parseFromString(text, "text/html"));
    sheets(document).forEach((old, number) => {
      const address = wanted[number]?.getAttribute("href");
      if (!address || address === old.getAttribute("href")) return;
      const sheet = old.cloneNode();
      sheet.onload = sheet.onerror = () => old.remove();
      sheet.setAttribute("href", address);
      old.after(sheet);
    });
  };
  const look = async (now) => {
    if (now === epoch || !source) return;
    const answer = await fetch(location.href, { cache: "no-store" });
    const next = answer.headers.get("Contentshop-Page") ?? "";
    if (next !== page) {
      if (next.split(" ")[1] !== page.split(" ")[1]) {
        leave();
        location.reload();
        return;
      }
      restyle(await answer.text());
    }
    [epoch, page] = [now, next];
  };
  const listen = () => {
    if (document.hidden) return leave();
    if (source) return;
    source = new EventSource(events);
    source.onmessage = (event) => {
      const now = String(JSON.parse(event.data).epoch);
      looking = looking.then(() => look(now)).catch(() => {});
    };
  };
  // A hidden tab listens no more: a browser opens only six connections to one host.
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  listen();
})();
