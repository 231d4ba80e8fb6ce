import type { Page } from "playwright-core";
import { must } from "./journey.ts";

/** Drops files and folders of this machine on a region, as a hand does it. */
export async function drop(page: Page, region: string, ...files: readonly string[]): Promise<void> {
  const zone = await page.getByRole("region", { name: region }).boundingBox();
  must(zone !== null, `There is a region ${region}.`);
  const session = await page.context().newCDPSession(page);
  const at = {
    x: zone.x + 30,
    y: zone.y + 30,
    data: { items: [], files: [...files], dragOperationsMask: 1 },
  };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...at });
  }
}
