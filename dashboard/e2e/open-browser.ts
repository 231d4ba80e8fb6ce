import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium of this machine's that finds no host but this machine. */
export async function openBrowser(): Promise<Browser> {
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((one) => existsSync(one));
  if (path === undefined) throw new Error(`None of ${NAMES.join(", ")} is in the PATH.`);
  const resolving =
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost";
  return chromium.launch({
    executablePath: path,
    args: ["--no-sandbox", "--disable-background-networking", resolving],
  });
}
