import type { Logger } from "pino";
import { ConfigError } from "#platform/config/config-error.ts";
import { runPeriodically } from "#platform/jobs/run-periodically.ts";
import { canonicalHost, coversHost } from "#platform/routing/canonical-host.ts";
import { type DenyList, fixedDenyList } from "./deny-list.ts";
import { parseDenyList } from "./parse-deny-list.ts";
import { printOf, readText } from "./watched-file.ts";

export type DenyListOptions = {
  /** Those of the environment, as `parseHost` writes them. */
  readonly hosts: readonly string[];
  readonly file: string | undefined;
  readonly log: Logger;
};

const VARIABLE = "DESTINATION_DENY_FILE";
const LOOK_EVERY_MS = 250;
/** So many looks wait for a file to be at rest, so that one that is being written is not taken for a short one. */
const PATIENCE = 2;

/**
 * The operator's list: the environment's hosts and the file's, which counts within a second of its change. A file that is
 * missing or wrong stops the start; one that becomes so later is complained of once, and the last good list stays.
 */
export async function openDenyList({
  hosts,
  file,
  log,
}: DenyListOptions): Promise<DenyList & AsyncDisposable> {
  if (file === undefined) return { ...fixedDenyList(hosts), [Symbol.asyncDispose]: async () => {} };
  const list = new FileList(hosts, file, log);
  await list.load().catch((cause: unknown) => {
    throw new ConfigError(VARIABLE, complaintOf(cause), cause);
  });
  const looking = runPeriodically(
    [{ name: "deny-list.look", everyMs: LOOK_EVERY_MS, run: () => list.look() }],
    log,
  );
  return {
    isDenied: (hostname) => list.isDenied(hostname),
    [Symbol.asyncDispose]: () => looking[Symbol.asyncDispose](),
  };
}

class FileList implements DenyList {
  readonly #fixed: readonly string[];
  readonly #file: string;
  readonly #log: Logger;
  #denied: ReadonlySet<string> = new Set();
  /** Of the file that was read last, good or bad. */
  #read = "";
  /** Of the file at the last look. */
  #seen = "";
  #looksWaited = 0;
  #complaint = "";

  constructor(fixed: readonly string[], file: string, log: Logger) {
    this.#fixed = fixed;
    this.#file = file;
    this.#log = log;
  }

  isDenied(hostname: string): boolean {
    return coversHost(this.#denied, canonicalHost(hostname));
  }

  async load(): Promise<void> {
    const { print, text } = await readText(this.#file);
    this.#read = print;
    this.#seen = print;
    const denied = await parseDenyList(text);
    this.#denied = denied.union(new Set(this.#fixed));
  }

  async look(): Promise<void> {
    try {
      const print = await printOf(this.#file);
      if (print === this.#read) return;
      const isAtRest = print === this.#seen || this.#looksWaited >= PATIENCE;
      this.#seen = print;
      this.#looksWaited = isAtRest ? 0 : this.#looksWaited + 1;
      if (!isAtRest) return;
      await this.load();
      this.#complaint = "";
      this.#log.info({ hosts: this.#denied.size }, "deny list read again");
    } catch (cause) {
      this.#complain(complaintOf(cause), cause);
    }
  }

  /** Nothing more until it is another sentence, or all was good in between. */
  #complain(complaint: string, cause: unknown): void {
    if (codeOf(cause) !== undefined) this.#read = ""; // Whatever lies there next is read, the same file too.
    if (complaint === this.#complaint) return;
    this.#complaint = complaint;
    this.#log.error({ err: cause }, `${VARIABLE} ${complaint}: the last good list stays`);
  }
}

const codeOf = (thrown: unknown) => (thrown instanceof Error && "code" in thrown ? thrown.code : undefined);

function complaintOf(thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === "ENOENT") return "names a file that is not there";
  if (code !== undefined) return `names a file that cannot be read (${code})`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
