import { createSwitchyard } from "@switchyard/sdk";
import { expect, test } from "vitest";
import { sendOnce } from "./send-once.ts";

/** A client, and the keys that its server was sent. `answers` are statuses; 0 is a lost connection. */
function clientOf(answers: number[]) {
  const keys: (string | null)[] = [];
  const api = createSwitchyard({
    baseUrl: "http://127.0.0.1",
    fetch: async (request) => {
      keys.push(request.headers.get("idempotency-key"));
      const status = answers.shift() ?? 201;
      if (status === 0) throw new TypeError("Failed to fetch");
      return new Response("{}", { status, headers: { "content-type": "application/json" } });
    },
  });
  api.use(sendOnce());
  const send = (slug: string) =>
    api
      .POST("/v2/handles/{handle}/links", {
        params: { path: { handle: "acme" } },
        body: { slug, destinationUrl: "https://example.com/" },
      })
      .catch(() => undefined);
  return { api, keys, send };
}

test("what was not answered is sent again under its key, until it is answered", async () => {
  const { keys, send } = clientOf([0, 503, 201, 201]);
  for (let n = 0; n < 4; n++) await send("sale");
  const [first, second, third, fourth] = keys;
  expect(first).toMatch(/^[\x21-\x7e]{20,255}$/);
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
});

test("a refusal is an answer, and another body another submission", async () => {
  const { keys, send } = clientOf([409, 0, 0, 201]);
  await send("sale");
  await send("sale");
  await send("other");
  await send("sale");
  expect(new Set(keys).size).toBe(3);
  expect(keys[3]).toBe(keys[1]);
});

test("the same sent twice at once is meant twice; reading has no key", async () => {
  const { api, keys, send } = clientOf([]);
  await Promise.all([send("sale"), send("sale")]);
  expect(new Set(keys).size).toBe(2);
  await api.GET("/v2/handles/{handle}/links", { params: { path: { handle: "acme" } } });
  expect(keys[2]).toBeNull();
});

test("of many that were never answered the last are remembered", async () => {
  const { keys, send } = clientOf(Array.from({ length: 40 }, () => 0));
  for (let n = 0; n < 30; n++) await send(`link-${n}`);
  await send("link-29");
  await send("link-0");
  expect(keys[30]).toBe(keys[29]);
  expect(keys[31]).not.toBe(keys[0]);
});
