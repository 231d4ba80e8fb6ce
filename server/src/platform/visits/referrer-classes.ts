export type ReferrerClass = "email" | "social" | "search";

/** A host stands for everything below it. Apps that open a link name themselves as a host, too. */
const HOSTS: Readonly<Record<ReferrerClass, readonly string[]>> = {
  email: [
    "mail.google.com",
    "inbox.google.com",
    "com.google.android.gm",
    "outlook.live.com",
    "outlook.office.com",
    "outlook.office365.com",
    "com.microsoft.office.outlook",
    "mail.yahoo.com",
    "mail.aol.com",
    "mail.proton.me",
    "mail.zoho.com",
    "mail.ru",
    "mail.yandex.ru",
    "navigator.gmx.net",
    "navigator.web.de",
    "app.fastmail.com",
    "app.hey.com",
    "www.icloud.com",
  ],
  social: [
    "facebook.com",
    "fb.me",
    "com.facebook.katana",
    "instagram.com",
    "com.instagram.android",
    "threads.net",
    "threads.com",
    "twitter.com",
    "x.com",
    "t.co",
    "linkedin.com",
    "lnkd.in",
    "com.linkedin.android",
    "reddit.com",
    "com.reddit.frontpage",
    "pinterest.com",
    "pin.it",
    "tiktok.com",
    "youtube.com",
    "youtu.be",
    "com.google.android.youtube",
    "snapchat.com",
    "tumblr.com",
    "quora.com",
    "vk.com",
    "ok.ru",
    "weibo.com",
    "xing.com",
    "bsky.app",
    "go.bsky.app",
    "mastodon.social",
    "t.me",
    "web.telegram.org",
    "org.telegram.messenger",
    "whatsapp.com",
    "wa.me",
    "discord.com",
    "messenger.com",
    "news.ycombinator.com",
  ],
  search: [
    "com.google.android.googlequicksearchbox",
    "bing.com",
    "duckduckgo.com",
    "search.yahoo.com",
    "search.yahoo.co.jp",
    "baidu.com",
    "yandex.ru",
    "yandex.com",
    "ya.ru",
    "ecosia.org",
    "qwant.com",
    "startpage.com",
    "search.brave.com",
    "search.naver.com",
    "seznam.cz",
    "search.marginalia.nu",
    "kagi.com",
    "perplexity.ai",
  ],
};

const CLASSES: ReadonlyMap<string, ReferrerClass> = new Map(
  (["email", "social", "search"] as const).flatMap((name) =>
    HOSTS[name].map((host) => [host, name] as const),
  ),
);

/** Google searches under the domain of every country. */
const GOOGLE = /^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/;

/** What kind of place a host is; `undefined` for any other site. The most specific entry wins. */
export function referrerClass(host: string): ReferrerClass | undefined {
  for (let name = host; name !== ""; ) {
    const found = CLASSES.get(name);
    if (found !== undefined) return found;
    const dot = name.indexOf(".");
    name = dot === -1 ? "" : name.slice(dot + 1);
  }
  return GOOGLE.test(host) ? "search" : undefined;
}
