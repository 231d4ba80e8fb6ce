import { CONTENT_LABEL } from "#platform/addresses.ts";

/** Names under the sites domain that are no handle's, where it is the public domain as well. */
const RESERVED = new Set(["api", "app", CONTENT_LABEL]);
const LABEL = /^[a-z0-9_-]{1,63}$/;

/**
 * Reads the label of a handle out of a `Host` header: `acme` for `ACME.example.com.:8080` under `example.com`, and
 * `undefined` for any host that is not one label below. Ports are not compared: a proxy may have another than this process.
 */
export function hostLabelUnder(sitesDomain: string): (host: string | undefined) => string | undefined {
  const suffix = `.${withoutPort(sitesDomain.toLowerCase())}`;
  return (host) => {
    if (host === undefined) return undefined;
    let name = withoutPort(host.toLowerCase());
    if (name.endsWith(".")) name = name.slice(0, -1);
    if (!name.endsWith(suffix)) return undefined;
    const label = name.slice(0, -suffix.length);
    return LABEL.test(label) && !RESERVED.has(label) ? label : undefined;
  };
}

/** Whether a `Host` header is the content origin's, with any port. */
export function contentHostUnder(sitesDomain: string): (host: string | undefined) => boolean {
  const name = `${CONTENT_LABEL}.${withoutPort(sitesDomain.toLowerCase())}`;
  return (host) => {
    if (host === undefined || host.length < name.length) return false;
    const asked = withoutPort(host.toLowerCase());
    return asked === name || asked === `${name}.`;
  };
}

/** The name in a `Host` header, in lower case and without port and last dot; `undefined` where there is none. */
export function hostNameOf(host: string | undefined): string | undefined {
  if (host === undefined || host === "") return undefined;
  if (host.startsWith("[")) return host.slice(1, host.indexOf("]"));
  const name = withoutPort(host.toLowerCase());
  return name.endsWith(".") ? name.slice(0, -1) : name;
}

function withoutPort(host: string): string {
  const colon = host.indexOf(":");
  return colon === -1 ? host : host.slice(0, colon);
}
