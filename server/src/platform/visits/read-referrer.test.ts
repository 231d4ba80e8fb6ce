import { expect, test } from "vitest";
import { readReferrer } from "./read-referrer.ts";

test.each([
  [undefined, "", "direct"],
  ["", "", "direct"],
  ["about:blank", "", "direct"],
  ["nonsense", "", "direct"],
  ["https://", "", "direct"],
  ["https://news.example.com/a?user=1#b", "news.example.com", "referral"],
  ["https://News.Example.com", "news.example.com", "referral"],
  ["https://user:secret@news.example.com:8443/", "news.example.com", "referral"],
  ["https://www.google.com/", "www.google.com", "search"],
  ["https://www.google.co.uk/search?q=x", "www.google.co.uk", "search"],
  ["https://google.evil.example/", "google.evil.example", "referral"],
  ["https://mail.google.com/mail/u/0", "mail.google.com", "email"],
  ["android-app://com.google.android.gm/", "com.google.android.gm", "email"],
  ["https://m.facebook.com/", "m.facebook.com", "social"],
  ["https://t.co/abc", "t.co", "social"],
  ["https://not-t.co/abc", "not-t.co", "referral"],
])("%s comes from %j, which is %s", (header, host, source) => {
  expect(readReferrer(header)).toEqual({ host, source });
});
