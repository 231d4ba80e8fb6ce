import type { IncomingMessage, ServerResponse } from "node:http";
import type { EdgeDeps } from "#edge/edge.ts";
import type { FailureLog } from "#edge/failure-log.ts";
import { AppError } from "#kernel/errors.ts";
import type { EdgeFiles } from "./edge-files.ts";
import { filePage } from "./file-page.ts";
import { linkPage } from "./link-page.ts";
import { refuse } from "./refuse.ts";
import { type Recorder, sendFile } from "./send-file.ts";
import { takeUpload } from "./take-upload.ts";

type Deps = Pick<EdgeDeps, "trustedProxies"> & {
  readonly files: EdgeFiles;
  readonly record: Recorder;
  readonly logFailure: FailureLog;
};

/** A kind of address and what stands behind it. Nothing is decoded, so nothing is encoded twice. */
const ADDRESS = /^\/(upload|download|f|m)\/([\w.-]{1,1024})$/;

/**
 * The origin of what tenants have uploaded. It serves bytes, takes bytes and shows two pages of ours, sets no cookie and
 * reads none; whoever takes it over has nothing. Answers every request, and never throws.
 */
export function createContentOrigin(
  deps: Deps,
): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      await route(deps, request, response);
    } catch (cause) {
      const isOurs = !(cause instanceof AppError) && !isBrokenOff(request, cause);
      refuse(request, response, cause, isOurs ? deps.logFailure(cause) : undefined);
    }
  };
  return (request, response) => {
    answer(request, response).catch((cause: unknown) => {
      deps.logFailure(cause);
      response.destroy();
    });
  };
}

async function route(deps: Deps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?", 1);
  const [, kind, name = ""] = ADDRESS.exec(path) ?? [];
  switch (kind) {
    case "upload":
      return takeUpload(deps.files, name, request, response);
    case "download":
      return sendFile(deps.files, deps.record, name, request, response);
    case "f":
      return filePage(deps, name, request, response);
    case "m":
      return linkPage(deps.files, name, request, response);
    default:
      throw new AppError("not_found", "There is nothing at this path.");
  }
}

/** Whoever sent or read is gone, which is nobody's fault here. */
function isBrokenOff(request: IncomingMessage, cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return (
    request.destroyed ||
    code === "ECONNRESET" ||
    code === "ABORT_ERR" ||
    code === "ERR_STREAM_PREMATURE_CLOSE"
  );
}
