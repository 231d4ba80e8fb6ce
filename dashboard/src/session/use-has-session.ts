import { useSyncExternalStore } from "react";
import { hasSession, listenToSession } from "./session.ts";

/** Whether somebody is signed in; renders again when that changes, in another tab too. */
export const useHasSession = (): boolean => useSyncExternalStore(listenToSession, hasSession);
