import { hash } from "node:crypto";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { getLink } from "./get-link.ts";
import { linkQr } from "./link-qr.ts";
import { getLinkQr } from "./qr-contract.ts";

const AN_HOUR = 3600;

export const linkQrOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(getLinkQr, async ({ actor, params, query }) => {
    const { slug } = await getLink(deps, actor, params.slug);
    const { type, bytes } = await linkQr(`${handleOrigin(deps.addresses, actor.handle)}/${slug}`, query);
    const headers = {
      "content-type": type,
      "cache-control": `private, max-age=${AN_HOUR}`,
      etag: `"${hash("sha256", bytes).slice(0, 32)}"`,
      "x-content-type-options": "nosniff",
    };
    return { status: 200, headers, body: new Blob([new Uint8Array(bytes)]).stream() };
  }),
];
