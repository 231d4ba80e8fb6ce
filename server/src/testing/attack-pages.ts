/** Where an attack page finds what it attacks. */
export type Targets = {
  readonly api: string;
  readonly app: string;
  readonly neighbour: string;
  /** The attacker's own site, and a preview of it. */
  readonly own: string;
  readonly preview: string;
};

/** A script of a page on the attacker's site. It answers with what it got hold of, or with why it did not. */
export type Attack = {
  readonly name: string;
  readonly script: string;
  /** What it answers where it got nothing. */
  readonly fails: RegExp;
};

const FRAME = `const frame = (src) => new Promise((done) => {
  const one = document.createElement("iframe");
  one.onload = () => done(one);
  one.src = src;
  document.body.append(one);
  setTimeout(() => done(one), 3000);
});`;
const READ_FRAME = `${FRAME} const inside = async (src) => {
  const one = await frame(src);
  try { return "read " + one.contentWindow.document.body.innerHTML; } catch (error) { return error.name; }
};`;
const FAILED = /^(?:TypeError|SecurityError|NetworkError|error|blocked)/;

const cookieAttacks = (): readonly Attack[] => [
  {
    name: "toss a cookie to the domain of the app",
    script: `document.cookie = "evil=1; Domain=switchyard.test; Path=/"; return document.cookie.includes("evil=1") ? "kept" : "blocked"`,
    fails: FAILED,
  },
  {
    name: "toss a cookie with a protected name to the domain of all sites",
    script: `document.cookie = "__Host-sw_visitor=evil; Domain=sites.test; Path=/; Secure"; return document.cookie.includes("__Host-") ? "kept" : "blocked"`,
    fails: FAILED,
  },
  {
    name: "overflow the cookie jar",
    script: `for (let n = 0; n < 400; n++) document.cookie = "c" + n + "=1; Domain=sites.test"; return "blocked"`,
    fails: FAILED,
  },
  {
    name: "read cookies",
    script: `return /app-session|neighbour/.test(document.cookie) ? document.cookie : "blocked"`,
    fails: FAILED,
  },
  {
    name: "read what the app has stored",
    script: `return JSON.stringify({ ...localStorage }).includes("app-token") ? "read" : "blocked"`,
    fails: FAILED,
  },
];

const apiAttacks = ({ api, neighbour }: Targets): readonly Attack[] => [
  {
    name: "ask the API with credentials",
    script: `return await (await fetch("${api}/v2/auth/me", { credentials: "include" })).text()`,
    fails: FAILED,
  },
  {
    name: "ask the API without",
    script: `return await (await fetch("${api}/openapi.json")).text()`,
    fails: FAILED,
  },
  {
    name: "ask the API unseen",
    script: `const answer = await fetch("${api}/v2/auth/me", { mode: "no-cors", credentials: "include" }); return answer.type === "opaque" && (await answer.text()) === "" ? "blocked" : "read"`,
    fails: FAILED,
  },
  {
    name: "write to the API with a preflight",
    script: `return String((await fetch("${api}/v2/handles", { method: "POST", credentials: "include", headers: { "content-type": "application/json" }, body: '{"handle":"stolen"}' })).status)`,
    fails: FAILED,
  },
  {
    name: "write to the API with a form",
    script: `${FRAME} const form = document.createElement("form"); form.method = "post"; form.enctype = "text/plain"; form.target = "out"; form.action = "${api}/v2/handles";
const out = document.createElement("iframe"); out.name = "out"; const field = document.createElement("input"); field.name = '{"handle":"stolen","x":"'; field.value = '"}'; form.append(field); document.body.append(out, form);
await new Promise((done) => { out.onload = done; form.submit(); setTimeout(done, 3000); }); return "blocked"`,
    fails: FAILED,
  },
  {
    name: "ask by XMLHttpRequest",
    script: `return await new Promise((done) => { const x = new XMLHttpRequest(); x.withCredentials = true; x.onload = () => done(x.responseText); x.onerror = () => done("error"); x.open("GET", "${api}/v2/auth/me"); x.send(); })`,
    fails: FAILED,
  },
  {
    name: "read a neighbour's page",
    script: `return await (await fetch("${neighbour}/")).text()`,
    fails: FAILED,
  },
];

const frameAttacks = ({ api, app, neighbour }: Targets): readonly Attack[] => [
  { name: "frame the reference", script: `${READ_FRAME} return await inside("${api}/docs")`, fails: FAILED },
  { name: "frame the app", script: `${READ_FRAME} return await inside("${app}/v2/nothing")`, fails: FAILED },
  {
    name: "frame a neighbour and read it",
    script: `${READ_FRAME} return await inside("${neighbour}/")`,
    fails: FAILED,
  },
  {
    name: "open a neighbour and read it",
    script: `const other = open("${neighbour}/"); if (!other) return "no window"; try { for (let n = 0; n < 50; n++) { if (other.document.body.innerHTML.includes("home")) return "read"; await new Promise((done) => setTimeout(done, 100)) } return "never there" } catch (error) { return error.name } finally { other.close() }`,
    fails: FAILED,
  },
  {
    name: "shake off its host by document.domain",
    script: `try { document.domain = "sites.test" } catch (error) { return error.name } ${READ_FRAME} return await inside("${neighbour}/relaxed.html")`,
    fails: FAILED,
  },
  {
    name: "take over a neighbour by a service worker's scope",
    script: `try { await navigator.serviceWorker.register("/worker.js", { scope: "${neighbour}/" }); return "registered" } catch (error) { return error.name }`,
    fails: FAILED,
  },
];

const scriptAttacks = ({ api, neighbour }: Targets): readonly Attack[] => [
  {
    name: "run a neighbour's script as a service worker",
    script: `try { await navigator.serviceWorker.register("${neighbour}/worker.js"); return "registered" } catch (error) { return error.name }`,
    fails: FAILED,
  },
  {
    name: "answer for others by its own service worker",
    script: `await navigator.serviceWorker.register("/worker.js"); await navigator.serviceWorker.ready; return await (await fetch("${neighbour}/")).text()`,
    fails: /^(?:TypeError|from the worker of ATTACKER only)/,
  },
  {
    name: "run the API's answer as a script",
    script: `return await new Promise((done) => { const one = document.createElement("script"); one.onload = () => done("loaded"); one.onerror = () => done("error"); one.src = "${api}/openapi.json"; document.head.append(one) })`,
    fails: FAILED,
  },
  {
    name: "run a neighbour's page as a script",
    script: `return await new Promise((done) => { const one = document.createElement("script"); one.onload = () => done("loaded"); one.onerror = () => done("error"); one.src = "${neighbour}/"; document.head.append(one) })`,
    fails: FAILED,
  },
  {
    name: "listen to a stream of the API",
    script: `return await new Promise((done) => { const one = new EventSource("${api}/v2/handles/acme/live", { withCredentials: true }); one.onopen = () => done("open"); one.onerror = () => { one.close(); done("error") } })`,
    fails: FAILED,
  },
  {
    name: "hear a neighbour's broadcast",
    script: `${FRAME} const heard = new Promise((done) => { new BroadcastChannel("secret").onmessage = (event) => done(event.data) }); await frame("${neighbour}/broadcast.html"); return await Promise.race([heard, new Promise((done) => setTimeout(() => done("blocked"), 500))])`,
    fails: FAILED,
  },
];

const otherAttacks = ({ app, own, preview }: Targets): readonly Attack[] => [
  {
    name: "make the app believe a message",
    script: `${FRAME} const one = await frame("${app}/v2/nothing"); one.contentWindow.postMessage({ type: "token", token: "evil" }, "*"); await new Promise((done) => setTimeout(done, 200)); return "blocked"`,
    fails: FAILED,
  },
  {
    name: "reach back to who opened it",
    script: `return opener === null ? "blocked" : "has an opener"`,
    fails: FAILED,
  },
  {
    name: "read its own production from its preview",
    script: `${READ_FRAME} return await inside("${own}/secret.html")`,
    fails: FAILED,
  },
  {
    name: "read its own preview from production",
    script: `${READ_FRAME} return await inside("${preview}secret.html")`,
    fails: FAILED,
  },
  {
    name: "set a cookie or clear storage by its _headers",
    script: `const { headers } = await fetch("/"); return headers.get("clear-site-data") === null && !document.cookie.includes("headers=1") ? "blocked" : "set"`,
    fails: FAILED,
  },
];

/** Twenty-five and more ways for one site to reach what is not its own. */
export const attacksOn = (targets: Targets): readonly Attack[] => [
  ...cookieAttacks(),
  ...apiAttacks(targets),
  ...frameAttacks(targets),
  ...scriptAttacks(targets),
  ...otherAttacks(targets),
];
