import type { Page } from "playwright-core";

/** Comes back to a page after a minute elsewhere, and waits until it has read anew what is found at `path`. */
export async function lookAgain(page: Page, path: string): Promise<void> {
  const read = page.waitForResponse(
    (answer) => answer.url().endsWith(path) && answer.request().method() === "GET",
  );
  await page.evaluate(
    "{ const now = Date.now; Date.now = () => now() + 60_000; dispatchEvent(new Event('visibilitychange')); }",
  );
  await (await read).finished();
}
