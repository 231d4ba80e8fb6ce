import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";

type Body = string | Buffer | ReadableStream;
const PATH = "/v2/public/tokens/report-leak";

async function send(body: Body, headers: Record<string, string> = { "content-type": "application/json" }) {
  await using control = await startControl();
  const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  const response = await control.api.request(PATH, init, { address: "192.0.2.1" });
  return { status: response.status, ...((await response.json()) as { error?: string; message?: string }) };
}

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test.each<[string, Body, number, string]>([
  ["no JSON", "{", 400, "invalid_payload"],
  ["nothing", "", 400, "invalid_payload"],
  ["bytes that are no UTF-8", Buffer.from('{"token":"\xff"}', "latin1"), 400, "invalid_payload"],
  ["a NUL in a text", '{"token":"a\\u0000b"}', 400, "invalid_payload"],
  ["half a character in a text", '{"token":"\\ud800"}', 400, "invalid_payload"],
  ["a NUL in a name", '{"to\\u0000ken":"a"}', 400, "invalid_payload"],
  ["a list", "[]", 400, "invalid_payload"],
  ["33 levels", `{"token":${nested(33)}}`, 400, "invalid_payload"],
  ["100 000 levels", nested(100_000), 400, "invalid_payload"],
  ["a prototype", '{"token":"a","__proto__":{"x":1}}', 400, "invalid_payload"],
  ["a number for a text", '{"token":1}', 400, "invalid_payload"],
  ["257 KB", JSON.stringify({ token: "x".repeat(257 * 1024) }), 413, "payload_too_large"],
])("a body of %s has its documented refusal", async (_, body, status, error) => {
  expect(await send(body)).toMatchObject({ status, error });
});

test("a body that is sent in pieces and never ends is cut off at the limit", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(source) {
      sent += 65_536;
      source.enqueue(new Uint8Array(65_536).fill(32));
    },
  });
  expect(await send(endless)).toMatchObject({ status: 413 });
  expect(sent).toBeLessThan(1_000_000);
});

test("a form is told what to send instead; JSON without a type is JSON", async () => {
  const form = await send("token=x", { "content-type": "application/x-www-form-urlencoded" });
  expect(form).toMatchObject({ status: 400, message: expect.stringContaining("application/json") });
  expect(await send(Buffer.from('{"token":"x"}'), {})).toMatchObject({ status: 202 });
  expect(await send('{"token":"x"}', { "content-type": "application/json; charset=utf-8" })).toMatchObject({
    status: 202,
  });
});
