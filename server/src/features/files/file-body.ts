import { z } from "@hono/zod-openapi";
import { Email } from "#features/users/index.ts";
import { ACCESS_MODES, ALLOWED_EMAILS_MAX, FILE_BYTES_MAX, FILE_STATUSES } from "./file.ts";
import { FileName } from "./file-name.ts";

const instant = z.iso.datetime();

export const FileId = z.string().regex(/^\w{1,64}$/, "Letters, digits and _.");

const ContentType = z
  .string()
  .trim()
  .toLowerCase()
  .max(127)
  .regex(
    /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/,
    "A type and a subtype, such as image/png, without parameters.",
  );

const AllowedEmails = z
  .array(Email)
  .min(1)
  .max(ALLOWED_EMAILS_MAX)
  .transform((emails) => [...new Set(emails)]);

/** What a file is made with. */
export const CreateFileBody = z
  .strictObject({
    fileName: FileName,
    sizeBytes: z.int().min(0).max(FILE_BYTES_MAX).openapi({ description: "250 MiB at most." }),
    contentType: ContentType.default("application/octet-stream"),
    accessMode: z.enum(ACCESS_MODES).default("PUBLIC"),
    allowedEmails: AllowedEmails.optional().openapi({
      description: "With EMAIL_ALLOWLIST, and only with it.",
    }),
    expiresAt: instant
      .transform((text) => new Date(text))
      .optional()
      .openapi({ type: "string", format: "date-time" }),
    sha256: z
      .string()
      .toLowerCase()
      .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits.")
      .optional()
      .openapi({ description: "What has another is refused when it arrives." }),
  })
  .refine(({ accessMode, allowedEmails }) => (accessMode === "PUBLIC") === (allowedEmails === undefined), {
    path: ["allowedEmails"],
    message: "EMAIL_ALLOWLIST needs addresses, and PUBLIC takes none.",
  })
  .openapi("CreateFile");

export const FileBody = z
  .object({
    fileId: z.string(),
    fileName: z.string(),
    contentType: z
      .string()
      .openapi({ description: "As it was announced; what is not safe is served as bytes." }),
    sizeBytes: z.int(),
    sha256: z.string().nullable(),
    status: z.enum(FILE_STATUSES),
    accessMode: z.enum(ACCESS_MODES),
    allowedEmails: z.array(z.string()),
    publicUrl: z.string(),
    expiresAt: instant.nullable(),
    createdAt: instant,
    uploadedAt: instant.nullable(),
  })
  .openapi("File");

export const TicketBody = FileBody.extend({
  uploadUrl: z
    .string()
    .openapi({ description: "PUT the bytes here, or send them in parts as tus 1.0 does." }),
  uploadExpiresAt: instant.openapi({ description: "Until when the upload must have begun." }),
}).openapi("FileTicket");
