import { type Addresses, apiOrigin } from "#platform/addresses.ts";

const MARK = "data-10x-form";
const SCRIPT = "/_assets/sdk.js";

/**
 * A page that has a form of ours in it with the script that makes it one; `undefined` where there is nothing to do. Looks at
 * the bytes only, so that whatever encoding a page is in, all else of it stays as it is.
 */
export function withSdk(page: Buffer, addresses: Addresses, handle: string): Buffer | undefined {
  if (!page.includes(MARK) || page.includes(SCRIPT)) return undefined;
  const tag = Buffer.from(
    `<script async src="${apiOrigin(addresses)}${SCRIPT}" data-handle="${handle}"></script>`,
  );
  const at = placeIn(page.toString("latin1").toLowerCase());
  return Buffer.concat([page.subarray(0, at), tag, page.subarray(at)]);
}

/** In front of the end of the head, or of the body, or at the very end: a browser takes it everywhere. */
function placeIn(text: string): number {
  const head = text.indexOf("</head>");
  if (head !== -1) return head;
  const body = text.lastIndexOf("</body>");
  return body === -1 ? text.length : body;
}
