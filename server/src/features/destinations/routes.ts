import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { addDestinationDomain } from "./add-destination-domain.ts";
import * as contract from "./contract.ts";
import { decideDestinationDomain } from "./decide-destination-domain.ts";
import { deleteDestinationDomain } from "./delete-destination-domain.ts";
import { type DestinationDomain, proofNameOf } from "./destination-domain.ts";
import { listDestinationDomains } from "./list-destination-domains.ts";
import { verifyDestinationDomain } from "./verify-destination-domain.ts";

export const destinationOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listDestinationDomains, async ({ actor, query }) => {
    const { items, nextToken } = await listDestinationDomains(deps, actor, query);
    return { status: 200, body: { domains: items.map(present), nextToken } };
  }),

  bind(contract.addDestinationDomain, async ({ actor, body }) => {
    return { status: 201, body: present(await addDestinationDomain(deps, actor, body.domain)) };
  }),

  bind(contract.verifyDestinationDomain, async ({ actor, params }) => {
    const { domain, reason } = await verifyDestinationDomain(deps, actor, params.domain);
    return { status: 200, body: { verified: reason === null, reason, domain: present(domain) } };
  }),

  bind(contract.decideDestinationDomain, async ({ actor, params, body }) => {
    return { status: 200, body: present(await decideDestinationDomain(deps, actor, params.domain, body)) };
  }),

  bind(contract.deleteDestinationDomain, async ({ actor, params }) => {
    await deleteDestinationDomain(deps, actor, params.domain);
    return { status: 204 };
  }),
];

const present = ({ proof, verifiedAt, createdAt, updatedAt, ...domain }: DestinationDomain) => ({
  ...domain,
  verifiedAt: verifiedAt?.toISOString() ?? null,
  proof: { txtName: proofNameOf(domain.domain), txtValue: proof },
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
