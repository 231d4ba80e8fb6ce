import fc from "fast-check";

/** As much of JSON Schema as our document uses. */
export type JsonSchema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
};

export type Resolve = (ref: string) => JsonSchema;

/** Values that programs stumble over, whatever they were told to expect. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\0",
    "\ud800",
    "__proto__",
    "constructor",
    "null",
    "NaN",
    "-1",
    "1e999",
    "9007199254740993",
    "../../etc/passwd",
    "%00",
    "%2e%2e%2f",
    "' or 1=1 --",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "\r\nx-injected: 1",
    "patv1_.",
    "javascript:alert(1)",
    "http://[::1",
    "2026-13-45T99:99:99Z",
    "xn--nxasmq6b",
    "😀".repeat(100),
    "a".repeat(5_000),
  ),
  fc.string({ unit: "binary", maxLength: 64 }),
  fc.string({ maxLength: 32 }),
);

const hostileValue = fc.oneof(
  hostileText,
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constantFrom(null, [], {}, [null], { a: { b: { c: {} } } }, 1e308, -0),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Mostly what the schema asks for, now and then something else in any place of it. */
export function arbitraryOf(schema: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: wanted(schema, resolve), weight: 8 }, { arbitrary: hostileValue, weight: 1 });
}

function wanted(schema: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return wanted(resolve(schema.$ref), resolve);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map((one) => wanted(one, resolve)));
  if (schema.allOf !== undefined) return wanted(Object.assign({}, ...schema.allOf) as JsonSchema, resolve);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["null"]);
  return fc.oneof(...types.map((type) => ofType(type, schema, resolve)));
}

function ofType(type: string, schema: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  switch (type) {
    case "string":
      return textOf(schema);
    case "integer":
      return fc.oneof(fc.integer({ min: -2, max: 2_000 }), fc.maxSafeInteger());
    case "number":
      return fc.double();
    case "boolean":
      return fc.boolean();
    case "array":
      return fc.array(arbitraryOf(schema.items ?? {}, resolve), { maxLength: 4 });
    case "object":
      return objectOf(schema, resolve);
    default:
      return fc.constant(null);
  }
}

function textOf({ format, pattern }: JsonSchema): fc.Arbitrary<string> {
  if (format === "date-time") return moment((date) => date.toISOString());
  if (format === "date") return moment((date) => date.toISOString().slice(0, 10));
  if (format === "email") return fc.emailAddress();
  if (format === "uri") return fc.webUrl({ withQueryParameters: true });
  if (pattern !== undefined) return fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{4,24}$/), hostileText);
  return fc.oneof(fc.string({ maxLength: 40 }), fc.webUrl(), hostileText);
}

const moment = (write: (date: Date) => string) =>
  fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true }).map(write);

function objectOf({ properties = {}, required = [] }: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => [name, arbitraryOf(schema, resolve)]);
  const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(fields);
  const sent = fc.record(model, { requiredKeys: required.filter((name) => name in model) });
  const strange = fc.dictionary(hostileText, hostileValue, { maxKeys: 2 });
  return fc.oneof(
    { arbitrary: sent, weight: 9 },
    { arbitrary: fc.tuple(sent, strange).map(([a, b]) => ({ ...(a as object), ...b })), weight: 1 },
  );
}
