import { z } from "@hono/zod-openapi";
import { BOT_REASONS } from "#kernel/visit-event.ts";
import { CAMPAIGN_EVENTS } from "./campaign-events.ts";
import { CONTENT_EVENTS } from "./content-events.ts";
import type { EventDefinition } from "./event-definition.ts";

const text = z.string();
const maybe = z.string().nullable();
const at = z.iso.datetime();
const count = z.int();
const slug = text.openapi({ description: "The link's slug." });

const link = z.object({
  slug,
  version: count,
  destinationUrl: text,
  title: maybe,
  enabled: z.boolean(),
  campaignId: maybe,
  changed: z.array(text).openapi({ description: "The fields that differ from the version before." }),
});
const linkExample = {
  slug: "launch",
  version: 1,
  destinationUrl: "https://example.com/launch",
  title: "Launch",
  enabled: true,
  campaignId: "spring",
  changed: ["destinationUrl", "title", "campaignId"],
};

const health = z.object({ slug, status: count.nullable(), error: maybe, failingSince: at.nullable() });
const token = z.object({ tokenId: text, name: text, scopes: z.array(text) });
const TOKEN_ID = "4Kd0QyVnR3sB7mXa";

const click = z.object({
  clickId: text.openapi({ description: "The same as the event's id; conversions name it." }),
  slug,
  campaignId: maybe,
  variantId: maybe,
  destinationUrl: maybe,
  status: count,
  bot: z
    .enum(BOT_REASONS)
    .nullable()
    .openapi({ description: "Why this is no person's click; null for a person's." }),
  country: maybe,
  device: maybe,
  os: maybe,
  browser: maybe,
  language: maybe,
  referrer: maybe,
  source: maybe,
  utm: z.record(text, text),
});

const conversion = z.object({
  conversionId: text,
  slug,
  clickId: text,
  eventType: text,
  value: text.openapi({ description: "Decimal, in the currency's main unit." }),
  currency: maybe,
  occurredAt: at,
  campaignId: maybe,
  variantId: maybe,
  metadata: z.unknown(),
});

/** What this program tells of, by type. A feature that emits something new adds its row here. */
export const EVENT_CATALOGUE: Readonly<Record<string, EventDefinition>> = {
  "link.created": { summary: "A link was created, or brought back.", payload: link, example: linkExample },
  "link.updated": {
    summary: "A link has a new version.",
    payload: link,
    example: { ...linkExample, version: 2, changed: ["title"] },
  },
  "link.deleted": {
    summary: "A link was deleted.",
    payload: z.object({ slug, version: count, destinationUrl: text, campaignId: maybe }),
    example: {
      slug: "launch",
      version: 3,
      destinationUrl: "https://example.com/launch",
      campaignId: "spring",
    },
  },
  "link.expired": {
    summary: "A link's schedule or expiry has ended. Told within a minute, once for each end.",
    payload: z.object({ slug, destinationUrl: text, campaignId: maybe, endedAt: at }),
    example: {
      slug: "launch",
      destinationUrl: "https://example.com/launch",
      campaignId: "spring",
      endedAt: "2026-01-01T00:00:00.000Z",
    },
  },
  "link.clicked": {
    summary: "A visitor followed a link. Bots, prefetches and previews are told of too, and say so.",
    payload: click,
    example: {
      clickId: "evt_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
      slug: "launch",
      campaignId: "spring",
      variantId: null,
      destinationUrl: "https://example.com/launch",
      status: 302,
      bot: null,
      country: "DE",
      device: "MOBILE",
      os: "iOS",
      browser: "Safari",
      language: "de",
      referrer: "news.example.com",
      source: "social",
      utm: { utm_source: "newsletter" },
    },
  },
  "link.unhealthy": {
    summary: "A link's destination does not answer as it should any more.",
    payload: health,
    example: { slug: "launch", status: 404, error: "status", failingSince: "2026-01-01T00:00:00.000Z" },
  },
  "link.recovered": {
    summary: "A link's destination answers again.",
    payload: health,
    example: { slug: "launch", status: 200, error: null, failingSince: null },
  },
  "conversion.recorded": {
    summary: "A click has led to something.",
    payload: conversion,
    example: {
      conversionId: "cnv_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
      slug: "launch",
      clickId: "evt_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
      eventType: "purchase",
      value: "49.9",
      currency: "EUR",
      occurredAt: "2026-01-01T00:00:00.000Z",
      campaignId: "spring",
      variantId: null,
      metadata: { orderId: "1001" },
    },
  },
  ...CAMPAIGN_EVENTS,
  ...CONTENT_EVENTS,
  "token.created": {
    summary: "A token was created, or took over from another.",
    payload: token,
    example: { tokenId: TOKEN_ID, name: "CI", scopes: ["links.read"] },
  },
  "token.revoked": {
    summary: "A token does not work any more.",
    payload: z.object({ tokenId: text, reason: text }),
    example: { tokenId: TOKEN_ID, reason: "revoked" },
  },
  "token.expiring": {
    summary: "A token ends within seven days.",
    payload: z.object({ tokenId: text, name: text, expiresAt: at }),
    example: { tokenId: TOKEN_ID, name: "CI", expiresAt: "2026-01-08T00:00:00.000Z" },
  },
  "destination.added": {
    summary: "A domain of destinations was added.",
    payload: z.object({ domain: text, decision: text }),
    example: { domain: "example.com", decision: "REVIEW" },
  },
  "destination.decision_changed": {
    summary: "A domain of destinations was allowed, blocked, put up for review or forgotten.",
    payload: z.object({ domain: text, before: text, decision: maybe, source: maybe }),
    example: { domain: "example.com", before: "REVIEW", decision: "BLOCK", source: "manual" },
  },
  "visitor.segments_changed": {
    summary: "Somebody has put a visitor into other segments.",
    payload: z.object({
      visitorId: text,
      segments: z.array(text),
      added: z.array(text),
      removed: z.array(text),
    }),
    example: { visitorId: "visitor-1", segments: ["vip"], added: ["vip"], removed: [] },
  },
  "webhook.disabled": {
    summary: "A webhook was disabled: its endpoint is gone, or has failed for five days.",
    payload: z.object({
      subscriptionId: text,
      reason: z.enum(["gone", "failing"]),
      failingSince: at.nullable(),
    }),
    example: {
      subscriptionId: "whk_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
      reason: "failing",
      failingSince: "2026-01-01T00:00:00.000Z",
    },
  },
  "webhook.test": {
    summary: "Somebody tries a webhook. Sent to that one alone, whatever it subscribes to.",
    payload: z.object({ subscriptionId: text }),
    example: { subscriptionId: "whk_01k9zq3v7m4f0d9b2c6a8e1f3b5d7" },
  },
};

export const EVENT_TYPES: ReadonlySet<string> = new Set(Object.keys(EVENT_CATALOGUE));
