import { expect, test } from "vitest";
import { LINK_PREVIEW_BOTS } from "./link-preview-bots.ts";
import { readUserAgent } from "./read-user-agent.ts";

const IPAD =
  "Mozilla/5.0 (iPad; CPU OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/87.0 Mobile/15E148 Safari/604.1";
const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
const IN_FACEBOOK =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/138.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/470.0.0.0;]";
const IN_PINTEREST =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]";

test.each([
  [IPAD, { bot: "", device: "TABLET", os: "iOS", browser: "Chrome" }],
  [WINDOWS, { bot: "", device: "DESKTOP", os: "Windows", browser: "Chrome" }],
  [IN_FACEBOOK, { bot: "", device: "MOBILE", os: "Android" }],
  [IN_PINTEREST, { bot: "", device: "MOBILE", os: "iOS" }],
  ["Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", { bot: "ua", device: "BOT" }],
  ["python-requests/2.32.0", { bot: "ua", device: "BOT" }],
  ["", { bot: "ua", device: "BOT" }],
  ["   ", { bot: "ua", device: "BOT" }],
  [undefined, { bot: "ua", device: "BOT", text: "" }],
])("%s", (header, expected) => {
  expect(readUserAgent(header)).toMatchObject(expected);
});

test.each(LINK_PREVIEW_BOTS)("%s looks at a link for somebody's message", (name) => {
  expect(readUserAgent(`Mozilla/5.0 (compatible; ${name}1.0)`)).toMatchObject({
    bot: "preview",
    device: "BOT",
  });
});

test.each([
  "Dart/3.1 (dart:io)",
  "AcmeShop/7 CFNetwork/1404.0.5 Darwin/22.3.0",
  "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A)",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) HtmlUnit/3.11.0",
  "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/22.1.0",
  "Mozlila/5.0 (Linux; Android 7.0; SM-G892A) AppleWebKit/537.36 Chrome/60.0.3112.107 Mobile Safari/537.36",
  "Mozilla/5.00 (Nikto/2.5.0)",
  "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) wkhtmltopdf Safari/538.1",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
])("%s is a program's, with nobody who looks", (header) => {
  expect(readUserAgent(header)).toMatchObject({ bot: "ua", device: "BOT" });
});

test("a header of any length is remembered in few bytes", () => {
  expect(readUserAgent("u".repeat(100_000)).text).toHaveLength(512);
});
