import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { linkTraces, NO_TRACES } from "./link-traces.ts";

const PATH = "/v2/public/handles/acme/links/launch";
const launch = { destinationUrl: "https://example.com/launch" };

onEveryEngine((_, locate) => {
  test("of two who have read one version only the first changes it; the other is told, and nothing is lost", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const etag = (await writer.put(PATH, launch)).headers.get("etag") ?? "";
    const both = await Promise.all(
      ["one", "other"].map((title) => writer.put(PATH, { title }, { "if-match": etag })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(both.find(({ status }) => status === 412)?.body).toMatchObject({
      error: "precondition_failed",
      version: 2,
    });
    expect(await control.rows("select version from link_versions order by version")).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    const won = both.find(({ status }) => status === 200);
    expect((await writer.get(PATH)).body).toEqual(won?.body);
  });

  test("a link that is not there matches no version", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const answer = await writer.put(PATH, launch, { "if-match": '"1"' });
    expect(answer).toMatchObject({ status: 412, body: { error: "precondition_failed", version: null } });
    expect(await linkTraces(control)).toEqual(NO_TRACES);
  });

  test("of those who want a new link of one name one gets it, and the others change nothing", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const none = { "if-none-match": "*" };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => writer.put(PATH, { ...launch, title: `Title ${index}` }, none)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(412)]);
    const won = answers.find(({ status }) => status === 201)?.body;
    expect((await writer.get(PATH)).body).toEqual(won);
    const refused = await writer.put(PATH, { title: "Mine" }, none);
    expect(refused.body).toMatchObject({
      ...{ error: "precondition_failed", version: 1, message: "There is such a link already." },
    });
    expect((await writer.get(PATH)).body).toEqual(won);
    expect(await control.rows("select version from link_versions")).toEqual([{ version: 1 }]);
  });

  test("of 32 at once under one new slug one creates it, and every other is a version of its own", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["links.*"]);
    const titles = Array.from({ length: 32 }, (_, index) => `Title ${index}`);
    const answers = await Promise.all(titles.map((title) => writer.put(PATH, { ...launch, title })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array.from({ length: 31 }, () => 200), 201]);
    const ordered = Array.from({ length: 32 }, (_, index) => index + 1);
    const versions = answers.map(({ body }) => (body as { version: number }).version);
    expect(versions.sort((one, other) => one - other)).toEqual(ordered);
    expect(await control.rows("select version from link_versions order by version")).toEqual(
      ordered.map((version) => ({ version })),
    );
    const { audit, events, routes } = await linkTraces(control);
    expect([audit.length, events.length, routes.length]).toEqual([32, 32, 1]);
  });
});
