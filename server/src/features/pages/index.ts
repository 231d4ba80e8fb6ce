export { BlockBody } from "./block-body.ts";
export { changeDocument, type Page, type PageChange } from "./page.ts";
export { PageSlug } from "./page-slug.ts";
export { pageOperations } from "./routes.ts";
export { findPage } from "./store.ts";
export { type WrittenPage, writePage } from "./write-page.ts";
