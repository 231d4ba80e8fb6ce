import type { Schemas } from "#api/schemas.ts";
import { rowKey } from "#parts/row-key.ts";

type Domain = Schemas["AccountDomain"];

/** A rule as it is typed; `key` only tells rows apart. */
export type RuleRow = {
  readonly key: string;
  readonly pathPrefix: string;
  readonly handle: string;
  readonly priority: string;
};
export type RoutesForm = { readonly defaultHandle: string; readonly rules: readonly RuleRow[] };

/** Where a host leads, as its fields hold it; an empty default is none. */
export const formOfRoutes = ({ routes }: Pick<Domain, "routes">): RoutesForm => ({
  defaultHandle: routes.default?.handle ?? "",
  rules: routes.pathRules.map(({ pathPrefix, handle, priority }) => ({
    ...{ key: rowKey(), pathPrefix, handle },
    priority: String(priority),
  })),
});

/** What the API is sent of it. */
export const changeOfRoutes = ({ defaultHandle, rules }: RoutesForm): Schemas["PutAccountDomainRoutes"] => ({
  defaultHandle: defaultHandle === "" ? null : defaultHandle,
  pathRules: rules.map(({ pathPrefix, handle, priority }) => ({
    ...{ pathPrefix, handle },
    priority: Number(priority),
  })),
});
