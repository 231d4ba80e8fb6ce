/** A value that the program cannot start with: one sentence that names the variable and never repeats a secret. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(variable: string, complaint: string, cause?: unknown) {
    super(`${variable} ${complaint}.`, { cause });
  }
}
