import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Deployed, startSites } from "#testing/start-sites.ts";
import { sweepDeployments } from "./sweep-deployments.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** The same address with another digit in its middle. */
const forged = (url = "") => url.slice(0, -60) + (url.at(-60) === "A" ? "B" : "A") + url.slice(-59);
const fileOf = (path: string, text: string) => ({ path, sizeBytes: text.length, sha256: sha256(text) });

onEveryEngine((_open, locate) => {
  test("a page sent inline is served from the answer on, and the next one instead of it", async () => {
    await using sites = await startSites({ location: await locate() });
    const { owner, base, visit } = sites;
    expect((await visit("/")).body).toContain("Short links of acme");

    const first = await owner.post(base, { inlineHtml: "<p>one</p>", commitMessage: "First" });
    expect(first).toMatchObject({ status: 201, body: { status: "ACTIVE", fileCount: 1, putUrls: {} } });
    expect((await visit("/")).body).toBe("<p>one</p>");

    sites.control.advance(1); // The order of a list is that of its ids, and of two in one millisecond by chance.
    const second = await owner.post(base, { inlineHtml: "<p>two</p>" });
    expect((await visit("/")).body).toBe("<p>two</p>");
    const { deployments } = (await owner.get(base)).body as { deployments: Deployed[] };
    expect(deployments.map(({ status }) => status)).toEqual(["ACTIVE", "SUPERSEDED"]);

    const { deploymentId } = first.body as Deployed;
    const back = await owner.post(`${base}/${deploymentId}/activate`, undefined);
    expect(back).toMatchObject({ status: 200, body: { status: "ACTIVE" } });
    expect((await visit("/")).body).toBe("<p>one</p>");
    const other = (second.body as Deployed).deploymentId;
    expect((await owner.get(`${base}/${other}`)).body).toMatchObject({ status: "SUPERSEDED" });
    expect(await owner.delete(`${base}/${deploymentId}`)).toMatchObject({ status: 409 });
    expect(await owner.delete(`${base}/${other}`)).toMatchObject({ status: 204 });
    expect(await owner.get(`${base}/${other}`)).toMatchObject({ status: 404 });
    const outbox = await sites.control.rows("select type from outbox order by id");
    expect(outbox).toEqual(Array(3).fill({ type: "site.deployment.activated" }));
  });
});

onEveryEngine((_open, locate) => {
  test("only what the handle has not stored is asked for, and a hash alone proves nothing", async () => {
    await using sites = await startSites({ location: await locate() });
    const { owner, base, put, visit, control } = sites;
    const files = [fileOf("index.html", "home"), fileOf("app.css", "body{}"), fileOf("copy.css", "body{}")];
    const made = await owner.post(base, { files });
    const { deploymentId, putUrls, status } = made.body as Deployed;
    expect(status).toBe("UPLOADING");
    expect(Object.keys(putUrls)).toEqual(["index.html", "app.css"]);

    const early = await owner.post(`${base}/${deploymentId}/complete`, undefined);
    expect(early).toMatchObject({ status: 409, body: { missing: ["index.html", "app.css"] } });
    expect(await put(putUrls["index.html"] ?? "", "hom")).toMatchObject({ status: 400 });
    expect(await put(putUrls["index.html"] ?? "", "xxxx")).toMatchObject({ status: 400 });
    expect(await put(putUrls["index.html"] ?? "", "homes")).toMatchObject({ status: 413 });
    expect(await put(forged(putUrls["index.html"]), "home")).toMatchObject({ status: 404 });
    expect(await put(putUrls["index.html"] ?? "", "home")).toMatchObject({ status: 204 });
    expect(await put(putUrls["app.css"] ?? "", "body{}")).toMatchObject({ status: 204 });
    expect(await owner.post(`${base}/${deploymentId}/complete`, undefined)).toMatchObject({
      status: 200,
      body: { status: "ACTIVE", fileCount: 3 },
    });
    expect(await put(putUrls["index.html"] ?? "", "home")).toMatchObject({ status: 409 });
    expect((await visit("/copy.css")).body).toBe("body{}");

    const changed = await owner.post(base, { files: [fileOf("index.html", "new"), files[1]] });
    expect(Object.keys((changed.body as Deployed).putUrls)).toEqual(["index.html"]);
    const same = await owner.post(base, { files });
    expect(same.body).toMatchObject({ status: "ACTIVE", putUrls: {} });
    const wrongSize = { ...fileOf("index.html", "home"), sizeBytes: 5 };
    expect(await owner.post(base, { files: [wrongSize] })).toMatchObject({ status: 400 });

    // Another handle that knows the hashes must send the bytes all the same.
    const stranger = await control.member("OWNER", "other");
    const foreign = await stranger.post("/v2/handles/other/site-deployments", { files });
    expect(Object.keys((foreign.body as Deployed).putUrls)).toEqual(["index.html", "app.css"]);
  });
});

onEveryEngine((_open, locate) => {
  test("a deployment built on another has its files, but for those replaced and removed", async () => {
    await using sites = await startSites({ location: await locate() });
    const { owner, base, put, visit, deploy } = sites;
    const first = await deploy({ "index.html": "home", "a.txt": "a", "b.txt": "b" });
    const change = { baseDeploymentId: first.deploymentId, remove: ["a.txt"] };
    const made = await owner.post(base, { ...change, files: [fileOf("b.txt", "B")] });
    const { deploymentId, putUrls } = made.body as Deployed;
    expect(Object.keys(putUrls)).toEqual(["b.txt"]);
    await put(putUrls["b.txt"] ?? "", "B");
    await owner.post(`${base}/${deploymentId}/complete`, undefined);
    expect((await visit("/")).body).toBe("home");
    expect((await visit("/b.txt")).body).toBe("B");
    expect((await visit("/a.txt")).status).toBe(404);

    const gone = await owner.post(base, { baseDeploymentId: deploymentId, remove: ["index.html"] });
    expect(gone).toMatchObject({ status: 400, body: { error: "missing_entrypoint" } });
    const unknown = await owner.post(base, { baseDeploymentId: deploymentId, remove: ["a.txt"] });
    expect(unknown).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
    const nobodys = await owner.post(base, { baseDeploymentId: "dep_x", remove: [] });
    expect(nobodys).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
  });
});

onEveryEngine((_open, locate) => {
  test("a draft takes its files later, and what is never completed fails after six hours", async () => {
    await using sites = await startSites({ location: await locate() });
    const { owner, base, put, control, visit } = sites;
    const draft = (await owner.post(base, { note: "Later", activate: false })).body as Deployed;
    expect(draft.status).toBe("DRAFT");
    expect(await owner.post(`${base}/${draft.deploymentId}/complete`, undefined)).toMatchObject({
      status: 400,
      body: { error: "missing_entrypoint" },
    });
    const filled = await owner.put(`${base}/${draft.deploymentId}/files`, {
      files: [fileOf("index.html", "x")],
    });
    await put((filled.body as Deployed).putUrls["index.html"] ?? "", "x");
    const done = await owner.post(`${base}/${draft.deploymentId}/complete`, undefined);
    expect(done).toMatchObject({ status: 200, body: { status: "READY", commitMessage: "Later" } });
    expect((await visit("/")).body).toContain("Short links of acme");

    const left = (await owner.post(base, { files: [fileOf("index.html", "y")] })).body as Deployed;
    control.advance(6 * 3_600_000);
    expect(await put(left.putUrls["index.html"] ?? "", "y")).toMatchObject({ status: 404 });
    await sweepDeployments(control.deps);
    expect((await owner.get(`${base}/${left.deploymentId}`)).body).toMatchObject({ status: "FAILED" });
    expect(await owner.post(`${base}/${left.deploymentId}/activate`, undefined)).toMatchObject({
      status: 409,
    });
    const told = await control.rows("select type, handle_id from outbox where type like '%failed'");
    expect(told).toEqual([{ type: "site.deployment.failed", handle_id: "hdl_acme" }]);
    expect(await control.rows("select * from site_uploads")).toEqual([]);
  });
});

test("of what is not served the fifty newest stay", { timeout: 60_000 }, async () => {
  await using sites = await startSites();
  const { owner, base, control } = sites;
  const first = (await owner.post(base, { inlineHtml: "0" })).body as Deployed;
  for (let n = 1; n <= 52; n++) {
    control.advance(1);
    await owner.post(base, { inlineHtml: String(n), activate: false });
  }
  await sweepDeployments(control.deps);
  const { deployments } = (await owner.get(base)).body as { deployments: Deployed[] };
  expect(deployments).toHaveLength(51);
  expect(deployments.at(-1)).toMatchObject({ deploymentId: first.deploymentId, status: "ACTIVE" });
  const refs = await control.rows("select distinct owner_id from blob_refs");
  expect(refs).toHaveLength(51);
});

test("no more than twenty deployments wait for files at the same time", async () => {
  await using sites = await startSites();
  const { owner, base } = sites;
  for (let n = 0; n < 20; n++) expect((await owner.post(base, { note: "x" })).status).toBe(201);
  expect(await owner.post(base, { note: "x" })).toMatchObject({ status: 409, body: { error: "conflict" } });
  expect(await owner.post(base, { inlineHtml: "x" })).toMatchObject({ status: 201 });
});

test("a preview shows one deployment at a host of its own, for a day and to whoever knows it", async () => {
  await using sites = await startSites();
  const { owner, base, control, visit, deploy } = sites;
  await deploy({ "index.html": "served" });
  const next = await deploy({ "index.html": "next", "about.html": "about" }, { activate: false });
  const { body } = await owner.get(`${base}/${next.deploymentId}/preview`);
  const { previewUrl } = body as { previewUrl: string };
  const host = `${new URL(previewUrl).host}:8080`;
  expect(host.split(".")[0]?.length).toBeLessThanOrEqual(63);

  const shown = await visit("/", { host });
  expect(shown).toMatchObject({ status: 200, body: "next", headers: { "x-robots-tag": "noindex" } });
  expect((await visit("/about", { host })).body).toBe("about");
  expect((await visit("/robots.txt", { host })).body).toContain("Disallow: /");
  expect((await visit("/")).body).toBe("served");
  const other = host.replace(/^(.{28})./, (_, start) => `${start}${host[28] === "z" ? "y" : "z"}`);
  expect((await visit("/", { host: other })).status).toBe(404);
  await control.member("OWNER", "other");
  expect((await visit("/", { host: host.replace("--acme", "--other") })).status).toBe(404);

  control.advance(25 * 3_600_000);
  expect((await visit("/", { host })).status).toBe(404);
  const again = await (await control.member("OWNER")).get(`${base}/${next.deploymentId}/preview`);
  const later = `${new URL((again.body as { previewUrl: string }).previewUrl).host}:8080`;
  expect((await visit("/", { host: later })).status).toBe(200);
  await (await control.member("OWNER")).delete(`${base}/${next.deploymentId}`);
  expect((await visit("/", { host: later })).status).toBe(404);
});
