import type { HandleActor } from "#kernel/actor.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { getSiteStructure } from "./get-site-structure.ts";
import { listSiteStructureVersions } from "./list-site-structure-versions.ts";
import { publishSiteStructure } from "./publish-site-structure.ts";
import { putSiteStructure } from "./put-site-structure.ts";
import { rollbackSiteStructure } from "./rollback-site-structure.ts";
import type { CurrentStructure, StructureVersion } from "./structure.ts";
import { STRUCTURE_SCHEMA } from "./structure-schema.ts";

export function siteStructureOperations(deps: ControlDeps): readonly BoundOperation[] {
  const single = (
    { handle }: HandleActor,
    { structure, publication, version, campaignId, at }: CurrentStructure,
  ) => ({
    version,
    body: {
      campaignId,
      ...structure,
      schema: { ...structure.schema },
      version,
      published: publication
        ? {
            ...publication,
            url: `${handleOrigin(deps.addresses, handle)}/${publication.pageSlug}`,
            publishedAt: publication.publishedAt.toISOString(),
          }
        : null,
      updatedAt: at.toISOString(),
    },
  });

  return [
    bind(contract.getSiteStructureSchema, async () => ({ status: 200, body: STRUCTURE_SCHEMA })),

    bind(contract.getSiteStructure, async ({ actor, params }) => {
      return {
        status: 200,
        ...single(actor, await getSiteStructure(deps.db.read, actor, params.campaignId)),
      };
    }),

    bind(contract.putSiteStructure, async ({ actor, params, body, caller }) => {
      const written = await putSiteStructure(deps, actor, params.campaignId, body, caller.ifMatch);
      return { status: written.isNew ? 201 : 200, ...single(actor, written.current) };
    }),

    bind(contract.publishSiteStructure, async ({ actor, params, caller }) => {
      const current = await publishSiteStructure(deps, actor, params.campaignId, caller.ifMatch);
      return { status: 200, ...single(actor, current) };
    }),

    bind(contract.listSiteStructureVersions, async ({ actor, params, query }) => {
      const { items, nextToken } = await listSiteStructureVersions(deps, actor, params.campaignId, query);
      return { status: 200, body: { versions: items.map(presentVersion), nextToken } };
    }),

    bind(contract.rollbackSiteStructure, async ({ actor, params, body, caller }) => {
      const { campaignId } = params;
      const current = await rollbackSiteStructure(deps, actor, campaignId, body.version, caller.ifMatch);
      return { status: 200, ...single(actor, current) };
    }),
  ];
}

const presentVersion = ({ campaignId, structure, at, ...version }: StructureVersion) => ({
  ...version,
  ...structure,
  schema: { ...structure.schema },
  at: at.toISOString(),
});
