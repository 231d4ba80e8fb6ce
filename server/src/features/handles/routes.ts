import type { ControlDeps } from "#platform/deps.ts";
import type { BoundOperation } from "#platform/http/bind.ts";

export const handleOperations = (_deps: ControlDeps): readonly BoundOperation[] => [];
