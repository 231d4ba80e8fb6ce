import "#text/publish.ts";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { PageEditor } from "./page-editor.tsx";
import { pageQuery } from "./pages-query.ts";

/** One page, once it has been read; another page is another editor. */
export function PageScreen() {
  const { pageSlug = "" } = useParams({ strict: false });
  const query = useQuery(pageQuery(useHandle(), pageSlug));
  return <Loaded query={query}>{(page) => <PageEditor key={page.slug} page={page} />}</Loaded>;
}
