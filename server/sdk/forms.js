// Switchyard for forms on web pages, served as it stands here. How to use it: docs/guides/leads.md
// Without it a form with method and action works as well; with it the page stays, and what fails is sent again.
{
  const script = /** @type {HTMLScriptElement} */ (
    document.currentScript || document.querySelector('script[src*="/_assets/forms.js"]')
  );
  const { origin } = new URL(script.src);
  const named = /** @type {HTMLElement | null} */ (document.querySelector("script[data-handle]"));
  const { handle = "" } = named ? named.dataset : {};
  const SELECTOR = "form[data-10x-form]";
  const TRIES = 4;
  /** When each form was first seen, and the key of what is in it. @type {WeakMap<HTMLFormElement, FormState>} */
  const states = new WeakMap();

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /** Puts a field there that people do not see, which only programs fill in. @type {Prepare} */
  const prepare = (form) => {
    const known = states.get(form);
    if (known) return known;
    const state = { since: Date.now(), key: newKey() };
    states.set(form, state);
    if (!form.querySelector("[name=hp_website]")) {
      const trap = document.createElement("div");
      trap.setAttribute("aria-hidden", "true");
      trap.style.cssText = "position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden";
      const input = document.createElement("input");
      input.name = "hp_website";
      input.tabIndex = -1;
      input.autocomplete = "off";
      trap.append(input);
      form.append(trap);
    }
    return state;
  };

  /** The click that led here, as the SDK has kept it. */
  const clickToken = () => {
    try {
      const kept = JSON.parse(localStorage.getItem("switchyard") || "{}");
      return kept.handle === handle ? kept.ctx : undefined;
    } catch (_) {
      return undefined; // Storage may be forbidden.
    }
  };

  /** On a page of the handle itself the address says which it is. @type {PageSlugOf} */
  const pageSlugOf = (form) => {
    const isOwn = handle && location.hostname.startsWith(`${handle}.`);
    return form.dataset.pageSlug || (isOwn && location.pathname.split("/")[1]) || undefined;
  };

  /** @type {FieldsOf} */
  const fieldsOf = (form, submitter) => {
    const { since, key } = prepare(form);
    const data = new FormData(form);
    if (submitter instanceof HTMLButtonElement && submitter.name)
      data.append(submitter.name, submitter.value);
    const name = (form.getAttribute("data-10x-form") || "").replace(/[^\w.-]/g, "_").slice(0, 64);
    const added = {
      form: name,
      elapsedMs: String(Date.now() - since),
      idempotencyKey: key,
      ctx: clickToken(),
      pageSlug: pageSlugOf(form),
    };
    for (const [field, value] of Object.entries(added)) if (value && !data.has(field)) data.set(field, value);
    return data;
  };

  /** @type {Post} */
  const post = async (url, body) => {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(url, { method: "POST", body, credentials: "omit" }).catch(() => undefined);
      const isLater = !answer || answer.status > 499;
      if (!isLater || tries === TRIES) return answer;
      await new Promise((done) => setTimeout(done, 500 * 2 ** tries));
    }
  };

  /** @type {Read} */
  const read = async (answer) => {
    if (!answer) return { status: 0, body: {} };
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  };

  /** @type {Say} */
  const say = (form, text, isError) => {
    const old = form.querySelector("[data-10x-status]");
    const box = /** @type {HTMLElement} */ (old || document.createElement("p"));
    box.setAttribute("data-10x-status", isError ? "error" : "sent");
    box.setAttribute("role", isError ? "alert" : "status");
    box.textContent = text;
    if (!old) form.append(box);
  };

  /** @type {Sent} */
  const sent = (form, body) => {
    const event = new CustomEvent("switchyard:lead", { bubbles: true, cancelable: true, detail: body });
    if (!form.dispatchEvent(event)) return;
    const next = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=redirectTo]"));
    const target = next ? next.value : "";
    const url = new URL(target, location.href);
    if (target && /^https?:$/.test(url.protocol)) return location.assign(url.href);
    form.reset();
    states.delete(form);
    say(form, form.dataset.thanks || "Thank you.", false);
  };

  /** @type {SendForm} */
  const send = async (form, submitter) => {
    const url = form.getAttribute("action") || `${origin}/v2/public/handles/${handle}/leads`;
    const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (
      form.querySelectorAll("[type=submit],button:not([type])")
    );
    const data = fieldsOf(form, submitter);
    for (const button of buttons) button.disabled = true;
    const answer = await post(new URL(url, location.href).href, data);
    for (const button of buttons) button.disabled = false;
    const { status, body } = await read(answer);
    if (status === 202) return sent(form, body);
    say(form, form.dataset.failed || body.message || "That did not work. Please try again.", true);
  };

  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || !form.matches(SELECTOR) || form.dataset["10xBusy"]) return;
    event.preventDefault();
    form.dataset["10xBusy"] = "yes";
    void send(form, event.submitter)
      .catch((thrown) => console.warn(`switchyard: ${thrown}`))
      .then(() => delete form.dataset["10xBusy"]);
  });
  const prepareAll = () => {
    for (const form of document.querySelectorAll(SELECTOR)) prepare(/** @type {HTMLFormElement} */ (form));
  };
  // A form that comes later is prepared when somebody begins to fill it in.
  document.addEventListener("focusin", ({ target }) => {
    const form = target instanceof Element && target.closest(SELECTOR);
    if (form) prepare(/** @type {HTMLFormElement} */ (form));
  });
  if (document.readyState !== "loading") prepareAll();
  else document.addEventListener("DOMContentLoaded", prepareAll);
}
