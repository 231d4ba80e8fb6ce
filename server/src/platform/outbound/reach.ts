import { type BlockList, isIP } from "node:net";
import { isListed } from "#platform/http/client-address.ts";
import { isPublicAddress } from "./is-public-address.ts";
import { OutboundRefused } from "./outbound-refused.ts";

/** How far calls may go. */
export type Reach = {
  /** Beyond the open internet. */
  readonly allowed: BlockList;
  readonly ports: readonly number[] | "any";
};

const URL_LENGTH_MAX = 8192;
const HOST_LENGTH_MAX = 253;
const DEFAULT_PORT: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** Where clouds tell a machine its secrets, whatever address these names have today. */
const METADATA_NAMES: ReadonlySet<string> = new Set([
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "metadata.azure.internal",
  "metadata.tencentyun.com",
  "metadata.packet.net",
  "metadata.platformequinix.com",
  "instance-data",
  "instance-data.ec2.internal",
]);

/** Every address is asked for here, whether it was written or a name led to it. */
export const mayReach = ({ allowed }: Reach, address: string): boolean =>
  !address.includes("%") && (isPublicAddress(address) || isListed(allowed, address));

/** The URL as it will be called; throws `OutboundRefused` for what no answer of DNS could make acceptable. */
export function requireReachable(reach: Reach, text: string): URL {
  const url = text.length > URL_LENGTH_MAX ? null : URL.parse(text);
  if (url === null) throw new OutboundRefused("url");
  const port = DEFAULT_PORT[url.protocol];
  if (port === undefined) throw new OutboundRefused("scheme");
  if (url.username !== "" || url.password !== "") throw new OutboundRefused("credentials");
  // Judged as the parser wrote it: it turns every spelling of an address into one.
  const host = hostOf(url);
  if (host.length > HOST_LENGTH_MAX || METADATA_NAMES.has(host)) throw new OutboundRefused("host");
  if (isIP(host) !== 0 && !mayReach(reach, host)) throw new OutboundRefused("host");
  const { ports } = reach;
  if (ports !== "any" && !ports.includes(Number(url.port) || port)) throw new OutboundRefused("port");
  return url;
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.+$/, "");
