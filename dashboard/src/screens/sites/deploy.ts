import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { hashFile } from "#parts/hash-file.ts";
import type { Found } from "#parts/read-dropped.ts";
import { sendBytes } from "#parts/send-bytes.ts";
import { accessToken } from "#session/session.ts";

type Deployment = Schemas["SiteDeployment"];

/** How far a deployment is; `DONE` and `ALL` in files while they are read, in bytes while they are sent. */
export type Progress = {
  readonly step: "READING" | "SENDING" | "FINISHING";
  readonly done: number;
  readonly all: number;
};

/** What a deployment is called, whether it is served at once, and who is told how far it is. */
export type Deploying = {
  readonly handle: string;
  readonly commitMessage: string;
  readonly activate: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
};

const SENT_AT_ONCE = 4;
const TRIES_MAX = 5;

/** Deploys files; those that the handle has stored already are not sent again. One that is broken off is taken back. */
export async function deployFiles(files: readonly Found[], deploying: Deploying): Promise<Deployment> {
  const { handle, commitMessage, activate, signal, onProgress } = deploying;
  const announced: Schemas["SiteFile"][] = [];
  for (const { path, file } of files) {
    onProgress({ step: "READING", done: announced.length, all: files.length });
    const sha256 = await hashFile(file);
    signal.throwIfAborted();
    announced.push({ path, sizeBytes: file.size, ...(sha256 !== undefined && { sha256 }) });
  }
  const body = { files: announced, activate, ...(commitMessage !== "" && { commitMessage }) };
  const params = { path: { handle } };
  const made = await patiently(() =>
    ask(api.POST("/v2/handles/{handle}/site-deployments", { params, body })),
  );
  if (made.status !== "UPLOADING") return made;
  const named = { path: { handle, deploymentId: made.deploymentId } };
  try {
    await sendMissing(files, made.putUrls, deploying);
    onProgress({ step: "FINISHING", done: 1, all: 1 });
    return await patiently(() =>
      ask(api.POST("/v2/handles/{handle}/site-deployments/{deploymentId}/complete", { params: named })),
    );
  } catch (cause) {
    const taken = api.DELETE("/v2/handles/{handle}/site-deployments/{deploymentId}", { params: named });
    await ask(taken).catch(() => undefined);
    throw cause;
  }
}

async function sendMissing(
  files: readonly Found[],
  putUrls: Readonly<Record<string, string>>,
  { signal, onProgress }: Deploying,
): Promise<void> {
  const missing = files.filter(({ path }) => putUrls[path] !== undefined);
  const all = missing.reduce((sum, { file }) => sum + file.size, 0);
  const sent = new Map<string, number>();
  let done = 0;
  const tell = () => onProgress({ step: "SENDING", done, all });
  tell();
  const waiting = missing.values();
  let isOver = false;
  const sendNext = async () => {
    for (const { path, file } of waiting) {
      if (isOver) return;
      // The same program answers on this very host, which is the one that this page may ask.
      const url = new URL(putUrls[path] ?? "").pathname;
      const onSent = (bytes: number) => {
        done += bytes - (sent.get(path) ?? 0);
        sent.set(path, bytes);
        tell();
      };
      await patiently(() => sendBytes({ method: "PUT", url, body: file, signal, onSent }));
      onSent(file.size);
    }
  };
  try {
    await Promise.all(Array.from({ length: SENT_AT_ONCE }, sendNext));
  } finally {
    isOver = true;
  }
}

/** Deploys a zip or a tar.gz as it is. */
export async function deployArchive(archive: File, deploying: Deploying): Promise<Deployment> {
  const { handle, commitMessage, activate, signal, onProgress } = deploying;
  const query = new URLSearchParams({
    activate: String(activate),
    ...(commitMessage !== "" && { commitMessage }),
  });
  const answer = await sendBytes({
    ...{ method: "POST", url: `/v2/handles/${handle}/site-deployments?${query}`, body: archive, signal },
    headers: {
      authorization: `Bearer ${await accessToken()}`,
      "content-type": archive.name.toLowerCase().endsWith(".zip") ? "application/zip" : "application/gzip",
    },
    onSent: (bytes) =>
      onProgress(
        bytes < archive.size
          ? { step: "SENDING", done: bytes, all: archive.size }
          : { step: "FINISHING", done: 1, all: 1 },
      ),
  });
  return (await answer.json()) as Deployment;
}

/** Once more where nothing was answered in time, or the server is busy: all of these may be repeated. */
async function patiently<T>(deed: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await deed();
    } catch (cause) {
      const isPassing =
        cause instanceof ApiError && (cause.status === 0 || cause.status >= 500 || cause.status === 429);
      if (!isPassing || tries >= TRIES_MAX) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
    }
  }
}
