import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";

const LINKS = "/v2/handles/acme/links";
const link = { destinationUrl: "https://example.com/" };

test("a caller whose copy is still good is not sent another", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await creator.put(`${LINKS}/launch`, link);
  const read = await creator.get(`${LINKS}/launch`);
  const etag = read.headers.get("etag") ?? "";
  expect(etag).toBe('"1"');
  const unchanged = await creator.get(`${LINKS}/launch`, { "if-none-match": etag });
  expect(unchanged).toMatchObject({ status: 304, body: undefined });
  await creator.put(`${LINKS}/launch`, { title: "Newer" });
  expect(await creator.get(`${LINKS}/launch`, { "if-none-match": etag })).toMatchObject({
    status: 200,
    body: { title: "Newer", version: 2 },
  });
});

test("another handle's link is answered by every operation exactly as one that is not there", async () => {
  await using control = await startControl();
  const other = await control.member("OWNER", "other");
  await other.put("/v2/handles/other/links/launch", link);
  await other.put("/v2/handles/other/links/launch", { title: "Newer" });
  const creator = await control.member("CREATOR");
  const writer = await control.token(["links.*"]);
  const requests = [
    ["GET", ""],
    ["DELETE", ""],
    ["GET", "/history"],
    ["POST", "/rollback", { version: 1 }],
  ] as const;
  for (const [method, tail, body] of requests) {
    for (const [client, prefix] of [
      [creator, "/v2/handles/acme"],
      [writer, "/v2/public/handles/acme"],
    ] as const) {
      const foreign = await client.send(method, `${prefix}/links/launch${tail}`, body);
      const absent = await client.send(method, `${prefix}/links/nowhere${tail}`, body);
      expect(foreign.status, `${method} ${tail}`).toBe(404);
      expect({ ...(foreign.body as object), requestId: "" }).toEqual({
        ...(absent.body as object),
        requestId: "",
      });
    }
  }
  expect((await creator.get(LINKS)).body).toEqual({ links: [], nextToken: null });
  expect(await creator.put(`${LINKS}/launch`, link)).toMatchObject({ status: 201, body: { version: 1 } });
  expect(await control.rows("select slug from links")).toHaveLength(2);
});
