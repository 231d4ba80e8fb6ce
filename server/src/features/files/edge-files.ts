import type { Readable } from "node:stream";
import { Email } from "#features/users/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { FILE_BYTES_MAX } from "./file.ts";
import { FileId } from "./file-body.ts";
import { findDownload } from "./find-download.ts";
import { receiveUpload } from "./receive-upload.ts";
import { redeemLink } from "./redeem-link.ts";
import { requestLink } from "./request-link.ts";
import { appendUpload, uploadProgress } from "./resume-upload.ts";
import { showFile } from "./show-file.ts";
import { UploadsUnderWay } from "./uploads-under-way.ts";

const VISITOR: AnonymousActor = { kind: "anonymous", signal: new AbortController().signal };

/** What the content origin asks of files. Every refusal is an AppError. */
export function createEdgeFiles(control: ControlDeps) {
  const deps = { ...control, underWay: new UploadsUnderWay() };
  return {
    uploadBytesMax: FILE_BYTES_MAX,
    receive: (ticket: string, sent: Parameters<typeof receiveUpload>[2]) => receiveUpload(deps, ticket, sent),
    progress: (ticket: string) => uploadProgress(deps, ticket),
    append: (
      ticket: string,
      part: { readonly offset: number; readonly body: Readable; readonly length: number | undefined },
    ) => appendUpload(deps, ticket, part),
    download: (token: string) => findDownload(deps, token),
    show: (fileId: string) => showFile(deps, fileId),
    /** False for what cannot be an address; nothing else is told apart. */
    requestLink: async (fileId: string, typed: string, address: string): Promise<boolean> => {
      const email = Email.safeParse(typed);
      if (!email.success) return false;
      if (FileId.safeParse(fileId).success) await requestLink(deps, VISITOR, fileId, email.data, address);
      return true;
    },
    redeem: (secret: string) => redeemLink(deps, secret),
  };
}
