import fc from "fast-check";
import { expect, test } from "vitest";
import { confusionOf } from "./confusable-host.ts";
import { DestinationUrl } from "./destination-url.ts";
import { LOOKALIKES, WELL_KNOWN } from "./lookalikes.ts";

const hostOf = (text: string) => new URL(`https://${text}/`).hostname;
const passingFor = (latin: string) =>
  [...LOOKALIKES].filter(([, one]) => one === latin).map(([letter]) => letter);

test("the lookalikes are letters that a host keeps", () => {
  for (const [letter, latin] of LOOKALIKES) {
    expect(hostOf(`${letter}${letter}.example`), letter).toMatch(/^xn--/);
    expect(passingFor(latin), letter).toContain(letter);
  }
});

test("each lookalike alone, in each well-known name that has its letter, is seen through", () => {
  for (const [letter, latin] of LOOKALIKES)
    for (const name of [...WELL_KNOWN].filter((known) => known.includes(latin))) {
      const host = hostOf(`${name.replace(latin, letter)}.example`);
      expect(confusionOf(host), `${letter} in ${name}`).toMatch(/^It looks like another address: /);
    }
});

test("names of one other script that read as a well-known one are seen through", () => {
  for (const host of ["үӑноө.com", "үаноо.com", "аррӏе.com"]) {
    expect(confusionOf(hostOf(host)), host).toMatch(/can be read as/);
  }
});

test("no well-known name passes with any of its letters from elsewhere", () => {
  const imitation = fc
    .constantFrom(...WELL_KNOWN)
    .chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.tuple(...[...name].map((letter) => fc.constantFrom(letter, ...passingFor(letter)))),
        fc.constantFrom("", "www.", "login."),
        fc.constantFrom("", "-login", "-2026"),
        fc.constantFrom(".com", ".рф", ".example"),
      ),
    );
  fc.assert(
    fc.property(imitation, ([name, letters, before, after, below]) => {
      const imitated = letters.join("");
      const host = hostOf(before + imitated + after + below);
      if (imitated === name) expect(confusionOf(host)).toBeUndefined();
      else expect(confusionOf(host), imitated).toMatch(/^It looks like another address: /);
    }),
    { numRuns: 2_000 },
  );
});

test("words of one script, and of scripts that are written together, pass in every case", () => {
  const scripts = [
    ["абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ"],
    ["αβγδεζηθικλμνξοπρστυφχψωάέήίόύώ"],
    ["abcdefghijklmnopqrstuvwxyzäöüßéèñçøåłőżğ"],
    ["אבגדהוזחטיכלמנסעפצקרשת"],
    ["กขคงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหอฮ"],
    ["日本語中文漢字", "あいうえおかきくけこ", "アイウエオカキクケコ", "abcxyz0189"],
    ["日本語中文漢字", "ㄅㄆㄇㄈ", "abcxyz0189"],
    ["가나다라마바사", "漢字", "abcxyz0189"],
  ];
  const word = fc
    .constantFrom(...scripts)
    .chain((alphabets) =>
      fc
        .array(fc.constantFrom(...alphabets.join("")), { minLength: 2, maxLength: 12 })
        .map((all) => all.join("")),
    );
  fc.assert(
    fc.property(word, (label) => {
      const isKnown = WELL_KNOWN.has([...label].map((letter) => LOOKALIKES.get(letter) ?? letter).join(""));
      if (!isKnown) expect(confusionOf(hostOf(`${label}.example`)), label).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test("letters of two scripts that are not written together never pass in one label", () => {
  const ALPHABETS = ["abcdfghz", "бгджзйлф", "βγδζθλξφ", "אבגדהוזח", "กขคงจฉชซ", "あいうえお", "가나다라"];
  const pair = fc
    .tuple(fc.constantFrom(...ALPHABETS), fc.constantFrom(...ALPHABETS))
    .filter(([one, other]) => one !== other && !isTogether(one, other))
    .chain(([one, other]) => fc.tuple(fc.constantFrom(...one), fc.constantFrom(...other)));
  fc.assert(
    fc.property(pair, fc.constantFrom("", "-", "1"), ([first, second], between) => {
      const url = URL.parse(`https://${first}${between}${second}.example/`);
      if (url !== null) expect(confusionOf(url.hostname), url.href).toBeDefined();
    }),
    { numRuns: 1_000 },
  );
});

const isTogether = (...pair: readonly string[]) =>
  pair.includes("abcdfghz") && (pair.includes("あいうえお") || pair.includes("가나다라"));

test("whatever is sent is either refused or an http(s) URL with a host and without a user", () => {
  const anything = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({ unit: "binary", maxLength: 60 }).map((text) => `https://${text}`),
    fc
      .tuple(fc.string({ unit: "grapheme", maxLength: 20 }), fc.string({ unit: "binary" }))
      .map((all) => `http://${all.join("/")}`),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const { success } = DestinationUrl.safeParse(text);
      if (!success) return;
      const { protocol, hostname, username, password } = new URL(text);
      expect(["http:", "https:"]).toContain(protocol);
      expect(hostname).toMatch(/^(?:\[[0-9a-f:]+\]|[a-z0-9._-]+)$/);
      expect(username + password).toBe("");
    }),
    { numRuns: 1_000 },
  );
});
