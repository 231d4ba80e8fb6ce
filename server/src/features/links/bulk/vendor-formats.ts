import type { Setter } from "./own-columns.ts";
import {
  count,
  countryRules,
  flag,
  instant,
  labels,
  locked,
  offWhenTrue,
  path,
  rule,
  shortUrl,
  text,
  utm,
} from "./vendor-setters.ts";

/** Whose export a file can be: our own, another's, or just a table with a column of URLs. */
export const FORMATS = [
  "switchyard",
  "bitly",
  "short.io",
  "rebrandly",
  "dub",
  "kutt",
  "shlink",
  "yourls",
  "csv",
] as const;
export type FormatName = (typeof FORMATS)[number];

export type VendorFormat = {
  readonly name: Exclude<FormatName, "switchyard">;
  /** Columns of which a file has all of one list. Keys of columns, here and below: in lower case, without `_`, `-` and blanks. */
  readonly signs: readonly (readonly string[])[];
  /** In this order: where two columns say the same, the first that says anything counts. */
  readonly columns: Readonly<Record<string, Setter>>;
  /** Named as a column of ours, and meant otherwise. */
  readonly ignores?: readonly string[];
};

const UTM = {
  utmsource: utm("utmSource"),
  utmmedium: utm("utmMedium"),
  utmcampaign: utm("utmCampaign"),
  utmterm: utm("utmTerm"),
  utmcontent: utm("utmContent"),
};

/** The first whose signs a file bears is the one it is. */
export const VENDOR_FORMATS: readonly VendorFormat[] = [
  {
    // Its web client and its importer.
    name: "shlink",
    signs: [["longurl", "shortcode"]],
    columns: {
      longurl: text("destinationUrl"),
      shortcode: path,
      shorturl: shortUrl,
      title: text("title"),
      tags: labels("tags"),
      maxvisits: count("maxClicks"),
      validsince: instant("scheduledStartAt"),
      validuntil: instant("expiresAt"),
    },
  },
  {
    // Its web application says "Link", "Custom Link" and "Destination URL", its API `link` and `long_url`.
    name: "bitly",
    signs: [
      ["longurl", "link"],
      ["longurl", "bitlink"],
      ["destinationurl", "link"],
      ["destinationurl", "bitlink"],
    ],
    columns: {
      longurl: text("destinationUrl"),
      destinationurl: text("destinationUrl"),
      customlink: shortUrl,
      custombitlinks: shortUrl,
      link: shortUrl,
      bitlink: shortUrl,
      title: text("title"),
      tags: labels("tags"),
      archived: offWhenTrue,
    },
  },
  {
    name: "short.io",
    signs: [["originalurl"]],
    columns: {
      originalurl: text("destinationUrl"),
      path,
      shorturl: shortUrl,
      secureshorturl: shortUrl,
      title: text("title"),
      tags: labels("tags"),
      expiresat: instant("expiresAt"),
      expiredurl: text("expiredUrl"),
      clickslimit: count("maxClicks"),
      archived: offWhenTrue,
      skipqs: flag("forwardQuery", true),
      password: locked,
      iphoneurl: rule("iphone", { osIn: ["iOS"] }),
      androidurl: rule("android", { osIn: ["Android"] }),
      ...UTM,
    },
    ignores: ["redirecttype"],
  },
  {
    name: "rebrandly",
    signs: [["destination", "slashtag"]],
    columns: {
      destination: text("destinationUrl"),
      slashtag: path,
      shorturl: shortUrl,
      title: text("title"),
      description: text("description"),
      tags: labels("tags"),
      forwardparameters: flag("forwardQuery"),
    },
  },
  {
    // Its export has "Short link" and "Destination URL", or the fields of its API; a country's column is `geo.US`.
    name: "dub",
    signs: [
      ["url", "key"],
      ["url", "shortlink"],
      ["destinationurl", "shortlink"],
    ],
    columns: {
      url: text("destinationUrl"),
      destinationurl: text("destinationUrl"),
      key: path,
      shortlink: shortUrl,
      title: text("title"),
      description: text("description"),
      tags: labels("tags"),
      archived: offWhenTrue,
      banned: offWhenTrue,
      expiresat: instant("expiresAt"),
      expiredurl: text("expiredUrl"),
      externalid: text("externalId"),
      password: locked,
      passwordenabledat: locked,
      ios: rule("ios", { osIn: ["iOS"] }),
      android: rule("android", { osIn: ["Android"] }),
      geo: countryRules,
      ...UTM,
    },
  },
  {
    name: "kutt",
    signs: [
      ["target", "address"],
      ["target", "link"],
    ],
    columns: {
      target: text("destinationUrl"),
      address: path,
      link: shortUrl,
      description: text("description"),
      expirein: instant("expiresAt"),
      password: locked,
      banned: offWhenTrue,
    },
  },
  {
    // Its table of links; its plugin for import and export says "source" and "target", its API's statistics `shorturl`.
    name: "yourls",
    signs: [
      ["keyword", "url"],
      ["source", "target"],
      ["shorturl", "url", "timestamp", "ip"],
    ],
    columns: {
      url: text("destinationUrl"),
      target: text("destinationUrl"),
      keyword: path,
      source: path,
      shorturl: shortUrl,
      title: text("title"),
    },
  },
  {
    // Whatever else names its columns as people do.
    name: "csv",
    signs: [["url"], ["longurl"], ["destination"], ["target"], ["targeturl"]],
    columns: {
      url: text("destinationUrl"),
      longurl: text("destinationUrl"),
      destination: text("destinationUrl"),
      target: text("destinationUrl"),
      targeturl: text("destinationUrl"),
      alias: path,
      keyword: path,
      backhalf: path,
      customslug: path,
      path,
      shorturl: shortUrl,
      ...UTM,
    },
  },
];
