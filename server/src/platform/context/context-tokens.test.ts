import { createHmac, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ClickContext, CONSENTS, createContextTokens } from "./context-tokens.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 15);
const masterOf = (text: string) => createSecretKey(Buffer.alloc(32, text));
const master = masterOf("one");
const tokens = createContextTokens([master]);

const click = (given: Partial<ClickContext> = {}): ClickContext => ({
  handleId: "hdl_acme",
  slug: "launch",
  clickId: "clk_1",
  clickedAt: NOW,
  session: "session-one",
  campaign: "spring",
  variant: "b",
  consent: "basic",
  vars: { sku: "42" },
  ...given,
});

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

test("what was minted is read, whatever is in it", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 40 });
  const context = fc.record({
    handleId: text,
    slug: text,
    clickId: text,
    clickedAt: fc.integer({ min: NOW - 30 * DAY_MS + 1, max: NOW + 60_000 }),
    session: text,
    campaign: text,
    variant: text,
    consent: fc.constantFrom(...CONSENTS),
    vars: fc.dictionary(text, text, { maxKeys: 5, noNullPrototype: true }),
  });
  fc.assert(
    fc.property(context, (one) => {
      expect(tokens.read(tokens.mint(one), NOW)).toEqual(one);
    }),
    { numRuns: 300 },
  );
});

test("a token with any one character changed, left out or doubled is refused", () => {
  const token = tokens.mint(click());
  expect(token).toMatch(/^c1\.[\w-]+\.[\w-]{22}$/);
  for (let at = 0; at < token.length; at++) {
    const [before, after] = [token.slice(0, at), token.slice(at + 1)];
    for (const letter of `${LETTERS}.`) {
      if (letter !== token[at]) expect(tokens.read(before + letter + after, NOW), letter).toBeUndefined();
    }
    expect(tokens.read(before + after, NOW)).toBeUndefined();
    expect(tokens.read(before + token[at] + token[at] + after, NOW)).toBeUndefined();
  }
});

test("the last letter of the signature has one form, though base64 would read several as the same bytes", () => {
  const token = tokens.mint(click());
  const [head, last] = [token.slice(0, -1), token.slice(-1)];
  const bytesOf = (letter: string) => Buffer.from(token.slice(-22, -1) + letter, "base64url").toString("hex");
  const twins = [...LETTERS].filter((letter) => letter !== last && bytesOf(letter) === bytesOf(last));
  expect(twins.length).toBe(15);
  for (const twin of twins) expect(tokens.read(head + twin, NOW)).toBeUndefined();
});

test.each(["", " ", "\n", "=", "."])("nothing may stand around a token, such as %j", (extra) => {
  const token = tokens.mint(click());
  expect(tokens.read(token + extra, NOW) === undefined).toBe(extra !== "");
  expect(tokens.read(extra + token, NOW) === undefined).toBe(extra !== "");
});

test("a token lives for thirty days, not a millisecond longer", () => {
  const token = tokens.mint(click());
  expect(tokens.read(token, NOW + 30 * DAY_MS - 1)).toEqual(click());
  expect(tokens.read(token, NOW + 30 * DAY_MS)).toBeUndefined();
});

test("a click may be a minute ahead of our clock, not more", () => {
  const token = tokens.mint(click());
  expect(tokens.read(token, NOW - 60_000)).toEqual(click());
  expect(tokens.read(token, NOW - 60_001)).toBeUndefined();
});

test("a new master signs, and what the old one signed is believed as long as the old one is kept", () => {
  const [old, fresh] = [masterOf("one"), masterOf("two")];
  const before = createContextTokens([old]);
  const rotated = createContextTokens([fresh, old]);
  const after = createContextTokens([fresh]);
  const [ofOld, ofRotated] = [before.mint(click()), rotated.mint(click())];
  expect(rotated.read(ofOld, NOW)).toEqual(click());
  expect(rotated.read(ofRotated, NOW)).toEqual(click());
  expect(after.read(ofRotated, NOW)).toEqual(click());
  expect(after.read(ofOld, NOW)).toBeUndefined();
  expect(before.read(ofRotated, NOW)).toBeUndefined();
});

test("keys change every thirty days by themselves: a token with another period's time is not ours", () => {
  const token = tokens.mint(click());
  const later = tokens.mint(click({ clickedAt: NOW + 30 * DAY_MS }));
  const [, payload] = later.split(".");
  const [, , mac] = token.split(".");
  expect(tokens.read(`c1.${payload}.${mac}`, NOW + 30 * DAY_MS)).toBeUndefined();
  // Many periods, more than are remembered at once.
  for (let period = 0; period < 40; period++) {
    const clickedAt = NOW + period * 30 * DAY_MS;
    expect(tokens.read(tokens.mint(click({ clickedAt })), clickedAt)).toEqual(click({ clickedAt }));
  }
  expect(tokens.read(token, NOW)).toEqual(click());
});

test("text that is too long is refused, signed or not", () => {
  const fits = click({ vars: { x: "y".repeat(2_800) } });
  const exceeds = click({ vars: { x: "y".repeat(3_000) } });
  expect(tokens.mint(fits).length).toBeLessThan(4_096);
  expect(tokens.read(tokens.mint(fits), NOW)).toEqual(fits);
  expect(tokens.mint(exceeds).length).toBeGreaterThan(4_096);
  expect(tokens.read(tokens.mint(exceeds), NOW)).toBeUndefined();
  expect(tokens.read("c1.".padEnd(10_000_000, "a"), NOW)).toBeUndefined();
});

/** What a stranger can make: any payload, under a signature of their own. */
function forge(payload: string): string {
  const signed = `c1.${Buffer.from(payload).toString("base64url")}`;
  const mac = createHmac("sha256", "a stranger's").update(signed).digest().subarray(0, 16);
  return `${signed}.${mac.toString("base64url")}`;
}

test.each([
  "null",
  "{}",
  "[]",
  "[1]",
  '"text"',
  "[[],[],[],0]",
  `["a","b","c",${NOW}]`,
  `["a","b","c",${NOW},"s","","","__proto__",{}]`,
  `["a","b","c",${NOW},"s","","","length",{}]`,
  `["a","b","c",${NOW},"s","","",1e400,{}]`,
  `["a","b","c","${NOW}","s","","",0,{}]`,
  `["a","b","c",1e308,"s","","",0,{}]`,
  `["a","b","c",-1e308,"s","","",0,{}]`,
  `["a","b","c",${NOW}.5,"s","","",0,{"__proto__":{"x":1}}]`,
  `{"3":${NOW},"length":9}`,
  "[".repeat(1_000),
  '"\\ud800"',
])("a forged payload of %s is refused, and nothing throws", (payload) => {
  expect(tokens.read(forge(payload), NOW)).toBeUndefined();
});

test("no text that a stranger makes up is read or throws", () => {
  const odd = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.json().map(forge),
    fc.array(fc.jsonValue(), { maxLength: 10 }).map((list) => forge(JSON.stringify(list))),
    fc.tuple(fc.string(), fc.string()).map(([a, b]) => `c1.${a}.${b}`),
  );
  fc.assert(
    fc.property(odd, (text) => {
      expect(tokens.read(text, NOW)).toBeUndefined();
    }),
    { numRuns: 1_000 },
  );
});
