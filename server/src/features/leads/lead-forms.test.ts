import { expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { collectBlobs } from "#platform/blobs/collect-blobs.ts";
import { noLimits } from "#platform/limits/limits.ts";
import { startLeads } from "#testing/start-leads.ts";

const SITE = "https://shop.example";
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const file = (name: string, bytes: Uint8Array<ArrayBuffer>, type = "image/png") =>
  new File([bytes], name, { type });

test("a form without a script is taken as it is, and thanked on a page that runs nothing", async () => {
  await using it = await startLeads();
  const answer = await it.submit({ email: "ada@example.com", company: "AE", empty: "", form: "contact" });
  expect(answer.status).toBe(200);
  expect(answer.text).toContain("Thank you");
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await it.leads()).toMatchObject([
    { email: "ada@example.com", form: "contact", fields: { company: "AE" } },
  ]);
});

test("it leads on to a page of the handle or of a site that is trusted, by path or whole", async () => {
  await using it = await startLeads();
  await it.owner.put("/v2/handles/acme/context-origins", { origins: [SITE] });
  const ada = { email: "ada@example.com" };
  for (const [redirectTo, origin, location] of [
    ["/thanks", SITE, `${SITE}/thanks`],
    ["/thanks", "http://acme.sites.test", "http://acme.sites.test/thanks"],
    [`${SITE}/ok?a=b`, "http://acme.sites.test", `${SITE}/ok?a=b`],
  ] as const) {
    const answer = await it.submit({ ...ada, redirectTo }, { origin });
    expect({ status: answer.status, to: answer.headers.get("location") }).toEqual({
      status: 303,
      to: location,
    });
  }
  for (const redirectTo of [
    "//evil.example",
    "https://evil.example",
    "https://shop.example@evil.example",
    "\\\\evil.example",
  ]) {
    const answer = await it.submit({ ...ada, redirectTo }, { origin: SITE });
    expect({ redirectTo, status: answer.status, to: answer.headers.get("location") }).toEqual({
      redirectTo,
      status: 400,
      to: null,
    });
  }
});

test("what is refused is told to a person on a page, and to a script as JSON", async () => {
  await using it = await startLeads();
  const refused = await it.submit({ email: "<b>x" });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain("This is not an e-mail address.");
  expect(refused.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const script = await it.submit({ email: "<b>x" }, { accept: "*/*" });
  expect(JSON.parse(script.text)).toMatchObject({ error: "invalid_email" });
});

test("a page of another site may not send, as soon as it is not on the list", async () => {
  await using it = await startLeads();
  const from = (origin: string) => it.submit({ email: "ada@example.com" }, { origin });
  expect((await from(SITE)).status).toBe(403);
  await it.owner.put("/v2/handles/acme/context-origins", { origins: [SITE] });
  expect((await from(SITE)).status).toBe(200);
  for (const other of [
    "https://shop.example:8443",
    "http://shop.example",
    "null",
    "http://other.sites.test",
  ]) {
    expect((await from(other)).status, other).toBe(403);
  }
});

test("images come with it, are known by their bytes, and are given out as files alone", async () => {
  await using it = await startLeads();
  const photos = [file("../../me.html", PNG, "text/html"), file("büro.png", PNG)];
  expect((await it.upload({ email: "ada@example.com", photos })).status).toBe(202);
  const [lead] = await it.leads();
  expect(lead?.["attachments"]).toEqual([
    { attachment: 1, fileName: "me.png", contentType: "image/png", sizeBytes: PNG.length },
    { attachment: 2, fileName: "büro.png", contentType: "image/png", sizeBytes: PNG.length },
  ]);
  const path = `/v2/handles/acme/leads/${lead?.leadId}/attachments`;
  const { status, headers } = await it.owner.get(`${path}/2`);
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="image"; filename*=UTF-8''b%C3%BCro.png`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
  });
  expect(await it.owner.get(`${path}/3`)).toMatchObject({ status: 404 });
  await it.owner.post("/v2/handles/acme/leads/erase", { email: "ada@example.com" });
  expect(await it.owner.get(`${path}/2`)).toMatchObject({ status: 404 });
  it.control.advance(2 * 86_400_000);
  await collectBlobs(it.control.deps);
  expect(await it.control.rows("select * from blobs")).toEqual([]);
});

test.each([
  ["no image", [file("a.png", new TextEncoder().encode("<script>"))], 400],
  [
    "an SVG",
    [file("a.svg", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml")],
    400,
  ],
  ["an image and a PDF", [file("a.png", PNG), file("b.pdf", new TextEncoder().encode("%PDF-1.7"))], 400],
  ["four images", Array.from({ length: 4 }, (_, n) => file(`${n}.png`, PNG)), 400],
  ["an image past 4 MB", [file("a.png", new Uint8Array([...PNG, ...new Uint8Array(4 << 20)]))], 413],
])("%s: nothing is kept, of the lead neither", async (_, photos, status) => {
  await using it = await startLeads();
  const answer = await it.upload({ email: "ada@example.com", photos });
  expect(answer.status).toBe(status);
  expect(await it.leads()).toEqual([]);
  expect(await it.control.rows("select * from blobs")).toEqual([]);
});

test("a body that only says that it is a form is refused", async () => {
  await using it = await startLeads();
  for (const type of ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain"]) {
    const answer = await it.submit({ email: "ada@example.com" }, { "content-type": type, accept: "*/*" });
    expect([type, answer.status]).toEqual([type, 400]);
  }
});

test("leads are limited by address and by handle", async () => {
  const counted: string[] = [];
  const count = async (name: string, key: string) => {
    counted.push(`${name} ${key}`);
    if (name === "leadHandle") throw new AppError("rate_limited", "Too many.", { retryAfterSeconds: 7 });
  };
  await using it = await startLeads({ override: { limits: { ...noLimits, count } } });
  const answer = await it.submit({ email: "ada@example.com" });
  expect({ status: answer.status, retry: answer.headers.get("retry-after") }).toEqual({
    status: 429,
    retry: "7",
  });
  expect(counted).toEqual(["lead 192.0.2.1", "leadHandle hdl_acme"]);
});
