/** Lets clients pass while it is open, and wait while it is shut. */
export class Gate {
  #opening: PromiseWithResolvers<void> | undefined;

  shut(): void {
    this.#opening ??= Promise.withResolvers();
  }

  open(): void {
    this.#opening?.resolve();
    this.#opening = undefined;
  }

  async pass(): Promise<void> {
    await this.#opening?.promise;
  }
}
