import type { VisitorSeal } from "#platform/context/visitor-seal.ts";
import type { CookieNames } from "#platform/http/cookies.ts";
import type { ClickBudgets } from "#platform/visits/click-budgets.ts";
import type { Directory } from "./directory.ts";
import type { EdgeDeps } from "./edge.ts";
import type { PageShelf } from "./published/page-shelf.ts";

/** What answers are made with. */
export type EdgeTools = Pick<
  EdgeDeps,
  "contexts" | "country" | "passwords" | "limits" | "denyList" | "addresses" | "blobs"
> & {
  readonly budgets: ClickBudgets;
  readonly directory: Directory;
  readonly shelf: PageShelf;
  readonly visitors: EdgeDeps["visitors"];
  readonly seal: VisitorSeal;
  readonly cookies: CookieNames;
};
