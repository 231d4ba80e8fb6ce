/** A call whose turn did not come: nothing of it has run, so it can be made again. */
export class SandboxBusy extends Error {
  override readonly name = "SandboxBusy";
  constructor() {
    super("Too many scripts wait to run.");
  }
}
