export { BlockUrl } from "./block-url.ts";
export { findPublishedPage, type PublishedPage } from "./find-published-page.ts";
export { getPage } from "./get-page.ts";
export { changeDocument } from "./page.ts";
export { PageThemeBody } from "./page-body.ts";
export { PageSlug } from "./page-slug.ts";
export { pageOperations } from "./routes.ts";
export { findPage } from "./store.ts";
export { writePage } from "./write-page.ts";
