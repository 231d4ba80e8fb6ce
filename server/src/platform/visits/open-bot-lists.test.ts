import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { parseHost } from "#platform/routing/canonical-host.ts";
import { type BotListFiles, openBotLists } from "./open-bot-lists.ts";
import { referrerClass } from "./referrer-classes.ts";
import { SPAM_REFERRERS } from "./spam-referrers.ts";

const SOON = { timeout: 20_000, interval: 20 };
const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

async function place() {
  const folder = await mkdtemp(join(tmpdir(), "bot-lists-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const said: { level: number; msg: string }[] = [];
  const log = pino({ level: "info" }, { write: (line) => void said.push(JSON.parse(line)) });
  const complaints = () => said.filter(({ level }) => level >= 40).map(({ msg }) => msg);
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, "next"), text);
    await rename(join(folder, "next"), join(folder, name));
    return join(folder, name);
  };
  const open = (files: Partial<BotListFiles>) =>
    openBotLists({ agents: undefined, spam: undefined, datacenters: undefined, ...files }, log);
  return { folder, complaints, write, open };
}

test("without files there are the shipped referrers, no data centre, and the agents that name themselves", async () => {
  const { open, complaints } = await place();
  await using opened = await open({});
  const { lists } = opened;
  expect(lists.isSpam("semalt.com")).toBe(true);
  expect(lists.isSpam("42.semalt.com")).toBe(true);
  expect(["", "notsemalt.com", "semalt.com.example", "google.com"].some((host) => lists.isSpam(host))).toBe(
    false,
  );
  expect(lists.isDatacenter("192.0.2.1")).toBe(false);
  expect(lists.readAgent(CHROME)).toMatchObject({ bot: "", device: "DESKTOP" });
  expect(complaints()).toEqual([]);
});

test("no shipped referrer is one that people come from, and each is written as hosts are compared", () => {
  for (const host of SPAM_REFERRERS) {
    expect(parseHost(host)).toBe(host);
    expect(referrerClass(host)).toBeUndefined();
  }
  expect([...SPAM_REFERRERS]).toEqual([...new Set(SPAM_REFERRERS)].sort());
});

test("what the files say counts, and a change within a second, for what was asked before as well", async () => {
  const { open, write } = await place();
  await using opened = await open({
    agents: await write("agents", "\ufeff# ours\r\nAcme Kiosk # nightly\r\n"),
    spam: await write("spam", "*.spam.example\nMünchen.example\n"),
    datacenters: await write("ranges", "192.0.2.0/24\n2001:db8::/32 # cloud\n"),
  });
  const { lists } = opened;
  const kiosk = `${CHROME} acme kiosk/2`;
  expect(lists.readAgent(kiosk)).toMatchObject({ bot: "ua", device: "BOT", browser: "Chrome" });
  expect(lists.readAgent(CHROME)).toMatchObject({ bot: "" });
  expect(lists.isSpam("www.spam.example")).toBe(true);
  expect(lists.isSpam("xn--mnchen-3ya.example")).toBe(true);
  expect(lists.isSpam("semalt.com")).toBe(true);
  expect(lists.isDatacenter("192.0.2.200")).toBe(true);
  expect(lists.isDatacenter("2001:db8:1::1")).toBe(true);
  expect(lists.isDatacenter("192.0.3.1")).toBe(false);
  await write("agents", "other thing\n");
  await write("spam", "");
  await write("ranges", "192.0.3.0/24\n");
  await expect.poll(() => lists.readAgent(kiosk).bot, SOON).toBe("");
  await expect.poll(() => lists.isSpam("www.spam.example"), SOON).toBe(false);
  await expect.poll(() => lists.isDatacenter("192.0.3.1"), SOON).toBe(true);
  expect(lists.isDatacenter("192.0.2.200")).toBe(false);
  expect(lists.isSpam("semalt.com")).toBe(true);
});

test("lines that make no sense are left out and reported once, and the rest counts", async () => {
  const { open, write, complaints } = await place();
  const wrong = "192.0.2.0/24\n<html>\n10.0.0.0/33\n198.51.100.0/24\n";
  await using opened = await open({
    agents: await write("agents", "ab\ngood agent\n"),
    datacenters: await write("ranges", wrong),
  });
  const { lists } = opened;
  const sentences = [
    "BOT_LIST_FILE names a file whose line 1 is not a part of a user agent, and is left out.",
    "DATACENTER_FILE names a file whose line 2 and 1 more is not a range such as 192.0.2.0/24, and is left out.",
  ];
  expect(complaints()).toEqual(sentences);
  expect(lists.isDatacenter("198.51.100.9")).toBe(true);
  await write("ranges", `${wrong}203.0.113.0/24\n`);
  await expect.poll(() => lists.isDatacenter("203.0.113.1"), SOON).toBe(true);
  expect(complaints()).toEqual(sentences);
});

test("a file that goes away is complained of once, and its list stays", async () => {
  const { open, write, complaints, folder } = await place();
  await using opened = await open({ spam: await write("spam", "spam.example") });
  await rm(join(folder, "spam"));
  const sentence = "SPAM_REFERRER_FILE names a file that is not there: the last good list stays";
  await expect.poll(complaints, SOON).toEqual([sentence]);
  expect(opened.lists.isSpam("spam.example")).toBe(true);
});

test("a file that is missing stops the start with one sentence", async () => {
  const { open, folder } = await place();
  await expect(open({ datacenters: join(folder, "none") })).rejects.toMatchObject({
    ...{ name: "ConfigError", message: "DATACENTER_FILE names a file that is not there." },
  });
});

test("fifty thousand ranges are read, and asking stays quick", async () => {
  const { open, write } = await place();
  const ranges = Array.from(
    { length: 50_000 },
    (_, n) => `${11 + (n >> 14)}.${(n >> 6) & 255}.${(n & 63) * 4}.0/24`,
  );
  await using opened = await open({ datacenters: await write("ranges", ranges.join("\n")) });
  const { lists } = opened;
  const before = performance.now();
  let found = 0;
  for (let n = 0; n < 20_000; n++) if (lists.isDatacenter(`12.${n & 255}.${n >> 8}.1`)) found += 1;
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(20_000);
  expect(performance.now() - before).toBeLessThan(20_000); // A look at each of the ranges would take minutes.
});
