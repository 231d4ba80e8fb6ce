import { expect, test } from "vitest";
import type { Answer } from "#edge/answer.ts";
import { BLOCKED } from "./blocked-page.ts";
import { directivesOf, headersOf } from "./page-headers.ts";
import { passwordPage } from "./password-page.ts";
import { readHtml } from "./read-html.ts";
import { socialPage } from "./social-page.ts";
import { unlockedPage } from "./unlocked-page.ts";

const NASTY = `"><script>alert('x')</script>&amp;\u2028`;
const social = {
  title: "Launch",
  description: "The day we begin.",
  imageUrl: "https://example.com/a.png?b&c",
};
const shown = { social, title: "Own title", destination: "https://example.com/?a&b", slug: "launch" };

const named = (answer: Answer, name: string) =>
  readHtml(answer.body).filter((element) => element.name === name);
const metas = (answer: Answer) =>
  Object.fromEntries(
    named(answer, "meta").flatMap(({ attributes: { property, name, content } }) => {
      const key = property ?? name;
      return key === undefined || key === "viewport" ? [] : [[key, content]];
    }),
  );

const PAGES: [string, Answer][] = [
  ["a blocked link", BLOCKED],
  ["a password", passwordPage({ slug: "launch", isWrong: false })],
  ["a wrong password", passwordPage({ slug: "launch", isWrong: true })],
  ["the right password", unlockedPage("/launch")],
  ["a preview", socialPage(shown)],
];

test.each(PAGES)(
  "the page of %s is small, runs nothing, and is neither kept nor indexed nor framed",
  (_, answer) => {
    expect(Buffer.byteLength(answer.body)).toBeLessThan(10_000);
    expect(named(answer, "script")).toEqual([]);
    expect(named(answer, "html")).toMatchObject([{ attributes: { lang: "en" } }]);
    expect(named(answer, "h1")).toHaveLength(1);
    expect(named(answer, "title")[0]?.text).not.toBe("");
    expect(answer.body).toContain("prefers-color-scheme:dark");
    expect(headersOf(answer)).toMatchObject({
      "cache-control": "private, no-store",
      "x-robots-tag": "noindex",
    });
    const { "style-src": style, "form-action": action, ...others } = directivesOf(answer);
    const none = ["'none'"];
    expect(others).toEqual({ "default-src": none, "base-uri": none, "frame-ancestors": none });
    expect(style).toHaveLength(1);
    expect(action).toEqual(named(answer, "form").length > 0 ? ["'self'"] : none);
    expect(answer).toMatchObject({ kind: null, destination: "" });
  },
);

test("a link switched off is gone, and its page does not say where it led", () => {
  expect(BLOCKED.status).toBe(410);
  expect(named(BLOCKED, "a")).toEqual([]);
});

test("the password's form works without script and for a password manager", () => {
  const answer = passwordPage({ slug: "launch", isWrong: false });
  expect(answer.status).toBe(200);
  expect(headersOf(answer)).toMatchObject({ "referrer-policy": "strict-origin" });
  expect(named(answer, "form")).toMatchObject([{ attributes: { method: "post" } }]);
  expect(named(answer, "label")).toMatchObject([{ attributes: { for: "password" }, text: "Password" }]);
  const [input] = named(answer, "input");
  expect(input?.attributes).toEqual({
    ...{ id: "password", name: "password", type: "password", autocomplete: "current-password" },
    ...{ required: "", autofocus: "" },
  });
});

test.each([
  [undefined, 403, "not the password"],
  [1, 429, "in a second."],
  [45, 429, "in 45 seconds."],
  [90, 429, "in 2 minutes."],
])(
  "a wrong password with a wait of %s s is answered %i, and the field is tied to the reason",
  (wait, status, reason) => {
    const answer = passwordPage({
      ...{ slug: "launch", isWrong: true },
      ...(wait !== undefined && { retryAfterSeconds: wait }),
    });
    expect(answer.status).toBe(status);
    expect(headersOf(answer)["retry-after"]).toBe(wait === undefined ? undefined : String(wait));
    expect(named(answer, "input")[0]?.attributes).toMatchObject({
      "aria-invalid": "true",
      "aria-describedby": "fault",
    });
    const fault = named(answer, "p").find(({ attributes }) => attributes["id"] === "fault");
    expect(fault).toMatchObject({ attributes: { role: "alert" }, text: expect.stringContaining(reason) });
  },
);

test.each([
  ["/launch", "/launch"],
  ["/launch?a=1&b=%22", "/launch?a=1&b=%22"],
  ["//evil.example/", "/"],
  ["/\\evil.example/", "/"],
  ["/.//evil.example/", "/evil.example/"],
  ["https://evil.example/launch", "/"],
  ["javascript:alert(1)", "/"],
  [`/launch?${NASTY}`, "/launch?%22%3E%3Cscript%3Ealert(%27x%27)%3C/script%3E&amp;%E2%80%A8"],
])("after the right password %j leads to %j, on this host whatever it says", (target, expected) => {
  const answer = unlockedPage(target);
  expect(answer.status).toBe(200);
  expect(named(answer, "meta").at(-1)?.attributes).toEqual({
    "http-equiv": "refresh",
    content: `0;url=${expected}`,
  });
  expect(named(answer, "a").map(({ attributes }) => attributes["href"])).toEqual([expected]);
});

test("a preview says what the link's owner wrote, and sends on whoever reads it", () => {
  const answer = socialPage(shown);
  expect(metas(answer)).toEqual({
    "og:type": "website",
    "og:title": "Launch",
    "og:description": "The day we begin.",
    "og:image": "https://example.com/a.png?b&c",
    "twitter:card": "summary_large_image",
    "twitter:title": "Launch",
    "twitter:description": "The day we begin.",
  });
  expect(named(answer, "link")).toMatchObject([{ attributes: { rel: "canonical", href: "/launch" } }]);
  expect(named(answer, "a")).toMatchObject([{ attributes: { href: "https://example.com/?a&b" } }]);
});

test("a preview falls back on the link's title and slug, and keeps a hidden destination to itself", () => {
  const nothing = { title: null, description: null, imageUrl: null };
  expect(metas(socialPage({ ...shown, social: nothing }))).toEqual({
    ...{ "og:type": "website", "og:title": "Own title" },
    ...{ "twitter:card": "summary", "twitter:title": "Own title" },
  });
  const hidden = socialPage({ ...shown, social: { ...nothing, title: " " }, title: null, destination: null });
  expect(metas(hidden)["og:title"]).toBe("launch");
  expect(named(hidden, "a")).toMatchObject([{ attributes: { href: "/launch" } }]);
  expect(hidden.body).not.toContain("example.com");
});

test("hostile words in a preview stay words, and only a web address is a picture", () => {
  const hostile = { title: NASTY, description: NASTY, imageUrl: "javascript:alert(1)" };
  const answer = socialPage({ ...shown, social: hostile, destination: "javascript:alert(1)" });
  expect(named(answer, "script")).toEqual([]);
  expect(metas(answer)).toMatchObject({ "og:title": NASTY, "og:description": NASTY });
  expect(metas(answer)).not.toHaveProperty("og:image");
  expect(answer.body).not.toContain("javascript:");
});

test("a preview with the longest words and addresses stays under 10 KB", () => {
  const url = "https://example.com/".padEnd(2048, "x");
  const long = { title: "x".repeat(200), description: "y".repeat(1000), imageUrl: url };
  const answer = socialPage({ ...shown, social: long, destination: url });
  expect(Buffer.byteLength(answer.body)).toBeLessThan(10_000);
  expect(metas(answer)).toMatchObject({ "og:image": url, "og:title": `${"x".repeat(120)}…` });
});
