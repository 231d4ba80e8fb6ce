import { apiOrigin, contentOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { DOWNLOAD_MS, type StoredFile, TICKET_MS } from "./file.ts";

type Deps = Pick<ControlDeps, "addresses" | "seal" | "clock">;

/** What an address is good for; one for the one cannot be used for the other. */
type Purpose = "upload" | "download";

const contextOf = (purpose: Purpose) => `files.${purpose}`;

/** The address that a file has for everybody, for ever. */
export const publicUrl = ({ addresses }: Pick<Deps, "addresses">, fileId: string) =>
  `${apiOrigin(addresses)}/v2/public/files/${fileId}`;

/** The page of a file for people. */
export const pageUrl = ({ addresses }: Pick<Deps, "addresses">, fileId: string) =>
  `${contentOrigin(addresses)}/f/${fileId}`;

/** The page that a mailed link leads to. */
export const linkUrl = ({ addresses }: Pick<Deps, "addresses">, secret: string) =>
  `${contentOrigin(addresses)}/m/${secret}`;

export const uploadUntil = ({ createdAt }: Pick<StoredFile, "createdAt">) =>
  new Date(createdAt.getTime() + TICKET_MS);

export const uploadUrl = (deps: Deps, file: Pick<StoredFile, "fileId" | "createdAt">): string =>
  signed(deps, "upload", file.fileId, uploadUntil(file).getTime());

/** Works for an hour from now. */
export const downloadUrl = (deps: Deps, fileId: string): string =>
  signed(deps, "download", fileId, deps.clock.now().getTime() + DOWNLOAD_MS);

function signed({ addresses, seal }: Deps, purpose: Purpose, fileId: string, until: number): string {
  const token = seal.seal(JSON.stringify([fileId, until]), contextOf(purpose));
  return `${contentOrigin(addresses)}/${purpose}/${token}`;
}

/** What such an address is about; `undefined` for one that we have not made. `until` in epoch milliseconds. */
export function readSigned(
  { seal }: Pick<Deps, "seal">,
  purpose: Purpose,
  token: string,
): { readonly fileId: string; readonly until: number } | undefined {
  try {
    const [fileId, until] = JSON.parse(seal.open(token, contextOf(purpose))) as [string, number];
    return { fileId, until };
  } catch {
    return undefined;
  }
}
