import { Readable } from "node:stream";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { keepBlob } from "#platform/blobs/keep-blob.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { contentTypeOf } from "#platform/sites/content-type.ts";
import { createComplete } from "./create-complete.ts";
import { DEPLOYMENT_LIMITS, type Deployment, ENTRYPOINT } from "./deployment.ts";
import type { DeploymentOptions } from "./new-deployment.ts";

/** A site of one page, complete at once. */
export async function createInline(
  deps: ControlDeps,
  actor: HandleActor,
  html: string,
  options: DeploymentOptions,
): Promise<Deployment> {
  const bytes = Buffer.from(html);
  const { inlineBytesMax: maxBytes } = DEPLOYMENT_LIMITS;
  if (bytes.length > maxBytes) {
    throw new AppError("payload_too_large", `A page sent as inlineHtml has at most ${maxBytes} bytes.`);
  }
  const blob = await keepBlob(deps, Readable.from([bytes]), { maxBytes });
  const file = { ...blob, path: ENTRYPOINT, contentType: contentTypeOf(ENTRYPOINT) };
  return createComplete(deps, actor, { source: "INLINE", files: [file], warnings: [], options });
}
