/** A command that was called in a way it cannot be; the message says how instead. */
export class Misuse extends Error {
  override readonly name = "Misuse";
}
