import type { Logger } from "pino";
import { ConfigError } from "#platform/config/config-error.ts";
import type { VariableName } from "#platform/config/env.ts";
import { runPeriodically } from "#platform/jobs/run-periodically.ts";
import { printOf, readText } from "./watched-file.ts";

type Options = {
  /** Which names the file. */
  readonly variable: VariableName;
  readonly file: string;
  readonly log: Logger;
  /** Makes the text count, whole, or throws a sentence's end and leaves everything as it was. */
  readonly load: (text: string) => Promise<Loaded>;
};

type Loaded = {
  readonly size: number;
  /** What is wrong with it though it counts: the end of a sentence. */
  readonly complaint?: string | undefined;
};

const LOOK_EVERY_MS = 250;
/** So many looks wait for a file to be at rest, so that one that is being written is not taken for a short one. */
const PATIENCE = 2;

/**
 * Loads a file of the operator's, and again within a second of each change. One that is missing or wrong stops the start;
 * one that becomes so later is complained of once, and what was loaded last stays.
 */
export async function followFile(options: Options): Promise<AsyncDisposable> {
  const followed = new FollowedFile(options);
  await followed.load().catch((cause: unknown) => {
    throw new ConfigError(options.variable, complaintOf(cause), cause);
  });
  const name = `${options.variable} look`;
  return runPeriodically([{ name, everyMs: LOOK_EVERY_MS, run: () => followed.look() }], options.log);
}

class FollowedFile {
  readonly #options: Options;
  /** Of the file that was read last, good or bad. */
  #read = "";
  /** Of the file at the last look. */
  #seen = "";
  #looksWaited = 0;
  #complaint = "";

  constructor(options: Options) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { file, variable, log, load } = this.#options;
    const { print, text } = await readText(file);
    this.#read = print;
    this.#seen = print;
    const { size, complaint = "" } = await load(text);
    if (complaint !== "" && complaint !== this.#complaint) log.warn(`${variable} ${complaint}.`);
    this.#complaint = complaint;
    log.info({ entries: size }, `${variable} was read`);
  }

  async look(): Promise<void> {
    try {
      const print = await printOf(this.#options.file);
      if (print === this.#read) return;
      const isAtRest = print === this.#seen || this.#looksWaited >= PATIENCE;
      this.#seen = print;
      this.#looksWaited = isAtRest ? 0 : this.#looksWaited + 1;
      if (isAtRest) await this.load();
    } catch (cause) {
      this.#complain(complaintOf(cause), cause);
    }
  }

  /** Nothing more until it is another sentence, or all was good in between. */
  #complain(complaint: string, cause: unknown): void {
    if (codeOf(cause) !== undefined) this.#read = ""; // Whatever lies there next is read, the same file too.
    if (complaint === this.#complaint) return;
    this.#complaint = complaint;
    const { log, variable } = this.#options;
    log.error({ err: cause }, `${variable} ${complaint}: the last good list stays`);
  }
}

const codeOf = (thrown: unknown) => (thrown instanceof Error && "code" in thrown ? thrown.code : undefined);

function complaintOf(thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === "ENOENT") return "names a file that is not there";
  if (code !== undefined) return `names a file that cannot be read (${code})`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
