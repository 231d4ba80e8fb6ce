import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { create } from "qrcode";
import { afterAll, expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";
import { linkQr } from "./link-qr.ts";

const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());
const creator = await control.member("CREATOR");
await creator.put("/v2/handles/acme/links/launch", { destinationUrl: "https://example.com/" });
const { text: reader } = await control.token(["links.read"]);

/** As bytes, which the other clients take for text. */
async function ask(query = "", slug = "launch", extra: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${reader}`, ...extra };
  const path = `/v2/public/handles/acme/links/${slug}/qr${query}`;
  const response = await control.api.request(path, { headers });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

const URL_OF_LAUNCH = "http://acme.sites.test/launch";

/** The modules with the margin around them, row by row: the library is asked, none of our code. */
function expected(text: string, level: "L" | "M" | "Q" | "H", margin: number): string[] {
  const { modules } = create(text, { errorCorrectionLevel: level });
  const blank = Array<string>(margin).fill("0".repeat(modules.size + 2 * margin));
  const rows = Array.from({ length: modules.size }, (_, row) => {
    const cells = Array.from({ length: modules.size }, (_, column) => modules.get(row, column));
    return "0".repeat(margin) + cells.map(Number).join("") + "0".repeat(margin);
  });
  return [...blank, ...rows, ...blank];
}

type Png = { width: number; height: number; palette: string[]; pixels: string[] };

function decodePng(bytes: Buffer): Png {
  expect(bytes.toString("latin1", 0, 8)).toBe("\x89PNG\r\n\x1a\n");
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12) {
    chunks[bytes.toString("latin1", at + 4, at + 8)] = bytes.subarray(
      at + 8,
      at + 8 + bytes.readUInt32BE(at),
    );
  }
  const { IHDR = Buffer.alloc(13), PLTE = Buffer.alloc(0), IDAT = Buffer.alloc(0) } = chunks;
  const [width, height] = [IHDR.readUInt32BE(0), IHDR.readUInt32BE(4)];
  expect([...IHDR.subarray(8)]).toEqual([1, 3, 0, 0, 0]);
  const raw = inflateSync(IDAT);
  const stride = 1 + Math.ceil(width / 8);
  expect(raw).toHaveLength(stride * height);
  const pixels = Array.from({ length: height }, (_, y) => {
    const row = raw.subarray(y * stride, (y + 1) * stride);
    expect(row[0]).toBe(0);
    return [...row.subarray(1)]
      .map((byte) => byte.toString(2).padStart(8, "0"))
      .join("")
      .slice(0, width);
  });
  return { width, height, palette: PLTE.toString("hex").match(/.{6}/g) ?? [], pixels };
}

/** What a scanner sees: the middle of every module. */
function modulesOf({ width, pixels }: Png, across: number): string[] {
  const scale = Math.floor(width / across);
  const offset = Math.floor((width - scale * across) / 2);
  const middle = (n: number) => offset + n * scale + Math.floor(scale / 2);
  return Array.from({ length: across }, (_, row) =>
    Array.from({ length: across }, (_, column) => pixels[middle(row)]?.[middle(column)]).join(""),
  );
}

function modulesOfSvg(svg: string): string[] {
  const [, width = "0"] = /viewBox="0 0 (\d+) \1"/.exec(svg) ?? [];
  const grid = Array.from({ length: Number(width) }, () => Array<string>(Number(width)).fill("0"));
  const [, path = ""] = /fill="#[0-9a-f]{6}" d="([^"]*)"\/><\/svg>\n$/i.exec(svg) ?? [];
  const drawn = path.match(/M\d+ \d+h\d+v1h-\d+z/g) ?? [];
  expect(drawn.join("")).toBe(path);
  for (const one of drawn) {
    const [x = 0, y = 0, run = 0, , back = 0] = (one.match(/\d+/g) ?? []).map(Number);
    expect(back).toBe(run);
    grid[y]?.fill("1", x, x + run);
  }
  return grid.map((row) => row.join(""));
}

test("the picture is the code of the public address, as SVG where nothing else is asked", async () => {
  const { status, headers, bytes } = await ask();
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "image/svg+xml",
    "cache-control": "private, max-age=3600",
    "x-content-type-options": "nosniff",
  });
  const svg = bytes.toString();
  expect(svg).toContain('width="512" height="512"');
  expect(svg).not.toMatch(/<script|on\w+=|href|<foreignObject/i);
  expect(modulesOfSvg(svg)).toEqual(expected(URL_OF_LAUNCH, "M", 4));
});

test("as PNG it is of exactly the size asked for, in the colors asked for", async () => {
  const { status, headers, bytes } = await ask(
    "?format=png&size=300&margin=2&level=H&color=1A2b3c&background=ffeedd",
  );
  expect([status, headers.get("content-type")]).toEqual([200, "image/png"]);
  const png = decodePng(bytes);
  expect(png).toMatchObject({ width: 300, height: 300, palette: ["ffeedd", "1a2b3c"] });
  const wanted = expected(URL_OF_LAUNCH, "H", 2);
  expect(modulesOf(png, wanted.length)).toEqual(wanted);
});

test("any text, size, margin and level make a PNG and an SVG of the same modules, which are the library's", async () => {
  const options = fc.record({
    size: fc.integer({ min: 200, max: 500 }),
    margin: fc.integer({ min: 0, max: 10 }),
    level: fc.constantFrom("L", "M", "Q", "H"),
  });
  await fc.assert(
    fc.asyncProperty(fc.webUrl({ size: "small" }), options, async (url, { size, margin, level }) => {
      const wanted = expected(url, level, margin);
      const colors = { color: "000000", background: "ffffff" };
      const draw = (format: "svg" | "png") => linkQr(url, { format, size, margin, level, ...colors });
      expect(modulesOf(decodePng((await draw("png")).bytes), wanted.length)).toEqual(wanted);
      expect(modulesOfSvg((await draw("svg")).bytes.toString())).toEqual(wanted);
    }),
    { numRuns: 25 },
  );
});

test("a picture that has not changed is not sent again, and another one has another ETag", async () => {
  const { headers } = await ask();
  const etag = headers.get("etag") ?? "";
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  const unchanged = await ask("", "launch", { "if-none-match": etag });
  expect([unchanged.status, unchanged.bytes.length]).toEqual([304, 0]);
  expect((await ask("?size=513")).headers.get("etag")).not.toBe(etag);
  expect((await ask("?size=513", "launch", { "if-none-match": etag })).status).toBe(200);
});

test.each([
  ["?format=gif", "format"],
  ["?size=63", "size"],
  ["?size=2049", "size"],
  ["?size=1e3x", "size"],
  ["?margin=-1", "margin"],
  ["?margin=11", "margin"],
  ["?level=X", "level"],
  ["?color=red", "color"],
  ["?color=%22%3E%3Cs", "color"],
  ["?background=fff", "background"],
  ["?szie=512", "szie"],
])("%s is refused, and said why", async (query, field) => {
  const { status, bytes } = await ask(query);
  expect(status).toBe(400);
  const body = JSON.parse(bytes.toString());
  expect(body).toMatchObject({ error: "invalid_payload", details: [expect.anything()] });
  expect(JSON.stringify(body.details)).toContain(field);
});

test("a size with less than a pixel for each module is refused rather than unreadable", async () => {
  const handle = "h".repeat(40);
  const slug = "l".repeat(24);
  const owner = await control.member("OWNER", handle);
  await owner.put(`/v2/handles/${handle}/links/${slug}`, { destinationUrl: "https://example.com/" });
  const qr = (size: number) =>
    owner.get(`/v2/handles/${handle}/links/${slug}/qr?size=${size}&margin=10&level=H`);
  const across = expected(`http://${handle}.sites.test/${slug}`, "H", 10).length;
  expect(across).toBeGreaterThan(64);
  expect(await qr(across - 1)).toMatchObject({
    status: 400,
    body: { details: [{ path: "size", message: `This code needs at least ${across} pixels.` }] },
  });
  expect(await qr(across)).toMatchObject({ status: 200 });
});

test("a link that is not there, or another handle's, has no code", async () => {
  const other = await control.member("OWNER", "other");
  await other.put("/v2/handles/other/links/theirs", { destinationUrl: "https://example.com/" });
  for (const slug of ["nowhere", "theirs"]) {
    const { status, bytes } = await ask("", slug);
    expect(status).toBe(404);
    expect(JSON.parse(bytes.toString())).toMatchObject({ error: "not_found" });
  }
  expect((await ask("", "no")).status).toBe(400);
});
