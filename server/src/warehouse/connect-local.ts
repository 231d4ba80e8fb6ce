import { connectEmbedded, connectRunning } from "./connect-embedded.ts";
import type { Connect } from "./link.ts";

/** The engine on a folder of this machine: that of another process that has the folder, or else one of this process's own. */
export const connectLocal =
  (folder: string): Connect =>
  async (signal) =>
    (await connectRunning(folder, signal)) ?? connectEmbedded(folder)(signal);
