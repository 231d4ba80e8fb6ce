/** Links a small company might have. */
export const LINKS = [
  ["spring-sale", "https://example.com/sale/spring", "Spring sale", ["campaign", "email"], 5],
  ["launch", "https://example.com/launch", "Product launch", ["campaign"], 8],
  ["docs", "https://example.com/docs", "Documentation", ["product"], 4],
  ["pricing", "https://example.com/pricing", "Pricing", ["product"], 3],
  ["newsletter", "https://example.com/newsletter", "Newsletter sign-up", ["email"], 4],
  ["webinar", "https://example.com/webinar/automation", "Webinar: automate your links", ["event"], 2],
  ["careers", "https://example.com/careers", "We are hiring", ["company"], 1],
  ["github", "https://github.com/", "Source code", ["social"], 3],
] as const;

/** Addresses of public resolvers and universities, one a country: where a demonstration's visitors are from. */
export const VISITOR_ADDRESSES = [
  "8.8.8.8",
  "18.9.22.69",
  "141.20.1.1",
  "194.95.249.23",
  "129.67.1.1",
  "192.33.96.1",
  "130.54.1.1",
  "103.27.8.1",
  "200.160.2.3",
  "193.51.192.1",
  "128.100.1.1",
  "1.1.1.1",
] as const;

export const USER_AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (iPad; CPU OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
] as const;

export const REFERRERS = [
  "",
  "",
  "https://www.google.com/",
  "https://news.ycombinator.com/item?id=1",
  "https://www.linkedin.com/feed/",
  "https://t.co/abc",
  "https://mail.google.com/",
  "https://blog.example.org/review",
] as const;

export const SOURCES = ["", "", "newsletter", "twitter", "partner"] as const;
