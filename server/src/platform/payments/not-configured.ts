import { AppError } from "#kernel/errors.ts";

/** Where the operator has told of no payment provider. */
export const notConfigured = () =>
  new AppError("connect_not_configured", "No payment provider is connected here, so nothing can be sold.");
