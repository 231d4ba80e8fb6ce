import type { Destination } from "#features/destinations/index.ts";
import type { Block } from "#kernel/page-document.ts";

/** Where a page leads on the web, by the field that says so: what may be a link's destination alone may stand here. */
export function destinationsOf(blocks: readonly Block[]): readonly Destination[] {
  return blocks.flatMap((block, index) => urlsOf(block, `blocks.${index}`).filter(isOnTheWeb));
}

const isOnTheWeb = ({ url }: Destination) => /^https?:/i.test(url);

function urlsOf(block: Block, at: string): readonly Destination[] {
  switch (block.type) {
    case "hero":
    case "product":
      return block.button === null ? [] : [{ path: `${at}.button.url`, url: block.button.url }];
    case "image":
      return block.linkUrl === null ? [] : [{ path: `${at}.linkUrl`, url: block.linkUrl }];
    case "button":
    case "video":
      return [{ path: `${at}.url`, url: block.url }];
    case "links":
      return block.items.map(({ url }, place) => ({ path: `${at}.items.${place}.url`, url }));
    default:
      return [];
  }
}
