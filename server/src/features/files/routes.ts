import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { createFile } from "./create-file.ts";
import { deleteFile } from "./delete-file.ts";
import type { StoredFile } from "./file.ts";
import { publicUrl, uploadUntil, uploadUrl } from "./file-urls.ts";
import { getFile } from "./get-file.ts";
import { listFiles } from "./list-files.ts";
import { openPublicFile } from "./open-public-file.ts";
import { requestLink } from "./request-link.ts";

export const fileOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.createFile, async ({ actor, body }) => {
    const file = await createFile(deps, actor, body);
    return {
      status: 201,
      version: file.version,
      body: {
        ...present(deps, file),
        uploadUrl: uploadUrl(deps, file),
        uploadExpiresAt: uploadUntil(file).toISOString(),
      },
    };
  }),

  bind(contract.listFiles, async ({ actor, query }) => {
    const { items, nextToken } = await listFiles(deps, actor, query.nextToken, query.limit);
    return { status: 200, body: { files: items.map((file) => present(deps, file)), nextToken } };
  }),

  bind(contract.getFile, async ({ actor, params }) => {
    const file = await getFile(deps.db.read, actor.handleId, params.fileId);
    return { status: 200, version: file.version, body: present(deps, file) };
  }),

  bind(contract.deleteFile, async ({ actor, params, caller }) => {
    await deleteFile(deps, actor, params.fileId, caller.ifMatch);
    return { status: 204 };
  }),

  bind(contract.openPublicFile, async ({ params, caller }) => {
    const location = await openPublicFile(deps, params.fileId, caller.accept);
    const headers = {
      location,
      "cache-control": "no-store",
      vary: "accept",
      "referrer-policy": "no-referrer",
    };
    return { status: 200, body: { status: 302, headers, body: null } };
  }),

  bind(contract.requestFileLink, async ({ actor, params, body, caller }) => {
    await requestLink(deps, actor, params.fileId, body.email, caller.address);
    return { status: 202, body: { accepted: true } };
  }),
];

const present = (deps: ControlDeps, file: StoredFile) => ({
  ...file,
  allowedEmails: [...file.allowedEmails],
  publicUrl: publicUrl(deps, file.fileId),
  expiresAt: file.expiresAt?.toISOString() ?? null,
  createdAt: file.createdAt.toISOString(),
  uploadedAt: file.uploadedAt?.toISOString() ?? null,
});
