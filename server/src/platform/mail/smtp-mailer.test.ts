import pino from "pino";
import { expect, onTestFinished, test, vi } from "vitest";
import { startSmtpServer } from "#testing/start-smtp-server.ts";
import { openMailer } from "./open-mailer.ts";

const mail = { to: "anna@example.com", subject: "Grüße", text: "Zeile eins\nhttp://x.test/#token=abc\n" };
async function open(url: string, retryAfterMs: readonly number[] = [1, 1]) {
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
  const config = { kind: "smtp", url, from: "Switchyard <no-reply@switchyard.test>" } as const;
  const mailer = await openMailer(config, { log, retryAfterMs });
  return { mailer, lines };
}

test("a mail arrives as it was written, marked as written by a program", async () => {
  const { url, received } = await startSmtpServer();
  const { mailer, lines } = await open(url);
  mailer.send(mail);
  await expect.poll(() => received).toHaveLength(1);
  const [{ from, to, message } = { from: "", to: [], message: "" }] = received;
  expect([from, to]).toEqual(["no-reply@switchyard.test", ["anna@example.com"]]);
  expect(message).toMatch(/^Subject: =\?UTF-8\?/im);
  expect(message).toMatch(/^Auto-Submitted: auto-generated/im);
  expect(message.replaceAll("=3D", "=")).toContain("http://x.test/#token=abc");
  await mailer[Symbol.asyncDispose]();
  expect(lines).toEqual([]);
});

test("an address is one recipient, whatever stands in it", async () => {
  const { url, received } = await startSmtpServer();
  const { mailer } = await open(url);
  mailer.send({ ...mail, to: "anna@example.com,eve@example.com" });
  mailer.send({ ...mail, subject: "one\r\nBcc: eve@example.com" });
  await mailer[Symbol.asyncDispose]();
  expect(received.flatMap(({ to }) => to)).not.toContain("eve@example.com");
  expect(received.map(({ message }) => message).join()).not.toMatch(/^bcc:/im);
});

test("what the server refuses for now is tried again", async () => {
  let tries = 0;
  const { url, received } = await startSmtpServer(() => {
    tries++;
    return tries < 3 ? 451 : null;
  });
  const { mailer } = await open(url);
  mailer.send(mail);
  await expect.poll(() => received).toHaveLength(1);
  expect(tries).toBe(3);
  await mailer[Symbol.asyncDispose]();
});

test("what the server refuses for good is not, and the log says so without the text", async () => {
  let tries = 0;
  const { url } = await startSmtpServer(() => {
    tries++;
    return 550;
  });
  const { mailer, lines } = await open(url);
  mailer.send(mail);
  await expect.poll(() => lines).toHaveLength(1);
  expect(tries).toBe(1);
  expect(lines[0]).toContain("mail not sent");
  expect(lines[0]).not.toContain("token=abc");
  await mailer[Symbol.asyncDispose]();
});

test("a server that is not there throws at nobody, and ends in the log", async () => {
  const thrown = vi.fn();
  process.on("unhandledRejection", thrown);
  onTestFinished(() => void process.off("unhandledRejection", thrown));
  const { mailer, lines } = await open("smtp://127.0.0.1:1");
  mailer.send(mail);
  await expect.poll(() => lines, { timeout: 5_000 }).toHaveLength(1);
  await mailer[Symbol.asyncDispose]();
  expect(thrown).not.toHaveBeenCalled();
});
