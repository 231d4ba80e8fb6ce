import type { IncomingMessage } from "node:http";

const FILE = /^\/v2\/public\/site-uploads\//;
const ARCHIVE = /^\/v2\/(?:public\/)?handles\/[^/?]+\/site-deployments(?:\?|$)/;

/** Whether a request may bring a file or an archive of a site, which takes a slow line longer than other bodies may. */
export const isSiteUpload = ({ method, url = "" }: Pick<IncomingMessage, "method" | "url">): boolean =>
  (method === "PUT" && FILE.test(url)) || (method === "POST" && ARCHIVE.test(url));
