/** Reads a stream in pieces of asked-for lengths, holding one piece of the stream and what was asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #isOver = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Exactly `length` bytes; fewer only where the stream ends. */
  async take(length: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.stream(length)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** The next `length` bytes as they come; fewer only where the stream ends. */
  async *stream(length: number): AsyncIterable<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#held.length === 0 && !(await this.#more())) return;
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Reads past `length` bytes; tells whether there were as many. */
  async skip(length: number): Promise<boolean> {
    let left = length;
    for await (const piece of this.stream(length)) left -= piece.length;
    return left === 0;
  }

  /** Lets go of the stream, however much of it is left. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#source.return?.();
  }

  async #more(): Promise<boolean> {
    while (!this.#isOver && this.#held.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) this.#isOver = true;
      else this.#held = value;
    }
    return this.#held.length > 0;
  }
}
