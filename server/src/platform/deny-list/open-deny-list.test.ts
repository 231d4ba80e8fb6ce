import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { openDenyList } from "./open-deny-list.ts";

/** Half a second is promised to operators as "within a second": a busy machine may be late. */
const SOON = { timeout: 20_000, interval: 20 };

async function place() {
  const folder = await mkdtemp(join(tmpdir(), "deny-list-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const said: { level: number; msg: string }[] = [];
  const log = pino({ level: "info" }, { write: (line) => void said.push(JSON.parse(line)) });
  const complaints = () => said.filter(({ level }) => level >= 50).map(({ msg }) => msg);
  const file = join(folder, "denied.txt");
  return { folder, file, log, complaints };
}

test("a file says one host a line, in every spelling, with comments and with what is below it", async () => {
  const { file, log } = await place();
  await writeFile(
    file,
    "\ufeff# Ours\r\n\r\nevil.example\r\n  *.Wild.Example  # from a feed\n.dot.example\nmünchen.example\n" +
      "192.0.2.1\n2001:db8::1\n[2001:db8::2]\nxn--l-7sba6dbr.com\nmy_host.example.\nzip",
  );
  await using list = await openDenyList({ hosts: ["env.example"], file, log });
  const denied = [
    ...[
      "evil.example",
      "www.evil.example",
      "evil.example.",
      "wild.example",
      "a.b.wild.example",
      "dot.example",
    ],
    ...["xn--mnchen-3ya.example", "192.0.2.1", "[::ffff:c000:201]", "[2001:db8::1]", "[2001:db8::2]"],
    ...["xn--l-7sba6dbr.com", "my_host.example", "anything.zip", "env.example", "www.env.example"],
  ];
  for (const host of denied) expect(list.isDenied(host), host).toBe(true);
  const allowed = [
    "notevil.example",
    "evil.example.com",
    "example",
    "1.192.0.2.1.example",
    "zip.example",
    "ours",
  ];
  for (const host of allowed) expect(list.isDenied(host), host).toBe(false);
});

test("a change counts soon, whether the file is written over, grows or is replaced", async () => {
  const { folder, file, log, complaints } = await place();
  await writeFile(file, "one.example\n");
  await using list = await openDenyList({ hosts: ["env.example"], file, log });
  await writeFile(file, "two.example\n");
  await expect.poll(() => list.isDenied("two.example"), SOON).toBe(true);
  expect(list.isDenied("one.example")).toBe(false);
  await writeFile(file, "three.example\n", { flag: "a" });
  await expect.poll(() => list.isDenied("three.example"), SOON).toBe(true);
  expect(list.isDenied("two.example")).toBe(true);
  await writeFile(join(folder, "next"), "four.example\n");
  await rename(join(folder, "next"), file);
  await expect.poll(() => list.isDenied("four.example"), SOON).toBe(true);
  await writeFile(file, "");
  await expect.poll(() => list.isDenied("four.example"), SOON).toBe(false);
  expect(list.isDenied("env.example")).toBe(true);
  expect(complaints()).toEqual([]);
});

test("a file that becomes wrong or goes away is complained of once, and the last good list stays", async () => {
  const { folder, file, log, complaints } = await place();
  await writeFile(file, "one.example\n");
  await using list = await openDenyList({ hosts: [], file, log });
  await writeFile(file, "two.example\nhttp://three.example/\n");
  const wrong =
    "DESTINATION_DENY_FILE names a file whose line 2 is not a host name or an address: the last good list stays";
  await expect.poll(complaints, SOON).toEqual([wrong]);
  expect(list.isDenied("one.example")).toBe(true);
  expect(list.isDenied("two.example")).toBe(false);
  await rm(file);
  const absent = "DESTINATION_DENY_FILE names a file that is not there: the last good list stays";
  await expect.poll(complaints, SOON).toEqual([wrong, absent]);
  // Several more looks find the same, which the next good file proves to have happened.
  await writeFile(join(folder, "next"), "four.example\n");
  await rename(join(folder, "next"), file);
  await expect.poll(() => list.isDenied("four.example"), SOON).toBe(true);
  expect(list.isDenied("one.example")).toBe(false);
  expect(complaints()).toEqual([wrong, absent]);
  // Another time is told again.
  await rm(file);
  await expect.poll(complaints, SOON).toEqual([wrong, absent, absent]);
  expect(list.isDenied("four.example")).toBe(true);
});

test("a file that keeps changing is read all the same", async () => {
  const { file, log } = await place();
  await writeFile(file, "one.example\n");
  await using list = await openDenyList({ hosts: [], file, log });
  let lines = 0;
  const isRead = async () => {
    await writeFile(file, `line-${++lines}.example\n`, { flag: "a" });
    return list.isDenied("line-1.example");
  };
  await expect.poll(isRead, SOON).toBe(true);
});

test("a hundred thousand hosts are read", async () => {
  const { file, log } = await place();
  await writeFile(file, Array.from({ length: 100_000 }, (_, index) => `host-${index}.example`).join("\n"));
  await using list = await openDenyList({ hosts: [], file, log });
  expect(list.isDenied("www.host-99999.example")).toBe(true);
  expect(list.isDenied("host-100000.example")).toBe(false);
});

test.each([
  ["is missing", undefined, "DESTINATION_DENY_FILE names a file that is not there."],
  ["has a line that is no host", "a.example\nnot a host\n", "line 2 is not a host name or an address."],
  ["has more than a host in a line", "0.0.0.0 a.example", "line 1 is not a host name or an address."],
])("a file that %s stops the start with one sentence", async (_, text, sentence) => {
  const { file, log } = await place();
  if (text !== undefined) await writeFile(file, text);
  const opening = openDenyList({ hosts: [], file, log });
  await expect(opening).rejects.toMatchObject({
    name: "ConfigError",
    message: expect.stringContaining(sentence),
  });
});

test("a folder stops the start with one sentence", async () => {
  const { folder, log } = await place();
  await expect(openDenyList({ hosts: [], file: folder, log })).rejects.toThrow(
    /^DESTINATION_DENY_FILE names .+\.$/,
  );
});
