import { expect, test } from "vitest";
import { createEndpointRules } from "./endpoint-rules.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "inside.example": ["10.1.2.3", "10.1.2.4"],
  "mixed.example": ["10.1.2.3", "8.8.8.8"],
  "outside.example": ["8.8.8.8"],
};
const rules = createEndpointRules({
  allow: ["10.1.0.0/16"],
  ports: [80, 443, 8443],
  resolve: async (name) => NAMES[name] ?? Promise.reject(new Error("ENOTFOUND")),
});

test.each([
  ["https://hooks.example.com/a?b=c#d", "https://hooks.example.com/a?b=c"],
  ["HTTPS://Hooks.Example.com:8443", "https://hooks.example.com:8443/"],
  ["https://nowhere.example/", "https://nowhere.example/"],
  ["http://10.1.2.3/", "http://10.1.2.3/"],
  ["http://inside.example/", "http://inside.example/"],
])("%s may be called", async (text, url) => {
  expect(await rules.require("endpointUrl", text)).toBe(url);
});

test.each([
  "http://hooks.example.com/",
  "http://outside.example/",
  "http://mixed.example/",
  "http://8.8.8.8/",
  "http://10.2.0.1/",
  "https://10.2.0.1/",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://0x7f.1/",
  "https://hooks.example.com:22/",
  "https://a:b@hooks.example.com/",
  "ftp://hooks.example.com/",
  "//hooks.example.com/",
  "",
])("%s may not be called, and the refusal names the field", async (text) => {
  await expect(rules.require("endpointUrl", text)).rejects.toMatchObject({
    code: "invalid_payload",
    details: { details: [{ path: "endpointUrl", message: expect.any(String) }] },
  });
});
