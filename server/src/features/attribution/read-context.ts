import { AppError } from "#kernel/errors.ts";
import type { ClickContext } from "#platform/context/context-tokens.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findOwner, type Owner } from "./owner-store.ts";

export type OwnedContext = { readonly context: ClickContext; readonly owner: Owner };

/** The click behind a token, and whose it is; 400 `invalid_ctx` for every token that stands for none, or none any more. */
export async function readContext({ contexts, clock, db }: ControlDeps, ctx: string): Promise<OwnedContext> {
  const context = contexts.read(ctx, clock.now().getTime());
  const owner = context && (await findOwner(db.read, context.handleId));
  if (context === undefined || owner === undefined) throw invalidCtx();
  return { context, owner };
}

/** One text for every way a token can be bad: which one it was is nobody's to learn by trying. */
export const invalidCtx = () => {
  const message = "The context token is not valid, or no longer.";
  return new AppError("invalid_ctx", message, { details: { details: [{ path: "ctx", message }] } });
};
