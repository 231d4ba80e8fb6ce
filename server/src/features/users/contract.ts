import { z } from "@hono/zod-openapi";
import { ROLES } from "#kernel/access.ts";
import { PLANS } from "#kernel/plan.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { Email, TypedEmail } from "./email.ts";
import { Password } from "./password.ts";
import { TimeZone } from "./time-zone.ts";

/** Longer than any real one; only so that nobody sends a book. */
const TypedPassword = z.string().max(1024);
const OpaqueSecret = z.string().min(1).max(4096);

const IN_COOKIE =
  "the refresh token is put in a cookie that no script and no other host can read, and is not in the answer. Only a page " +
  "of the host that is asked may ask for it: its `Origin` is compared.";

const account = {
  userId: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  timeZone: z.string().openapi({ example: "Europe/Berlin" }),
  createdAt: z.iso.datetime(),
};

const me = {
  ...account,
  handles: z.array(z.object({ handle: z.string(), role: z.enum(ROLES) })),
};

const UserBody = z.object(account).openapi("User");
const PersonName = z.string().trim().min(1).max(100).nullable();

const SessionBody = z
  .object({
    accessToken: z.string(),
    /** Absent where it was put in a cookie. */
    refreshToken: z.string().optional(),
    /** Seconds that the access token lasts. */
    expiresIn: z.int(),
    tokenType: z.literal("Bearer"),
  })
  .openapi("Session");

export const signUp = defineOperation({
  auth: "none",
  id: "signUp",
  method: "post",
  path: "/v2/auth/signup",
  summary: "Make an account",
  description: "Whether everyone may, only the invited, or nobody after the first, is the operator's choice.",
  request: {
    body: z
      .strictObject({
        email: Email,
        password: Password,
        name: PersonName.optional(),
        inviteToken: OpaqueSecret.optional(),
      })
      .openapi("SignUp"),
  },
  responses: { 201: UserBody },
  errors: ["invalid_email", "invalid_password", "signup_closed", "conflict", "unavailable"],
});

export const inviteUser = defineOperation({
  auth: "user",
  id: "inviteUser",
  method: "post",
  path: "/v2/auth/invitations",
  summary: "Mail someone an invitation to make an account",
  request: { body: z.strictObject({ email: Email }).openapi("InviteUser") },
  responses: { 202: z.object({ accepted: z.literal(true) }) },
  errors: ["invalid_email", "signup_closed", "conflict"],
  creates: true,
});

export const logIn = defineOperation({
  auth: "none",
  id: "logIn",
  method: "post",
  path: "/v2/auth/login",
  summary: "Begin a session",
  description: `With \`refreshIn: "cookie"\` ${IN_COOKIE}`,
  request: {
    body: z
      .strictObject({
        email: TypedEmail,
        password: TypedPassword,
        refreshIn: z.enum(["body", "cookie"]).default("body"),
      })
      .openapi("LogIn"),
  },
  responses: { 200: SessionBody },
  errors: ["invalid_email", "invalid_password", "invalid_credentials", "origin_not_allowed", "unavailable"],
});

export const refreshSession = defineOperation({
  auth: "none",
  id: "refreshSession",
  method: "post",
  path: "/v2/auth/refresh",
  summary: "Trade a refresh token for a new pair; each is good once",
  description:
    "A token that comes back after it was traded has been copied: the whole session ends. Without one in the body the " +
    "cookie's is traded, and the next is put there.",
  request: { body: z.strictObject({ refreshToken: OpaqueSecret.optional() }).openapi("RefreshSession") },
  responses: { 200: SessionBody },
  errors: ["invalid_refresh_token", "origin_not_allowed"],
});

export const logOut = defineOperation({
  auth: "user",
  id: "logOut",
  method: "post",
  path: "/v2/auth/logout",
  free: true,
  summary: "End this session at once",
  responses: { 204: "empty" },
  errors: [],
});

export const logOutEverywhere = defineOperation({
  auth: "user",
  id: "logOutEverywhere",
  method: "post",
  path: "/v2/auth/logout-all",
  free: true,
  summary: "End all sessions of this user at once, this one too",
  responses: { 204: "empty" },
  errors: [],
});

export const getMe = defineOperation({
  auth: "user",
  id: "getMe",
  method: "get",
  path: "/v2/auth/me",
  summary: "Who is signed in, and where they may act",
  responses: { 200: z.object(me).openapi("Me") },
  errors: [],
});

/** The same where there are plans. Elsewhere nothing speaks of them. */
export const getMeWithPlan = defineOperation({
  ...getMe,
  responses: { 200: z.object({ ...me, plan: z.enum(PLANS).optional() }).openapi("Me") },
});

export const updateMe = defineOperation({
  auth: "user",
  id: "updateMe",
  method: "patch",
  path: "/v2/auth/me",
  free: true,
  summary:
    "Change your name, or the time zone in which your days begin; null clears a name, and is UTC of a zone",
  request: {
    body: z
      .strictObject({ name: PersonName.optional(), timeZone: TimeZone.nullable().optional() })
      .refine((change) => Object.keys(change).length > 0, "Send what is to change.")
      .openapi("UpdateMe"),
  },
  responses: { 200: UserBody },
  errors: [],
});

export const requestPasswordReset = defineOperation({
  auth: "none",
  id: "requestPasswordReset",
  method: "post",
  path: "/v2/auth/password/forgot",
  summary: "Mail a link to set a new password; the answer does not say whether there is such an account",
  request: { body: z.strictObject({ email: TypedEmail }).openapi("RequestPasswordReset") },
  responses: { 202: z.object({ accepted: z.literal(true) }) },
  errors: ["invalid_email"],
});

export const resetPassword = defineOperation({
  auth: "none",
  id: "resetPassword",
  method: "post",
  path: "/v2/auth/password/forgot/confirm",
  summary: "Set a new password with the mailed token, and end all sessions",
  request: {
    body: z.strictObject({ token: OpaqueSecret, password: Password }).openapi("ResetPassword"),
  },
  responses: { 204: "empty" },
  errors: ["invalid_password", "invalid_reset_token", "unavailable"],
});

export const changePassword = defineOperation({
  auth: "user",
  id: "changePassword",
  method: "post",
  path: "/v2/auth/password/change",
  free: true,
  summary: "Set a new password, and end all other sessions",
  request: {
    body: z.strictObject({ currentPassword: TypedPassword, newPassword: Password }).openapi("ChangePassword"),
  },
  responses: { 204: "empty" },
  errors: ["invalid_password", "invalid_credentials", "unavailable"],
});
