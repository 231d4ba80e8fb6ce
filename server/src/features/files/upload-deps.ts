import type { ControlDeps } from "#platform/deps.ts";
import type { UploadsUnderWay } from "./uploads-under-way.ts";

export type UploadDeps = ControlDeps & { readonly underWay: UploadsUnderWay };
