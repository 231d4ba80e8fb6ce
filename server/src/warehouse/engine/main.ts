import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { setPriority } from "node:os";
import { dirname } from "node:path";
import { giveBackMemory } from "#platform/jobs/give-back-memory.ts";
import { answer } from "./answer.ts";
import { answerQuestions } from "./answer-questions.ts";
import { questionsPathOf } from "./frames.ts";
import { mergeLast } from "./merge-last.ts";
import { openSessions } from "./sessions.ts";

/** The process that holds the engine: `main.ts <folder> <socket>`, started by the process it serves. */
const [folder, socketPath] = process.argv.slice(2);
if (folder === undefined || socketPath === undefined) throw new Error("Usage: main.ts <folder> <socket>");

setPriority(5); // Visitors are answered first.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {}); // Its parent decides, and ships a last time.

/** The parent is gone, or wants an end. What is on disk is whole at every moment, so nothing need be tidied up. */
process.on("disconnect", () => {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 3_000);
  server.close();
  server.closeAllConnections();
  questions.close();
  rmSync(dirname(socketPath), { recursive: true, force: true }); // Made for this one process, by a parent that may be dead.
  void sessions?.close().then(() => process.kill(process.pid, "SIGKILL"));
});

/** Another process may still hold the folder: the parent logs why, and tries again. */
function openOrExit() {
  try {
    return openSessions(folder ?? "");
  } catch (cause) {
    process.send?.(String(cause), () => process.exit(1));
    return undefined;
  }
}

const sessions = openOrExit();
const server = createServer({ maxHeaderSize: 2 ** 20, keepAliveTimeout: 0, requestTimeout: 0 });
const questions = createSocketServer();
if (sessions !== undefined) {
  mergeLast();
  giveBackMemory({ also: () => sessions.writing.queryAsync("system jemalloc purge") });
  server.on("request", (request, response) => void answer(sessions, request, response));
  questions.on("connection", (socket) => answerQuestions(sessions, socket));
  // A parent that is gone hears nothing, and needs not to.
  questions.listen(questionsPathOf(socketPath), () =>
    server.listen(socketPath, () => process.send?.("ready", () => {})),
  );
}
