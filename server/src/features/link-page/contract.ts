import { defineOperation } from "#platform/http/operation.ts";
import { LinkPageBody, LinkPageChange } from "./link-page-body.ts";

export const getLinkPage = defineOperation({
  role: "CREATOR",
  scope: "pages.read",
  id: "getLinkPage",
  method: "get",
  path: "/link-page",
  summary: "What the root of the handle's host shows below its profile, where it shows no site",
  responses: { 200: LinkPageBody },
  errors: [],
  versioned: true,
});

export const putLinkPage = defineOperation({
  role: "CREATOR",
  scope: "pages.write",
  id: "putLinkPage",
  method: "put",
  path: "/link-page",
  summary: "Choose what the root of the handle's host shows; only what is chosen is shown",
  request: { body: LinkPageChange },
  responses: { 200: LinkPageBody },
  errors: ["invalid_slug", "invalid_destination_url"],
  versioned: true,
});
