import type { Policy } from "#kernel/policy.ts";

type Rows = { readonly rows: (text: string) => Promise<unknown[]> };

/** For tests: every row that a write to a template can leave. */
export async function templateTraces({ rows }: Rows) {
  const served = (await rows("select value from policies where part = 'templates'")) as { value: string }[];
  return {
    templates: await rows("select * from tracking_templates where deleted_at is null"),
    policy: served.map(({ value }) => JSON.parse(value) as Policy["templates"]),
    audit: await rows("select * from audit_events where action like 'tracking%'"),
    events: (await rows("select * from outbox where type like 'tracking%' order by id")) as {
      type: string;
      payload: string;
    }[],
  };
}
