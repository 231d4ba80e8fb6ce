// Switchyard for web pages, served as it stands here. How to use it: docs/guides/browser-sdk.md
// Nothing here throws into the page, sets a cookie, or adds a global but `window.switchyard`.
// biome-ignore-all lint/style/noExcessiveLinesPerFile: there is no build.
{
  const KEY = "switchyard";
  const WAITING_MAX = 50;
  const BATCH_MAX = 20;
  const BATCH_MS = 1e3;
  const BOX = "box-sizing:border-box;padding:1em;border:1px solid #767676;background:#fff;color:#111;";
  /** @type {Answer} */
  const NO_ANSWER = { status: 0, wait: 0, body: {} };

  const script = /** @type {HTMLScriptElement} */ (
    document.currentScript || document.querySelector("script[data-handle]")
  );
  const { handle, auto, forms } = script ? script.dataset : {};

  /** Nothing is stored for whoever asks for privacy, or has refused on the way here. */
  let isPrivate = navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";
  /** @type {Click} */
  let click = {};
  /** @type {Visit} */
  let visit = {};
  /** @type {Waiting[]} The first `flying` of them are on their way. */
  let queue = [];
  let flying = 0;
  /** @type {Promise<unknown> | undefined} */
  let sending;
  /** @type {Promise<Context | null> | undefined} */
  let asking;
  let timer = 0;
  let failures = 0;
  let notBefore = 0;
  let isRefused = false;
  /** @type {Map<string, Resolution>} As things stood before the next signal. */
  const prefetched = new Map();
  const none = () => {};
  let closeBox = none;

  /** @type {Warn} */
  const warn = (thrown) => console.warn(`switchyard: ${thrown}`);
  const nothing = () => ({ decision: null, ruleId: null, matched: [] });
  /** @type {NotCounted} */
  const notCounted = (error) => ({ accepted: false, deduplicated: false, conversionId: null, error });

  /** For the page to call: starts at once, never rejects, and answers with `otherwise` where it fails. @type {Safely} */
  const safely =
    (work, otherwise) =>
    async (...args) => {
      try {
        return await work(...args);
      } catch (thrown) {
        warn(thrown);
        return otherwise();
      }
    };

  /** What other tabs have left there, else `held`: storage may be forbidden. @type {Load} */
  const load = (area, held) => {
    try {
      if (isPrivate) window[area].removeItem(KEY);
      const kept = JSON.parse(window[area].getItem(KEY) || "{}");
      return kept.handle === handle ? kept : held;
    } catch (_) {
      return held;
    }
  };

  /** @type {Keep} */
  const keep = (area, held, changes) => {
    const kept = { ...load(area, held), handle, ...changes };
    try {
      if (!isPrivate) window[area].setItem(KEY, JSON.stringify(kept));
    } catch (_) {} // Full, or forbidden.
    return kept;
  };

  /** @type {KeepClick} */
  const keepClick = (changes) => {
    click = keep("localStorage", click, changes);
  };

  /** @type {KeepVisit} */
  const keepVisit = (changes) => {
    visit = keep("sessionStorage", visit, changes);
  };

  const forgetClick = () => keepClick({ ctx: undefined, context: undefined });

  /** Never rejects. Fetches before it returns, and with keepalive: what a page says as it is left arrives. @type {Call} */
  const call = async (path, said) => {
    try {
      const answer = await fetch(`${new URL(script.src).origin}/v2/public/${path}`, {
        credentials: "omit",
        ...(said && {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(said),
          keepalive: true,
        }),
      });
      const { status, headers } = answer;
      const wait = (Number(headers.get("retry-after")) || 0) * 1e3;
      const body = await answer.json().catch(() => ({}));
      if (status > 399) warn(`${status} ${body.error}: ${body.message}`);
      if (body.error === "invalid_ctx") forgetClick();
      if (status === 403 || status === 404) isRefused = true;
      return { status, wait, body };
    } catch (_) {
      return NO_ANSWER;
    }
  };

  /** Whether asking again helps. A full session is a 429 that names no time. @type {IsLater} */
  const isLater = ({ status, wait }) => !status || status > 499 || (status === 429 && wait > 0);
  /** @type {Pause} */
  const pause = ({ wait }, tries) =>
    Math.max(wait, Math.min(6e4, BATCH_MS * 2 ** tries) * (0.75 + Math.random() / 4));

  /** Takes the token out of the address. Any other `ctx` is the page's own. */
  const pickUp = () => {
    keepClick({});
    if (click.at && click.at + 30 * 864e5 < Date.now()) forgetClick();
    const url = new URL(location.href);
    const params = url.search.slice(1).split("&");
    const found = params.find((param) => /^ctx=c\d+\.[\w-]+\.[\w-]+$/.test(param));
    if (!found) return;
    const ctx = found.slice(4);
    if (ctx !== click.ctx) keepClick({ ctx, at: Date.now(), context: undefined });
    url.search = params.filter((param) => param !== found).join("&");
    history.replaceState(history.state, "", url.href);
  };

  /** The click that led here; null without one, and where it cannot be had now. @type {SwitchyardApi["context"]} */
  const context = async () => {
    const { ctx, context: known = null } = click;
    if (!ctx || known || isRefused) return known;
    if (!asking) asking = askContext(ctx);
    return asking;
  };

  /** @type {AskContext} */
  const askContext = async (ctx) => {
    const { status, body } = await call(`context?ctx=${ctx}`);
    asking = undefined;
    if (status !== 200) return null;
    if (body.consent === "denied") {
      isPrivate = true;
      keepVisit({});
    }
    const found = /** @type {Context} */ (body);
    keepClick({ context: found });
    return found;
  };

  /** Whoever clicked, else someone until the tab is closed; undefined until the click has said who. */
  const sessionNow = () => {
    const { ctx, context: known } = click;
    if (ctx && !isPrivate && !isRefused) {
      if (!known) return;
      if (known.session) return known.session;
    }
    if (!visit.session) {
      const random = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
      keepVisit({ session: random.slice(0, 22).replace(/[+/]/g, "_") });
    }
    return visit.session;
  };

  const session = async () => {
    await context();
    return sessionNow();
  };

  /** What is hardly late has the time of its arrival: clocks are often wrong. @type {Send} */
  const send = (sessionId, batch) =>
    call("chain/signals", {
      handle,
      sessionId,
      signals: batch.map(({ at, ...said }) =>
        at && Date.now() - at > 5e3 ? { ...said, occurredAt: new Date(at) } : said,
      ),
    });

  const drain = async () => {
    while (queue.length > 0 && !isRefused) {
      const sessionId = await session();
      const batch = queue.slice(0, BATCH_MAX);
      if (batch.length === 0) return; // The page has been left meanwhile.
      flying = batch.length;
      const answer = sessionId ? await send(sessionId, batch) : NO_ANSWER;
      flying = 0;
      if (isLater(answer)) {
        failures += 1;
        notBefore = answer.wait && Date.now() + answer.wait;
        return schedule(pause(answer, failures));
      }
      failures = 0;
      queue = queue.filter((signal) => !batch.includes(signal));
      for (const { index, reason, details = [] } of answer.body.rejected || []) {
        const isClockWrong = details.some(({ path }) => path === "occurredAt");
        if (isClockWrong) queue.push({ ...batch[index], at: 0 });
        else warn(`${batch[index].signalKey}: ${reason} ${JSON.stringify(details)}`);
      }
    }
  };

  /** @type {Schedule} */
  const schedule = (ms) => {
    if (!timer) timer = setTimeout(flush, ms);
  };

  /** Sends what waits, unless the API has said to wait. */
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    const wait = notBefore - Date.now();
    if (wait > 0) return schedule(wait);
    if (!sending) {
      sending = drain()
        .catch(warn)
        .then(() => {
          sending = undefined;
        });
    }
    return sending;
  };

  /** What waits when the page goes is sent now, or by the tab's next page where it cannot be. */
  const leave = () => {
    if (isRefused) return;
    const left = queue.splice(flying);
    const sessionId = sessionNow();
    if (!sessionId || failures > 0 || !navigator.onLine) keepVisit({ queue: left });
    else while (left.length > 0) void send(sessionId, left.splice(0, BATCH_MAX));
  };

  /** Takes up what could not be sent before. */
  const comeBack = () => {
    keepVisit({});
    queue.push(...(visit.queue || []));
    keepVisit({ queue: undefined });
    if (queue.length > 0) schedule(BATCH_MS);
    for (const conversion of Object.values(click.conversions || {})) conversion && deliver(conversion);
  };

  /** @type {Signal} */
  const signal = (key, value, { confidence, source, metadata } = {}) => {
    const signalValue = value === undefined ? value : String(value);
    const said = JSON.stringify({ signalKey: key, signalValue, confidence, source, metadata });
    prefetched.clear();
    queue.push({ ...JSON.parse(said), at: Date.now() });
    if (queue.length > WAITING_MAX) queue.splice(flying, 1);
    if (queue.length >= BATCH_MAX && failures === 0) flush();
    else schedule(BATCH_MS);
  };

  /** @type {Page} */
  const page = (meta) => {
    const metadata = { title: document.title.slice(0, 200), ...meta };
    signal("page_view", location.pathname.slice(0, 256), { metadata });
  };

  /** Asks when all that was said before has been told. @type {Ask} */
  const ask = async (path, question) => {
    if (failures === 0) await flush();
    const sessionId = await session();
    if (!sessionId || isRefused) return;
    const { status, body } = await call(path, { handle, sessionId, ...question });
    if (status === 200) return body;
  };

  /** @type {SwitchyardApi["resolve"]} */
  const resolve = async (trigger) => {
    const found = await ask("chain/resolve", { trigger });
    return /** @type {Resolution} */ (found || nothing());
  };

  /** @type {SwitchyardApi["prefetch"]} */
  const prefetch = async (triggers) => {
    const { decisions = {} } = (await ask("chain/prefetch", { triggers })) || {};
    for (const trigger of Object.keys(decisions)) prefetched.set(trigger, decisions[trigger]);
    return decisions;
  };

  /** Does what is decided, unless a listener of the event prevents it. @type {SwitchyardApi["apply"]} */
  const apply = async (trigger) => {
    let found = prefetched.get(trigger);
    // What assigns a segment does so only when it is asked for.
    if (!found || (found.decision && found.decision.action === "segment")) found = await resolve(trigger);
    const detail = { trigger, ...found };
    const event = new CustomEvent("switchyard:decision", { detail, cancelable: true });
    if (found.decision && document.dispatchEvent(event)) act(found.decision);
    return found;
  };

  /** @type {Act} */
  const act = ({ action, payload }) => {
    if (action === "cta_swap") swap(payload);
    if (action === "banner" || action === "popup") show(payload, action === "popup");
    const url = action === "redirect" && safeUrl(payload.destinationUrl);
    if (url && url !== location.href) location.assign(url);
  };

  /** Empty for all but http and https: no rule runs script. @type {SafeUrl} */
  const safeUrl = (value) => {
    const link = document.createElement("a");
    link.href = typeof value === "string" ? value : "data:";
    return /^https?:$/.test(link.protocol) ? link.href : "";
  };

  /** @type {Swap} */
  const swap = ({ selector, text, href }) => {
    const url = safeUrl(href);
    for (const element of document.querySelectorAll(String(selector))) {
      if (typeof text === "string") element.textContent = text;
      if (url && element instanceof HTMLAnchorElement) element.href = url;
    }
  };

  /** @type {Show} */
  const show = ({ title, text, href, hrefText }, isPopup) => {
    closeBox();
    const before = document.activeElement;
    const box = /** @type {HTMLDialogElement} */ (document.createElement(isPopup ? "dialog" : "div"));
    box.setAttribute("role", isPopup ? "dialog" : "region");
    box.setAttribute("aria-label", String(title || text));
    box.style.cssText =
      BOX + (isPopup ? "max-width:28em" : "position:fixed;z-index:2147483647;left:0;right:0;bottom:0");
    /** @type {Add} */
    const add = (tag, content) => {
      const element = document.createElement(tag);
      element.textContent = String(content);
      box.append(element, " ");
      return element;
    };
    if (title) add("strong", title);
    if (text) add("p", text);
    const url = safeUrl(href);
    if (url) add("a", hrefText || url).setAttribute("href", url);
    const button = add("button", "×");
    button.setAttribute("aria-label", "Close");
    /** @type {OnKey} */
    const onKey = ({ key }) => key === "Escape" && closeBox();
    closeBox = () => {
      document.removeEventListener("keydown", onKey);
      const isInside = box.contains(document.activeElement);
      box.remove();
      if (isInside && before instanceof HTMLElement) before.focus();
    };
    button.addEventListener("click", closeBox);
    box.addEventListener("close", closeBox);
    document.addEventListener("keydown", onKey);
    document.body.append(box);
    if (box.showModal) box.showModal();
  };

  /**
   * Counts once, however often it is called: without a key it has the click's own for this type of event. Until there is
   * an answer it is sent again, by the next page too.
   * @type {SwitchyardApi["convert"]}
   */
  const convert = async ({ value, currency, eventType = "conversion", idempotencyKey, metadata } = {}) => {
    const { ctx } = click;
    if (!ctx) return notCounted("no_context");
    const key = String(idempotencyKey || `${ctx.slice(-22)}.${eventType}`);
    const conversion = JSON.parse(
      JSON.stringify({ ctx, idempotencyKey: key, eventType, value, currency, metadata }),
    );
    const answer = deliver(conversion); // First of all: the page may be on its way out.
    keepConversion(key, conversion);
    return answer;
  };

  /** @type {KeepConversion} */
  const keepConversion = (key, conversion) => {
    keepClick({});
    keepClick({ conversions: { ...click.conversions, [key]: conversion } });
  };

  /** @type {Deliver} */
  const deliver = async (conversion) => {
    for (let tries = 1; tries <= 5; tries++) {
      const answer = await call("conversions", conversion);
      if (!isLater(answer)) {
        keepConversion(`${conversion.idempotencyKey}`);
        return answer.status === 202
          ? /** @type {Counted} */ (answer.body)
          : notCounted(`${answer.body.error}`);
      }
      await new Promise((done) => setTimeout(done, pause(answer, tries)));
    }
    return notCounted("unavailable");
  };

  /** @type {Obey} */
  const obey = (command) => {
    if (typeof command === "function") setTimeout(command, 0, api);
    else Reflect.apply(api[command[0]], api, command.slice(1));
  };

  /** @type {SwitchyardApi} */
  const api = Object.freeze({
    page: safely(page, none),
    signal: safely(signal, none),
    resolve: safely(resolve, nothing),
    prefetch: safely(prefetch, () => ({})),
    apply: safely(apply, nothing),
    convert: safely(convert, () => notCounted("invalid_payload")),
    context: safely(context, () => null),
    push: (...commands) => commands.forEach(safely(obey, none)),
  });

  /** @type {Tell} */
  const tell = ({ type, target }) => {
    const isForm = type === "submit";
    const selector = isForm ? "form[data-sw-convert]" : "[data-sw-signal]";
    const found = target instanceof Element && target.closest(selector);
    if (!found) return;
    const { swConvert, swSignal = "", swValue } = /** @type {HTMLElement} */ (found).dataset;
    if (isForm) api.convert({ eventType: swConvert || undefined });
    else api.signal(swSignal, swValue);
  };

  const listen = () => {
    addEventListener("pagehide", leave);
    addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
    addEventListener("online", () => {
      flush();
      comeBack();
    });
    document.addEventListener("visibilitychange", () => document.hidden && failures === 0 && flush());
    if (forms === "off") return;
    // On its way down: whether the page stops it later is the page's own affair.
    document.addEventListener("submit", tell, true);
    document.addEventListener("click", tell, true);
  };

  const start = () => {
    const stub = window.switchyard;
    if (stub && "convert" in stub) return; // It is here already.
    window.switchyard = api;
    void safely(pickUp, none)();
    listen();
    comeBack();
    void context();
    const ready = () => {
      if (auto !== "off") api.page();
      if (!document.querySelector("form[data-10x-form]")) return;
      const element = document.createElement("script");
      element.src = new URL("forms.js", script.src).href;
      document.body.append(element);
    };
    if (document.readyState !== "loading") ready();
    else document.addEventListener("DOMContentLoaded", ready);
    if (Array.isArray(stub)) api.push(...stub);
  };

  if (!handle) warn("its script element needs data-handle.");
  else if (document.prerendering) document.addEventListener("prerenderingchange", safely(start, none));
  else void safely(start, none)();
}
