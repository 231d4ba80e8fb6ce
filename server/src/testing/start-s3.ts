import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { S3Settings } from "#platform/blobs/s3-settings.ts";

const S3RVER = createRequire(import.meta.url).resolve("s3rver/bin/s3rver.js");
const CREDENTIALS = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

/** An S3 server in a process of its own on loopback, with one bucket that is empty. */
export async function startS3(): Promise<AsyncDisposable & { readonly settings: S3Settings }> {
  const folder = await mkdtemp(join(tmpdir(), "s3-"));
  const bucket = "blobs";
  const flags = ["-a", "127.0.0.1", "-p", "0", "-d", folder, "--configure-bucket", bucket];
  const child = spawn(process.execPath, ["--no-deprecation", S3RVER, ...flags], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const end = async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    await rm(folder, { recursive: true });
  };
  for await (const line of createInterface(child.stdout)) {
    const [, address] = /listening on (\S+)/.exec(line) ?? [];
    if (address === undefined) continue;
    child.stdout.resume();
    const place = { endpoint: `http://${address}`, region: "us-east-1", bucket, prefix: "" };
    return {
      settings: { ...place, isPathStyle: true, credentials: CREDENTIALS },
      [Symbol.asyncDispose]: end,
    };
  }
  throw new Error("The S3 server did not start.");
}
