import { queryClient } from "#api/query-client.ts";
import { listenToSession } from "#session/session.ts";
import { type FileSettings, sendFile } from "./send-file.ts";

/** One file on its way. */
export type Upload = {
  readonly id: number;
  readonly handle: string;
  readonly file: File;
  readonly settings: FileSettings;
  readonly sentBytes: number;
  readonly state: "WAITING" | "SENDING" | "SENT" | "FAILED";
  readonly cause: unknown;
};

const AT_ONCE = 3;

let uploads: readonly Upload[] = [];
let lastId = 0;
const underWay = new Map<number, AbortController>();
const listeners = new Set<() => void>();

/** What is on its way in this tab, whichever screen is shown. */
export const uploadsNow = (): readonly Upload[] => uploads;

/** Calls back whenever that changes. */
export function listenToUploads(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Sends files, a few at once, in the order in which they were given. */
export function addUploads(handle: string, files: readonly File[], settings: FileSettings): void {
  const added = files.map((file) => ({
    ...{ id: ++lastId, handle, file, settings, sentBytes: 0 },
    ...{ state: "WAITING" as const, cause: undefined },
  }));
  keep([...uploads, ...added]);
  goOn();
}

/** Ends an upload that is under way, or takes one that is over from the list. */
export function removeUpload(id: number): void {
  underWay.get(id)?.abort();
  keep(uploads.filter((upload) => upload.id !== id));
}

/** Sends what has failed from its beginning. */
export function retryUpload(id: number): void {
  change(id, { state: "WAITING", sentBytes: 0, cause: undefined });
  goOn();
}

function goOn(): void {
  while (underWay.size < AT_ONCE) {
    const next = uploads.find(({ state }) => state === "WAITING");
    if (next === undefined) return;
    void run(next);
  }
}

async function run({ id, handle, file, settings }: Upload): Promise<void> {
  const controller = new AbortController();
  underWay.set(id, controller);
  change(id, { state: "SENDING" });
  try {
    const onSent = (sentBytes: number) => change(id, { sentBytes });
    await sendFile({ handle, file, settings, signal: controller.signal, onSent });
    change(id, { state: "SENT", sentBytes: file.size });
  } catch (cause) {
    change(id, { state: "FAILED", cause });
  }
  underWay.delete(id);
  goOn();
  await queryClient.invalidateQueries({ queryKey: ["files", handle] });
}

const change = (id: number, to: Partial<Upload>) =>
  keep(uploads.map((upload) => (upload.id === id ? { ...upload, ...to } : upload)));

function keep(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

listenToSession(() => {
  for (const { id } of uploads) removeUpload(id);
});

// Leaving the page ends them, so whoever leaves is asked.
window.addEventListener("beforeunload", (event) => {
  if (underWay.size > 0) event.preventDefault();
});
