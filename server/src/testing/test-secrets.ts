import { createSecretKey, type KeyObject } from "node:crypto";

/** One key for every program of a test, so that what one signs another believes. */
export const VISITOR_KEYS: readonly [KeyObject] = [createSecretKey(Buffer.alloc(32, "context"))];

export const SEAL_KEYS: readonly [KeyObject] = [createSecretKey(Buffer.alloc(32, "seal"))];

/** As weak as argon2 allows: what a test hashes protects nobody. */
export const FAST_ARGON2 = { memoryCost: 8, timeCost: 1, parallelism: 1 };
