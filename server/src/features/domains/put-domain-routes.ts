import { findMembership } from "#features/handles/index.ts";
import { DOMAIN_ROLE, roleReaches } from "#kernel/access.ts";
import type { UserActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import { type AccountDomain, type DomainRoute, isServed } from "./account-domain.ts";
import * as contract from "./contract.ts";
import { requireDomain } from "./require-domain.ts";
import { type KnownRoute, listRoutes, replaceRoutes } from "./route-store.ts";
import type { RoutedDomain } from "./routed-domain.ts";
import { updateDomain } from "./store.ts";

export type PutRoutes = {
  readonly defaultHandle?: string | null | undefined;
  readonly pathRules?:
    | readonly { readonly pathPrefix: string; readonly handle: string; readonly priority: number }[]
    | undefined;
};

/** Replaces what is named and keeps the rest. Only to handles in which the account is an OPERATOR now. */
export async function putDomainRoutes(
  deps: ControlDeps,
  actor: UserActor,
  text: string,
  wanted: PutRoutes,
  ifMatch: number | undefined,
): Promise<RoutedDomain> {
  const { userId } = actor;
  const domain = await mutate<AccountDomain>(
    deps,
    actor,
    contract.putAccountDomainRoutes,
    async (tx, now) => {
      const read = readerOf(tx);
      const before = await requireDomain(read, userId, text);
      requireVersion("domain", before, ifMatch);
      const known = await listRoutes(read, userId, [before.domain]);
      const routes = await resolveRoutes(read, userId, known, wanted, now);
      await replaceRoutes(tx, userId, before.domain, routes);
      const after = { ...before, version: before.version + 1, updatedAt: now };
      await updateDomain(tx, after);
      const handleIds = new Set([...known, ...routes].map(({ handleId }) => handleId));
      return {
        result: after,
        audit: ["", ...handleIds].map((handleId) => ({
          action: "domain.route",
          target: before.domain,
          handleId,
          details: { userId, leadsHere: prefixesOf(routes, handleId) },
        })),
        ...(isServed(before) && { domains: [before.domain] }),
      };
    },
  );
  return { domain, routes: await listRoutes(deps.db.read, userId, [domain.domain]) };
}

const prefixesOf = (routes: readonly DomainRoute[], handleId: string) =>
  routes.filter((one) => one.handleId === handleId).map(({ pathPrefix }) => pathPrefix || "/");

async function resolveRoutes(
  read: Reader,
  userId: string,
  known: readonly KnownRoute[],
  { defaultHandle, pathRules }: PutRoutes,
  now: Date,
): Promise<DomainRoute[]> {
  const kept = known.filter(({ pathPrefix }) =>
    pathPrefix === "" ? defaultHandle === undefined : pathRules === undefined,
  );
  const named = [
    ...(defaultHandle ? [{ path: "defaultHandle", pathPrefix: "", handle: defaultHandle, priority: 0 }] : []),
    ...(pathRules ?? []).map((rule, index) => ({ ...rule, path: `pathRules.${index}.handle` })),
  ];
  const handleIds = new Map<string, string>();
  for (const { handle, path } of named) {
    if (handleIds.has(handle)) continue;
    const member = await findMembership(read, handle.toLowerCase(), userId, now);
    if (!roleReaches(member?.role, DOMAIN_ROLE) || member === undefined) throw notYours(handle, path);
    handleIds.set(handle, member.handleId);
  }
  return [
    ...kept,
    ...named.map(({ pathPrefix, handle, priority }) => ({
      pathPrefix,
      handleId: handleIds.get(handle) ?? "",
      priority,
    })),
  ];
}

/** The same for a handle that is absent and one that is others'. */
function notYours(handle: string, path: string): AppError {
  const message = `There is no handle "${handle}" in which you are an ${DOMAIN_ROLE}.`;
  return new AppError("invalid_handle", message, { details: { details: [{ path, message }] } });
}
