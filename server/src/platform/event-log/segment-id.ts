import { randomBytes } from "node:crypto";

/** Names one segment for ever and everywhere: it is what keeps a block that is shipped twice from counting twice. */
export type SegmentId = string & { readonly __brand: "SegmentId" };

const GRAMMAR = /^[0-9a-z]+-\d+-([0-9a-z]+)-[0-9a-f]{8}$/;

const brand = (text: string): SegmentId => text as SegmentId;

export function newSegmentId(nodeId: string, slot: number, startedAt: number): SegmentId {
  return brand(`${nodeId}-${slot}-${startedAt.toString(36)}-${randomBytes(4).toString("hex")}`);
}

/** Undefined for every other file name, so that what somebody leaves in a folder is never shipped. */
export function parseSegmentFile(name: string): { segmentId: SegmentId; startedAt: number } | undefined {
  if (!name.endsWith(".ndjson")) return undefined;
  const text = name.slice(0, -".ndjson".length);
  const time = GRAMMAR.exec(text)?.[1];
  return time === undefined ? undefined : { segmentId: brand(text), startedAt: Number.parseInt(time, 36) };
}
