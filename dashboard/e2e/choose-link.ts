import type { Page } from "playwright-core";

/** Chooses a link in the field that finds links. By the keyboard: what is above may still grow, and move the list away under a pointer. */
export async function chooseLink(page: Page, slug: string): Promise<void> {
  const link = page.getByRole("combobox", { name: "Link" });
  await link.fill(slug);
  await page.getByRole("option", { name: slug }).waitFor();
  await link.press("ArrowDown");
  await link.press("Enter");
}
