import { readFile } from "node:fs/promises";
import { join } from "node:path";

const PACKAGE = join(import.meta.dirname, "../../../../package.json");

/** The version of this program, as its package says it. */
export async function programVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, "utf8")) as { readonly version: string };
  return version;
}
