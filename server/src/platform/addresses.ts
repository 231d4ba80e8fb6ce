/** The addresses that an installation answers under. */
export type Addresses = {
  /** `https` or `http`. */
  readonly scheme: string;
  /** With the port, where there is one: `example.com`, `localhost:8080`. */
  readonly publicDomain: string;
  /** Under which every handle has its own host; may equal `publicDomain`. */
  readonly sitesDomain: string;
};

export const apiOrigin = ({ scheme, publicDomain }: Addresses) => `${scheme}://api.${publicDomain}`;
export const dashboardOrigin = ({ scheme, publicDomain }: Addresses) => `${scheme}://app.${publicDomain}`;
export const handleHost = ({ sitesDomain }: Addresses, handle: string) => `${handle}.${sitesDomain}`;
export const handleOrigin = (addresses: Addresses, handle: string) =>
  `${addresses.scheme}://${handleHost(addresses, handle)}`;

/** One of the two domains is, or contains, the other. On a machine of one's own that endangers nobody. */
export function isShared({ publicDomain, sitesDomain }: Addresses): boolean {
  const [one, other] = [publicDomain, sitesDomain].map((domain) => `.${domain.replace(/:\d+$/, "")}`);
  if (one === undefined || other === undefined || one.endsWith(".localhost")) return false;
  return one.endsWith(other) || other.endsWith(one);
}
