import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#testing/free-port.ts";
import { randomFrom } from "#testing/random.ts";
import { Gate } from "./gate.ts";
import { Journal } from "./journal.ts";
import { type JournalMark, markJournal, verifyMark } from "./journal-mark.ts";
import { type BytesMark, KeptBytes } from "./kept-bytes.ts";
import { mixedLoad } from "./mixed-load.ts";
import { Program } from "./program.ts";
import { logIn, signUp } from "./sign-up.ts";
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

type Options = {
  readonly cycles: number;
  readonly seed: number;
  readonly minutesMax?: number;
  /** Told how far it is, now and then. */
  readonly tell?: (words: string) => void;
};

const HANDLE = "crash";
const PROMISES_MIN = 20;
const BYTES_MIN = 2;
const PROMISED_MS_MAX = 20_000;
/** Between two things that a client does, at most: each of the thousands that are promised is asked for in every restored copy. */
const PAUSE_MS = 500;

/**
 * Makes backups of a program while its clients write, each made an installation of its own, which must have all that was
 * acknowledged before the backup began. Loopback only; ends by itself.
 */
export async function backupCycles(options: Options): Promise<BackupReport> {
  const { cycles, seed, minutesMax = 40, tell = () => {} } = options;
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
  const gate = new Gate();
  try {
    await program.start();
    let { jwt, token } = await signUp(program.port, HANDLE, ["*"]);
    const known = { port: program.port, handle: HANDLE, token, random };
    const over = () => isOver;
    const load = Promise.all([
      mixedLoad({ ...known, jwt: () => jwt, journal, isOver: over, pause: () => pause(gate, random) }),
      bytes.run(known, over, gate),
    ]);
    while (report.cycles < cycles && performance.now() < end) {
      jwt = (await logIn(program.port)) ?? jwt; // It lasts for less time than all this takes.
      await untilPromised(journal, bytes);
      const cycle = new Cycle({ folder, program, journal, bytes, token, gate });
      const broken = await cycle.run();
      report.cycles += 1;
      report.passed += broken.length === 0 ? 1 : 0;
      report.broken.push(...broken.map((one) => `backup ${report.cycles}: ${one}`));
      report.backupMs.push(cycle.backupMs);
      report.recoveryMs.push(cycle.recoveryMs);
      last = cycle.said;
      if (report.cycles % 10 === 0) tell(`${report.cycles} backups`);
    }
    isOver = true;
    await load;
  } finally {
    isOver = true;
    gate.open();
    await program.end("SIGTERM");
    await rm(folder, { recursive: true, force: true });
  }
  return { ...report, last, promises: journal.promises + bytes.promises };
}

async function pause(gate: Gate, random: () => number): Promise<void> {
  await sleep(PAUSE_MS * random());
  await gate.pass();
}

type Known = {
  readonly folder: string;
  readonly program: Program;
  readonly journal: Journal;
  readonly bytes: KeptBytes;
  readonly token: string;
  /** Shut while a copy is looked at: otherwise what there is to look at would grow faster than it is. */
  readonly gate: Gate;
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
    const { folder, program, journal, bytes, gate } = this.#known;
    const place = join(folder, "backups");
    const marks = { journal: markJournal(journal), bytes: bytes.mark() };
    const begun = performance.now();
    const made = await program.ask(["backup", "--to", place, "--keep", "2", "--json"]);
    this.backupMs = performance.now() - begun;
    if (made.exitCode !== 0) return [`no backup: ${made.out}`];
    this.said = JSON.parse(made.out) as Readonly<Record<string, unknown>>;
    gate.shut();
    return this.#restore(place, marks).finally(() => gate.open());
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

/** So that each backup has something to keep that the one before has not. */
async function untilPromised(journal: Journal, bytes: KeptBytes): Promise<void> {
  const end = performance.now() + PROMISED_MS_MAX;
  const least = { journal: journal.promises + PROMISES_MIN, bytes: bytes.promises + BYTES_MIN };
  while ((journal.promises < least.journal || bytes.promises < least.bytes) && performance.now() < end)
    await sleep(20);
}
