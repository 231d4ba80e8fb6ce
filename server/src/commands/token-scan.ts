import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { findAccessTokens, TOKEN_LENGTH } from "#kernel/access-token.ts";
import type { Command } from "./command.ts";
import { Misuse } from "./misuse.ts";

type Found = { readonly file: string; readonly line: number; readonly tokenId: string };

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
    "exit code: 0 nothing found, 1 something found, 2 called wrongly",
  ],
  options: {},
  takesFiles: true,
  run: async ({ positionals }, { stdin }) => {
    const found: Found[] = [];
    let files = 0;
    if (positionals.length === 0) {
      await scan(stdin, STDIN, found);
      files = 1;
    }
    for (const named of positionals) {
      for await (const file of filesOf(named)) {
        await scan(createReadStream(file), file, found);
        files += 1;
      }
    }
    const lines = found.map(({ file, line, tokenId }) => `${file}:${line}: token ${tokenId}`);
    const text = [...lines, `${found.length} found in ${files} ${files === 1 ? "file" : "files"}.`].join(
      "\n",
    );
    return { exitCode: found.length === 0 ? 0 : 1, report: { found, files }, text };
  },
};

/** By pieces and not by lines: a file may have none, and be larger than memory. */
async function scan(input: AsyncIterable<Uint8Array | string>, file: string, found: Found[]): Promise<void> {
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
}

const newlines = (text: string) => text.split("\n").length - 1;

async function* filesOf(named: string): AsyncGenerator<string> {
  const seen = await stat(named).catch(() => undefined);
  if (seen === undefined) throw new Misuse(`There is no ${named}.`);
  if (!seen.isDirectory()) {
    yield named;
    return;
  }
  for (const entry of await readdir(named, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(named, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (entry.isFile()) yield path;
  }
}
