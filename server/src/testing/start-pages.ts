import type { EdgeDeps } from "#edge/edge.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { startControl } from "./start-control.ts";
import { startEdge } from "./start-edge.ts";

type Options = {
  readonly location?: string;
  readonly control?: Partial<ControlDeps>;
  /** What the program hands to its edge beside what every test has. */
  readonly edge?: (deps: ControlDeps) => Partial<EdgeDeps>;
};

/** The control plane and an edge over one database and one clock, with the handle `acme` and whoever writes its pages. */
export async function startPages({
  location,
  control: override = {},
  edge: more = () => ({}),
}: Options = {}) {
  const control = await startControl({ ...(location !== undefined && { location }), override });
  const creator = await control.member("CREATOR");
  const { db, changes, clock, blobs } = control.deps;
  const edge = await startEdge({
    location: control.location,
    override: { db, changes, clock, blobs, ...more(control.deps) },
  });
  const page = (body: object) => ({
    title: "Spring",
    blocks: [{ type: "text", markdown: "Hello" }],
    ...body,
  });
  return {
    control,
    creator,
    edge,
    visit: edge.visit,
    events: edge.events,
    /** Writes a page and lets visitors see it. */
    publish: async (slug: string, body: object = {}) => {
      const written = await creator.put(`/v2/handles/acme/pages/${slug}`, page(body));
      if (written.status > 201) throw new Error(JSON.stringify(written.body));
      return creator.post(`/v2/handles/acme/pages/${slug}/publish`, undefined);
    },
    [Symbol.asyncDispose]: async () => {
      await edge[Symbol.asyncDispose]();
      await control[Symbol.asyncDispose]();
    },
  };
}
