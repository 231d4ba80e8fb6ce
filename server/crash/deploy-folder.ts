import { hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { createDemoClient } from "#demo/demo-client.ts";

export type LocalFile = { readonly path: string; readonly bytes: Buffer; readonly sha256: string };
export type FolderDeployment = {
  readonly deploymentId: string;
  readonly uploads: number;
  readonly ms: number;
};

const AT_ONCE = 16;

/** All that a site can have of a folder: names that begin with a dot are not published. */
export async function readFolder(folder: string): Promise<readonly LocalFile[]> {
  const files: LocalFile[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const path = name.split(sep).join("/");
    if (path.split("/").some((part) => part.startsWith(".") && part !== ".well-known")) continue;
    if (!(await stat(join(folder, name))).isFile()) continue;
    const bytes = await readFile(join(folder, name));
    files.push({ path, bytes, sha256: hash("sha256", bytes) });
  }
  return files;
}

/** Announces the files, sends those that are asked for, and completes. */
export async function deployFiles(
  port: number,
  handle: string,
  token: string,
  files: readonly LocalFile[],
  options: object = {},
): Promise<FolderDeployment> {
  const begun = performance.now();
  const call = createDemoClient(port);
  const base = `/v2/public/handles/${handle}/site-deployments`;
  const announced = files.map(({ path, bytes, sha256 }) => ({ path, sha256, sizeBytes: bytes.length }));
  const made = await call("POST", base, { token, body: { files: announced, ...options } });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { deploymentId, putUrls } = made.body as { deploymentId: string; putUrls: Record<string, string> };
  const byPath = new Map(files.map((file) => [file.path, file]));
  const queue = Object.entries(putUrls)[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [path, url] of queue) await put(port, url, byPath.get(path)?.bytes ?? Buffer.alloc(0));
    }),
  );
  const completed = await call("POST", `${base}/${deploymentId}/complete`, { token });
  if (completed.status !== 200) throw new Error(JSON.stringify(completed.body));
  return { deploymentId, uploads: Object.keys(putUrls).length, ms: performance.now() - begun };
}

async function put(port: number, url: string, bytes: Buffer): Promise<void> {
  const { pathname } = new URL(url);
  const answer = await fetch(`http://127.0.0.1:${port}${pathname}`, { method: "PUT", body: bytes as never });
  if (answer.status !== 204) throw new Error(`PUT: ${answer.status} ${await answer.text()}`);
}
