import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROGRAM = `
const [chdb, folder] = process.argv.slice(1);
const { Session } = require(chdb);
new Session(folder).query("optimize table events final");
process.kill(process.pid, "SIGKILL");`;

/** Makes one part of each month of a warehouse that nobody has open. */
export async function mergeAll(folder: string): Promise<void> {
  const chdb = createRequire(import.meta.resolve("@switchyard/server/src/main.ts")).resolve("chdb");
  // An engine that has been given work ends by a signal alone.
  await run(process.execPath, ["-e", PROGRAM, chdb, folder]).catch((cause: { signal?: string }) => {
    if (cause.signal !== "SIGKILL") throw cause;
  });
}
