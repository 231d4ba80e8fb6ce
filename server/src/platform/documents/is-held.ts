/** RFC 9110 §13.1.2: compared weakly, so that a proxy that changed the tag into a weak one is understood. */
export function isHeld(held: string | undefined, etag: string): boolean {
  const tags = held?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  return tags.includes(etag) || tags.includes("*");
}
