export { BlockBody } from "./block-body.ts";
export { BlockUrl } from "./block-url.ts";
export { findPublishedPage, type PublishedPage } from "./find-published-page.ts";
export { changeDocument, type Page, type PageChange } from "./page.ts";
export { PageThemeBody } from "./page-body.ts";
export { PageSlug } from "./page-slug.ts";
export { pageOperations } from "./routes.ts";
export { findPage } from "./store.ts";
export { type WrittenPage, writePage } from "./write-page.ts";
