import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { hashFile } from "#parts/hash-file.ts";
import { sendBytes } from "#parts/send-bytes.ts";

/** Who may have the files that are sent together, and until when. */
export type FileSettings = Pick<Schemas["CreateFile"], "accessMode" | "allowedEmails" | "expiresAt">;

type Sending = {
  readonly handle: string;
  readonly file: File;
  readonly settings: FileSettings;
  readonly signal: AbortSignal;
  readonly onSent: (bytes: number) => void;
};

/** What is larger goes in parts, each of which is kept whatever becomes of the next. */
const PART_BYTES = 8 * 1024 * 1024;
const FAILURES_MAX = 6;

/** Announces a file and sends its bytes. One that is cancelled leaves nothing in the list. */
export async function sendFile({ handle, file, settings, signal, onSent }: Sending): Promise<void> {
  const sha256 = await hashFile(file);
  signal.throwIfAborted();
  const [contentType = ""] = file.type.split(";");
  const body = {
    ...settings,
    ...{ fileName: file.name, sizeBytes: file.size },
    ...(contentType !== "" && { contentType }),
    ...(sha256 !== undefined && { sha256 }),
  };
  const { fileId, uploadUrl } = await ask(
    api.POST("/v2/handles/{handle}/files", {
      params: { path: { handle } },
      body: body as Schemas["CreateFile"],
    }),
  );
  try {
    if (file.size <= PART_BYTES)
      await sendBytes({ method: "PUT", url: uploadUrl, body: file, signal, onSent });
    else await sendParts(uploadUrl, file, signal, onSent);
  } catch (cause) {
    await forget(handle, fileId);
    throw cause;
  }
}

/** As tus 1.0 has it: after a lost connection the server says how much is there, and it goes on from there. */
async function sendParts(
  url: string,
  file: File,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  let failures = 0;
  let offset = 0;
  while (offset < file.size) {
    try {
      if (failures > 0) offset = await askOffset(url, signal);
      if (offset >= file.size) return;
      const from = offset;
      const answer = await sendBytes({
        ...{ method: "PATCH", url, signal },
        body: file.slice(offset, offset + PART_BYTES),
        headers: { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
        onSent: (bytes) => onSent(from + bytes),
      });
      offset = Number(answer.headers.get("upload-offset"));
      failures = 0;
      onSent(offset);
    } catch (cause) {
      if (!isPassing(cause) || ++failures >= FAILURES_MAX) throw cause;
      await pause(500 * 2 ** failures, signal);
    }
  }
}

async function askOffset(url: string, signal: AbortSignal): Promise<number> {
  const answer = await fetch(url, { method: "HEAD", signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new ApiError("offline", String(cause), 0, "", []);
  });
  if (!answer.ok) throw new ApiError("unknown", "", answer.status, "", []);
  return Number(answer.headers.get("upload-offset"));
}

/** Worth another try: a connection that broke, a server that is busy, or a part whose place has moved on meanwhile. */
const isPassing = (cause: unknown): boolean =>
  cause instanceof ApiError &&
  (cause.status === 0 || cause.status >= 500 || [409, 429].includes(cause.status));

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}

/** What has not arrived is of no use to anybody; where it cannot be taken back now, it ends by itself. */
async function forget(handle: string, fileId: string): Promise<void> {
  const params = { path: { handle, fileId } };
  await ask(api.DELETE("/v2/handles/{handle}/files/{fileId}", { params })).catch(() => undefined);
}
