import pino, { type DestinationStream, type LevelWithSilent, type Logger } from "pino";
import { logContext } from "./log-context.ts";

/** One JSON object a line, each with the id of the request or the name of the job that it is about. */
export const createLog = (level: LevelWithSilent, destination: DestinationStream): Logger =>
  pino({ level, mixin: logContext }, destination);
