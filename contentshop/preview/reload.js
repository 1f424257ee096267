(() => {
  const self = document.currentScript;
  const { events, scripts, ...own } = self.dataset;
  let { epoch, page } = own;
  let source = null;
  let looking = Promise.resolve();
  const leave = () => {
    source?.close();
    source = null;
  };

  // What the theme's scripts or the browser see to when a page loads is left to a reload.
  const LIVELY = 'base, meta[http-equiv], link[rel~="stylesheet" i], script:not([type="application/ld+json"]), template, ' +
    'form, pre, .table, [data-until], [data-copy], [data-share]';
  const isLively = (node) => node.nodeType === 1 && (node.matches(LIVELY) || node.querySelector(LIVELY) !== null);
  const isKnown = (script) => script === self || script.type === "application/ld+json" ||
    scripts.split(" ").includes(script.src.split("/").pop());

  // The page as it was sent, each node with the one that stands for it now, whatever scripts have done to that.
  const twins = new WeakMap();
  const pair = (old, live) => {
    twins.set(old, live);
    old.childNodes.forEach((child, number) => pair(child, live.childNodes[number]));
  };
  const OWN = ["kits", "problems"].map((name) => `contentshop-${name}`);
  const bare = (root) => {
    for (const one of root.querySelectorAll(`#${OWN.join(", #")}, script[data-events]`)) one.remove();
    // What follows the script had not been read yet when it began.
    const body = root.querySelector("body");
    while (body?.lastChild?.nodeType === 3 && !body.lastChild.nodeValue.trim()) body.lastChild.remove();
  };
  const was = document.documentElement.cloneNode(true);
  pair(was, document.documentElement);
  bare(was);
  const panels = new Map(OWN.map((id) => [id, document.getElementById(id)?.shadowRoot?.innerHTML ?? ""]));

  // Templates' contents do not count for isEqualNode.
  const areSame = (old, made) => old.isEqualNode(made) &&
    (!(old.matches?.("template") || old.querySelector?.("template")) || old.outerHTML === made.outerHTML);
  const stands = (old, parent) => {
    const live = twins.get(old);
    return live.parentNode === parent && live.isEqualNode(old);
  };

  // Collects the steps from one tree to another; false when there is something a reload has to do.
  const compare = (old, made, steps) => {
    const live = twins.get(old);
    if (old.nodeType !== 1) {
      steps.push(() => { old.nodeValue = live.nodeValue = made.nodeValue; });
      return live.nodeValue === old.nodeValue;
    }
    if (old.matches(LIVELY) || made.matches(LIVELY)) return false;
    const [bareOld, bareMade] = [old.cloneNode(), made.cloneNode()];
    if (!bareOld.isEqualNode(bareMade)) {
      if (!live.cloneNode().isEqualNode(bareOld)) return false;
      steps.push(() => {
        for (const one of [old, live]) {
          for (const name of one.getAttributeNames()) if (!made.hasAttribute(name)) one.removeAttribute(name);
          for (const name of made.getAttributeNames()) one.setAttribute(name, made.getAttribute(name));
        }
      });
    }
    const [gone, come] = [[...old.childNodes], [...made.childNodes]];
    let [before, after] = [null, null];
    while (gone.length && come.length && areSame(gone[0], come[0])) [before] = [gone.shift(), come.shift()];
    while (gone.length && come.length && areSame(gone.at(-1), come.at(-1))) [after] = [gone.pop(), come.pop()];
    if (gone.length === come.length && gone.every((one, number) => one.nodeName === come[number].nodeName)) {
      return gone.every((one, number) => areSame(one, come[number]) || compare(one, come[number], steps));
    }
    if ([...gone, ...come].some(isLively) || !gone.every((one) => stands(one, live))) return false;
    const beside = after ?? before;
    if (beside && twins.get(beside).parentNode !== live) return false;
    steps.push(() => {
      for (const one of gone) {
        twins.get(one).remove();
        one.remove();
      }
      const next = after ? twins.get(after) : before ? twins.get(before).nextSibling : live.firstChild;
      for (const one of come) {
        const shown = document.importNode(one, true);
        live.insertBefore(shown, next);
        old.insertBefore(one, after);
        pair(one, shown);
      }
    });
    return true;
  };

  // The new sheet comes before the old one goes, so that nothing is seen bare.
  const sheets = (root) => [...root.querySelectorAll('link[rel~="stylesheet" i]')];
  const restyle = (made, again) => {
    const wanted = sheets(made);
    sheets(was).forEach((old, number) => {
      const address = wanted[number]?.getAttribute("href");
      if (!address || (address === old.getAttribute("href") && !again)) return;
      const live = twins.get(old);
      const sheet = live.cloneNode();
      sheet.onload = sheet.onerror = () => live.remove();
      sheet.setAttribute("href", again ? `${address}?${again}` : address);
      live.after(sheet);
      old.setAttribute("href", address);
      twins.set(old, sheet);
    });
  };

  const show = (id, host) => {
    const template = host?.querySelector("template");
    const text = template?.innerHTML ?? "";
    if (text === panels.get(id)) return;
    panels.set(id, text);
    document.getElementById(id)?.remove();
    if (!template) return;
    const panel = document.importNode(host);
    panel.attachShadow({ mode: "open" }).append(document.importNode(template.content, true));
    document.body.append(panel);
  };

  // Changes what differs where it stands; false when the page has to be loaded anew.
  const swap = (text, again) => {
    if (![...document.scripts].every(isKnown)) return false;
    const made = new DOMParser().parseFromString(text, "text/html");
    const hosts = OWN.map((id) => made.getElementById(id));
    bare(made);
    restyle(made, again);
    const steps = [];
    if (!areSame(was, made.documentElement) && !compare(was, made.documentElement, steps)) return false;
    for (const step of steps) step();
    OWN.forEach((id, number) => show(id, hosts[number]));
    return true;
  };
  const isSwapped = (text, again) => {
    try {
      return swap(text, again);
    } catch {
      return false;
    }
  };

  const look = async (now) => {
    if (now === epoch || !source) return;
    const answer = await fetch(location.href, { cache: "no-store" });
    const next = answer.headers.get("Contentshop-Page") ?? "";
    const [, pictures, styles] = page.split(" ");
    const [, newPictures, newStyles] = next.split(" ");
    const isWhole = answer.redirected || newPictures !== pictures;
    if (next !== page && (isWhole || !isSwapped(await answer.text(), newStyles === styles ? "" : newStyles))) {
      leave();
      location.reload();
      return;
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
