import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { findAccessTokens, TOKEN_LENGTH } from "#kernel/access-token.ts";
import type { Command } from "./command.ts";
import { Misuse } from "./misuse.ts";

type Found = { readonly file: string; readonly line: number; readonly tokenId: string };
/** By what the system says of it. */
type Unread = { readonly file: string; readonly code: string };

const SKIPPED = new Set([".git", "node_modules"]);
const STDIN = "(standard input)";

/** Finds access tokens that were left lying about. It prints where and which, and never the secret. */
export const tokenScan: Command = {
  name: "token scan",
  summary: "find access tokens in files and folders, or in standard input",
  usage: "[FILE_OR_FOLDER …]",
  details: [
    "Every line that holds a whole token, its checksum included, is printed with the token's id; the secret is not.",
    "Folders are read with all below them, but for .git and node_modules. Without a file, standard input is read.",
    "What cannot be read is named, and the rest is read all the same.",
    "exit code: 0 all was read and nothing found, 1 something found or something not read, 2 called wrongly",
  ],
  options: {},
  takesFiles: true,
  run: async ({ positionals }, { stdin }) => {
    for (const named of positionals) await requireThere(named);
    const found: Found[] = [];
    const unread: Unread[] = [];
    let files = 0;
    if (positionals.length === 0) {
      files += await scan(stdin, STDIN, found);
    }
    for (const named of positionals) {
      for await (const file of filesOf(named, unread)) {
        files += (await attempt(file, unread, () => scan(createReadStream(file), file, found))) ?? 0;
      }
    }
    const text = [
      ...found.map(({ file, line, tokenId }) => `${file}:${line}: token ${tokenId}`),
      ...unread.map(({ file, code }) => `${file}: not read (${code})`),
      `${found.length} found in ${files} ${files === 1 ? "file" : "files"}${unread.length === 0 ? "" : `, ${unread.length} not read`}.`,
    ].join("\n");
    const isClean = found.length === 0 && unread.length === 0;
    return { exitCode: isClean ? 0 : 1, report: { found, files, unread }, text };
  },
};

/** Before anything is read: a name that was mistyped is no reason to lose what was found under another. */
async function requireThere(named: string): Promise<void> {
  await stat(named).catch((cause: unknown) => {
    if (codeOf(cause) === "ENOENT") throw new Misuse(`There is no ${named}.`);
  });
}

/** What the work with a file or folder gave; where the system refused it, that is noted and nothing given. */
async function attempt<T>(file: string, unread: Unread[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (cause) {
    const code = codeOf(cause);
    if (code === undefined) throw cause;
    unread.push({ file, code });
    return undefined;
  }
}

const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;

/**
 * By pieces and not by lines: a file may have none, and be larger than memory. What was found stays when reading fails; tells
 * how many files were read whole.
 */
async function scan(input: AsyncIterable<Uint8Array | string>, file: string, found: Found[]): Promise<1> {
  let rest = "";
  let line = 1;
  for await (const piece of input) {
    const text = rest + (typeof piece === "string" ? piece : Buffer.from(piece).toString("latin1"));
    let counted = 0;
    for (const { tokenId, index } of findAccessTokens(text)) {
      if (index + TOKEN_LENGTH <= rest.length) continue; // It was found with the piece before.
      line += newlines(text.slice(counted, index));
      counted = index;
      found.push({ file, line, tokenId });
    }
    const kept = Math.max(counted, text.length - TOKEN_LENGTH);
    line += newlines(text.slice(counted, kept));
    rest = text.slice(kept);
  }
  return 1;
}

const newlines = (text: string) => text.split("\n").length - 1;

async function* filesOf(named: string, unread: Unread[]): AsyncGenerator<string> {
  const seen = await attempt(named, unread, () => stat(named));
  if (seen === undefined) return;
  if (!seen.isDirectory()) {
    yield named;
    return;
  }
  const entries = await attempt(named, unread, () => readdir(named, { withFileTypes: true }));
  for (const entry of entries ?? []) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(named, entry.name);
    if (entry.isDirectory()) yield* filesOf(path, unread);
    else if (entry.isFile()) yield path;
  }
}
