/** The warehouse did not answer, and nothing is known to be wrong with what it was asked: asking later may succeed. */
export class WarehouseUnavailable extends Error {
  override readonly name = "WarehouseUnavailable";

  constructor(cause?: unknown) {
    super("The warehouse is not available.", { cause });
  }
}
