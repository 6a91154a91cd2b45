// The preview's own script: it hears what changed, keeps this page current, and shows what needs mending.
// The server puts it into the pages that it answers with; it is never a part of the site.
(() => {
  "use strict";
  const script = document.currentScript;
  const facts = { ...script.dataset };
  const OWN = "/_byline/";
  const KEPT = "byline-scroll";
  let source = null;
  let timer = 0;
  let gone = 0;
  let leaving = false;

  const asked = (name) => {
    const query = new URLSearchParams({ token: facts.token, page: facts.page, shown: facts.shown, since: facts.since });
    if (facts.missing) query.set("missing", "yes");
    return `${OWN}${name}?${query}`;
  };

  // ---------------------------------------------------------------- hearing

  function listen() {
    clearTimeout(timer);
    if (source || leaving) return;
    if (document.hidden) return poll();
    source = new EventSource(asked("stream"));
    source.onopen = back;
    source.onmessage = (event) => {
      script.dataset.heard = "yes";
      heed(JSON.parse(event.data));
    };
    source.onerror = () => {
      silence();
      lost();
    };
  }

  function silence() {
    if (source) source.close();
    source = null;
  }

  // A page that nobody sees asks now and then: a browser grants a site only a few streams.
  async function poll() {
    if (leaving || source) return;
    try {
      const answer = await fetch(asked("state"), { signal: AbortSignal.timeout(5000) });
      if (answer.status === 403) return again();
      if (!answer.ok) throw new Error(answer.statusText);
      const news = await answer.json();
      back();
      heed(news);
      if (!document.hidden) return listen();
      timer = setTimeout(poll, 2000);
    } catch {
      lost();
    }
  }

  function lost() {
    if (leaving) return;
    gone += 1;
    if (gone > 1) banner("The preview has stopped. This page stays as it is until byline serve runs again.");
    clearTimeout(timer);
    timer = setTimeout(poll, gone > 1 ? 700 : 200);
  }

  function back() {
    gone = 0;
    banner("");
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return source || poll();
    silence();
    clearTimeout(timer);
    timer = setTimeout(poll, 1000);
  });
  addEventListener("pagehide", () => {
    leaving = true;
    silence();
    clearTimeout(timer);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    poll();
  });

  // ---------------------------------------------------------------- heeding

  function heed(news) {
    panel(news.problems);
    if (news.deed === "reload") return again();
    if (news.deed === "go") return go(news.to);
    notice(news.deed === "gone" ? "This page is no longer part of the site: its file is gone, or no longer public." : "");
    if (news.deed === "swap" && !news.swaps.every(swap)) return again();
    if (news.deed !== "swap") return;
    facts.since = String(news.since);
    facts.shown = news.shown;
    if (!source) return;
    silence();  // a stream tells what differs from what the page showed when it began
    listen();
  }

  function again() {
    if (leaving) return;
    leaving = true;
    silence();
    keep();
    location.reload();
  }

  function go(address) {
    leaving = true;
    silence();
    location.replace(address + location.hash);
  }

  // ---------------------------------------------------------------- where the reader was

  function keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, scrollX, scrollY]));
    } catch {}
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
    } catch {}
    if (!kept || kept[0] !== location.pathname) return;
    const put = () => scrollTo({ left: kept[1], top: kept[2], behavior: "instant" });
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", put);
    else put();
    if (document.readyState !== "complete") addEventListener("load", put, { once: true });
  }

  // ---------------------------------------------------------------- without a reload

  const pathOf = (address) => new URL(address, location.href);
  const is = (address, wanted) => {
    if (!address) return false;
    const url = pathOf(address);
    return url.origin === location.origin && url.pathname === pathOf(wanted).pathname;
  };

  // Show what has a new address, or lies anew at an old one; false where only loading the page again helps.
  function swap([before, after]) {
    for (const link of document.querySelectorAll("link[href]")) {
      if (is(link.getAttribute("href"), before)) replace(link, after);
    }
    for (const name of ["src", "poster", "data"]) {
      for (const found of document.querySelectorAll(`[${name}]`)) {
        if (!is(found.getAttribute(name), before)) continue;
        if (found.localName === "script") return false;
        found.setAttribute(name, after);
      }
    }
    for (const found of document.querySelectorAll("[srcset]")) {
      const sizes = found.getAttribute("srcset").split(/,\s+/).map((size) => {
        const [address, ...rest] = size.trim().split(/\s+/);
        return [is(address, before) ? after : address, ...rest].join(" ");
      });
      if (sizes.join(", ") !== found.getAttribute("srcset")) found.setAttribute("srcset", sizes.join(", "));
    }
    return !styled(pathOf(before).pathname);
  }

  function replace(link, address) {
    const heir = link.cloneNode();
    heir.href = address;
    heir.addEventListener("load", () => link.remove(), { once: true });
    heir.addEventListener("error", () => link.remove(), { once: true });
    link.after(heir);
    if (!link.relList.contains("stylesheet")) link.remove();
  }

  // Whether a style names the address itself: the browser would go on showing what it has.
  function styled(path) {
    const sheets = [...document.styleSheets].filter((sheet) => !sheet.href || pathOf(sheet.href).pathname !== path);
    return sheets.some((sheet) => {
      try {
        return [...sheet.cssRules].some((rule) => rule.cssText.includes(path));
      } catch {
        return false;
      }
    });
  }

  // ---------------------------------------------------------------- showing

  const STYLE = `
    :host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 2147483647; direction: ltr;
      font: 14px/1.5 system-ui, sans-serif; color: #1c1917; text-align: left }
    * { box-sizing: border-box }
    [hidden] { display: none !important }
    .bar { background: #1c1917; color: #fafaf9; padding: .6rem 1.25rem }
    .panel { background: #fffdf9; border-top: 4px solid #b42318; box-shadow: 0 -8px 32px #0004; max-height: 62vh;
      overflow: auto; overscroll-behavior: contain; padding: .9rem 1.25rem 1.1rem }
    .head { align-items: baseline; display: flex; gap: 1rem; justify-content: space-between }
    h2 { font-size: 1rem; margin: 0 }
    h2 small { color: #57534e; font-size: .875rem; font-weight: 400; margin-inline-start: .5rem }
    button { background: none; border: 1px solid #a8a29e; border-radius: 4px; color: inherit; cursor: pointer;
      font: inherit; padding: .1rem .7rem }
    ol { list-style: none; margin: .6rem 0 0; padding: 0 }
    li { border-top: 1px solid #e7e5e4; padding: .6rem 0 }
    .place { color: #9a3412; font: 600 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
    a.place { text-decoration: underline; text-underline-offset: 2px }
    .message { font-weight: 600; margin: .1rem 0; overflow-wrap: anywhere }
    pre { background: #f5f1ea; border-radius: 4px; font: 13px/1.5 ui-monospace, monospace; margin: .35rem 0;
      overflow-x: auto; padding: .4rem .7rem; tab-size: 4; white-space: pre }
    pre i { color: #78716c; font-style: normal; user-select: none }
    mark { background: #fecdca; color: #7a1710; text-decoration: underline wavy #b42318 }
    .hint { color: #44403c; margin: 0 }
    .ribbon { background: #92400e; color: #fff; font-weight: 600; left: 0; padding: .15rem .8rem; position: fixed; top: 0;
      border-radius: 0 0 6px 0; pointer-events: none }
    :focus-visible { outline: 2px solid #1d4ed8; outline-offset: 2px }
    @media print { :host { display: none } }
    @media (prefers-color-scheme: dark) {
      .panel { background: #1c1917; color: #f5f5f4 } pre { background: #292524 } li { border-color: #44403c }
      .place { color: #fdba74 } .hint, h2 small { color: #d6d3d1 } mark { background: #7a1710; color: #fee4e2 }
      .bar { background: #fafaf9; color: #1c1917 }
    }`;

  let room = null;
  let told = "[]";

  function element(name, kind, text) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }

  function part(kind, role) {
    if (!room) {
      const host = document.createElement("byline-preview");
      room = host.attachShadow({ mode: "open" });
      room.append(element("style", "", STYLE));
      document.documentElement.append(host);
    }
    let found = room.querySelector(`.${kind}`);
    if (!found) {
      found = element("div", kind);
      if (role) found.setAttribute("role", role);
      found.hidden = true;
      room.append(found);
    }
    return found;
  }

  function banner(text) {
    if (!text && !room) return;
    say("stopped", text);
  }

  function notice(text) {
    if (!text && !room) return;
    say("notice", text);
  }

  function say(kind, text) {
    const bar = part(kind, "status");
    bar.classList.add("bar");
    if (bar.textContent !== text) bar.textContent = text;
    bar.hidden = !text;
  }

  function ribbon(text) {
    const found = part("ribbon", "note");
    found.textContent = text;
    found.hidden = !text;
  }

  function panel(problems) {
    const now = JSON.stringify(problems);
    if (now === told) return;
    told = now;
    const found = part("panel", "alert");
    found.hidden = !problems.length;
    found.replaceChildren();
    if (!problems.length) return;
    const head = element("div", "head");
    const many = problems.length === 1 ? "1 mistake" : `${problems.length} mistakes`;
    const title = element("h2", "", many);
    title.append(element("small", "", "This page is as it last was; it goes on when they are mended."));
    const button = element("button", "", "Hide");
    button.type = "button";
    button.addEventListener("click", () => (found.hidden = true));
    head.append(title, button);
    const list = element("ol");
    list.append(...problems.map(item));
    found.append(head, list);
  }

  function item(problem) {
    const made = element("li");
    made.append(place(problem.place, problem.link), element("p", "message", problem.message));
    if (problem.before || problem.under || problem.after) {
      const frame = element("pre");
      frame.append(element("i", "", `${problem.line} | `), problem.before);
      if (problem.under) frame.append(element("mark", "", problem.under));
      frame.append(problem.after);
      made.append(frame);
    }
    if (problem.also) {
      const also = element("p", "hint", "also: ");
      also.append(place(problem.also, problem.also_link));
      made.append(also);
    }
    if (problem.hint) made.append(element("p", "hint", problem.hint));
    return made;
  }

  function place(text, link) {
    const made = element(link ? "a" : "span", "place", text);
    if (link) made.href = link;
    return made;
  }

  addEventListener("keydown", (event) => {
    const found = room && room.querySelector(".panel");
    if (event.key === "Escape" && found) found.hidden = true;
  });

  // ---------------------------------------------------------------- begin

  restore();
  if (facts.mark) ribbon(facts.mark);
  listen();
})();
