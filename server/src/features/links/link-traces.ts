type Rows = { readonly rows: (text: string) => Promise<unknown[]> };

/** For tests: every row that a write to a link can leave. */
export async function linkTraces({ rows }: Rows) {
  return {
    links: await rows("select * from links"),
    labels: await rows("select * from link_labels"),
    versions: await rows("select * from link_versions order by version"),
    routes: await rows("select * from routes"),
    budgets: await rows("select * from click_budgets"),
    audit: await rows("select * from audit_events where action like 'link.%'"),
    events: await rows("select * from outbox where type like 'link.%'"),
  };
}

export const NO_TRACES: Awaited<ReturnType<typeof linkTraces>> = {
  links: [],
  labels: [],
  versions: [],
  routes: [],
  budgets: [],
  audit: [],
  events: [],
};
