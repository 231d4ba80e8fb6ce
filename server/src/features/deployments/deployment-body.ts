import { z } from "@hono/zod-openapi";
import { DEPLOYMENT_LIMITS, SOURCES, STATUSES } from "./deployment.ts";

const instant = z.iso.datetime();
const PATH_LENGTH_MAX = 1024;
const Path = z.string().min(1).max(PATH_LENGTH_MAX);
const CommitMessage = z.string().trim().min(1).max(500);

export const DeploymentId = z.string().max(64).openapi({ example: "dep_01k9zq3v7m4f0d9b2c6a8e1f3b5d7" });

/** What `Content-Type` may say: a type, and parameters of the plain form. */
const MEDIA_TYPE =
  /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}(?:; ?[a-z0-9-]{1,32}=[\w.+-]{1,64}){0,3}$/i;

const FileBody = z
  .strictObject({
    path: Path,
    contentType: z.string().max(200).regex(MEDIA_TYPE, "Write a media type such as text/html.").optional(),
    sizeBytes: z.int().min(0).max(DEPLOYMENT_LIMITS.fileBytesMax),
    sha256: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]{64}$/, "Write SHA-256 as 64 hexadecimal digits.")
      .optional(),
  })
  .openapi("SiteFile");

const files = z.array(FileBody).min(1).max(DEPLOYMENT_LIMITS.filesMax);

export const CreateDeployment = z
  .strictObject({
    inlineHtml: z.string().min(1).max(DEPLOYMENT_LIMITS.inlineBytesMax).optional(),
    files: files.optional(),
    note: CommitMessage.optional().openapi({ description: "Makes an empty draft, to be given files later." }),
    baseDeploymentId: DeploymentId.optional().openapi({
      description: "A complete deployment of which all files are taken over that are not in files or remove.",
    }),
    remove: z.array(Path).max(DEPLOYMENT_LIMITS.filesMax).optional(),
    commitMessage: CommitMessage.optional(),
    activate: z.boolean().default(true),
  })
  .superRefine(({ inlineHtml, files: some, note, baseDeploymentId, remove }, context) => {
    const isChange = baseDeploymentId !== undefined;
    const kinds = [inlineHtml, some ?? (isChange ? remove : undefined), note];
    const fail = (message: string) => context.addIssue({ code: "custom", message });
    if (kinds.filter((kind) => kind !== undefined).length !== 1)
      fail("Send one of inlineHtml, files and note.");
    if (isChange && (inlineHtml ?? note) !== undefined) fail("baseDeploymentId goes with files and remove.");
    if (remove !== undefined && !isChange) fail("remove goes with baseDeploymentId.");
  })
  .openapi("CreateSiteDeployment");

export type CreateDeploymentBody = z.output<typeof CreateDeployment>;

export const DraftFiles = z.strictObject({ files }).openapi("SiteDeploymentFiles");

/** For an archive, which has no place for them. */
export const ArchiveQuery = z.strictObject({
  commitMessage: CommitMessage.optional(),
  activate: z.stringbool({ truthy: ["true"], falsy: ["false"] }).optional(),
});

export const DeploymentBody = z
  .object({
    deploymentId: z.string(),
    status: z.enum(STATUSES),
    source: z.enum(SOURCES),
    commitMessage: z.string().nullable(),
    activate: z.boolean(),
    baseDeploymentId: z.string().nullable(),
    fileCount: z.int(),
    sizeBytes: z.int(),
    warnings: z.array(z.string()).openapi({ description: "What was left out of it, and why." }),
    failure: z.string().nullable(),
    url: z.url().openapi({ description: "Where the site is served." }),
    createdBy: z.string(),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
    activatedAt: instant.nullable(),
    expiresAt: instant.nullable().openapi({ description: "Until when missing files may come." }),
  })
  .openapi("SiteDeployment");

export const UploadingDeploymentBody = DeploymentBody.extend({
  putUrls: z
    .record(z.string(), z.string())
    .openapi({ description: "Where to PUT the bytes of each file that is not there yet." }),
}).openapi("SiteDeploymentWithUploads");
