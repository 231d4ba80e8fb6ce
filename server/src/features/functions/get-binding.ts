import type { Reader } from "#platform/database/database.ts";
import { type Binding, noSuchBinding } from "./binding.ts";
import { findBinding } from "./store.ts";

/** Throws 404, the same for another handle's. */
export async function getBinding(read: Reader, handleId: string, bindingKey: string): Promise<Binding> {
  const binding = await findBinding(read, handleId, bindingKey);
  if (binding === undefined) throw noSuchBinding();
  return binding;
}
