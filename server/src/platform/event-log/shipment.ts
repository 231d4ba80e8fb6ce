import type { SealedSegment } from "./sealed-segments.ts";

/** Segments that enter the warehouse together, or not at all. Their token stands for these segments and never for others. */
export type Shipment = {
  readonly token: string;
  readonly segments: readonly Pick<SealedSegment, "segmentId" | "path">[];
};

/** A segment by itself goes under its own id. */
export const alone = (segment: Shipment["segments"][number]): Shipment => ({
  token: segment.segmentId,
  segments: [segment],
});
