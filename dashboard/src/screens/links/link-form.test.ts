import { expect, test } from "vitest";
import { changeOf, formOf } from "./link-form.ts";

const blank = formOf(undefined);

test("what was not touched is not sent", () => {
  expect(changeOf(blank, { ...blank })).toEqual({});
  expect(changeOf(blank, { ...blank, destinationUrl: "https://example.com/" })).toEqual({
    destinationUrl: "https://example.com/",
  });
});

test("what was emptied is cleared", () => {
  const before = {
    ...blank,
    title: "Sale",
    maxClicks: "5",
    expiresAt: "2027-01-01T10:00",
    utmSource: "mail",
  };
  const after = { ...before, title: " ", maxClicks: "", expiresAt: "", utmSource: "" };
  expect(changeOf(before, after)).toEqual({
    title: null,
    maxClicks: null,
    expiresAt: null,
    tracking: { utmSource: null, utmMedium: null, utmCampaign: null, utmTerm: null, utmContent: null },
  });
});

test("a time is sent as the instant that this reader meant", () => {
  const { expiresAt } = changeOf(blank, { ...blank, expiresAt: "2027-01-01T10:00" });
  expect(Date.parse(expiresAt ?? "")).toBe(new Date(2027, 0, 1, 10).getTime());
});

test("what is no time is not sent, and no reason to throw", () => {
  const change = changeOf(blank, { ...blank, title: "Sale", expiresAt: "12026-01-01T10:00" });
  expect(JSON.parse(JSON.stringify(change))).toEqual({ title: "Sale" });
});

test("a password is set when one is typed, taken away on purpose, and else left alone", () => {
  const locked = { ...blank, hasPassword: true };
  expect(changeOf(locked, { ...locked })).toEqual({});
  expect(changeOf(locked, { ...locked, hasPassword: false })).toEqual({ password: null });
  expect(changeOf(blank, { ...blank, password: "sesame" })).toEqual({ password: "sesame" });
});

test("a social preview without any text is none", () => {
  const before = { ...blank, socialTitle: "Sale" };
  expect(changeOf(before, blank)).toEqual({ social: null });
  expect(changeOf(blank, before)).toEqual({ social: { title: "Sale", description: null, imageUrl: null } });
});
