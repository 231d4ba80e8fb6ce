import type { ScriptFailure } from "./sandbox.ts";

/** A failure of a script, in words for whoever wrote it. */
export class ScriptFailed extends Error {
  override readonly name = "ScriptFailed";
  readonly kind: ScriptFailure;

  constructor(kind: ScriptFailure, message: string) {
    super(message);
    this.kind = kind;
  }
}
