import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { createMailQueue } from "./mail-queue.ts";
import type { Mail } from "./mailer.ts";
import { openMailer } from "./open-mailer.ts";

const mail: Mail = { to: "anna@example.com", subject: "Hello", text: "http://x.test/#token=abc\n" };

function capture() {
  const lines: string[] = [];
  return { lines, log: pino({ level: "info" }, { write: (line: string) => void lines.push(line) }) };
}

test("without a mail server each mail is a file for this program's user alone, and the log says where", async () => {
  const scratch = await mkdtemp(join(tmpdir(), "mail-"));
  onTestFinished(() => rm(scratch, { recursive: true }));
  const folder = join(scratch, "mailbox");
  const { lines, log } = capture();
  const mailer = await openMailer({ kind: "file", folder, from: "Switchyard <no-reply@x.test>" }, { log });
  mailer.send(mail);
  mailer.send({ ...mail, subject: "Two\r\nBcc: eve@example.com" });
  await mailer[Symbol.asyncDispose]();
  const files = (await readdir(folder)).map((name) => join(folder, name));
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, "utf8");
    expect(text).toContain("to: anna@example.com\n");
    expect(text).toContain("\n\nhttp://x.test/#token=abc\n");
    expect(text).not.toMatch(/^bcc:/im);
    expect(lines.filter((line) => line.includes(file))).toHaveLength(1);
  }
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(lines.join()).toContain("anna@example.com");
  expect(lines.join()).not.toContain("token=abc");
});

test("mail that would wait beyond the bound is dropped aloud, not kept for ever", async () => {
  const { lines, log } = capture();
  const delivered: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const deliver = async ({ to }: Mail) => {
    await promise;
    delivered.push(to);
  };
  const mailer = createMailQueue({ deliver, isFinal: () => false, close: () => {} }, { log, waitingMax: 2 });
  for (const to of ["one", "two", "three"]) mailer.send({ ...mail, to });
  resolve();
  await mailer[Symbol.asyncDispose]();
  expect(delivered).toEqual(["one", "two"]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("three");
});

test("the end of the program waits for mail under way, for no longer than it was told, and takes no more", async () => {
  const { lines, log } = capture();
  let closed = 0;
  const never = { deliver: () => new Promise<void>(() => {}), isFinal: () => false, close: () => closed++ };
  const mailer = createMailQueue(never, { log, patienceMs: 20 });
  mailer.send(mail);
  await mailer[Symbol.asyncDispose]();
  expect(closed).toBe(1);
  mailer.send(mail);
  expect(lines).toHaveLength(1);
});

test("the end of the program does not sit out the pause before another try", async () => {
  const { lines, log } = capture();
  let tries = 0;
  const deliver = async () => {
    tries++;
    throw new Error("Later");
  };
  const options = { log, retryAfterMs: [3_600_000], patienceMs: 3_600_000 };
  const mailer = createMailQueue({ deliver, isFinal: () => false, close: () => {} }, options);
  mailer.send(mail);
  await expect.poll(() => tries).toBe(1);
  await mailer[Symbol.asyncDispose]();
  expect(lines[0]).toContain("mail not sent");
});
