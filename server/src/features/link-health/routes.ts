import type { Page } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { checkLinkHealth } from "./check-link-health.ts";
import * as contract from "./contract.ts";
import { getLinkHealth } from "./get-link-health.ts";
import type { SlugHealth } from "./link-health.ts";

export const linkHealthOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.checkLinkHealth, async ({ actor, body }) => {
    return { status: 200, body: present(await checkLinkHealth(deps, actor, body)) };
  }),

  bind(contract.getLinkHealth, async ({ actor, query }) => {
    return { status: 200, body: present(await getLinkHealth(deps, actor, query)) };
  }),
];

function present({ items, nextToken }: Page<SlugHealth>) {
  const checked = items.filter(({ checkedAt }) => checkedAt !== null);
  return {
    checked: checked.length,
    failing: checked.filter(({ error }) => error !== null).length,
    results: items.map((item) => ({ ...item, checkedAt: item.checkedAt?.toISOString() ?? null })),
    nextToken,
  };
}
