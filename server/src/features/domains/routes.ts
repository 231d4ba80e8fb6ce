import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { addDomain } from "./add-domain.ts";
import * as contract from "./contract.ts";
import { deleteAccountDomain } from "./delete-domain.ts";
import { getDomain } from "./get-domain.ts";
import { listAccountDomains } from "./list-domains.ts";
import { presentDomain } from "./present-domain.ts";
import { putDomainRoutes } from "./put-domain-routes.ts";
import { reconcileDomain } from "./reconcile-domain.ts";
import type { RoutedDomain } from "./routed-domain.ts";

export function domainOperations(deps: ControlDeps): readonly BoundOperation[] {
  const present = (found: RoutedDomain) => presentDomain(deps.addresses, found);
  return [
    bind(contract.addAccountDomain, async ({ actor, body }) => {
      const domain = await addDomain(deps, actor, body.domain);
      return { status: 201, version: domain.version, body: present({ domain, routes: [] }) };
    }),

    bind(contract.listAccountDomains, async ({ actor, query }) => {
      const { items, nextToken } = await listAccountDomains(deps, actor, query);
      return { status: 200, body: { domains: items.map(present), nextToken } };
    }),

    bind(contract.getAccountDomain, async ({ actor, params }) => {
      const found = await getDomain(deps, actor, params.domain);
      return { status: 200, version: found.domain.version, body: present(found) };
    }),

    bind(contract.deleteAccountDomain, async ({ actor, params }) => {
      await deleteAccountDomain(deps, actor, params.domain);
      return { status: 204 };
    }),

    bind(contract.reconcileAccountDomain, async ({ actor, params }) => {
      return { status: 200, body: present(await reconcileDomain(deps, actor, params.domain)) };
    }),

    bind(contract.putAccountDomainRoutes, async ({ actor, params, body, caller }) => {
      const found = await putDomainRoutes(deps, actor, params.domain, body, caller.ifMatch);
      return { status: 200, version: found.domain.version, body: present(found) };
    }),
  ];
}
