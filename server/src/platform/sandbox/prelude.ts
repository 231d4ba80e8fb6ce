/**
 * What a script finds in its world beside the language: `Request`, `Response`, `Headers` and `console`. An expression that
 * makes two functions: `run` calls a script's handler and reports by `answered` or `failed`, `describe` says what was thrown.
 * All of it runs inside the sandbox and under its limits, so whoever hears the reports believes nothing of them.
 */
export const PRELUDE = String.raw`((log, answered, failed) => {
  "use strict";
  const { parse, stringify } = JSON;
  const { assign, create, entries, freeze } = Object;
  const NAME = /^[!#$%&'*+.^_|~0-9a-z-]{1,128}$/;
  const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
  const nameOf = (name) => {
    const text = String(name).toLowerCase();
    if (!NAME.test(text)) throw new TypeError("A header has a name that no header can have.");
    return text;
  };
  const valueOf = (value) => {
    const text = String(value).trim();
    if (!VALUE.test(text)) throw new TypeError("A header has a value that no header can have.");
    return text;
  };
  class Headers {
    #all = new Map();
    constructor(init) {
      if (init === undefined || init === null) return;
      const pairs = typeof init[Symbol.iterator] === "function" ? init : entries(init);
      for (const [name, value] of pairs) this.append(name, value);
    }
    append(name, value) {
      const before = this.get(name);
      this.set(name, before === null ? value : before + ", " + valueOf(value));
    }
    set(name, value) { this.#all.set(nameOf(name), valueOf(value)); }
    get(name) { return this.#all.get(String(name).toLowerCase()) ?? null; }
    has(name) { return this.#all.has(String(name).toLowerCase()); }
    delete(name) { this.#all.delete(String(name).toLowerCase()); }
    entries() { return this.#all.entries(); }
    keys() { return this.#all.keys(); }
    values() { return this.#all.values(); }
    forEach(visit) { for (const [name, value] of this.#all) visit(value, name, this); }
    [Symbol.iterator]() { return this.#all.entries(); }
  }
  class Request {
    #text;
    #bytes;
    constructor({ method, path, url, query, headers, text }, bytes) {
      const first = create(null);
      for (const [name, value] of query) first[name] ??= value;
      assign(this, { method, path, url, query: freeze(first), headers: new Headers(headers) });
      this.#text = text;
      this.#bytes = bytes;
      freeze(this);
    }
    async text() { return this.#text; }
    async json() { return parse(this.#text); }
    async arrayBuffer() { return this.#bytes.slice(0); }
    async bytes() { return new Uint8Array(this.#bytes.slice(0)); }
  }
  let answer;
  class Response {
    #status;
    #body;
    #headers;
    constructor(body = null, { status = 200, headers } = {}) {
      if (!Number.isInteger(status) || status < 200 || status > 599) {
        throw new RangeError("A status is a whole number from 200 to 599.");
      }
      this.#status = status;
      this.#headers = new Headers(headers);
      if (body === null || body === undefined) this.#body = "";
      else if (body instanceof ArrayBuffer) this.#body = body.slice(0);
      else if (body instanceof Uint8Array) this.#body = Uint8Array.prototype.slice.call(body).buffer;
      else {
        this.#body = String(body);
        if (!this.#headers.has("content-type")) this.#headers.set("content-type", "text/plain; charset=utf-8");
      }
    }
    get status() { return this.#status; }
    get headers() { return this.#headers; }
    static json(value, init = {}) {
      const text = stringify(value);
      if (text === undefined) throw new TypeError("This is nothing that JSON can say.");
      const headers = new Headers(init.headers);
      if (!headers.has("content-type")) headers.set("content-type", "application/json");
      return new Response(text, { status: init.status, headers });
    }
    static {
      answer = (given) => {
        if (typeof given !== "object" || given === null || !(#status in given)) {
          throw new TypeError("The script did not answer with a Response.");
        }
        const body = given.#body;
        if (typeof body === "string") answered(stringify([given.#status, [...given.#headers.entries()], body]));
        else answered(stringify([given.#status, [...given.#headers.entries()], null]), body);
      };
    }
  }
  const show = (value) => {
    if (typeof value === "string") return value;
    try {
      if (value instanceof Error) return String(value);
      return stringify(value) ?? String(value);
    } catch {
      return typeof value;
    }
  };
  // A text that is handed out ends at a NUL.
  const whole = (text, charsMax) => text.slice(0, charsMax).replaceAll("\0", "\ufffd");
  const write = (...values) => log(whole(values.map(show).join(" "), 4096));
  const console = freeze({ log: write, info: write, warn: write, error: write, debug: write });
  assign(globalThis, { Headers, Request, Response, console });
  const messageOf = (thrown) => {
    if (!(thrown instanceof Error)) return "It threw something that is no Error: " + show(thrown);
    const [, line] = /script\.js:(\d+)/.exec(String(thrown.stack)) ?? [];
    return thrown.name + ": " + thrown.message + (line === undefined ? "" : " (line " + line + ")");
  };
  const describe = (thrown) => {
    try {
      return whole(messageOf(thrown), 500);
    } catch {
      return "It threw something that cannot be shown.";
    }
  };
  const run = async (handle, head, bytes) => {
    try {
      const { env, ...request } = parse(head);
      answer(await handle(new Request(request, bytes), freeze(env)));
    } catch (thrown) {
      failed(describe(thrown));
    }
  };
  return { run, describe };
})`;
