import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/handles/acme/site-structure/campaigns/spring";
const PUBLIC_PATH = "/v2/public/handles/acme/site-structure/campaigns/spring";
const form = { type: "form", fields: [{ name: "email", label: "E-mail", kind: "email", required: true }] };
const structure = {
  detailsPageSlug: "spring-offer",
  structureType: "LEAD_FORM",
  schema: { title: "Spring", blocks: [{ type: "hero", heading: "Spring" }, form] },
};
const titled = (title: string) => ({ ...structure, schema: { ...structure.schema, title } });

type Body = Readonly<Record<string, unknown>>;

async function startAt(location?: string) {
  const control = await startControl(location === undefined ? {} : { location });
  const owner = await control.member("OWNER");
  const page = async () => (await owner.get("/v2/handles/acme/pages/spring-offer")).body as Body;
  return { control, owner, page, [Symbol.asyncDispose]: () => control[Symbol.asyncDispose]() };
}

onEveryEngine((_, locate) => {
  test("a structure becomes the campaign's page when it is published, whole, and again when it is changed", async () => {
    await using it = await startAt(await locate());
    const put = await it.owner.put(PATH, structure);
    expect(put).toMatchObject({
      status: 201,
      body: { ...structure, accessMode: "PUBLIC", version: 1, published: null },
    });
    expect(put.headers.get("etag")).toBe('"1"');
    expect(await it.page()).toMatchObject({ error: "not_found" });
    expect(await it.owner.post(`${PATH}/publish`, undefined)).toMatchObject({
      status: 200,
      body: {
        version: 1,
        published: { version: 1, pageSlug: "spring-offer", url: "http://acme.sites.test/spring-offer" },
      },
    });
    expect(await it.page()).toMatchObject({
      title: "Spring",
      mode: "PUBLIC",
      campaignId: "spring",
      status: "PUBLISHED",
    });
    const seo = {
      ...titled("Summer"),
      schema: { ...structure.schema, title: "Summer", seo: { noindex: true } },
    };
    await it.owner.put(PATH, seo);
    expect(await it.page()).toMatchObject({ title: "Spring" });
    await it.owner.post(`${PATH}/publish`, undefined);
    expect(await it.page()).toMatchObject({ title: "Summer", seo: { noindex: true } });
    await it.owner.put(PATH, structure);
    await it.owner.post(`${PATH}/publish`, undefined);
    expect(await it.page()).toMatchObject({ title: "Spring", seo: { noindex: false } });
  });

  test("every version is kept, and an earlier one comes back as the newest", async () => {
    await using it = await startAt(await locate());
    for (const title of ["One", "Two", "Two", "Three"]) await it.owner.put(PATH, titled(title));
    const rolled = await it.owner.post(`${PATH}/rollback`, { version: 1 });
    expect(rolled).toMatchObject({ status: 200, body: { version: 4, schema: { title: "One" } } });
    const { body } = await it.owner.get(`${PATH}/versions?limit=3`);
    const { versions, nextToken } = body as { versions: Body[]; nextToken: string };
    expect(versions).toMatchObject([
      { version: 4, rolledBackTo: 1, actor: "user:owner-of-acme", schema: { title: "One" } },
      { version: 3, rolledBackTo: null },
      { version: 2 },
    ]);
    const rest = (await it.owner.get(`${PATH}/versions?nextToken=${nextToken}`)).body as { versions: Body[] };
    expect(rest.versions).toMatchObject([{ version: 1 }]);
    expect(await it.owner.post(`${PATH}/rollback`, { version: 9 })).toMatchObject({ status: 404 });
    expect(await it.owner.put(PATH, titled("Late"), { "if-match": '"3"' })).toMatchObject({ status: 412 });
  });
});

test("a page or a link that is not the campaign's stays what it is", async () => {
  await using it = await startAt();
  await it.owner.put(PATH, structure);
  await it.owner.put("/v2/handles/acme/pages/spring-offer", { title: "By hand" });
  expect(await it.owner.post(`${PATH}/publish`, undefined)).toMatchObject({ status: 409 });
  expect(await it.page()).toMatchObject({ title: "By hand", status: "DRAFT" });
  await it.owner.delete("/v2/handles/acme/pages/spring-offer");
  await it.owner.put("/v2/handles/acme/links/spring-offer", { destinationUrl: "https://shop.example/" });
  expect(await it.owner.post(`${PATH}/publish`, undefined)).toMatchObject({ status: 409 });
  expect((await it.owner.get(PATH)).body).toMatchObject({ published: null });
});

test("a token reads with pages.read, and writes and publishes with pages.write", async () => {
  await using it = await startAt();
  const writer = await it.control.token(["pages.write"]);
  const reader = await it.control.token(["pages.read"]);
  expect(await writer.put(PUBLIC_PATH, structure)).toMatchObject({ status: 201 });
  expect(await writer.get(PUBLIC_PATH)).toMatchObject({ status: 403 });
  expect(await writer.post(`${PUBLIC_PATH}/publish`, undefined)).toMatchObject({ status: 200 });
  expect(await reader.get(PUBLIC_PATH)).toMatchObject({ status: 200 });
  expect(await reader.put(PUBLIC_PATH, structure)).toMatchObject({ status: 403 });
  expect(await reader.post(`${PUBLIC_PATH}/publish`, undefined)).toMatchObject({ status: 403 });
});

test.each([
  ["a type that is none", { ...structure, structureType: "WIKI" }, "structureType"],
  [
    "a form page without a form",
    { ...structure, schema: { title: "x", blocks: [{ type: "divider" }] } },
    "schema.blocks",
  ],
  ["no block", { ...structure, schema: { title: "x" } }, "schema.blocks"],
  ["no title", { ...structure, schema: { blocks: [form] } }, "schema.title"],
  [
    "a block with a field that is not there",
    { ...structure, schema: { title: "x", blocks: [form, { type: "divider", colour: 1 }] } },
    "schema.blocks.1.colour",
  ],
  [
    "a field of a form that is none",
    { ...structure, schema: { title: "x", blocks: [{ ...form, fields: [{ name: "E-mail", label: "x" }] }] } },
    "schema.blocks.0.fields.0.name",
  ],
  ["a page for money without its price", { ...structure, accessMode: "PAID" }, "schema.priceCents"],
  [
    "a price for nothing",
    { ...structure, schema: { ...structure.schema, priceCents: 5 } },
    "schema.priceCents",
  ],
  [
    "a button that leads where nothing may",
    {
      ...structure,
      schema: { title: "x", blocks: [form, { type: "button", label: "x", url: "https://denied.example/" }] },
    },
    "schema.blocks.1.url",
  ],
])("%s is refused by its path, and no version is kept", async (_, body, path) => {
  await using it = await startAt();
  const answer = await it.owner.put(PATH, body);
  expect(answer.status).toBe(400);
  expect((answer.body as { details: { path: string }[] }).details.map((detail) => detail.path)).toContain(
    path,
  );
  expect(await it.owner.get(PATH)).toMatchObject({ status: 404 });
});

test("the schema is published for anyone, and is what the OpenAPI document has", async () => {
  await using it = await startAt();
  const { status, body } = await it.control.anonymous.get("/v2/public/site-structure/schema");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    additionalProperties: false,
    required: ["detailsPageSlug", "structureType", "schema"],
    properties: { schema: { properties: { blocks: { maxItems: 100 } } } },
  });
  const document = (await it.control.anonymous.get("/openapi.json")).body as {
    components: { schemas: Record<string, Body> };
  };
  expect(document.components.schemas["SiteStructureChange"]).toMatchObject({ type: "object" });
});
