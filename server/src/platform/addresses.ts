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
/** The label of the host that serves what tenants have uploaded, and nothing else. */
export const CONTENT_LABEL = "files";
export const contentOrigin = ({ scheme, sitesDomain }: Addresses) =>
  `${scheme}://${CONTENT_LABEL}.${sitesDomain}`;
export const dashboardOrigin = ({ scheme, publicDomain }: Addresses) => `${scheme}://app.${publicDomain}`;
/** Every origin that the dashboard is served under. */
export const dashboardOrigins = (addresses: Addresses): readonly string[] => [
  dashboardOrigin(addresses),
  `${addresses.scheme}://${addresses.publicDomain}`,
];
/** Every host that a handle may have, as a policy of a page names them. */
export const anyHandleOrigin = ({ scheme, sitesDomain }: Addresses) => `${scheme}://*.${sitesDomain}`;
/** Of an account's own host, which is asked at the same port as all others. */
export const domainOrigin = ({ scheme, sitesDomain }: Addresses, domain: string) =>
  `${scheme}://${domain}${/:\d+$/.exec(sitesDomain)?.[0] ?? ""}`;
export const handleHost = ({ sitesDomain }: Addresses, handle: string) => `${handle}.${sitesDomain}`;
export const handleOrigin = (addresses: Addresses, handle: string) =>
  `${addresses.scheme}://${handleHost(addresses, handle)}`;
