export { BlockBody } from "./block-body.ts";
export { BlockUrl } from "./block-url.ts";
export { changeDocument, type Page, type PageChange } from "./page.ts";
export { PageContentBody, PageThemeBody } from "./page-body.ts";
export { destinationsOf } from "./page-destinations.ts";
export { PageSlug } from "./page-slug.ts";
export { pageOperations } from "./routes.ts";
export { findPage } from "./store.ts";
export { type WrittenPage, writePage } from "./write-page.ts";
