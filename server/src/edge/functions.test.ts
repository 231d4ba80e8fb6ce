import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { PassedRequest } from "#platform/http/passed-on.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

type Asked = Omit<PassedRequest, "headers" | "bytes"> & {
  readonly handleId: string;
  readonly bindingKey: string;
  readonly cookie: string | null;
  readonly body: string;
};

/** A function that answers whoever asks, and remembers what it was asked. */
function openFunctions(status = 200) {
  const asked: Asked[] = [];
  const answer = async (handleId: string, bindingKey: string, request: PassedRequest) => {
    const { method, below, query, headers, bytes } = request;
    const body = (await buffer(bytes)).toString();
    asked.push({ handleId, bindingKey, method, below, query, cookie: headers.get("cookie"), body });
    if (bindingKey !== "greet") return null;
    return {
      status,
      headers: { "content-type": "text/own", "x-own": "yes" },
      body: Uint8Array.of(0x68, 0xc3, 0xbc),
    };
  };
  return { asked, functions: { answer } };
}

test("what is below /_fn/ is the function's, whole, and no visit", async () => {
  const { asked, functions } = openFunctions(418);
  await using edge = await startEdge({ override: { functions } });
  const answer = await edge.visit("/_fn/greet/a%20b/c?q=%2F", { method: "PUT", headers: { "x-own": "1" } });
  expect(answer).toMatchObject({
    status: 418,
    body: "hü",
    headers: { "x-own": "yes", "content-length": "3" },
  });
  expect(answer.headers["access-control-allow-origin"]).toBe("*");
  expect(answer.headers).not.toHaveProperty("access-control-allow-credentials");
  await edge.visit("/_fn/greet", { form: { a: "b" } });
  expect(asked).toMatchObject([
    { handleId: "hdl_acme", bindingKey: "greet", method: "PUT", below: "/a%20b/c", query: "q=%2F", body: "" },
    { bindingKey: "greet", method: "POST", below: "", query: "", body: "a=b" },
  ]);
  expect(edge.events).toEqual([]);
});

test("a function that is not there is an address that leads nowhere, and so is one of an edge without any", async () => {
  const { functions } = openFunctions();
  await using edge = await startEdge({ override: { functions } });
  const nowhere = await edge.visit("/_fn/other");
  expect(nowhere.status).toBe(404);
  expect((await edge.visit("/nowhere")).body).toBe(nowhere.body);
  for (const path of ["/_fn/", "/_fn", "/_fn//greet", "/x/_fn/greet"]) {
    expect((await edge.visit(path)).status, path).toBe(404);
  }
  await using without = await startEdge();
  expect((await without.visit("/_fn/greet")).body).toBe(nowhere.body);
});

test("a page elsewhere may ask first, and nothing is called for that", async () => {
  const { asked, functions } = openFunctions();
  await using edge = await startEdge({ override: { functions } });
  const headers = { origin: "https://shop.example", "access-control-request-method": "PUT" };
  const answer = await edge.visit("/_fn/greet", { method: "OPTIONS", headers });
  expect(answer).toMatchObject({ status: 204, headers: { "access-control-allow-origin": "*" } });
  expect(asked).toEqual([]);
});

test("a function that fails on our side is the page that says so, and links go on", async () => {
  const functions = { answer: () => Promise.reject(new Error("broken")) };
  await using edge = await startEdge({ override: { functions } });
  expect((await edge.visit("/_fn/greet")).status).toBe(503);
  expect(edge.failures).toHaveLength(1);
  await edge.setRoute("demo", routeTo());
  expect((await edge.visit("/demo")).status).toBe(302);
});
