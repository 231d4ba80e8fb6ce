import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Env } from "#platform/config/env.ts";
import { listSealedSegments } from "#platform/event-log/sealed-segments.ts";
import { scratchFile, scratchFolder } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { runCommand } from "./run-command.ts";

/** The one of `startControl`. */
const clock = { now: () => new Date("2026-01-01T00:00:00Z") };
const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const csv = (name: string) => join(import.meta.dirname, "../features/links/bulk/fixtures", name);

async function run(words: readonly string[], env: Env) {
  const stdin = (async function* () {})();
  const printed = await runCommand(words, { env, clock, stdin, progress: () => {} });
  if (printed === undefined) throw new Error(`${words.join(" ")} is no command.`);
  return printed;
}

/** A handle `acme` in a data folder where commands find it. */
async function start() {
  const DATA_DIR = dirname(await scratchFile());
  const control = await startControl({ location: join(DATA_DIR, "switchyard.sqlite") });
  const { get } = await control.token(["links.*"], { handle: "acme" });
  const links = async () =>
    ((await get("/v2/public/handles/acme/links")).body as { links: Record<string, unknown>[] }).links;
  const importing = (service: string, file: string, ...options: readonly string[]) =>
    run(["import", service, file, "--handle", "acme", ...options], { DATA_DIR });
  return { control, links, importing, env: { DATA_DIR } };
}

const EXPORTS = [
  ["kutt", fixture("kutt.json"), ["handbook", "pricing"], 1],
  ["kutt", csv("kutt.csv"), ["handbook", "pricing"], 0],
  ["shlink", fixture("shlink.json"), ["abc123", "go-there"], 0],
  ["yourls", fixture("yourls.json"), ["ozh-blog", "press"], 0],
  ["yourls", csv("yourls.csv"), ["ozh-blog", "press"], 0],
  ["dub", fixture("dub.json"), ["UsYAtwW"], 0],
  ["bitly", fixture("bitly.json"), ["3goneXX", "spring-sale"], 0],
  ["bitly", csv("bitly.csv"), ["3xyzQRS", "spring-sale"], 0],
] as const;

test("exports of each service become links, a dry run leaves none, and the same file again changes nothing", async () => {
  for (const [service, file, slugs, refused] of EXPORTS) {
    const { control, links, importing } = await start();
    await using _ = control;
    const exitCode = refused === 0 ? 0 : 1;
    expect(await importing(service, file, "--dry-run"), file).toMatchObject({ exitCode });
    expect(await links()).toEqual([]);
    const first = await importing(service, file, "--json");
    const report = JSON.parse(first.out) as { errors: { line: number; message: string }[] };
    expect({ exitCode: first.exitCode, ...report }, file).toMatchObject({
      ...{ exitCode, created: slugs.length, rows: slugs.length + refused, dryRun: false },
    });
    expect(report.errors).toHaveLength(refused);
    expect((await links()).map(({ slug }) => slug).sort(), file).toEqual(slugs);
    expect((await importing(service, file)).out).toContain(`unchanged ${slugs.length}`);
  }
});

test("what an API says of a link comes along: limits, labels, rules, what is off", async () => {
  const { control, links, importing } = await start();
  await using _ = control;
  for (const service of ["kutt", "shlink", "dub", "bitly"])
    await importing(service, fixture(`${service}.json`));
  const all = new Map((await links()).map((link) => [link["slug"], link]));
  expect(all.get("pricing")).toMatchObject({ enabled: false });
  expect(all.get("abc123")).toMatchObject({
    ...{ maxClicks: 1000, tags: ["spring", "offers"], title: 'May, and "more"' },
    expiresAt: "2030-05-31T10:00:00.000Z",
  });
  expect(all.get("UsYAtwW")).toMatchObject({
    ...{ tags: ["launch", "web"], externalId: "ext-1" },
    routingRules: [{ when: { osIn: ["iOS"] } }, { when: { countryIn: ["AL"] } }],
  });
  expect(all.get("3goneXX")).toMatchObject({ enabled: false });
  const audit = JSON.stringify(
    await control.rows("select actor from audit_events where action = 'link.create'"),
  );
  expect(audit).not.toContain("null");
});

test("a wrong file, a wrong handle and a wrong option are refused in words", async () => {
  const { control, links, importing, env } = await start();
  await using _ = control;
  expect(await importing("dub", fixture("kutt.json"))).toMatchObject({
    exitCode: 1,
    out: expect.stringContaining("kutt"),
  });
  const broken = join(await scratchFolder(), "broken.json");
  await writeFile(broken, '{"data": [');
  expect(await importing("kutt", broken)).toMatchObject({ exitCode: 1 });
  await writeFile(broken, '{"data": {"none": true}}');
  expect(await importing("kutt", broken)).toMatchObject({ exitCode: 1 });
  expect(await importing("kutt", fixture("kutt.json"), "--on-conflict", "perhaps")).toMatchObject({
    exitCode: 2,
  });
  expect(await run(["import", "kutt", fixture("kutt.json"), "--handle", "nobody"], env)).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining("nobody"),
  });
  expect(await run(["import", "kutt", fixture("kutt.json")], env)).toMatchObject({ exitCode: 2 });
  expect(await links()).toEqual([]);
});

test("history comes to the event log once, whole or not at all", async () => {
  const { control, env } = await start();
  await using _ = control;
  const file = join(await scratchFolder(), "history.ndjson");
  const line = JSON.stringify({ at: "2025-05-01T10:00:00Z", slug: "launch", count: 3 });
  await writeFile(file, `${line}\n{"at":"yesterday"}\n`);
  const history = (...options: readonly string[]) =>
    run(["import", "history", file, "--handle", "acme", "--batch", "past", ...options], env);
  const sealed = () => listSealedSegments(join(env.DATA_DIR, "events"));
  expect(await history()).toMatchObject({ exitCode: 1, out: expect.stringContaining("line 2") });
  expect(await sealed()).toEqual([]);
  expect(await history("--on-error", "skip", "--json")).toMatchObject({
    exitCode: 1,
    out: expect.stringContaining('"events":3'),
  });
  expect(await history()).toMatchObject({ exitCode: 0, out: expect.stringContaining("Nothing was added") });
  expect(await sealed()).toHaveLength(1);
});
