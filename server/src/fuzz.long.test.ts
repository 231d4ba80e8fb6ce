import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { fuzzRequests } from "#testing/fuzz-requests.ts";
import { arbitraryOf, hostileText, type JsonSchema } from "#testing/json-schema-arbitrary.ts";
import { startControl } from "#testing/start-control.ts";

type Parameter = { readonly name: string; readonly in: string; readonly schema: JsonSchema };
type Described = {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: { readonly "application/json"?: { readonly schema: JsonSchema } };
  };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
};
type Sent = { method: string; path: string; described: Described; body: unknown; who: number; key: string };

const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());
const document = (await control.anonymous.get("/openapi.json")).body as Document;
const resolve = (ref: string): JsonSchema => document.components.schemas[ref.split("/").at(-1) ?? ""] ?? {};

const owner = await control.member("OWNER");
await owner.put("/v2/handles/acme/links/demo", { destinationUrl: "https://example.com/" });
const { tokenId, text } = await control.token(["*"]);

const KNOWN = ["acme", "demo", "launch", tokenId, "hdl_acme", "owner-of-acme", "1"];

const sent: fc.Arbitrary<Sent> = fc
  .constantFrom(
    ...Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({
        path,
        method: method.toUpperCase(),
        described,
      })),
    ),
  )
  .chain(({ path, method, described }) => {
    const parameters = described.parameters ?? [];
    const inPath = parameters.filter((one) => one.in === "path");
    const inQuery = parameters.filter((one) => one.in === "query");
    const schema = described.requestBody?.content["application/json"]?.schema;
    return fc.record({
      method: fc.constant(method),
      described: fc.constant(described),
      path: fc
        .tuple(
          fc.record(Object.fromEntries(inPath.map(({ name }) => [name, pathValue(name)]))),
          queryOf(inQuery),
        )
        .map(([values, query]) => fill(path, values) + query),
      body: schema === undefined ? fc.constant(undefined) : arbitraryOf(schema, resolve),
      who: fc.nat({ max: 9 }),
      key: fc.oneof(
        { arbitrary: fc.constant(""), weight: 4 },
        fc.constantFrom("same", "other", "x".repeat(256)),
      ),
    });
  });

function pathValue(name: string): fc.Arbitrary<string> {
  if (name === "handle") return fc.oneof({ arbitrary: fc.constant("acme"), weight: 9 }, hostileText);
  return fc.oneof({ arbitrary: fc.constantFrom(...KNOWN), weight: 3 }, hostileText);
}

function queryOf(parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const fields = parameters.map(({ name, schema }) => [name, arbitraryOf(schema, resolve)]);
  return fc
    .tuple(fc.record(Object.fromEntries(fields), { requiredKeys: [] }), fc.option(hostileText))
    .map(([values, strange]) => {
      const pairs = Object.entries(values).map(
        ([name, value]) =>
          `${name}=${encode(typeof value === "string" ? value : (JSON.stringify(value) ?? ""))}`,
      );
      if (strange !== null) pairs.push(encode(strange));
      return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
    });
}

const fill = (path: string, values: Record<string, string>) =>
  path.replaceAll(/{(\w+)}/g, (_, name: string) => encode(values[name] ?? ""));

/** Percent-encoded, half a surrogate pair as the bytes that some clients send for it. */
const encode = (value: string) => encodeURIComponent(value.toWellFormed()).slice(0, 6_000);

async function identity(who: number): Promise<Record<string, string>> {
  if (who <= 4) return { authorization: `Bearer ${text}` };
  if (who <= 7) return control.bearerOf("owner-of-acme");
  return who === 8 ? {} : { authorization: "Bearer patv1_x.y" };
}

const LEAKS = /node_modules|at .*\.ts:\d|SQLITE_|sqlite|syntax error at|\/server\/src\//i;

test("no request, however odd, is answered by a failure of ours or by a status that is not documented", {
  timeout: 600_000,
}, async () => {
  const seed = Number(process.env["FUZZ_SEED"] ?? Date.now() % 2 ** 31);
  console.log(`fuzz: ${fuzzRequests} requests, seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(sent, async ({ method, path, described, body, who, key }) => {
      const json = body === undefined ? null : JSON.stringify(body);
      const headers = {
        ...(await identity(who)),
        ...(json !== null && { "content-type": "application/json" }),
        ...(key !== "" && { "idempotency-key": key }),
      };
      const answer = await control.api.request(
        path,
        { method, headers, body: json },
        { address: "192.0.2.1" },
      );
      const said = await answer.text();
      // A hostile path may be another address, or none.
      const elsewhere = ["404", "405"];
      expect([...Object.keys(described.responses), ...elsewhere], said).toContain(String(answer.status));
      expect(answer.status, said).toBeLessThan(500);
      expect(said).not.toMatch(LEAKS);
      if (answer.status >= 400) expect(JSON.parse(said)).toMatchObject({ error: expect.any(String) });
    }),
    { numRuns: fuzzRequests, seed },
  );
});
