import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#testing/free-port.ts";
import { Journal } from "./journal.ts";
import { type JournalMark, markJournal, verifyMark } from "./journal-mark.ts";
import { type BytesMark, KeptBytes } from "./kept-bytes.ts";
import { mixedLoad } from "./mixed-load.ts";
import { Program } from "./program.ts";
import { randomFrom } from "./random.ts";
import { signUp } from "./sign-up.ts";
import { verifyDatabase } from "./verify.ts";

export type BackupReport = {
  /** As many as there was time for. */
  readonly cycles: number;
  readonly passed: number;
  readonly broken: readonly string[];
  readonly promises: number;
  /** Of the last one. */
  readonly last: Readonly<Record<string, unknown>>;
  readonly backupMs: readonly number[];
  /** From the beginning of the restore to the first answer. */
  readonly recoveryMs: readonly number[];
};

type Options = { readonly cycles: number; readonly seed: number; readonly minutesMax?: number };

const HANDLE = "crash";
const PROMISES_MIN = 20;
const PROMISED_MS_MAX = 20_000;
/** Between two things that a client does: what has been written must not grow faster than it can be read back. */
const PAUSE_MS = 1_500;

/**
 * Makes backups of a program while its clients write, each made an installation of its own, which must have all that was
 * acknowledged before the backup began. Loopback only; ends by itself.
 */
export async function backupCycles({ cycles, seed, minutesMax = 40 }: Options): Promise<BackupReport> {
  const random = randomFrom(seed);
  const folder = await mkdtemp(join(tmpdir(), "switchyard-backups-"));
  const program = new Program(await freePort(), join(folder, "data"));
  const [journal, bytes] = [new Journal(), new KeptBytes()];
  const end = performance.now() + minutesMax * 60_000;
  const report = {
    cycles: 0,
    passed: 0,
    broken: [] as string[],
    backupMs: [] as number[],
    recoveryMs: [] as number[],
  };
  let last = {};
  let isOver = false;
  try {
    await program.start();
    const { jwt, token } = await signUp(program.port, HANDLE, ["*"]);
    const known = { port: program.port, handle: HANDLE, token, random };
    const over = () => isOver;
    const load = Promise.all([
      mixedLoad({ ...known, jwt, journal, isOver: over, pauseMs: PAUSE_MS }),
      bytes.run(known, over),
    ]);
    while (report.cycles < cycles && performance.now() < end) {
      await untilPromised(journal, bytes, (report.cycles + 1) * PROMISES_MIN);
      const cycle = new Cycle({ folder, program, journal, bytes, token });
      const broken = await cycle.run();
      report.cycles += 1;
      report.passed += broken.length === 0 ? 1 : 0;
      report.broken.push(...broken.map((one) => `backup ${report.cycles}: ${one}`));
      report.backupMs.push(cycle.backupMs);
      report.recoveryMs.push(cycle.recoveryMs);
      last = cycle.said;
    }
    isOver = true;
    await load;
  } finally {
    isOver = true;
    await program.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
  return { ...report, last, promises: journal.promises + bytes.promises };
}

type Known = {
  readonly folder: string;
  readonly program: Program;
  readonly journal: Journal;
  readonly bytes: KeptBytes;
  readonly token: string;
};

/** One backup, what becomes of it, and what of that is not as it was promised. */
class Cycle {
  backupMs = 0;
  recoveryMs = 0;
  said: Readonly<Record<string, unknown>> = {};
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  async run(): Promise<readonly string[]> {
    const { folder, program, journal, bytes } = this.#known;
    const place = join(folder, "backups");
    const marks = { journal: markJournal(journal), bytes: bytes.mark() };
    const begun = performance.now();
    const made = await program.ask(["backup", "--to", place, "--keep", "2", "--json"]);
    this.backupMs = performance.now() - begun;
    if (made.exitCode !== 0) return [`no backup: ${made.out}`];
    this.said = JSON.parse(made.out) as Readonly<Record<string, unknown>>;
    return this.#restore(place, marks);
  }

  async #restore(place: string, marks: { journal: JournalMark; bytes: BytesMark }) {
    const { folder, program, journal, bytes, token } = this.#known;
    const dataDir = join(folder, "restored");
    const domain = { PUBLIC_DOMAIN: `localhost:${program.port}` };
    const restored = new Program(await freePort(), dataDir, domain);
    try {
      const begun = performance.now();
      const { exitCode, out } = await restored.ask(["restore", "--from", place]);
      if (exitCode !== 0) return [`no restore: ${out}`];
      await restored.start();
      this.recoveryMs = performance.now() - begun;
      const where = { port: restored.port, handle: HANDLE, token };
      return [
        ...(await verifyMark(marks.journal, journal, where)),
        ...(await bytes.verify(marks.bytes, where)),
        ...verifyDatabase(join(dataDir, "switchyard.sqlite")),
      ];
    } finally {
      await restored.end("SIGTERM");
      await rm(dataDir, { recursive: true, force: true });
    }
  }
}

async function untilPromised(journal: Journal, bytes: KeptBytes, least: number): Promise<void> {
  const end = performance.now() + PROMISED_MS_MAX;
  while ((journal.promises < least || bytes.promises < least / 10) && performance.now() < end)
    await sleep(20);
}
