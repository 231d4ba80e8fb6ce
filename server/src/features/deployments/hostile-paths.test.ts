import { expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { tarOf, zipOf } from "#testing/build-archives.ts";
import { startSites } from "#testing/start-sites.ts";
import { LEADING_OUT, TRAVERSALS } from "#testing/traversal-corpus.ts";
import { chooseFiles } from "./choose-files.ts";

/** So many faults one answer names. */
const FAULTS_MAX = 20;

/** `./x` is how tar writes x, and an empty part in front of it nothing else. */
const inArchives = TRAVERSALS.filter((path) => path !== "./index.html");

test("no path that could lead out of a site is announced, or taken out of an archive", async () => {
  expect(TRAVERSALS.length).toBeGreaterThan(400);
  await using sites = await startSites();
  const { owner, base, control } = sites;
  const index = { path: "index.html", sizeBytes: 1 };
  const accepted: string[] = [];
  for (let start = 0; start < LEADING_OUT.length; start += FAULTS_MAX) {
    const paths = LEADING_OUT.slice(start, start + FAULTS_MAX);
    const files = [index, ...paths.map((path) => ({ path, sizeBytes: 1 }))];
    const { body } = await owner.post(base, { files });
    const { details = [] } = body as { details?: readonly { readonly path: string }[] };
    const refused = new Set(details.map(({ path }) => path));
    accepted.push(...paths.filter((_, at) => !refused.has(`files.${at + 1}.path`)));
  }
  for (const path of TRAVERSALS.slice(LEADING_OUT.length)) {
    const { status } = await owner.post(base, { files: [index, { path, sizeBytes: 1 }] });
    if (status !== 400) accepted.push(path);
  }
  for (const path of inArchives) {
    try {
      chooseFiles([index, { path, sizeBytes: 1 }]);
      accepted.push(`archive ${path}`);
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === "invalid_payload")) throw thrown;
    }
  }
  expect(accepted).toEqual([]);
  expect(await control.rows("select * from site_deployments")).toEqual([]);
});

test("archives with such paths are refused as a whole, and nothing of them is stored", async () => {
  await using sites = await startSites();
  const { sendArchive, control } = sites;
  const index = { path: "index.html", content: "x" };
  for (const path of [
    "../../etc/cron.d/x",
    "/etc/passwd",
    "a/../../x",
    "..\\x",
    "a\\..\\..\\x",
    "C:\\x",
    "a/%2e%2e/x",
  ]) {
    const entries = [index, { path, content: "evil" }];
    expect({ path, ...(await sendArchive(zipOf(entries))) }).toMatchObject({ path, status: 400 });
    expect({ path, ...(await sendArchive(tarOf(entries), "application/gzip")) }).toMatchObject({
      path,
      status: 400,
    });
  }
  expect(await control.rows("select * from blobs")).toEqual([]);
  expect(await control.rows("select * from site_deployments")).toEqual([]);
});

test("no address, however it is written, yields anything that is not in the manifest", async () => {
  await using sites = await startSites();
  const { control, deploy, visit, edge } = sites;
  await deploy({ "index.html": "home", "a/index.html": "a", "secret/index.html": "own" });
  const stranger = await control.member("OWNER", "other");
  await stranger.post("/v2/handles/other/site-deployments", { inlineHtml: "SECRET OF ANOTHER" });
  const known = new Set(["home", "a", "own", ""]);
  const seen: unknown[] = [];
  const asciiOf = (path: string) =>
    path.replace(/[^\x21-\x7e]/gu, (one) => encodeURIComponent(one.toWellFormed()));
  const ask = async (path: string, at: number) => {
    const prefix = at % 2 === 0 ? "/" : "/a/";
    const { status = 0, body } = await visit(prefix + asciiOf(path));
    const isKnown = [308, 400, 404, 414].includes(status) || known.has(body);
    if (!isKnown || body.includes("root:") || body.includes("SECRET")) seen.push({ path, status, body });
  };
  for (let start = 0; start < TRAVERSALS.length; start += 20) {
    await Promise.all(TRAVERSALS.slice(start, start + 20).map((path, at) => ask(path, start + at)));
  }
  for (const host of ["acme.sites.test@other.sites.test", "../acme.sites.test", "acme.sites.test/", ""]) {
    const { status = 0, body } = await visit("/", { host });
    if (body.includes("SECRET") || status === 500) seen.push({ host, status, body });
  }
  expect(seen).toEqual([]);
  expect(edge.failures).toEqual([]);
});

test("odd names that lead nowhere else are served back under exactly those names", async () => {
  await using sites = await startSites();
  const { deploy, visit } = sites;
  const names = [
    "a b.txt",
    "a%b.txt",
    "100%.txt",
    "a;b.txt",
    "a&b=c?.txt",
    "#a.txt",
    "constructor",
    "toString/valueOf",
    "a..b",
    "CON",
    "A.txt",
    "a.txt",
    "xy:z",
    "~root/x",
    "日本/語.txt",
    "a+b",
    "-rf",
  ];
  await deploy({ "index.html": "home", ...Object.fromEntries(names.map((name) => [name, `<${name}>`])) });
  for (const name of names) {
    const path = `/${name.split("/").map(encodeURIComponent).join("/")}`;
    expect({ name, ...(await visit(path)) }).toMatchObject({ name, status: 200, body: `<${name}>` });
  }
});
