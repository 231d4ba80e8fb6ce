import { AppError } from "#kernel/errors.ts";
import { apiOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Deployment } from "./deployment.ts";
import type { Upload } from "./upload-store.ts";

const CONTEXT = "site upload";

type Ticket = { readonly handleId: string; readonly deploymentId: string; readonly number: number };

/** Where each missing file is to be sent; as long as the deployment waits for it. */
export function putUrlsOf(
  { seal, addresses }: ControlDeps,
  handleId: string,
  { deploymentId, expiresAt }: Deployment,
  uploads: readonly Upload[],
): Record<string, string> {
  const base = `${apiOrigin(addresses)}/v2/public/site-uploads`;
  return Object.fromEntries(
    uploads.map(({ path, number }) => {
      const text = JSON.stringify([handleId, deploymentId, number, expiresAt?.getTime() ?? 0]);
      return [path, `${base}/${seal.seal(text, CONTEXT)}`];
    }),
  );
}

/** What a ticket is for; throws 404, the same for one that we did not write and for one whose time is over. */
export function readTicket({ seal, clock }: ControlDeps, ticket: string): Ticket {
  const [handleId, deploymentId, number, until] = openTicket(seal, ticket);
  if (until <= clock.now().getTime()) throw noSuchUpload();
  return { handleId, deploymentId, number };
}

function openTicket(seal: ControlDeps["seal"], ticket: string): [string, string, number, number] {
  try {
    return JSON.parse(seal.open(ticket, CONTEXT));
  } catch {
    throw noSuchUpload();
  }
}

export const noSuchUpload = () => new AppError("not_found", "No file is waited for at this address.");
