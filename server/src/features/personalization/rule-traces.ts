import type { HandleRule } from "#kernel/routing-rule.ts";

type Rows = { readonly rows: (text: string) => Promise<unknown[]> };

/** For tests: every row that a write to a rule can leave. */
export async function ruleTraces({ rows }: Rows) {
  const served = (await rows("select handle_id, value from policies where part = 'rules'")) as {
    handle_id: string;
    value: string;
  }[];
  return {
    rules: await rows("select * from personalization_rules where deleted_at is null"),
    policy: served.map(({ value }) => JSON.parse(value) as readonly HandleRule[]),
    audit: await rows("select * from audit_events where action like 'personalization%'"),
    events: (await rows("select * from outbox where type like 'personalization%' order by id")) as {
      type: string;
      payload: string;
    }[],
  };
}
