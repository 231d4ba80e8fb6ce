import { apiErrorOf } from "#api/api-error.ts";
import { authorizedFetch } from "#session/authorized-fetch.ts";

/** Fetches a file of the API as whoever is signed in; refusals are thrown. */
export async function fetchFile(path: string): Promise<Blob> {
  const response = await authorizedFetch(new Request(path));
  if (!response.ok) throw apiErrorOf(await response.json().catch(() => undefined), response);
  return response.blob();
}

/** Has the browser save a file under a name. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const anchor = Object.assign(document.createElement("a"), { href: url, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
