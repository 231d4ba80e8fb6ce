import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Upload } from "#platform/http/bind.ts";
import * as contract from "./bulk-contract.ts";
import { type ImportOptions, importLinks } from "./import-links.ts";
import { openImport } from "./open-import.ts";

/**
 * The results of an import, a line of JSON each as soon as its row is on disk, and the summary as the last line. Goes on
 * without waiting for its reader, who may have to send the whole file first, and ends when the reader is gone.
 */
export async function streamImport(
  deps: ControlDeps,
  actor: HandleActor,
  upload: Upload,
  options: ImportOptions,
): Promise<ReadableStream<Uint8Array>> {
  const opened = await openImport(upload);
  const { format, ignoredColumns } = opened;
  const gone = new AbortController();
  const signal = AbortSignal.any([actor.signal, gone.signal]);
  return new ReadableStream<Uint8Array>({
    start(sink) {
      const send = (values: readonly unknown[]) =>
        sink.enqueue(Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join("")));
      importLinks(deps, { ...actor, signal }, contract.streamImport, opened, options, send).then(
        (summary) => {
          send([{ dryRun: options.isDryRun, format, ...summary, ignoredColumns }]);
          sink.close();
        },
        (failure) => sink.error(failure),
      );
    },
    cancel: (reason) => gone.abort(reason),
  });
}
