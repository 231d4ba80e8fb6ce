const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const PATTERN = new RegExp(`^(?:${LABEL}\\.)*${LABEL}$`, "i");

/** A name that DNS can hold, in letters, digits and hyphens; not an address. */
export const isHostName = (text: string): boolean =>
  text.length <= 253 && PATTERN.test(text) && !/(?:^|\.)\d+$/.test(text);
