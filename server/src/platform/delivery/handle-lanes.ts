/** Whose a delivery is. Those of one endpoint share a lane. */
export type Addressed = { readonly endpointId: string; readonly handleId: string };

/** An attempt that is under way. */
export type Attempting = { readonly at: number; readonly turnSlow: () => void };

/** What is at hand of one endpoint, and what is under way. */
export type Lane<J> = {
  readonly endpointId: string;
  readonly waiting: J[];
  readonly begun: Set<Attempting>;
};

/** The lanes of one handle in the order in which it is their turn, and what they use. */
export class HandleLanes<J> {
  readonly handleId: string;
  readonly lanes = new Map<string, Lane<J>>();
  quick = 0;
  slow = 0;
  atHand = 0;

  constructor(handleId: string) {
    this.handleId = handleId;
  }
}

/** How many attempts may be under way at once, of those that do not take long. */
export const PROCESS_MAX = 64;
export const HANDLE_MAX = 16;
export const ENDPOINT_MAX = 4;

/** An attempt that takes longer than this leaves its place to others: what it costs is an open socket. */
export const SLOW_AFTER_MS = 250;
/** An endpoint that took longer than this, or is taking it, is let in one by one, beside the others. */
export const HANGS_AFTER_MS = 2_000;
export const SLOW_PROCESS_MAX = 256;
export const SLOW_HANDLE_MAX = 16;

/** Deliveries at hand, so that a quick endpoint does not wait for the database. */
const AT_HAND_ENDPOINT = 64;
export const AT_HAND_HANDLE = 256;
export const AT_HAND_PROCESS = 512;

/** What an endpoint was like when it was last asked. */
type Standing = "new" | "prompt" | "hangs";

/** Until an endpoint is known to answer, one attempt is enough to find out. */
export const underWayMax = (standing: Standing): number => (standing === "prompt" ? ENDPOINT_MAX : 1);
export const atHandMax = (standing: Standing): number => (standing === "prompt" ? AT_HAND_ENDPOINT : 1);
