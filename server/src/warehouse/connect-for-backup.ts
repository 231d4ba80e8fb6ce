import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connectLocal } from "./connect-local.ts";
import { connectRemote } from "./connect-remote.ts";
import type { Link } from "./link.ts";

const WAIT_MS_MAX = 30_000;
const RETRY_MS = 250;

type Options = {
  readonly dataDir: string;
  readonly clickhouseUrl: string | undefined;
  readonly clickhouseCluster: string | undefined;
};

/**
 * The warehouse of an installation, beside the program that runs it or without one. Nothing is brought up to date. Rejects
 * when it does not answer.
 */
export async function connectForBackup({
  dataDir,
  clickhouseUrl,
  clickhouseCluster,
}: Options): Promise<Link> {
  const never = new AbortController().signal;
  if (clickhouseUrl !== undefined)
    return connectRemote(clickhouseUrl, clickhouseCluster !== undefined)(never);
  const folder = join(dataDir, "warehouse");
  for (const begun = performance.now(); ; await delay(RETRY_MS)) {
    try {
      return await connectLocal(folder)(never);
    } catch (cause) {
      // A program that is starting holds the folder, and does not answer yet.
      if (performance.now() - begun > WAIT_MS_MAX) throw cause;
    }
  }
}
