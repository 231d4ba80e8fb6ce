import type { Browser, BrowserContext, Page } from "playwright-core";

/** How a page is opened. */
export type Opening = {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  /** What the console says because the journey breaks something on purpose. */
  readonly forgives?: RegExp;
};

/** What a journey walks through, and the page it walks on. */
export type Trip = {
  readonly browser: Browser;
  readonly origin: string;
  readonly appOrigin: string;
  /** A page whose every error counts against the journey. */
  readonly open: (options?: Opening) => Promise<Page>;
  /** One of the installation's own account, signed in. */
  readonly openSignedIn: (options?: Opening) => Promise<Page>;
  readonly contexts: BrowserContext[];
};

export type Journey = { readonly name: string; readonly walk: (trip: Trip) => Promise<void> };

export const OWNER = { email: "anna@example.com", password: "Correct-horse-battery-42" } as const;
export const HANDLE = "acme";

/** Throws with a sentence where something is not as it must be. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
