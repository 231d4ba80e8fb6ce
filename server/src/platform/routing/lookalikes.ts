/** For each Latin letter those that pass for it in most fonts (after Unicode UTS #39, confusables.txt): what hosts may hold. */
const PASSING_FOR: Readonly<Record<string, string>> = {
  a: "аӑαɑ",
  b: "ьвβƅɓ",
  c: "сƈ",
  d: "ԁđɖɗδ",
  e: "еҽєεǝə",
  f: "ӻƒ",
  g: "ԍɡɢɠց",
  h: "һнհħɦ",
  i: "іıɩɪι",
  j: "јյϳ",
  k: "кκƙ",
  l: "ӏłɫʟɭլ",
  m: "мɱ",
  n: "пηոɴɲƞ",
  o: "оөοσօøɔ",
  p: "рρƿ",
  q: "ԛգզ",
  r: "гʀɾɽ",
  s: "ѕʂ",
  t: "тτŧʈ",
  u: "цυսʉʊ",
  v: "ѵνʋ",
  w: "ԝшѡωա",
  x: "хχ",
  y: "уүγʏƴ",
  z: "ƶʐ",
  "3": "зʒ",
  "6": "б",
};

export const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries(PASSING_FOR).flatMap(([latin, letters]) => [...letters].map((letter) => [letter, latin])),
);

/** Names that are imitated most; none of them a word that another language writes with a dot or in other letters. */
export const WELL_KNOWN: ReadonlySet<string> = new Set(
  `accounts adobe airbnb alibaba aliexpress alipay amazon amazonaws americanexpress apple azure bankofamerica barclays
  binance bing bitcoin blockchain booking chase citibank cloudflare coinbase commerzbank discord docusign dropbox ebay
  epicgames etsy expedia facebook fedex github gitlab gmail google googleapis hotmail hsbc icloud instagram intuit
  kraken ledger linkedin lloyds mastercard messenger metamask microsoft microsoftonline mozilla netflix nordea notion
  office openai opera outlook paypal payoneer pinterest postbank quora rakuten reddit revolut roblox salesforce samsung
  santander shopify skype slack snapchat sparkasse spotify stackoverflow steamcommunity steampowered stripe swift telegram
  tencent tiktok trezor trustwallet tumblr twitch twitter uniswap verizon vimeo visa vkontakte walmart wechat wellsfargo
  westernunion whatsapp wikipedia wordpress yahoo yandex youtube zalando zoom`.split(/\s+/),
);
