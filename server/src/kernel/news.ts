/** What a commit changed that some process may hold in memory. */
export type News =
  | { readonly kind: "route"; readonly handleId: string; readonly slug: string }
  /** Of many routes at once: a hundred at most, because PostgreSQL carries 8000 bytes. */
  | { readonly kind: "routes"; readonly handleId: string; readonly slugs: readonly string[] }
  | { readonly kind: "host"; readonly host: string }
  /** What holds for all links of a handle: its rules, templates and blocked domains. */
  | { readonly kind: "policy"; readonly handleId: string }
  /** What a handle's host shows beside its links: its mode, and the deployment that is served. */
  | { readonly kind: "site"; readonly handleId: string }
  /** The manifest of one deployment. */
  | { readonly kind: "manifest"; readonly handleId: string; readonly deploymentId: string }
  /** The segments of one visitor. */
  | { readonly kind: "visitor"; readonly handleId: string; readonly visitorId: string }
  /** A domain of an account's that begins or ceases to be served, or leads elsewhere. */
  | { readonly kind: "domain"; readonly domain: string }
  /** Who works in a handle, as what, and what it is called. */
  | { readonly kind: "members"; readonly handleId: string }
  /** A token, or a session, that has ended: so must all that it has begun. */
  | { readonly kind: "credential"; readonly id: string }
  /** Events wait for the event log. Told where they were committed, and nowhere else: one process is enough to fetch them. */
  | { readonly kind: "visits" }
  /** Whatever is remembered may be wrong: some news was missed. */
  | { readonly kind: "all" };
