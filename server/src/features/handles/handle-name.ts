import { z } from "@hono/zod-openapi";

/** Three to thirty-two characters of a DNS label. */
const FORM = /^[a-z0-9](?:[a-z0-9-]{1,30}[a-z0-9])$/;

/** Names under which the installation itself answers, may answer one day, or could be mistaken for doing so. */
const RESERVED = new Set(
  `abuse account accounts acme-challenge admin administrator analytics api app apps assets auth autoconfig autodiscover
  billing blog cdn cname console control dashboard default demo dev developer developers dns docs domain domains download
  downloads edge email events example files ftp git handle handles health help hostmaster imap info internal invalid
  legal link links localhost local login logout mail mailer manage mcp media metrics monitor mta-sts mx news noreply
  no-reply ns1 ns2 ns3 ns4 null oauth official openapi operator ops owner pages pop pop3 postmaster preview previews
  privacy prod production proxy public register root router sales sdk secure security server settings shop signin signup
  site sites smtp ssl sso stage staging static stats status store sub support switchyard sysadmin system team terms test
  testing tls tracking trust undefined upload uploads user users visitor webhook webhooks webmail webmaster well-known
  wpad www www1 www2 www3`.split(/\s+/),
);

/** A name that a handle can have: in lower case, and no host of the installation's own. */
export const HandleName = z
  .string()
  .toLowerCase()
  .regex(FORM, "Write 3 to 32 letters, digits and hyphens, with no hyphen at either end.")
  // Preview hosts are {deployment}--{handle}, and xn-- begins a name that reads as another one.
  .refine((name) => !name.includes("--"), "Write no two hyphens in a row.")
  .refine((name) => !RESERVED.has(name), "This name is reserved.");
