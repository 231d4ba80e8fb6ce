import type { FailureKind } from "#platform/outbound/outbound-failed.ts";

/** Why a destination is not in order: `status` is one of 400 or more, `refused` that the program may not go there. */
export const PROBE_ERRORS = [
  "status",
  "refused",
  "dns",
  "connect",
  "timeout",
  "tls",
  "too_large",
  "protocol",
] as const satisfies readonly (FailureKind | "status" | "refused")[];
export type ProbeError = (typeof PROBE_ERRORS)[number];

/** What a probe found. Without an error the destination is in order. */
export type Finding = {
  /** `null` where nothing was answered. */
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly error: ProbeError | null;
};

export type Health = Finding & {
  readonly checkedAt: Date;
  /** Since the first of the failures that go on until now. */
  readonly failingSince: Date | null;
};

/** A link as it concerns its health. */
export type Target = {
  readonly handleId: string;
  readonly slug: string;
  readonly destinationUrl: string;
  /** The visitor's path completes the destination, so there is no one place to look at. */
  readonly isTemplate: boolean;
  /** Of this destination; `null` before the first probe. */
  readonly last: Health | null;
};

/** What is known of one slug that was asked about. */
export type SlugHealth = {
  readonly slug: string;
  readonly status: number | null;
  readonly latencyMs: number | null;
  /** `skipped`: not probed, for want of time or because its destination is a template. */
  readonly error: ProbeError | "skipped" | "not_found" | null;
  readonly checkedAt: Date | null;
};

const blank = { status: null, latencyMs: null, checkedAt: null } as const;

/** The same for a slug that is nobody's and one that is another handle's. */
export const notFound = (slug: string): SlugHealth => ({ slug, ...blank, error: "not_found" });
export const skipped = (slug: string): SlugHealth => ({ slug, ...blank, error: "skipped" });
export const lastKnown = ({ slug, last }: Target): SlugHealth =>
  last === null
    ? { slug, ...blank, error: null }
    : {
        slug,
        status: last.status,
        latencyMs: last.latencyMs,
        error: last.error,
        checkedAt: last.checkedAt,
      };
