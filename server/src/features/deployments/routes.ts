import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { activateDeployment } from "./activate-deployment.ts";
import { completeDeployment } from "./complete-deployment.ts";
import * as contract from "./contract.ts";
import { createDraft } from "./create-draft.ts";
import { createFromArchive } from "./create-from-archive.ts";
import { createFromFiles } from "./create-from-files.ts";
import { createInline } from "./create-inline.ts";
import { deleteDeployment } from "./delete-deployment.ts";
import type { Deployment } from "./deployment.ts";
import type { CreateDeploymentBody } from "./deployment-body.ts";
import { getDeployment } from "./get-deployment.ts";
import { getPreview } from "./get-preview.ts";
import { listDeployments } from "./list-deployments.ts";
import { putDraftFiles } from "./put-draft-files.ts";
import { putSiteFile } from "./put-site-file.ts";
import { putSiteMode } from "./put-site-mode.ts";
import { getSiteMode } from "./site-mode.ts";
import type { Planned } from "./store-plan.ts";
import { putUrlsOf } from "./upload-tickets.ts";

export const deploymentOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  ...writeRoutes(deps),
  ...changeRoutes(deps),
  ...readRoutes(deps),
  ...modeRoutes(deps),
];

const writeRoutes = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.createSiteDeployment, async ({ actor, query, body, upload }) => {
    await deps.limits.count("siteDeployment", actor.handleId);
    if (upload !== undefined) {
      const deployment = await createFromArchive(deps, actor, upload, query);
      return planned(deps, actor, 201, { deployment, uploads: [] });
    }
    if (body === undefined) throw new AppError("invalid_payload", "Send JSON, or an archive.");
    if (Object.keys(query).length > 0) {
      throw new AppError("invalid_payload", "Beside JSON, write activate and commitMessage into it.");
    }
    return planned(deps, actor, 201, await createFromBody(deps, actor, body));
  }),

  bind(contract.putDraftFiles, async ({ actor, params, body }) => {
    return planned(deps, actor, 200, await putDraftFiles(deps, actor, params.deploymentId, body.files));
  }),

  bind(contract.putSiteFile, async ({ actor, params, upload }) => {
    await putSiteFile(deps, actor, params.ticket, upload);
    return { status: 204 };
  }),
];

const changeRoutes = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.completeSiteDeployment, async ({ actor, params, caller }) => {
    return shown(deps, actor, await completeDeployment(deps, actor, params.deploymentId, caller.ifMatch));
  }),

  bind(contract.activateSiteDeployment, async ({ actor, params, caller }) => {
    return shown(deps, actor, await activateDeployment(deps, actor, params.deploymentId, caller.ifMatch));
  }),

  bind(contract.deleteSiteDeployment, async ({ actor, params, caller }) => {
    await deleteDeployment(deps, actor, params.deploymentId, caller.ifMatch);
    return { status: 204 };
  }),
];

const readRoutes = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listSiteDeployments, async ({ actor, query }) => {
    const { items, nextToken } = await listDeployments(deps, actor, query.nextToken, query.limit);
    return { status: 200, body: { deployments: items.map((one) => present(deps, actor, one)), nextToken } };
  }),

  bind(contract.getSiteDeployment, async ({ actor, params }) => {
    return shown(deps, actor, await getDeployment(deps.db.read, actor.handleId, params.deploymentId));
  }),

  bind(contract.getSitePreview, async ({ actor, params }) => {
    const { previewUrl, expiresAt } = await getPreview(deps, actor, params.deploymentId);
    return { status: 200, body: { previewUrl, expiresAt: expiresAt.toISOString() } };
  }),
];

const modeRoutes = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.getSiteMode, async ({ actor }) => {
    const mode = await getSiteMode(deps.db.read, actor.handleId);
    return { status: 200, version: mode.version, body: { ...mode, url: siteUrl(deps, actor) } };
  }),

  bind(contract.putSiteMode, async ({ actor, body, caller }) => {
    const mode = await putSiteMode(deps, actor, body, caller.ifMatch);
    return { status: 200, version: mode.version, body: { ...mode, url: siteUrl(deps, actor) } };
  }),
];

async function createFromBody(
  deps: ControlDeps,
  actor: HandleActor,
  { inlineHtml, files = [], note, baseDeploymentId, remove = [], ...options }: CreateDeploymentBody,
): Promise<Planned> {
  if (note !== undefined) {
    return { deployment: await createDraft(deps, actor, note, options.activate), uploads: [] };
  }
  if (inlineHtml !== undefined) {
    return { deployment: await createInline(deps, actor, inlineHtml, options), uploads: [] };
  }
  return createFromFiles(deps, actor, { files, baseDeploymentId, remove, options });
}

const siteUrl = ({ addresses }: ControlDeps, { handle }: HandleActor) =>
  `${handleOrigin(addresses, handle)}/`;

const present = (deps: ControlDeps, actor: HandleActor, deployment: Deployment) => ({
  ...deployment,
  warnings: [...deployment.warnings],
  url: siteUrl(deps, actor),
  createdAt: deployment.createdAt.toISOString(),
  updatedAt: deployment.updatedAt.toISOString(),
  activatedAt: deployment.activatedAt?.toISOString() ?? null,
  expiresAt: deployment.expiresAt?.toISOString() ?? null,
});

const shown = (deps: ControlDeps, actor: HandleActor, deployment: Deployment) => ({
  status: 200 as const,
  version: deployment.version,
  body: present(deps, actor, deployment),
});

const planned = <const S extends 200 | 201>(
  deps: ControlDeps,
  actor: HandleActor,
  status: S,
  { deployment, uploads }: Planned,
) => ({
  status,
  version: deployment.version,
  body: {
    ...present(deps, actor, deployment),
    putUrls: putUrlsOf(deps, actor.handleId, deployment, uploads),
  },
});
