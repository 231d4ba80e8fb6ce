import { apiErrorOf } from "./api-error.ts";
import { connectionError } from "./connection-error.ts";

type Answered<T> = { readonly data?: T | undefined; readonly error?: unknown; readonly response: Response };

/** What the API answered; a refusal, a lost connection and an answer that took too long are thrown as `ApiError`. */
export async function ask<T>(asked: Promise<Answered<T>>): Promise<Exclude<T, undefined>> {
  let answered: Answered<T>;
  try {
    answered = await asked;
  } catch (cause) {
    throw connectionError(cause);
  }
  if (!answered.response.ok) throw apiErrorOf(answered.error, answered.response);
  return answered.data as Exclude<T, undefined>;
}

/** What a resource was when it was read; `etag` goes back as `If-Match`, so that nobody's change is written over. */
export type Versioned<T> = { readonly body: T; readonly etag: string };

/** The same with the version that was answered. */
export async function askVersioned<T>(
  asked: Promise<Answered<T>>,
): Promise<Versioned<Exclude<T, undefined>>> {
  const body = await ask(asked);
  return { body, etag: (await asked).response.headers.get("etag") ?? "" };
}
