import type { ParseArgsConfig } from "node:util";
import type { Clock } from "#kernel/clock.ts";
import type { Env } from "#platform/config/env.ts";

/** What a command was called with. */
export type Given = {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
};

/** Where a command runs. */
export type Surroundings = {
  readonly env: Env;
  readonly clock: Clock;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Told what has been done so far, a line each, by what takes long. */
  readonly progress: (line: string) => void;
};

/** What came of it: the same for a program (`report`, with `--json`) and for a person (`text`). */
export type Outcome = {
  /** 0 when all is well, 1 when something is not. */
  readonly exitCode: 0 | 1;
  readonly report: Readonly<Record<string, unknown>>;
  readonly text: string;
};

/** One thing that an operator can ask of the program at a shell. */
export type Command = {
  /** As it is typed, one or two words. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** What may follow the name, as the help shows it. */
  readonly usage: string;
  /** One line each, as the help shows them. */
  readonly details: readonly string[];
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  readonly takesFiles?: boolean;
  readonly run: (given: Given, surroundings: Surroundings) => Promise<Outcome>;
};
