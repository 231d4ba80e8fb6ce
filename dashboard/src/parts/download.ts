import { apiErrorOf } from "#api/api-error.ts";
import { connectionError } from "#api/connection-error.ts";
import { sendAuthorized } from "#session/send-authorized.ts";
import { untilSilent } from "./until-silent.ts";

/** A file of any size arrives, as long as something does. */
const SILENT_MS = 20_000;

/** Fetches a file of the API as whoever is signed in; a refusal and a broken connection are thrown as `ApiError`. */
export async function fetchFile(path: string): Promise<Blob> {
  try {
    return await untilSilent(SILENT_MS, async (signal, heard) => {
      const response = heard(await sendAuthorized(new Request(path), signal));
      if (!response.ok) throw apiErrorOf(await response.json().catch(() => undefined), response);
      return response.blob();
    });
  } catch (cause) {
    throw connectionError(cause);
  }
}

/** Has the browser save a file under a name. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const anchor = Object.assign(document.createElement("a"), { href: url, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
