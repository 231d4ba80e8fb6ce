import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where a Chromium lies that this machine has; `undefined`, said in capitals, where tests in a browser must be skipped. */
export const chromiumPath: string | undefined = (process.env["PATH"] ?? "")
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

if (chromiumPath === undefined) {
  const why = `NOTHING IS TESTED IN A BROWSER: none of ${NAMES.join(", ")} is in the PATH.`;
  if (process.env["FORBID_SKIPS"] === "1") throw new Error(why);
  console.error(`\n*** ${why} ***\n`);
}

/**
 * A browser of its own without a window, closed when it is disposed of. It finds no host but this machine, by its address
 * or by one of `names`.
 */
export async function launchChromium(names: readonly string[] = []): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("There is no Chromium on this machine.");
  const here = names.map((name) => `MAP ${name} 127.0.0.1, `).join("");
  const resolving = `--host-resolver-rules=${here}MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`;
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-background-networking", resolving],
  });
}
