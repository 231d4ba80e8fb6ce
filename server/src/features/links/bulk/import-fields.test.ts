import { expect, test } from "vitest";
import { type Control, startControl } from "#testing/start-control.ts";
import { bulkClient } from "./bulk-client.ts";

const url = "https://example.com/";

const slugsIn = async ({ rows }: Control) =>
  (await rows("select slug from links order by slug")).map((row) => (row as { slug: string }).slug);

test("a link that had a password does not come out open, and keeps the one it has", async () => {
  await using control = await startControl();
  const { put, links, importFile } = await bulkClient(control);
  await put(`${links}/locked`, { destinationUrl: url, password: "sesame" });
  const file = `slug,destinationUrl,passwordProtected\nlocked,${url},true\nfresh,${url},true\nodd-1,${url},perhaps\nopen,${url},false\n`;
  const { results } = await importFile(file);
  const refusal = { status: "failed", error: { error: "invalid_password" } };
  expect(results).toMatchObject([{ status: "unchanged" }, refusal, refusal, { status: "created" }]);
  expect(await slugsIn(control)).toEqual(["locked", "open"]);
  const given = `slug,destinationUrl,password,passwordProtected\nfresh,${url},'=1+1,true\nlocked,${url},sesame,true\n`;
  expect((await importFile(given)).results).toMatchObject([{ status: "created" }, { status: "unchanged" }]);
  const [{ settings }] = (await control.rows("select settings from links where slug = 'fresh'")) as [
    { settings: string },
  ];
  const { passwordHash } = JSON.parse(settings) as { passwordHash: string };
  expect(await control.deps.passwords.verify(passwordHash, "=1+1")).toBe(true);
});

test("a column that is absent leaves its field, an empty cell clears it", async () => {
  await using control = await startControl();
  const { put, get, links, importFile } = await bulkClient(control);
  const full = {
    ...{
      destinationUrl: url,
      title: "Title",
      description: "Text",
      tags: ["a"],
      maxClicks: 7,
      forwardQuery: false,
    },
    tracking: { utmSource: "a", utmMedium: "b" },
    social: { title: "Card" },
    healthCheck: { everyHours: 5 },
  };
  await put(`${links}/known`, full);
  await importFile(
    "Slug,TITLE,tags,max_clicks,tracking.utmSource,social,healthCheck.everyHours\nknown,,,,c,,\n",
  );
  expect((await get(`${links}/known`)).body).toMatchObject({
    ...{ destinationUrl: url, description: "Text", forwardQuery: false, version: 2 },
    ...{ title: null, tags: [], maxClicks: null, social: null, healthCheck: null },
    tracking: { utmSource: "c", utmMedium: null },
  });
});
