import type { ControlDeps } from "#platform/deps.ts";
import type { MutateDeps } from "#platform/mutate.ts";

/** What writing many links needs, and no more, so that a command at a shell can give it. */
export type ImportDeps = MutateDeps & Pick<ControlDeps, "addresses" | "denyList" | "passwords" | "log">;
