(() => {
  const { epoch, events } = document.currentScript.dataset;
  let source = null;
  const leave = () => {
    source?.close();
    source = null;
  };
  const listen = () => {
    if (document.hidden) return leave();
    if (source) return;
    source = new EventSource(events);
    source.onmessage = (event) => {
      if (String(JSON.parse(event.data).epoch) === epoch) return;
      leave();
      location.reload();
    };
  };
  // A hidden tab listens no more: a browser opens only six connections to one host.
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  listen();
})();
