import type { KeyObject } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import type { Logger } from "pino";
import type { Clock } from "#kernel/clock.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { Addresses } from "#platform/addresses.ts";
import type { BlobStore } from "#platform/blobs/blob-store.ts";
import type { ChangeFeed } from "#platform/change-feed/change-feed.ts";
import type { ContextTokens } from "#platform/context/context-tokens.ts";
import type { Database } from "#platform/database/database.ts";
import type { DenyList } from "#platform/deny-list/deny-list.ts";
import type { PassedAnswer, PassedRequest } from "#platform/http/passed-on.ts";
import type { Limits } from "#platform/limits/limits.ts";
import type { VisitKind } from "#platform/observing/count-visits.ts";
import type { PasswordHasher } from "#platform/password-hasher.ts";
import type { BotLists } from "#platform/visits/bot-lists.ts";
import type { CountryOf } from "#platform/visits/open-countries.ts";
import type { EdgeFiles } from "./content/edge-files.ts";

/** Functions of handles that anyone may call. */
export type EdgeFunctions = {
  /** `null` where there is none. Rejects only for a fault of ours. */
  readonly answer: (
    handleId: string,
    bindingKey: string,
    request: PassedRequest,
  ) => Promise<PassedAnswer | null>;
};

/** Somebody who has signed in by mail. */
export type SignedIn = { readonly email: string };

/** Where a visitor meets a handle: on its own host, or on a domain that leads to it. */
export type HandlePlace = {
  /** The handle's name. */
  readonly handle: string;
  /** `https://acme.example.com` */
  readonly origin: string;
};

/** A page that not everybody may read. */
export type GatedPage = HandlePlace & {
  readonly handleId: string;
  readonly slug: string;
  readonly document: PageDocument;
};

/** Who reads pages that not everybody may. What it refuses is an `AppError`; anything else thrown is a fault of ours. */
export type EdgeVisitors = {
  /** `null` where the cookies name nobody on this handle's host. */
  readonly identify: (handleId: string, cookies: string | undefined) => Promise<SignedIn | null>;
  readonly mayRead: (page: GatedPage, visitor: SignedIn | null) => Promise<boolean>;
  readonly mailLink: (page: GatedPage, email: string, address: string) => Promise<void>;
  /** Answers the cookie that the browser is to keep. */
  readonly signIn: (page: GatedPage, token: string, address: string) => Promise<string>;
  /** Answers where the purchase goes on. */
  readonly buy: (page: GatedPage, visitor: SignedIn | null, address: string) => Promise<string>;
};

/** Everything the edge is handed, made once at start. */
export type EdgeDeps = {
  readonly db: Database;
  readonly changes: Pick<ChangeFeed, "listen">;
  readonly clock: Clock;
  /** Resolves once the event is kept: no visitor is answered before that. */
  readonly events: { readonly append: (event: VisitEvent) => Promise<void> };
  readonly addresses: Addresses;
  /** The hosts to which the operator lets no visitor be sent. */
  readonly denyList: DenyList;
  readonly trustedProxies: BlockList;
  readonly botLists: BotLists;
  readonly country: CountryOf;
  readonly contexts: ContextTokens;
  readonly visitorKeys: readonly [KeyObject, ...KeyObject[]];
  readonly passwords: Pick<PasswordHasher, "verify">;
  readonly limits: Limits;
  /** Absent: a handle has no functions. */
  readonly functions?: EdgeFunctions;
  /** Absent: there is no content origin. */
  readonly files?: EdgeFiles;
  readonly blobs: Pick<BlobStore, "open">;
  /** Absent: nobody can read what not everybody may. */
  readonly visitors?: EdgeVisitors;
  readonly log: Pick<Logger, "error">;
  /** Told of each answer, when it has been handed over; `begun` is of `performance.now()`. */
  readonly answered?: (kind: VisitKind, status: number, begun: number) => void;
};

/** Disposed of after the last answer and before the database. */
export type Edge = AsyncDisposable & {
  /** Whether a `Host` header names a handle, or may name somebody's domain, so that the request is the edge's. */
  readonly ownsHost: (host: string | undefined) => boolean;
  /** Whether visitors of this host are answered, which is when it may have a certificate. Takes as long for each. */
  readonly serves: (host: string) => Promise<boolean>;
  /** Whether it brings the bytes of a file, which may take a while. */
  readonly isUpload: (request: IncomingMessage) => boolean;
  /** Answers every request, whatever it holds, and never throws. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
};
