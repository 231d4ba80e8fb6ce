import { AppError } from "#kernel/errors.ts";

/** A question to the warehouse that takes more memory than it may have. To others it is the documented 503. */
export class NeedsMoreMemory extends AppError {
  constructor(cause: unknown) {
    super("unavailable", "Analytics have too little memory for this question.", { cause });
  }
}
