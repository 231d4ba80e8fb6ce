import type { KeyObject } from "node:crypto";
import type { Registry } from "prom-client";
import type { Api } from "#platform/http/api.ts";
import { mountDocsPage } from "./docs-page.ts";
import { type HealthCheck, mountHealth } from "./health.ts";
import { mountJwks } from "./jwks.ts";
import { mountMetrics } from "./metrics.ts";
import { mountStatus } from "./mount-status.ts";
import { mountOpenApiDocument } from "./openapi-document.ts";
import { mountSdkScripts } from "./sdk-script.ts";
import type { StatusReport } from "./status-report.ts";
import { mountTlsQuestion, type TlsQuestion } from "./tls-question.ts";

export type Documents = {
  readonly apiUrl: string;
  /** Registers what the OpenAPI document is about; called when somebody first wants it. */
  readonly describe: (api: Api) => void;
  readonly sessionKey: KeyObject;
  readonly health: readonly HealthCheck[];
  readonly registry: Registry;
  readonly metricsToken: string | undefined;
  readonly tls: TlsQuestion;
  /** Absent: there is no status page. */
  readonly status?: () => Promise<StatusReport>;
};

/** What the API says of itself, beside its operations. */
export function mountDocuments(api: Api, documents: Documents): void {
  mountOpenApiDocument(api, documents.apiUrl, documents.describe);
  mountDocsPage(api);
  mountHealth(api, documents.health);
  mountJwks(api, documents.sessionKey);
  mountMetrics(api, documents.registry, documents.metricsToken);
  mountSdkScripts(api);
  mountTlsQuestion(api, documents.tls);
  if (documents.status) mountStatus(api, documents.status);
}
