import MarkdownIt, { type Token } from "markdown-it";
import type { Html } from "#edge/html.ts";

const SAFE_URL =
  /^(?:https?:\/\/[^\s]+|mailto:[^\s]+|tel:\+?[0-9().-]+|\/(?![/\\])[^\s\\]*|#[A-Za-z0-9_-]+)$/i;
const IMAGE_URL = /^(?:https:\/\/[^\s]+|\/(?![/\\])[^\s\\]*)$/i;

/** HTML in it is text, and addresses are those that lead somewhere: nothing that Markdown can say runs or loads a script. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.validateLink = (url) => SAFE_URL.test(url);

markdown.renderer.rules["link_open"] = (tokens, index, options, _, self) => {
  tokens[index]?.attrSet("rel", "nofollow noopener");
  return self.renderToken(tokens, index, options);
};
const image = markdown.renderer.rules["image"];
markdown.renderer.rules["image"] = (tokens, index, options, env, self) => {
  const token = tokens[index];
  if (image === undefined || token === undefined) return "";
  if (!IMAGE_URL.test(String(token.attrGet("src")))) return markdown.utils.escapeHtml(token.content);
  token.attrSet("loading", "lazy");
  return image(tokens, index, options, env, self);
};

/**
 * Markdown as markup that is safe whatever it holds. Its headings begin below the page's own and skip no level, so that
 * whoever moves by headings finds the way.
 */
export function renderMarkdown(text: string): Html {
  const tokens = markdown.parse(text.toWellFormed(), {});
  let last = 1;
  for (const token of tokens) {
    if (token.children) token.children = withoutEmptyLinks(token.children);
    if (token.type !== "heading_open" && token.type !== "heading_close") continue;
    if (token.type === "heading_open") last = Math.min(Number(token.tag.slice(1)) + 1, last + 1, 6);
    token.tag = `h${last}`;
  }
  return { text: markdown.renderer.render(tokens, markdown.options, {}) };
}

/** `[text]()` leads nowhere, so it is its text. Links are never in one another. */
function withoutEmptyLinks(tokens: readonly Token[]): Token[] {
  let isIn = false;
  return tokens.filter((token) => {
    if (token.type === "link_open") isIn = token.attrGet("href") === "";
    if (!isIn || (token.type !== "link_open" && token.type !== "link_close")) return true;
    if (token.type === "link_close") isIn = false;
    return false;
  });
}
