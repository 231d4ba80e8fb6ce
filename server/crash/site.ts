import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDemoClient } from "#demo/demo-client.ts";
import { freePort } from "#testing/free-port.ts";
import { buildDocs } from "./build-docs.ts";
import { crawl } from "./crawl.ts";
import { deployFiles, type FolderDeployment, readFolder } from "./deploy-folder.ts";
import { Program } from "./program.ts";
import { signUp } from "./sign-up.ts";

const { values } = parseArgs({ options: { folder: { type: "string" } } });
const HANDLE = "manual";

const work = await mkdtemp(join(tmpdir(), "switchyard-site-"));
const program = new Program(await freePort(), join(work, "data"));
const faults: string[] = [];
const expectThat = (holds: boolean, what: string) => {
  if (!holds) faults.push(what);
};
try {
  const folder = values.folder ?? join(work, "site");
  if (values.folder === undefined) {
    console.log("building a documentation site of what is installed");
    await buildDocs(join(import.meta.dirname, "../../node_modules"), folder);
  }
  const files = await readFolder(folder);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  console.log(`${files.length} files, ${(bytes / 1024 ** 2).toFixed(1)} MB`);
  await program.start();
  const { token } = await signUp(program.port, HANDLE, ["site.deployments.*"]);
  const call = createDemoClient(program.port);
  const base = `/v2/public/handles/${HANDLE}/site-deployments`;
  const own = `${HANDLE}.localhost:${program.port}`;
  const tell = (what: string, { uploads, ms }: FolderDeployment) =>
    console.log(`${what}: ${uploads} uploads, ${(ms / 1000).toFixed(1)} s`);

  const first = await deployFiles(program.port, HANDLE, token, files);
  tell("deployed", first);
  const crawled = await crawl(program.port, own, files);
  faults.push(...crawled.faults);
  console.log(
    `fetched back: ${crawled.fetched} files the same byte for byte, ${crawled.links} links followed, ${crawled.broken} broken in the site itself`,
  );

  const rehashed = files.map((file) => {
    if (file.path !== "index.html") return file;
    const bytes = Buffer.concat([file.bytes, Buffer.from("<!-- 2 -->")]);
    return { ...file, bytes, sha256: hash("sha256", bytes) };
  });
  const second = await deployFiles(program.port, HANDLE, token, rehashed, { activate: false });
  tell("again with one file changed", second);
  expectThat(second.uploads === 1, `${second.uploads} files were asked for, and one had changed`);

  const { body } = await call("GET", `${base}/${second.deploymentId}/preview`, { token });
  const preview = await crawl(program.port, new URL(String(body["previewUrl"])).host, rehashed);
  faults.push(...preview.faults.map((fault) => `preview: ${fault}`));
  for (const [version, id] of [
    [rehashed, second.deploymentId],
    [files, first.deploymentId],
  ] as const) {
    const { status } = await call("POST", `${base}/${id}/activate`, { token });
    expectThat(status === 200, `activate answered ${status}`);
    faults.push(...(await crawl(program.port, own, version.slice(0, 200))).faults);
  }
  console.log(`preview the same, activated, rolled back; ${faults.length} faults`);
} finally {
  await program.end("SIGTERM");
  await rm(work, { recursive: true, force: true });
}
for (const fault of faults.slice(0, 50)) console.error(`FAULT ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
